# SPDX-License-Identifier: Apache-2.0
"""The house in which scenarios are played: its home, its network, one federation for all of them.

network/         the federation (see `exercises.federation`)
work/            what examiners made
logs/            one file a process
exercise.json    what was chosen when the home was made
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rogatory.bootstrap.free_ports import free_port
from rogatory.bootstrap.processes import CHILDREN
from rogatory.disk import FolderLock, replace
from rogatory.errors import Refused
from rogatory.exercises import refusals
from rogatory.exercises.cast import STATES
from rogatory.exercises.federation import Federation
from rogatory.exercises.narrator import Narrator
from rogatory.exercises.processes import Ensemble
from rogatory.exercises.scenarios.theatre import RealTheatre
from rogatory.exercises.scenarios.twins import TwinTheatre
from rogatory.exercises.stage import Stage, found_network, raise_curtain

CODES = tuple(STATES)

BEGUN = "exercise.json"

WITHOUT_CONSOLES = ("door", "worker")


def prepared(home: Path) -> Sequence[int]:
    """Make the home and its network, unless they are there; the ports of what the States share."""
    path = home / BEGUN
    if not path.exists():
        if home.exists() and any(home.iterdir()):
            raise Refused(refusals.NOT_OURS.because(path=str(home)))
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace(path, json.dumps({"ports": [free_port(), free_port()]}).encode())
    ports: list[int] = json.loads(path.read_text())["ports"]
    found_network(home, CODES, ports)
    return ports


@contextmanager
def real_theatre(
    home: Path, narrator: Narrator, codes: Sequence[str] = CODES, *, consoles: bool = False
) -> Iterator[RealTheatre]:
    """The nodes of these States as processes, as long as the block lasts."""
    ports = prepared(home)
    with FolderLock(home), Ensemble(home / "logs") as ensemble:
        stage = Stage(home, narrator, ensemble, codes, ports)
        raise_curtain(stage, CHILDREN if consoles else WITHOUT_CONSOLES)
        theatre = RealTheatre(stage)
        try:
            yield theatre
        finally:
            theatre.mend()


def twin_theatre(home: Path, codes: Sequence[str] = CODES) -> TwinTheatre:
    """The nodes of these States in this process, with empty books and the time it is now."""
    prepared(home)
    return TwinTheatre(Federation(home / "network"), codes, home / "work" / "twins")
