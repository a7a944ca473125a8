# SPDX-License-Identifier: Apache-2.0
"""Reading a database into a row archive, and going on where a killed process stopped."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from rogatory.errors import Reason, Refused
from rogatory.storage.row_archive import archive as archives
from rogatory.storage.row_archive import refusals
from rogatory.storage.row_archive.archive import ArchiveManifest, NewRowArchive, written_rows
from rogatory.storage.row_archive.row_form import ArchivedValue
from rogatory.storage.row_archive.tables import (
    ArchivedRow,
    CarriedTable,
    carried_tables,
    last_number,
)

MOST_REASONS = 20
"""Rows that one refusal names: who sees so many looks for their cause."""


@dataclass
class _Progress:
    """The parts written so far."""

    number: int = 0
    digest: str = ""
    table: str | None = None
    key: ArchivedValue = None
    rows: Counter[str] = field(default_factory=Counter)


def read_rows(
    archive: NewRowArchive, *, for_postgresql: bool, report: Callable[[int], None]
) -> ArchiveManifest:
    """Write all rows of the database into an archive that was begun, and close it; `report` is given the
    number of each part once it is written.

    Nobody else writes in the database meanwhile.

    Raises:
        Refused: values that PostgreSQL does not store, if that is where they go; every one of the first few.
    """
    progress = _written_before(archive)
    reasons: list[Reason] = []
    names = [table.name for table in carried_tables()]
    begin = 0 if progress.table is None else names.index(progress.table)
    for table in carried_tables()[begin:]:
        after = progress.key if table.name == progress.table else None
        for rows, last in _parts(table, after, reasons if for_postgresql else None):
            progress.number += 1
            progress.digest = archive.write_part(progress.number, progress.digest, table, rows)
            progress.rows[table.name] += len(rows)
            progress.key, progress.table = last, table.name
            report(progress.number)
    if reasons:
        raise Refused(reasons)
    numbers = {table.name: last_number(table) for table in carried_tables()}
    archive.close(
        ArchiveManifest(
            progress.number,
            progress.digest,
            {name: progress.rows[name] for name in names},
            {name: number for name, number in numbers.items() if number is not None},
        )
    )
    return archive.manifest()


def _written_before(archive: NewRowArchive) -> _Progress:
    progress = _Progress(digest=archive.beginning)
    for part, digest in archive.written():
        progress.number, progress.digest = part.number, digest
        progress.table, progress.key = part.table, part.rows[-1][0]
        progress.rows[part.table] += len(part.rows)
    return progress


def _parts(
    table: CarriedTable, after: ArchivedValue, reasons: list[Reason] | None
) -> Iterator[tuple[Sequence[str], ArchivedValue]]:
    """Yield the lines of each part, and the key of its last row."""
    lines: list[str] = []
    size, key = 0, after
    for row, line in written_rows(table.rows(after)):
        if lines and size + len(line) > archives.PART:
            yield lines, key
            lines, size = [], 0
        if reasons is not None and len(reasons) < MOST_REASONS:
            reasons += _reasons(table, row)
        lines.append(line)
        size += len(line) + 1
        key = row[0]
    if lines:
        yield lines, key


def _reasons(table: CarriedTable, row: ArchivedRow) -> Iterator[Reason]:
    for column, problem in table.problems(row):
        yield refusals.VALUE.because(
            table=table.name, key=ascii(row[0])[:80], column=column, problem=problem
        )
