# SPDX-License-Identifier: Apache-2.0
"""Filled sheets as this node keeps them: who brought one, what its lines say, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.corrections import refusals
from rogatory.node.corrections.correct_law import batch_of_correction, correction_history
from rogatory.node.provisions.law_data import corrected_law
from rogatory.node.repositories.law import CorrectionRecord
from rogatory.treaty.corrections import Correction
from rogatory.treaty.tables.readings import DIFFERS, LineReading
from rogatory.treaty.verification.filled_sheet import filled_sheet
from rogatory.treaty.verification.lines import LawLine, lines_of_law
from rogatory.wire.canonical import Json
from rogatory.wire.words import OwnWords


@dataclass(frozen=True, slots=True)
class BroughtSheet:
    """A sheet by the name that its corrections have in common; of its lines how many differ from the
    text; and of its corrections how many wait, were accepted and were declined.
    """

    batch: str
    proposed_by: str
    proposed: datetime
    lines: int
    differing: int
    waiting: int
    accepted: int
    declined: int
    reviewed_by: str | None
    reviewed: datetime | None
    review_reason: OwnWords | None

    @property
    def is_open(self) -> bool:
        return self.waiting > 0


@dataclass(frozen=True, slots=True)
class ReadSheetLine:
    """A line of a sheet: what was found, and the law's line as it is today, None where there is none."""

    reading: LineReading
    official_wording: str
    remark: str
    now: LawLine | None

    @property
    def is_stale(self) -> bool:
        return self.now is None or self.now.version != self.reading.version

    @property
    def stated(self) -> Mapping[str, Json]:
        """Return what the law says there today, entry by entry; the line's name has its id."""
        return {name: value for name, value in self.now.entries if name != "id"} if self.now else {}


def brought_sheets(node: Node) -> Sequence[BroughtSheet]:
    """Return every sheet that was brought here: those that wait first, then the newest."""
    by_batch: dict[str, list[tuple[CorrectionRecord, Correction]]] = {}
    for record, correction in correction_history(node):
        if correction.readings:
            by_batch.setdefault(batch_of_correction(correction), []).append((record, correction))
    found = [_sheet(batch, pairs) for batch, pairs in by_batch.items()]
    return sorted(found, key=lambda one: (one.is_open, one.proposed), reverse=True)


def sheet_lines(node: Node, batch: str) -> tuple[BroughtSheet, Sequence[ReadSheetLine]]:
    """Return a sheet with its lines, in the order in which it has them.

    Raises:
        Refused: no sheet of that name was brought here.
    """
    pairs = [
        (record, one)
        for record, one in correction_history(node)
        if one.readings and batch_of_correction(one) == batch
    ]
    if not pairs:
        raise Refused(refusals.SHEET_UNKNOWN.because(sheet=ascii(batch)[1:-1][:80]))
    readings = [reading for _, correction in pairs for reading in correction.readings]
    cells = _cells(node, readings)
    now = {line.id: line for line in lines_of_law(corrected_law(node))}
    lines = [
        ReadSheetLine(
            reading=one,
            official_wording=cells[one.line]["official_wording"],
            remark=cells[one.line]["remark"],
            now=now.get(one.line),
        )
        for one in readings
    ]
    order = {line: place for place, line in enumerate(cells)}
    return _sheet(batch, pairs), sorted(lines, key=lambda one: order[one.reading.line])


def _cells(node: Node, readings: Iterable[LineReading]) -> dict[str, Mapping[str, str]]:
    """Return the filled cells of the kept sheets by line; each sheet is read once."""
    return {
        one.line: one.cells
        for sheet in sorted({reading.sheet for reading in readings})
        for one in filled_sheet(node.objects.get(sheet)).lines
    }


def _sheet(batch: str, pairs: Sequence[tuple[CorrectionRecord, Correction]]) -> BroughtSheet:
    records = [record for record, _ in pairs]
    readings = [reading for _, correction in pairs for reading in correction.readings]
    reviewed = next((one for one in records if not one.is_open), None)
    return BroughtSheet(
        batch=batch,
        proposed_by=records[0].proposed_by,
        proposed=records[0].proposed,
        lines=len(readings),
        differing=sum(one.verdict == DIFFERS for one in readings),
        waiting=sum(one.is_open for one in records),
        accepted=sum(bool(one.accepted) for one in records),
        declined=sum(not one.is_open and not one.accepted for one in records),
        reviewed_by=reviewed.reviewed_by if reviewed else None,
        reviewed=reviewed.reviewed if reviewed else None,
        review_reason=reviewed.reason if reviewed else None,
    )
