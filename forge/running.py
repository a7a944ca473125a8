# SPDX-License-Identifier: Apache-2.0
"""All forgeries of one seed, in several processes."""

import multiprocessing
import os
import random
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from forge.bench import SeedShare, try_change
from forge.findings import Finding, Forgery, Tally
from forge.judges import JUDGES
from forge.material import Material
from forge.readers.gifts import gift_for

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
"""Where forgeries are made, if it is there: each is some hundred small files, written and removed."""

SCRIPT_EVERY = 100
"""One change of the bundle in so many is shown to check.sh, too: it starts hundreds of programs a run."""

BATCH = 8
"""Changes that a process takes at once: few, so that no process has the slow ones at the end."""

type Changes = Sequence[Sequence[Forgery]]


@dataclass(frozen=True, slots=True)
class _Work:
    material: Material
    changes: Changes
    turn: SeedShare
    folder: Path


_work: list[_Work] = []
"""The work that the processes share with the one that they were forked from."""


def place_for_forgeries() -> str | None:
    """Return the folder in which to make temporary ones: in memory, if the machine has such a place."""
    return str(MEMORY) if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None


def processor_seconds() -> float:
    """Return the time of a processor that this process and those that it waited for have used."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def try_all(
    material: Material, changes: Changes, *, turn: SeedShare, jobs: int
) -> Iterator[tuple[Tally, list[Finding]]]:
    """Try every change by its forgers, and yield what each came to, in no settled order."""
    for kind, artifact in material.artifacts.items():
        if any(tried[0].kind == kind for tried in changes):
            for judge in JUDGES.values():  # what they remember of it, all processes have
                judge(artifact, [material.directory], material.now)
    order = list(range(len(changes)))
    random.Random(turn.seed).shuffle(order)  # noqa: S311 - an order that a seed repeats, no secret
    with tempfile.TemporaryDirectory(prefix="forge-", dir=place_for_forgeries()) as folder:
        _work.append(_Work(material, changes, turn, Path(folder)))
        try:
            if jobs == 1:
                yield from map(_try_one, order)
                return
            with multiprocessing.get_context("fork").Pool(jobs) as pool:
                yield from pool.imap_unordered(_try_one, order, chunksize=BATCH)
                pool.close()
                pool.join()  # what they used is counted from then on
        finally:
            _work.pop()


def _try_one(index: int) -> tuple[Tally, list[Finding]]:
    work = _work[-1]
    script = (index + work.turn.seed) % SCRIPT_EVERY == 0
    place, tried = work.folder / str(os.getpid()), work.changes[index]
    try:
        gift = gift_for(index, work.turn.seed)
        return try_change(work.material, tried, place, work.turn, script=script, gift=gift)
    except Exception as error:  # noqa: BLE001 - a fault of the bench costs one change, not the hours of the others
        problem = "".join(traceback.format_exception(error)[-3:])
        return Tally(len(tried)), [Finding(tried[0].label, "bench", problem)]
