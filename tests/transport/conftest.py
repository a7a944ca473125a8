# SPDX-License-Identifier: Apache-2.0
"""A door served over TLS by a child, and the directory that lists it."""

import contextlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from casts.node.world import World, new_state, to_json
from casts.servers.open_port import until_open
from casts.steady.patience import PATIENCE as WAITS
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.seal.http_keys import http_key_from_pem
from rogatory.transport.http_signatures import line_key
from rogatory.transport.peer_client import PeerClient

PATIENCE = 2.0
LONG_PATIENCE = 90.0


class MachineClock:
    def now(self):
        return datetime.now(UTC)


@dataclass
class Served:
    """Borealia's door at work, and what Arcadia knows of it."""

    world: World
    port: int
    patience: float = PATIENCE

    def line(self, state="XA", *, keyid=None, http=None, **more):
        key = http or self.world.states[state].http
        return PeerClient(
            view=lambda: self.world.directory.newest,
            key=line_key(
                keyid or state.lower(), http_key_from_pem(key.key, key.certificate).private_pem
            ),
            clock=self.world.clock,
            random=os.urandom,
            loopback_allowed=True,
            **more,
        )


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """A door that soon cuts off who keeps it waiting."""
    with _door(tmp_path_factory.mktemp("door"), PATIENCE) as found:
        yield found


@pytest.fixture(scope="session")
def patient(tmp_path_factory):
    """A door that waits long: who has to wait for it behind others is heard late, on any machine."""
    with _door(tmp_path_factory.mktemp("patient-door"), LONG_PATIENCE) as found:
        yield found


@contextlib.contextmanager
def _door(folder, patience):
    port = free_port()
    states = {code: new_state(code) for code in ("XA", "XB", "XT")}
    states["XB"].node_url = f"https://127.0.0.1:{port}"
    world = World(states, clock=MachineClock())
    kept = {code: to_json(state) for code, state in states.items()}
    (folder / "states.json").write_text(json.dumps(kept))
    (folder / "tls.pem").write_bytes(states["XB"].tls.certificate)
    (folder / "tls.key").write_bytes(states["XB"].tls.key)
    script = Path(__file__).with_name("door_process.py")
    with (folder / "log").open("wb") as log:
        child = subprocess.Popen(
            [sys.executable, str(script), str(folder), str(port), str(patience)],
            stdout=log,
            stderr=log,
        )
        try:
            until_open(port, child, folder / "log")
            yield Served(world, port, patience)
        finally:
            child.terminate()
            child.wait(WAITS)
