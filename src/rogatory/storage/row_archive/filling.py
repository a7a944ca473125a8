# SPDX-License-Identifier: Apache-2.0
"""Filling a database from a row archive, and comparing it with the archive and with where the rows came from."""

import itertools
from collections import Counter
from collections.abc import Callable

from django.db import transaction

from rogatory.errors import Reason, Refused
from rogatory.storage.packages.sealed import PackageTotal
from rogatory.storage.row_archive import refusals
from rogatory.storage.row_archive.archive import ArchiveManifest, ArchivePart, RowArchive
from rogatory.storage.row_archive.moves import Move, Phase
from rogatory.storage.row_archive.tables import (
    ArchivedRow,
    CarriedTable,
    carried_tables,
    go_on_after,
)
from rogatory.storage.tables.signatures import forget_certificates

_ROWS_COMPARED = 100
"""Rows that are asked for by their keys in one statement."""


def used_table() -> str | None:
    """Return a table that has rows already, None if the database has nothing but its tables."""
    made_with_the_tables = PackageTotal._meta.db_table  # noqa: SLF001 - Django's documented way
    for table in carried_tables():
        if table.name != made_with_the_tables and table.count():
            return table.name
    return made_with_the_tables if PackageTotal.objects.exclude(count=0, size=0).exists() else None


def begin_arrival(move: Move) -> None:
    """Note that the database is being filled; nothing works on it from then on."""
    with transaction.atomic():
        # The tables come with one row, which is among those that arrive.
        PackageTotal.objects.all().delete()
        move.save(force_insert=True)


def fill(
    archive: RowArchive, manifest: ArchiveManifest, move: Move, report: Callable[[int], None]
) -> None:
    """Write the rows of an archive, each part in a commit that counts it; go on after those that are there.

    Raises:
        Refused: a part is not what was written, or parts of another archive are here.
    """
    tables = {table.name: table for table in carried_tables()}
    if move.archive not in {"", manifest.digest}:
        path = archive.files.place
        raise Refused(refusals.FOREIGN.because(path=path, node=move.node, own=move.node))
    for part in archive.parts(manifest, move.parts):
        with transaction.atomic():
            tables[part.table].write(part.rows)
            move.archive, move.parts = manifest.digest, part.number
            move.save(force_update=True)
        report(part.number)
    with transaction.atomic():
        for table in carried_tables():
            go_on_after(table, manifest.numbers.get(table.name))


def compare_with_archive(
    archive: RowArchive, manifest: ArchiveManifest, place: str, report: Callable[[int], None]
) -> None:
    """Compare every row of a database with the archive it was filled from.

    Raises:
        Refused: rows differ, are missing or are too many; every table is reported.
    """
    forget_certificates()
    tables = {table.name: table for table in carried_tables()}
    odd: dict[str, ArchivedRow] = {}
    counts: Counter[str] = Counter()
    for part in archive.parts(manifest):
        differing = _differing(tables[part.table], part)
        if differing:
            counts[part.table] += len(differing)
            odd.setdefault(part.table, differing[0])
        report(part.number)
    for table in carried_tables():
        beyond = abs(table.count() - manifest.rows.get(table.name, 0))
        counts[table.name] = max(counts[table.name], beyond)
    reasons = [
        refusals.ROWS_DIFFER.because(
            table=name, count=count, place=place, key=ascii(odd.get(name, [None])[0])[:80]
        )
        for name, count in sorted(counts.items())
        if count
    ]
    if reasons:
        raise Refused(reasons)


def compare_with_source(
    archive: RowArchive, manifest: ArchiveManifest, place: str, report: Callable[[int], None]
) -> None:
    """Compare the database that was read with its archive, row by row in its own order: nothing was written
    in it since.

    Raises:
        Refused: something was.
    """
    rows = ((table.name, row) for table in carried_tables() for row in table.rows())
    for part in archive.parts(manifest):
        for kept in part.rows:
            found = next(rows, None)
            if found != (part.table, kept):
                raise _written_since(part.table, place, kept)
        report(part.number)
    if (found := next(rows, None)) is not None:
        raise _written_since(found[0], place, found[1])


def open_arrived(move: Move) -> None:
    """Let the node work on a database that was filled and compared."""
    with transaction.atomic():
        move.phase = Phase.HERE
        move.save(force_update=True)


def _differing(table: CarriedTable, part: ArchivePart) -> list[ArchivedRow]:
    differing = []
    for some in itertools.batched(part.rows, _ROWS_COMPARED):
        found = table.rows_of([row[0] for row in some])
        differing += [row for row in some if found.get(row[0]) != row]
    return differing


def _written_since(table: str, place: str, row: ArchivedRow) -> Refused:
    reason: Reason = refusals.ROWS_DIFFER.because(
        table=table, count=1, place=place, key=ascii(row[0])[:80]
    )
    return Refused(reason)
