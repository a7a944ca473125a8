# SPDX-License-Identifier: Apache-2.0
"""Reading a filled sheet as spreadsheets write it: separated by commas, semicolons or tabs, with a byte
order mark or none, its columns in any order.
"""

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.treaty.verification import refusals
from rogatory.treaty.verification.sheet import COLUMNS, LARGEST_SHEET, MOST_LINES, TO_FILL_IN
from rogatory.wire.words import P_, FilledText

SEPARATORS = (",", ";", "\t")
"""Separators of cells: a spreadsheet takes one by its language."""


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of a sheet in which somebody wrote something down, by its number in a spreadsheet."""

    number: int
    cells: Mapping[str, str]

    @property
    def line(self) -> str:
        return self.cells["line"]


@dataclass(frozen=True, slots=True)
class FilledSheet:
    """The lines in which something was filled in, and why other rows cannot be read."""

    lines: Sequence[ReadLine]
    reasons: Sequence[Reason]


def filled_sheet(data: bytes) -> FilledSheet:
    """Read a sheet.

    Raises:
        Refused: it is no table in UTF-8 with the columns of a sheet, or larger than one.
    """
    lines, reasons = list[ReadLine](), list[Reason]()
    header: list[str] = []
    for number, cells in _records(_text(data)):
        if not header:
            header = cells
            refuse_if_any(_wrong_header(header))
        elif len(cells) != len(header):
            wrong = {"number": number, "count": len(cells), "columns": len(header)}
            reasons.append(refusals.SHEET_ROW.because(wrong))
        else:
            found = dict(zip(header, cells, strict=True))
            if any(found[name] for name in TO_FILL_IN):
                found["verdict"] = found[
                    "verdict"
                ].casefold()  # spreadsheets begin a cell in capitals
                lines.append(ReadLine(number, found))
    refuse_if_any([] if header else _wrong_header(header))
    return FilledSheet(lines, reasons)


def wordings_of(data: bytes) -> dict[str, str]:
    """Return the official wordings of a kept sheet by line, for who reviews its corrections."""
    return {one.line: one.cells["official_wording"] for one in filled_sheet(data).lines}


def _text(data: bytes) -> str:
    if len(data) > LARGEST_SHEET:
        problem = FilledText(P_("it has more than {limit} bytes"), limit=LARGEST_SHEET)
        raise unreadable(P_("its size"), problem)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise unreadable(P_("its text"), P_("it is not UTF-8")) from error


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty by their numbers in a spreadsheet, the heading among them."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=_separator(text))
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if number > MOST_LINES + 1:
                rows = FilledText(P_("it has more than {limit} rows"), limit=MOST_LINES)
                raise unreadable(P_("its size"), rows)
            found = [_settled(cell) for cell in cells]
            if any(found):
                yield number, found
    except csv.Error as error:
        problem = FilledText(
            P_("it is not CSV, or a cell has more than {limit} characters"),
            limit=csv.field_size_limit(),
        )
        raise unreadable(_line(number + 1), problem) from error


def _settled(cell: str) -> str:
    """Return the text of a cell in the one form that all programs' ways of writing it have."""
    return unicodedata.normalize("NFC", cell.strip().replace("\r\n", "\n"))


def _separator(text: str) -> str:
    """Return the separator with which the heading has most columns of a sheet."""
    first = text.lstrip().partition("\n")[0]

    def columns(separator: str) -> int:
        return len({cell.strip(' "\r') for cell in first.split(separator)} & set(COLUMNS))

    return max(SEPARATORS, key=columns)


def _wrong_header(header: Sequence[str]) -> Iterator[Reason]:
    problems = [
        FilledText(P_("the column {name} is unknown"), name=ascii(name)[1:-1][:40])
        for name in dict.fromkeys(header)
        if name not in COLUMNS
    ][: len(COLUMNS)]
    counted = Counter(header)
    problems += [
        FilledText(P_("the column {name} occurs more than once"), name=name)
        for name in COLUMNS
        if counted[name] > 1
    ]
    problems += [
        FilledText(P_("the column {name} is missing"), name=name)
        for name in COLUMNS
        if name not in counted
    ]
    for problem in problems:
        yield refusals.SHEET_UNREADABLE.because(place=_line(1), problem=problem)


def unreadable(place: str, problem: Phrase) -> Refused:
    return Refused(refusals.SHEET_UNREADABLE.because(place=place, problem=problem))


def _line(number: int) -> FilledText:
    return FilledText(P_("line {number}"), number=number)
