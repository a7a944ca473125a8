# SPDX-License-Identifier: Apache-2.0
"""The homes in which scenarios are played: one network for all of them, and others where a State
has no node.

all/network/     the federation (see `exercises.federation`)
all/work/        what examiners made
all/logs/        one file a process
all/ports.json   where what the States share listens
without-xm/      likewise, for cases in which Meridia has no node
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rogatory.bootstrap.home.free_ports import free_port
from rogatory.bootstrap.processes.supervisor import CHILDREN
from rogatory.disk import FolderLock, replace
from rogatory.errors import Refused
from rogatory.exercises import refusals
from rogatory.exercises.cast import STATES
from rogatory.exercises.federation import Federation
from rogatory.exercises.narrator import Narrator
from rogatory.exercises.processes import Ensemble
from rogatory.exercises.scenarios.theatre import RealTheatre
from rogatory.exercises.scenarios.twins import TwinTheatre
from rogatory.exercises.stage import ExerciseStage, found_network, raise_curtain

CODES = tuple(STATES)

PORTS = "ports.json"

WITHOUT_CONSOLES = ("door", "worker")


def scenario_home(home: Path, without: Sequence[str] = ()) -> Path:
    """Return the home for cases in which these States have no node; refuses a home of something
    else.
    """
    if home.exists() and any(not _is_scenario_home(path) for path in home.iterdir()):
        raise Refused(refusals.NOT_OURS.because(path=str(home)))
    return home / (f"without-{'-'.join(sorted(without)).lower()}" if without else "all")


def _is_scenario_home(path: Path) -> bool:
    return path.name == "all" or path.name.startswith("without-")


def prepared(home: Path) -> Sequence[int]:
    """Make the home and its network, unless they are there; return the ports of what the States
    share.
    """
    path = home / PORTS
    if not path.exists():
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace(path, json.dumps([free_port(), free_port()]).encode())
    ports: list[int] = json.loads(path.read_text())
    without = home.name.removeprefix("without-").upper().split("-")
    found_network(home, [code for code in CODES if code not in without], ports)
    return ports


@contextmanager
def real_theatre(
    home: Path, narrator: Narrator, codes: Sequence[str] = CODES, *, consoles: bool = False
) -> Iterator[RealTheatre]:
    """Provide the nodes of these States as processes, as long as the block lasts."""
    ports = prepared(home)
    with FolderLock(home), Ensemble(home / "logs") as ensemble:
        stage = ExerciseStage(home, narrator, ensemble, codes, ports)
        raise_curtain(stage, CHILDREN if consoles else WITHOUT_CONSOLES)
        theatre = RealTheatre(stage)
        try:
            yield theatre
        finally:
            theatre.mend()


def twin_theatre(home: Path, codes: Sequence[str] = CODES) -> TwinTheatre:
    """Return the nodes of these States in this process, with empty stores and the time it is now."""
    prepared(home)
    return TwinTheatre(Federation(home / "network"), codes, home / "work" / "twins")
