# SPDX-License-Identifier: Apache-2.0
"""Corrections of the law from a filled sheet, with the readings of its lines; or all that is wrong in it.

What a sheet says of the law is never taken back: each line must be as it is in the law when the sheet comes in.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.treaty.corrections import LARGEST_CORRECTION, Correction, correction_document
from rogatory.treaty.law import Law
from rogatory.treaty.rows import LONGEST_TEXT, day_of, written
from rogatory.treaty.sections import SECTIONS
from rogatory.treaty.tables.readings import CONFIRMED, VERDICTS, LineReading
from rogatory.treaty.verification import refusals
from rogatory.treaty.verification.filled_sheet import ReadLine, filled_sheet
from rogatory.treaty.verification.lines import SEEN, LawLine, confirmed, text_lines
from rogatory.treaty.verification.sheet import TO_FILL_IN, cells_of
from rogatory.wire.digests import sha256
from rogatory.wire.spreadsheet_cells import begins_formula, inert
from rogatory.wire.words import P_, FilledText

NEEDED = ("verdict", "official_wording", "reader", "read_on")
"""The cells without which nothing was read."""

WITH_LINES = frozenset({"official_wording", "remark"})
"""The cells that may have several lines of text."""

MOST_REASONS = 500
"""More than a person reads of one sheet; a table of another kind has five in each of its rows, and a page with a
hundred thousand would take the console's memory."""


def corrections_of_sheet(
    law: Law, data: bytes, today: date, waiting: Iterable[Correction] = ()
) -> tuple[Correction, ...]:
    """Return one correction for each row of the law of which lines were read.

    1. It is CSV in UTF-8 with the columns of a sheet, no larger than one.
    2. Each line in which something was filled in is a line of the law, once, as it is now.
    3. What was filled in is whole, of its form, and nothing that a spreadsheet computes.
    4. No other correction of its row is waiting: of two, the later would undo the earlier.
    5. Something is new: lines of which this reading has been accepted are passed over.

    Raises:
        Refused: with everything that is wrong; nothing comes of a sheet that is wrong anywhere.
    """
    sheet = filled_sheet(data)  # 1
    filled, digest = sheet.lines, sha256(data)
    known = {line.id: line for line in text_lines(law)}
    reasons = [*sheet.reasons, *(reason for one in filled for reason in _wrong_cells(one, today))]
    new = []
    if not reasons:  # 3
        done = _done(law)
        new = [
            (one, found) for one in filled if _as_read(found := _reading(one, digest)) not in done
        ]
        filled = [one for one, _ in new]
    reasons += _wrong_lines(filled, known)  # 2
    reasons += _waiting(filled, known, waiting)  # 4
    _refuse_if_any(reasons)
    if not new:
        raise Refused(refusals.SHEET_EMPTY.because())  # 5
    corrections = [*_corrections(law, new, known, today, digest)]
    refuse_if_any(_too_large(corrections))
    return tuple(corrections)


def _refuse_if_any(reasons: Sequence[Reason]) -> None:
    """Refuse with the reasons in the order of the sheet's lines, and how many more there are."""
    ordered = sorted(reasons, key=lambda one: int(one.fields["number"]))
    rest = len(ordered) - MOST_REASONS
    more = [refusals.SHEET_MORE.because(count=rest)] if rest > 0 else []
    refuse_if_any([*ordered[:MOST_REASONS], *more])


def _done(law: Law) -> set[tuple[object, ...]]:
    return {_as_read(one) for correction in law.corrections for one in correction.readings}


def _as_read(one: LineReading) -> tuple[object, ...]:
    """Return what makes two readings the same, whatever sheet they came in."""
    return (one.line, one.verdict, one.reader, one.read_on, one.wording)


def _wrong_cells(one: ReadLine, today: date) -> Iterator[Reason]:
    for name in TO_FILL_IN:
        cell = one.cells[name]
        problem = _wrong_text(cell, can_have_lines=name in WITH_LINES)
        if problem is None and name in NEEDED and not cell:
            problem = P_("it is empty")
        if problem is None and name == "verdict" and cell not in VERDICTS:
            problem = FilledText(P_("it is not one of {names}"), names=", ".join(VERDICTS))
        if problem is None and name == "read_on":
            day = day_of(cell)
            if day is None or day > today:
                problem = P_("it is no day, such as 2026-11-24, that has come")
        if problem is not None:
            yield refusals.SHEET_CELL.because(column=name, number=one.number, problem=problem)


def _wrong_text(cell: str, *, can_have_lines: bool) -> Phrase | None:
    """Return why no cell may say this: a formula, too long, or not to be seen."""
    if begins_formula(cell):
        return P_("it begins like a formula of a spreadsheet")
    if len(cell) > LONGEST_TEXT:
        return FilledText(P_("it has more than {limit} characters"), limit=LONGEST_TEXT)
    for place, one in enumerate(cell, 1):
        is_line = one == "\n" and can_have_lines
        if not is_line and unicodedata.category(one) in {"Cc", "Cf", "Cs"}:
            return FilledText(
                P_("its character {place} is {code}, which cannot be seen"),
                place=place,
                code=f"U+{ord(one):04X}",
            )
    return None


def _wrong_lines(filled: Sequence[ReadLine], known: Mapping[str, LawLine]) -> Iterator[Reason]:
    seen: dict[str, int] = {}
    for one in filled:
        named: dict[str, str | int] = {
            "number": one.number,
            "line": ascii(one.line)[1:-1][:120],
        }
        line = known.get(one.line)
        if line is None:
            yield refusals.SHEET_LINE_UNKNOWN.because(named)
            continue
        if one.line in seen:
            yield refusals.SHEET_LINE_REPEATED.because(named, earlier=seen[one.line])
        seen.setdefault(one.line, one.number)
        if one.cells["version"] != line.version:
            yield refusals.SHEET_LINE_STALE.because(named)
            continue
        for name, cell in cells_of(line).items():
            if one.cells[name] not in {cell.strip(), inert(cell).strip()}:
                yield refusals.SHEET_LINE_CHANGED.because(named, column=name)


def _waiting(
    filled: Sequence[ReadLine], known: Mapping[str, LawLine], waiting: Iterable[Correction]
) -> Iterator[Reason]:
    rows = {(one.section, key) for one in waiting for key in (one.replaces, _key(one)) if key}
    for one in filled:
        line = known.get(one.line)
        if line is not None and (line.section, line.key) in rows:
            yield refusals.SHEET_LINE_WAITS.because(
                number=one.number, line=f"{line.section}/{line.key}"
            )


def _key(correction: Correction) -> str | None:
    if correction.row is None or correction.section not in SECTIONS:
        return None
    parts = (correction.row.get(name) for name in SECTIONS[correction.section].key_fields)
    return "/".join(str(part) for part in parts if part is not None)


def _reading(one: ReadLine, sheet: str) -> LineReading:
    day = day_of(one.cells["read_on"])
    assert day is not None
    return LineReading(
        line=one.line,
        version=one.cells["version"],
        verdict=one.cells["verdict"],
        reader=one.cells["reader"],
        read_on=day,
        wording=sha256(one.cells["official_wording"].encode()),
        sheet=sheet,
    )


def _corrections(
    law: Law,
    new: Sequence[tuple[ReadLine, LineReading]],
    known: Mapping[str, LawLine],
    today: date,
    sheet: str,
) -> Iterator[Correction]:
    by_row: dict[tuple[str, str], list[tuple[ReadLine, LineReading]]] = {}
    for one, found in new:
        line = known[one.line]
        by_row.setdefault((line.section, line.key), []).append((one, found))
    for count, ((section, key), read) in enumerate(by_row.items(), 1):
        row = next(one for one in getattr(law, section) if SECTIONS[section].key(one) == key)
        parts = {
            known[one.line].part: _source(found)
            for one, found in read
            if found.verdict == CONFIRMED
        }
        stated: Any = written(confirmed(row, parts))
        remarks = "; ".join(one.cells["remark"] for one, _ in read if one.cells["remark"])
        yield Correction(
            id=f"{batch_of(sheet)}-{count}",
            section=section,
            row=stated,
            reason=remarks or "Read in the official text.",
            source=_source(read[0][1]),
            certainty=SEEN,
            dated=today,
            replaces=None,
            readings=tuple(found for _, found in read),
        )


def batch_of(sheet: str) -> str:
    """Return the name that the corrections of one sheet have in common."""
    return f"sheet-{sheet[:12]}"


def _source(found: LineReading) -> str:
    return f"its official text, read by {found.reader} on {found.read_on.isoformat()}"


def _too_large(corrections: Iterable[Correction]) -> Iterator[Reason]:
    for one in corrections:
        if len(correction_document(one)) > LARGEST_CORRECTION:
            problem = FilledText(P_("it has more than {limit} bytes"), limit=LARGEST_CORRECTION)
            place = f"{one.section}/{_key(one)}"
            yield refusals.SHEET_UNREADABLE.because(place=place, problem=problem)
        if len(one.reason) > LONGEST_TEXT:
            problem = FilledText(
                P_("the remarks on its lines have more than {limit} characters together"),
                limit=LONGEST_TEXT,
            )
            place = f"{one.section}/{_key(one)}"
            yield refusals.SHEET_UNREADABLE.because(place=place, problem=problem)
