# SPDX-License-Identifier: Apache-2.0
"""Two States' nodes as running processes, with their officers' terminals."""

import os
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casts.steady import warm
from casts.steady.patience import PATIENCE
from django_home import put_new_store
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.ports.register import own_copy
from rogatory.bootstrap.processes.background import start_node
from rogatory.directory.entry.entry import LogRecord
from rogatory.directory.publish.publisher import Publisher
from rogatory.directory.submission.state_role import sign_entry
from rogatory.exercises.cast import STATES
from rogatory.exercises.entries import stated_parties
from rogatory.exercises.federation import Addresses
from rogatory.exercises.founding import found_federation
from rogatory.exercises.processes import Ensemble, Terminal
from rogatory.exercises.stage import approval_of
from storms.process import LAUNCHER

CODES = ("XA", "XB")
NAMES = ("door", "worker")
SECONDS = PATIENCE


def until(happened):
    end = time.monotonic() + SECONDS
    while not (found := happened()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)
    return found


def command(*words):
    ran = warm.command(*words)
    return ran.returncode, ran.stdout, ran.stderr


class Offices:
    """Terminals of both States, and their nodes' processes."""

    def __init__(self, federation, ensemble):
        self.federation, self.ensemble = federation, ensemble
        self.nodes, self.terminals, self.seats = {}, {}, 0

    def home(self, state):
        return read_home(self.federation.node(state))

    def start(self, state):
        home = self.home(state)
        if not home.database.exists():
            put_new_store(home)
        self.nodes[state] = start_node(home, names=NAMES)
        self.seat(state)

    def seat(self, state):
        self.seats += 1
        words = [LAUNCHER, "storms.terminal", str(self.home(state).path)]
        process = self.ensemble.start(f"desk-{state}-{self.seats}", words)
        self.ensemble.await_ready([process])
        self.terminals[state] = Terminal(state, process)

    def now(self, state):
        return datetime.now(UTC)

    def ask(self, state, act, /, **arguments):
        return self.terminals[state].ask(act, **arguments)

    def approval(self, state, player, content):
        return approval_of(self.federation, state, player, content)

    def rest(self):
        until(lambda: all(self.ask(state, "is_at_rest") for state in CODES))

    def reads(self, state, of, origin):
        """Decide whether a State's node has brought the entry in which another lists that log."""
        view = own_copy(self.home(state)).view(datetime.now(UTC))
        return origin in {log.origin for log in view.entry(of).logs}

    def list_log(self, state, origin, vkey):
        """The State signs an entry that lists its new log, and the publisher takes it."""
        now = datetime.now(UTC).replace(microsecond=0)
        view = own_copy(self.home(state)).view(now)
        entry = view.entry(state)
        record = LogRecord(origin, vkey, entry.logs[0].period)
        changed = replace(entry, logs=(*entry.logs, record))
        key = self.federation.state_key(state)
        register, network = view.register(state), self.federation.network
        signed = sign_entry(changed, register, network=network, keys=[key], version=2, at=now)
        Publisher(self.federation.repository, self.federation.online_key()).accept(signed, at=now)


@pytest.fixture
def offices(tmp_path):
    (tmp_path / "network").mkdir()
    profiles = [STATES[code] for code in CODES]
    federation = found_federation(
        tmp_path / "network",
        profiles,
        Addresses(str(tmp_path / "network" / "repository"), "http://127.0.0.1:9/"),
        tsa_state="XB",
        instruments={one.code: stated_parties(one.code) for one in profiles},
        at=datetime.now(UTC),
        random=os.urandom,
    )
    for code in CODES:
        toml = federation.node(code) / "node.toml"
        text = toml.read_text()
        quick = "witness_beat = 1\ncheckpoint_beat = 1\ndirectory_beat = 3\n"
        assert "[limits]" not in text
        toml.write_text(f"{text}\n[limits]\n{quick}")
    with Ensemble(tmp_path / "logs") as ensemble:
        made = Offices(federation, ensemble)
        try:
            for code in CODES:
                made.start(code)
            yield made
        finally:
            for node in made.nodes.values():
                node.kill()
