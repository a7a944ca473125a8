# SPDX-License-Identifier: Apache-2.0
"""Where a kill test happens: its network, and what it has come to so far.

network/          the federation (see `exercises.federation`), each door behind a line
work/             what examiners sealed
logs/             one file a process
siege.json        seed, kills and what was counted so far; written when a part has held
promised.jsonl    one message a line that was reported to an officer as sent
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from rogatory.bootstrap.home.folder import SETTINGS_FILE, Home, read_home
from rogatory.bootstrap.home.free_ports import free_port
from rogatory.disk import replace
from rogatory.errors import Refused
from rogatory.exercises.federation import Federation
from rogatory.exercises.refusals import NOT_OURS
from rogatory.exercises.stage import found_network
from storms.killing import refusals
from storms.traffic.clerk import SentMessage

STATES = ("XA", "XB", "XT")
"""Three: so that each has two others to keep apart."""


@dataclass
class KillProgress:
    """The progress of a kill test."""

    seed: int
    ports: list[int] = field(default_factory=list)
    kills: int = 0
    parts: int = 0
    killed: dict[str, int] = field(default_factory=dict)
    line: dict[str, int] = field(default_factory=dict)
    restarts: int = 0
    packages: int = 0
    logs: dict[str, list[Any]] = field(default_factory=dict)
    """Size and root of each State's log when the last part had come to rest."""


@dataclass(frozen=True)
class KillFolder:
    """A kill test's folder."""

    folder: Path
    progress: KillProgress

    @property
    def federation(self) -> Federation:
        return Federation(self.folder / "network")

    @property
    def storm(self) -> str:
        """Return the values from which the next storm is drawn: the seed, and how many were killed before."""
        return f"{self.progress.seed}/{self.progress.kills}"

    def homes(self) -> Mapping[str, Home]:
        return {code: read_home(self.federation.node(code)) for code in STATES}

    def save(self) -> None:
        replace(self.folder / "siege.json", json.dumps(asdict(self.progress), indent=1).encode())

    def promise(self, sent: SentMessage) -> None:
        """Record what was reported to an officer."""
        with (self.folder / "promised.jsonl").open("a", encoding="ascii") as file:
            file.write(f"{json.dumps([sent.state, sent.to, sent.digest])}\n")

    def promised(self) -> Sequence[tuple[str, str, str]]:
        path = self.folder / "promised.jsonl"
        lines = path.read_text("ascii").splitlines() if path.exists() else []
        return [(state, to, digest) for state, to, digest in map(json.loads, lines)]


def open_place(folder: Path, seed: int, *, resume: bool) -> KillFolder:
    """The place in a folder: a new one, or with `resume` the one that is there, with its own seed.

    Raises:
        Refused: there is something else in the folder, or a kill test that was not to be resumed.
    """
    state = folder / "siege.json"
    if state.exists():
        if not resume:
            raise Refused(refusals.SIEGE_BEGUN.because(path=str(folder)))
        return KillFolder(folder, KillProgress(**json.loads(state.read_text())))
    if folder.exists() and any(folder.iterdir()):
        raise Refused(NOT_OURS.because(path=str(folder)))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = KillFolder(folder, KillProgress(seed, [free_port(), free_port()]))
    found_network(folder, STATES, place.progress.ports)
    for code in STATES:
        settings = place.federation.node(code) / SETTINGS_FILE
        # Before the tables: TOML has the file's own settings first.
        settings.write_text(f'door_listen = "127.0.0.1:{free_port()}"\n{settings.read_text()}')
    place.save()
    return place
