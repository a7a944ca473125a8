# SPDX-License-Identifier: Apache-2.0
"""`just failover`: a kill test in which one State's servers fail, too.

    PYTHONPATH=.:tests python tests/storms/failover_kills.py --kills 1000 --seed 7

Borealia's node runs on four hosts with one database on PostgreSQL, with a synchronous standby, and with its objects in a
bucket: two doors, four workers, two signers; two of the hosts have no keys of authorities or log. While processes are killed and lines cut, the store answers 500, late, not at all, or
half; half-way the database's server is lost and its standby promoted. Then everything comes to rest, and the databases are compared: nothing lost, nothing twice, no log with two histories.
"""

import argparse
import json
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

from casts.servers.faulty_store import Fault, FaultyStore
from casts.servers.postgresql_server import PostgresqlServer
from casts.servers.seaweed_server import KEY, REGION, SeaweedServer
from rogatory.bootstrap.home.folder import SETTINGS_FILE, Home, read_home
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.home.keys import keys_for_signer
from rogatory.bootstrap.home.server_file import server_file
from rogatory.bootstrap.node_toml.writing import write_table
from rogatory.exercises.narrator import Narrator
from storms.killing.folder import KillFolder, open_place
from storms.killing.kill_run import run_kills

type Share = Callable[[], float]

STATE = "XB"
HOSTS: Mapping[str, tuple[str, ...]] = {
    "XB": ("door", "console", "worker", "signer"),
    "XB-2": ("door", "worker", "signer"),
    "XB-3": ("worker",),
    "XB-4": ("worker",),
}
"""The homes of the node that shares its database, and what each runs. Those without a signer have not its keys."""

FAULTS = (Fault.FAILS, Fault.SLOWS, Fault.HANGS, Fault.TRUNCATES, Fault.LOSES_ANSWERS)
SECONDS_OF_FAULT, SECONDS_WITHOUT = 1.5, 4.0


class FailingServers:
    """A database with a standby and an object store, which fail while a storm lasts."""

    def __init__(self, seed: int) -> None:
        self.primary = PostgresqlServer()
        self.primary.start()
        self.primary.create(STATE.lower())
        self.standby = PostgresqlServer(follows=self.primary)
        self.standby.start()
        self.primary.set(synchronous_standby_names="standby")
        self.seaweed = SeaweedServer()
        self.store = FaultyStore(self.seaweed.port, lambda _path: None)
        self.is_promoted = False
        self.faults = 0
        self.hosts: dict[str, Home] = {}
        self._chance = Random(f"{seed}/servers")

    def take(self, place: KillFolder) -> None:
        """Put Borealia's rows and objects on the servers, before its node runs for the first time."""
        home = place.federation.node(STATE)
        servers = (self.primary, self.standby)
        hosts = ",".join(str(one.folder) for one in servers)
        ports = ",".join(str(one.port) for one in servers)
        url = f"postgresql://rogatory@/{STATE.lower()}?host={hosts}&port={ports}"
        table = {"endpoint": self.store.endpoint, "bucket": "evidence", "region": REGION}
        settings = home / SETTINGS_FILE
        text = f"database_url = {json.dumps(url)}\n{settings.read_text()}"
        settings.write_text(f"{text}\n{write_table({'object_store': table})}")
        key = home / "keys" / "object-store.key"
        key.write_text(f"{KEY.access_key_id}:{KEY.secret_access_key}\n")
        key.chmod(0o600)
        self.hosts = {name: _host(home, name) for name in HOSTS if name != STATE}
        _set(home, processes=list(HOSTS[STATE]))

    @contextmanager
    def failing(self, share: Share) -> Iterator[None]:
        """Fail as long as the block lasts; `share` is how much of the storm is over, from 0 to 1."""
        ended = threading.Event()
        thread = threading.Thread(target=self._fail, args=(ended, share))
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            self.store.fault = Fault.NONE

    def _fail(self, ended: threading.Event, share: Share) -> None:
        while not ended.wait(SECONDS_WITHOUT * self._chance.random()):
            self.store.fault = self._chance.choice(FAULTS)
            self.faults += 1
            ended.wait(SECONDS_OF_FAULT)
            self.store.fault = Fault.NONE
            if not self.is_promoted and share() >= 0.5:
                self.primary.kill()
                self.standby.promote()
                self.is_promoted = True

    def remove(self) -> None:
        for each in (self.store.close, self.seaweed.remove):
            each()
        for server in (self.primary, self.standby):
            server.remove()


def _host(home: Path, name: str) -> Home:
    """Make a further host of a node: a home with the same database, and with the keys that its processes need."""
    place = home.with_name(name.lower())
    shutil.copytree(home, place)
    changed: dict[str, Any] = {"processes": list(HOSTS[name])}
    if "door" in HOSTS[name]:
        changed["door_listen"] = f"127.0.0.1:{free_port()}"
    if "signer" not in HOSTS[name]:
        changed["signer"] = "elsewhere"
        for path in keys_for_signer(read_home(place)):
            path.unlink()
        (place / "keys" / "node" / "tls.key").unlink()
    _set(place, **changed)
    return read_home(place)


def _set(home: Path, **changed: Any) -> None:
    """Change settings of a home that are in no table."""
    settings = home / SETTINGS_FILE
    kept = [
        line
        for line in settings.read_text().splitlines()
        if line.partition(" = ")[0] not in changed
    ]
    settings.write_text(f"{write_table(changed)}\n" + "\n".join(kept) + "\n")


def run(folder: Path, kills: int, seed: int, pause: float) -> dict[str, Any]:
    """Run it in a folder; what it came to.

    Raises:
        Refused: something was lost, done twice, or is not the same at both ends.
    """
    place = open_place(folder, seed, resume=False)
    servers = FailingServers(seed)
    try:
        servers.take(place)
        found = dict(
            run_kills(
                place,
                Narrator(),
                kills=kills,
                part=kills,
                pause=pause,
                around=servers.failing,
                hosts=servers.hosts,
            )
        )
        accepted = server_file(read_home(place.federation.node(STATE))).read()
        assert servers.is_promoted
        assert accepted is not None
        assert accepted.server.timeline == 2
        return {
            **found,
            "faults_of_the_store": servers.faults,
            "timeline": accepted.server.timeline,
            "hosts": {name: list(kinds) for name, kinds in HOSTS.items()},
        }
    finally:
        with suppress(OSError):
            servers.remove()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--pause", type=float, default=1.5, help="seconds between kills, on average"
    )
    parser.add_argument("--home", type=Path, help="where it happens, and stays")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="rogatory-failover-") as temporary:
        folder = (given.home or Path(temporary) / "home").absolute()
        found = run(folder, given.kills, given.seed, given.pause)
    sys.stdout.write(f"{json.dumps(found, indent=1)}\n")


if __name__ == "__main__":
    main()
