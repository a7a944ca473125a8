# SPDX-License-Identifier: Apache-2.0
"""The sheet in which a lawyer reads the law's lines in the official text: as CSV, out and in again.

A sheet has every line that is not *seen*, with empty cells for what the lawyer finds. What it says of
the law is never taken back: each line must be as it is in the law when the sheet comes in.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.treaty import refusals
from rogatory.treaty.corrections import LARGEST_CORRECTION, Correction, correction_document
from rogatory.treaty.law import Law
from rogatory.treaty.parties.csv_table import wrong_cell
from rogatory.treaty.rows import LONGEST_TEXT, day_of, written
from rogatory.treaty.sections import SECTIONS
from rogatory.treaty.tables.readings import CONFIRMED, VERDICTS, LineReading
from rogatory.treaty.verification.lines import SEEN, LawLine, confirmed, lines_of_law
from rogatory.wire.digests import sha256
from rogatory.wire.spreadsheet_cells import inert
from rogatory.wire.words import P_, FilledText

LARGEST_SHEET = 8 << 20
"""A thousand lines with a wording of some thousand characters each; more would only fill memory."""

MOST_LINES = 20_000
"""Lines of a sheet: many times those of the law, which 400 treaties could make."""

OF_THE_LAW = ("line", "version", "instrument", "article", "states", "certainty", "source")
TO_FILL_IN = ("verdict", "official_wording", "reader", "read_on", "remark")
COLUMNS = (*OF_THE_LAW, *TO_FILL_IN)

NEEDED = ("verdict", "official_wording", "reader", "read_on")
"""The cells without which nothing was read."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of a sheet in which somebody wrote something down, by its number in the file."""

    number: int
    cells: Mapping[str, str]

    @property
    def line(self) -> str:
        return self.cells["line"]


def lines_to_read(law: Law, instrument: str | None = None) -> tuple[LawLine, ...]:
    """Return the lines that nobody has seen in the text, of every instrument or of one."""
    return tuple(
        line
        for line in lines_of_law(law)
        if line.certainty != SEEN and instrument in {None, line.instrument}
    )


def cells_of(line: LawLine) -> dict[str, str]:
    """Return what a sheet says of a line."""
    return {
        "line": line.id,
        "version": line.version,
        "instrument": line.instrument,
        "article": line.article,
        "states": line.states,
        "certainty": line.certainty,
        "source": line.source,
    }


def csv_sheet(lines: Iterable[LawLine]) -> bytes:
    """Return the sheet as a table in which no cell is computed where it is opened."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    for line in lines:
        writer.writerow({name: inert(cell) for name, cell in cells_of(line).items()})
    return text.getvalue().encode()


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
    filled = list(_filled(data))  # 1
    known = {line.id: line for line in lines_of_law(law)}
    sheet = sha256(data)
    done = {
        (one.line, one.verdict, one.reader, one.read_on, one.wording)
        for correction in law.corrections
        for one in correction.readings
    }
    reasons = [reason for one in filled for reason in _wrong_cells(one, today)]  # 3
    new = []
    if not reasons:
        new = [(one, _reading(one, sheet)) for one in filled]
        new = [
            (one, found)
            for one, found in new
            if (found.line, found.verdict, found.reader, found.read_on, found.wording) not in done
        ]
        filled = [one for one, _ in new]
    reasons += _wrong_lines(filled, known)  # 2
    reasons += _waiting(filled, known, waiting)  # 4
    refuse_if_any(reasons)
    if not new:
        raise Refused(refusals.SHEET_EMPTY.because())  # 5
    corrections = [*_corrections(law, new, known, today, sheet)]
    refuse_if_any(_too_large(corrections))
    return tuple(corrections)


def wordings_of(data: bytes) -> dict[str, str]:
    """Return the official wordings of a kept sheet by line, for who reviews its corrections."""
    return {one.line: one.cells["official_wording"] for one in _filled(data)}


def _filled(data: bytes) -> Iterator[ReadLine]:
    """Yield the lines in which something was filled in."""
    if len(data) > LARGEST_SHEET:
        problem = FilledText(P_("it has more than {limit} bytes"), limit=LARGEST_SHEET)
        raise _unreadable(P_("its size"), problem)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(P_("its text"), P_("it is not UTF-8")) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        if sorted(header) != sorted(COLUMNS):
            names = FilledText(P_("its columns are not {names}"), names=", ".join(COLUMNS))
            raise _unreadable(_line(1), names)
        for count, cells in enumerate(reader, 1):
            if count > MOST_LINES:
                rows = FilledText(P_("it has more than {limit} rows"), limit=MOST_LINES)
                raise _unreadable(P_("its size"), rows)
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise _unreadable(_line(reader.line_num), P_("it has not one cell for each column"))
            found = dict(zip(header, map(str.strip, cells), strict=True))
            if any(found[name] for name in TO_FILL_IN):
                yield ReadLine(reader.line_num, found)
    except csv.Error as error:
        raise _unreadable(_line(reader.line_num), P_("it is not CSV")) from error


def _wrong_cells(one: ReadLine, today: date) -> Iterator[Reason]:
    for name in TO_FILL_IN:
        cell = one.cells[name]
        problem = wrong_cell(cell, can_have_lines=name in {"official_wording", "remark"})
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


def _line(number: int) -> FilledText:
    return FilledText(P_("line {number}"), number=number)


def _unreadable(place: str, problem: Phrase) -> Refused:
    return Refused(refusals.SHEET_UNREADABLE.because(place=place, problem=problem))
