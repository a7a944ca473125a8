# SPDX-License-Identifier: Apache-2.0
"""Tables of subscribers, connections and calls (CSV): delimiter, encoding and columns are found."""

import csv
import io
import itertools
from collections.abc import Iterator
from typing import BinaryIO

from rogatory.evidence.scope.field_names import FieldNames
from rogatory.evidence.scope.labels import ShortLabels
from rogatory.evidence.scope.records import FoundRecord
from rogatory.evidence.scope.text_encoding import encoding_of

LONGEST_LINE = 1 << 20
"""Characters of a line: one without an end must not fill memory."""

LONGEST_ROW = 4 << 20
"""Characters of a row, which may have several lines in quotes: an unclosed quote takes all that follows."""

MOST_BEFORE = 20
"""Lines before the names of the columns: titles, the subscriber, the date of the list."""

_DELIMITERS = (",", ";", "\t", "|")
_LOOKED_AT = 1 << 16


class _LongRowError(Exception):
    pass


class _Lines:
    """The lines of a text, each bounded, and all those of one row."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self.row = 0
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(LONGEST_LINE):
            self._size += len(line)
            if self._size > LONGEST_ROW or len(line) == LONGEST_LINE:
                raise _LongRowError
            yield line

    def next_row(self) -> None:
        self.row += 1
        self._size = 0


def read_table(file: BinaryIO) -> Iterator[FoundRecord]:
    """Yield the rows; those that cannot be read as records with a problem, none is left out."""
    start = file.read(_LOOKED_AT)
    file.seek(0)
    text = io.TextIOWrapper(file, encoding=encoding_of(start), errors="replace", newline="")
    lines = _Lines(text)
    try:
        yield from _rows(lines)
    except _LongRowError:
        yield FoundRecord(f"row {lines.row + 1}", problems=("row-too-long",))
    finally:
        text.detach()  # the file is the caller's


def _rows(lines: _Lines) -> Iterator[FoundRecord]:
    source = iter(lines)
    before: list[str] = []
    found: tuple[str, FieldNames] | None = None
    for line in itertools.islice(source, MOST_BEFORE + 1):
        lines.next_row()
        found = _columns(line)
        if found is not None and (not before or found[1].recognised > 1):
            break
        found = None
        before.append(line)
    if found is None:
        if before:
            yield FoundRecord("row 1", problems=("columns-unknown",))
        return
    delimiter, names = found
    if not _are_titles(before, delimiter):
        yield FoundRecord("rows before the columns", problems=("text-before-columns",))
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        place = f"row {lines.row + 1}"
        try:
            cells = next(reader, None)
        except csv.Error:
            lines.next_row()
            yield FoundRecord(place, names.category, problems=("row-unreadable",))
            continue
        if cells is None:
            return
        lines.next_row()
        if cells:
            yield _record(place, cells, names)


def _are_titles(before: list[str], delimiter: str) -> bool:
    """Decide whether lines before the columns are titles, or names with a value, and no rows of the table."""
    labels = ShortLabels()
    few = all(
        sum(bool(one.strip(' "\r\n')) for one in line.split(delimiter)) <= 2 for line in before
    )
    return few and all(labels.take(line) for line in before)


def _record(place: str, cells: list[str], names: FieldNames) -> FoundRecord:
    if len(cells) != len(names.roles) or any("\0" in one or "\ufffd" in one for one in cells):
        return FoundRecord(place, names.category, problems=("row-unreadable",))
    return names.record(place, [[one] for one in cells])


def _columns(first: str) -> tuple[str, FieldNames] | None:
    """Return the delimiter by which most columns are understood, and these; None without an account."""
    best: tuple[str, FieldNames] | None = None
    for delimiter in _DELIMITERS:
        try:
            cells = next(csv.reader([first], delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        names = FieldNames(cells)
        if best is None or names.recognised > best[1].recognised:
            best = delimiter, names
    return best if best is not None and best[1].names_accounts else None
