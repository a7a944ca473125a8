# SPDX-License-Identifier: Apache-2.0
"""Records of parties from a table (CSV) into corrections, and out of the law into a table.

The table's columns are the entries of a record. A column that is missing leaves what the law
says; an empty cell empties it. A cell that a spreadsheet would compute is refused on the way in
and disarmed on the way out, so that no table of ours runs anything where it is opened.
"""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import cast

from rogatory.errors import Phrase, Refused
from rogatory.treaty import refusals
from rogatory.treaty.corrections import Correction, value_of
from rogatory.treaty.law import Law
from rogatory.treaty.references import is_in_order
from rogatory.treaty.rows import (
    LONGEST_TEXT,
    Certainty,
    RowProblem,
    refuse_problems,
    written,
)
from rogatory.treaty.tables.parties import PartyRecord
from rogatory.treaty.tables.reservations import is_succession
from rogatory.wire.canonical import Json
from rogatory.wire.spreadsheet_cells import begins_formula, inert
from rogatory.wire.words import P_, FilledText

LARGEST_TABLE = 256 << 10
"""All States with ten instruments are some hundred kilobytes; more would only fill memory."""

MOST_ROWS = 2000
"""Each row becomes a correction that a second person reads."""

COLUMNS = tuple(field.name for field in fields(PartyRecord))

_FILE = "table"


@dataclass(frozen=True, slots=True)
class Provenance:
    """The common source of all corrections of one table; a row's own source and certainty go
    before.
    """

    batch: str
    reason: str
    source: str
    certainty: Certainty
    dated: date


def corrections_of_table(law: Law, data: bytes, provenance: Provenance) -> tuple[Correction, ...]:
    """Return one correction a row, in the table's order.

    Raises:
        Refused: with everything that is wrong in any row, each by its line.
    """
    problems: list[RowProblem] = []
    rows = list(_rows(data, problems))
    known = {one.id for one in law.instruments}
    found = []
    for line, cells in rows:
        place = _line(line)
        problems += [(place, problem) for problem in _wrong_cells(cells)]
        if cells.get("instrument") not in known:
            problems.append(
                (
                    place,
                    FilledText(
                        P_("instrument is not one of {names}"), names=", ".join(sorted(known))
                    ),
                )
            )
        correction = _correction(law, line, cells, provenance)
        noted: list[RowProblem] = []
        value = cast("PartyRecord", value_of(correction, noted))
        problems += [(place, problem) for _, problem in noted]
        if not noted and not is_in_order(value, is_successor=succeeded(law, value)):
            problems.append((place, P_("signed, deposited, in_force_from, ended are not in order")))
        found.append(correction)
    problems += _repeated(rows)
    refuse_problems(problems, _FILE)
    return tuple(found)


def table_of(law: Law, instrument: str) -> bytes:
    """Return the records of an instrument as a table that `corrections_of_table` reads."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for record in law.parties:
        if record.instrument == instrument:
            row = _row_of(record)
            writer.writerow([inert(str(row.get(name, ""))) for name in COLUMNS])
    return text.getvalue().encode()


def _rows(data: bytes, problems: list[RowProblem]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows by their lines; what keeps a row from being read at all is noted."""
    if len(data) > LARGEST_TABLE:
        raise _refused(
            P_("its size"), FilledText(P_("it has more than {limit} bytes"), limit=LARGEST_TABLE)
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(P_("its text"), P_("it is not UTF-8")) from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header)
        for count, cells in enumerate(reader, 1):
            if count > MOST_ROWS:
                raise _refused(
                    P_("its size"), FilledText(P_("it has more than {limit} rows"), limit=MOST_ROWS)
                )
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                problems.append((_line(reader.line_num), P_("it has not one cell for each column")))
                continue
            yield reader.line_num, dict(zip(header, map(str.strip, cells), strict=True))
    except csv.Error as error:
        raise _refused(_line(reader.line_num), P_("it is not CSV")) from error


def _check_header(header: list[str]) -> None:
    problems: list[RowProblem] = [
        (_line(1), FilledText(P_("the column {name} is unknown"), name=ascii(name)[:40]))
        for name in header
        if name not in COLUMNS
    ]
    problems += [
        (_line(1), FilledText(P_("the column {name} occurs more than once"), name=name))
        for name, count in Counter(header).items()
        if count > 1 and name in COLUMNS
    ]
    problems += [
        (_line(1), FilledText(P_("the column {name} is missing"), name=name))
        for name in ("state", "instrument")
        if name not in header
    ]
    refuse_problems(problems, _FILE)


def succeeded(law: Law, record: PartyRecord) -> bool:
    """Decide whether the law has the declaration of the State that it succeeded another one to the
    instrument. Its notification, which is deposited later, has effect from the day of the succession.
    """
    return any(
        (one.state, one.instrument) == (record.state, record.instrument)
        for one in law.declarations
        if is_succession(one)
    )


def _line(number: int) -> FilledText:
    return FilledText(P_("line {number}"), number=number)


def _wrong_cells(cells: Mapping[str, str]) -> Iterator[Phrase]:
    for name, cell in cells.items():
        if begins_formula(cell):
            yield FilledText(P_("{name} begins like a formula of a spreadsheet"), name=name)
        if len(cell) > LONGEST_TEXT:
            yield FilledText(
                P_("{name} has more than {limit} characters"), name=name, limit=LONGEST_TEXT
            )
        if any(unicodedata.category(one) in {"Cc", "Cf", "Cs"} for one in cell):
            yield FilledText(P_("{name} has characters that cannot be seen"), name=name)
        if not unicodedata.is_normalized("NFC", cell):
            yield FilledText(P_("{name} is not in Unicode form NFC"), name=name)


def _correction(
    law: Law, line: int, cells: Mapping[str, str], provenance: Provenance
) -> Correction:
    """Return the record of the law with the row's cells over it."""
    key = (cells.get("state", ""), cells.get("instrument", ""))
    current = law.records.get(key)
    row: dict[str, Json] = dict(_row_of(current)) if current else {}
    row |= {"source": provenance.source, "certainty": provenance.certainty}
    for name, cell in cells.items():
        if cell:
            row[name] = cell
        elif name not in {"source", "certainty"}:
            row.pop(name, None)
    return Correction(
        id=f"{provenance.batch}-{line}",
        section="parties",
        row=row,
        reason=provenance.reason,
        source=str(row["source"])[:LONGEST_TEXT],
        certainty=provenance.certainty,
        dated=provenance.dated,
        replaces=None,
    )


def _row_of(record: PartyRecord) -> Mapping[str, Json]:
    return cast("Mapping[str, Json]", written(record))


def _repeated(rows: list[tuple[int, dict[str, str]]]) -> Iterator[RowProblem]:
    seen: dict[tuple[str | None, str | None], int] = {}
    for line, cells in rows:
        key = (cells.get("state"), cells.get("instrument"))
        if key in seen:
            yield (
                _line(line),
                FilledText(P_("the State and instrument of line {line} again"), line=seen[key]),
            )
        seen.setdefault(key, line)


def _refused(place: str, problem: Phrase) -> Refused:
    return Refused(refusals.DATA.because(file=_FILE, place=place, problem=problem))
