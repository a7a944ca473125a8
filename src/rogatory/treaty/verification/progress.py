# SPDX-License-Identifier: Apache-2.0
"""How many lines of each instrument were read in its text, and how many are left."""

from collections.abc import Iterable
from dataclasses import dataclass

from rogatory.treaty.corrections import Correction
from rogatory.treaty.law import Law
from rogatory.treaty.tables.readings import DIFFERS
from rogatory.treaty.verification.lines import SEEN, lines_of_law, text_lines


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """The lines of one instrument: all, those seen, those in a sheet that waits for its second officer,
    and those that differ from the text and were not corrected since.
    """

    instrument: str
    lines: int
    seen: int
    waiting: int
    differing: int

    @property
    def left(self) -> int:
        return self.lines - self.seen


def progress_of(law: Law, waiting: Iterable[Correction] = ()) -> tuple[ReadingProgress, ...]:
    """Return the progress of each instrument that has lines, in the order of the law's instruments."""
    waits = {one.line for correction in waiting for one in correction.readings}
    differ = differing_lines(law)
    found: dict[str, list[int]] = {one.id: [0, 0, 0, 0] for one in law.instruments}
    for line in text_lines(law):
        counts = found[line.instrument]
        counts[0] += 1
        counts[1] += line.certainty == SEEN
        counts[2] += line.id in waits
        counts[3] += line.id in differ
    return tuple(ReadingProgress(name, *counts) for name, counts in found.items() if counts[0])


def differing_lines(law: Law) -> dict[str, str]:
    """Return the lines that were read and differ, as they were then: a line that says something else
    today has been corrected.
    """
    versions = {line.id: line.version for line in lines_of_law(law)}
    found: dict[str, str] = {}
    for correction in law.corrections:
        for one in correction.readings:
            found.pop(one.line, None)
            if one.verdict == DIFFERS and versions.get(one.line) == one.version:
                found[one.line] = one.version
    return found
