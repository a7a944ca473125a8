# SPDX-License-Identifier: Apache-2.0
"""Opening and verifying a big file, whole commands to new files."""

import shlex
from collections.abc import Callable
from pathlib import Path

from bench import sources
from bench.alternatives import BAGIT, age_of, need_bagit
from bench.rows import Found, Row, at_least, median
from bench.running import Contestant, contest, run, shell
from bench.studies.remembering import memory_row
from bench.study import Study
from bench.workplace import Workplace, done, same

OPEN = Row(
    "open-big",
    "open and verify a big file to a new file, whole process",
    "age -d piped to tar -x, then bagit.py --validate",
    at_least(4, 5),
)
MEMORY = memory_row("memory-open-big", "opening a big file")


def measure(work: Workplace) -> dict[str, Found]:
    need_bagit()
    age, source, expected = age_of(work), work.one_part, work.one_part_digests
    sealed, other = work.folder / "open-sealed", work.folder / "open-other"
    done(work.seal(source, sealed))
    sources.link_tree(source, other / "bag")
    run(shell(f"cd {shlex.quote(str(other))} && {BAGIT} bag && {age.seal('bag', 'out.age')}"))

    def compared(data: str) -> Callable[[Path], None]:
        return lambda place: same(sources.digests(place / data), expected)

    def ours(place: Path) -> list[str]:
        return work.open(sealed, place / "opened")

    def theirs(place: Path) -> list[str]:
        back = age.open(other / "out.age")
        return shell(f"cd {shlex.quote(str(place))} && {back} && {BAGIT} --validate bag")

    def warm() -> None:
        sources.warm(sealed)
        sources.warm(other / "out.age")

    found = contest(
        [
            Contestant("rogatory", ours, check=compared("opened/data")),
            Contestant("age | tar, bagit", theirs, check=compared("bag/data")),
        ],
        rounds=work.scale.rounds,
        folder=work.scratch,
        warm=warm,
    )
    figures = {
        "rogatory_s": median(found.walls("rogatory")),
        "age_tar_bagit_s": median(found.walls("age | tar, bagit")),
        "gib": work.scale.part / (1 << 30),
    }
    return {
        OPEN.id: Found(found.ratios("age | tar, bagit", "rogatory"), figures, found.peaks),
        MEMORY.id: Found([found.peaks["rogatory"]]),
    }


STUDIES = (Study((OPEN, MEMORY), measure),)
