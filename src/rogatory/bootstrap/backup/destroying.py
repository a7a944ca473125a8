# SPDX-License-Identifier: Apache-2.0
"""Tombstones for the record of destructions, and repeating the record in a database that was restored. Django must be set up.

Of a message its row and receipt go; of an event all but its place, digest, object and commitment, so tiles and
checkpoints still hold. Rows of threads and packages follow the list that officers signed; no such list is stored yet.
"""

from collections.abc import Iterable, Iterator
from itertools import batched

from django.db import connection, transaction

from rogatory.bootstrap.backup.destructions import Destructions
from rogatory.custody.log.tombstone import DestroyedKind
from rogatory.storage.custody_log.destroyed import Destroyed
from rogatory.storage.row_archive.tables import ArchivedRow, CarriedTable, carried_tables

MOST_AT_ONCE = 500
"""Rows of one question: a database takes some thousand values at most."""

_OF_A_MESSAGE = (
    "DELETE FROM storage_receipt WHERE message_id IN (SELECT id FROM storage_message WHERE digest = %s)",
    "DELETE FROM storage_message WHERE digest = %s",
)
_WAITING_EVENT = "DELETE FROM storage_waitingevent WHERE digest = %s"
_LOGGED_EVENT = """
    UPDATE storage_logevent
    SET event = %s, p256 = %s, mldsa65 = NULL, salt = %s, thread = NULL, officer = ''
    WHERE digest = %s
"""


def tombstone_rows() -> Iterator[ArchivedRow]:
    """Yield the rows of tombstones, in their archived form, a few in memory at a time."""
    yield from _table().rows()


def repeat_destructions(record: Iterable[Destructions]) -> int:
    """Remove what tombstones are of, and store the tombstones, in one transaction; return how many were new here."""
    table, count = _table(), 0
    kinds = table.columns.index("kind")
    with transaction.atomic(), connection.cursor() as cursor:
        for rows in (found.rows for found in record):
            for some in batched(rows, MOST_AT_ONCE):
                here = table.rows_of([row[0] for row in some])
                fresh = [row for row in some if row[0] not in here]
                table.write(fresh)
                count += len(fresh)
            for digest, kind in ((row[0], row[kinds]) for row in rows):
                if kind == DestroyedKind.MESSAGE.value:
                    for statement in _OF_A_MESSAGE:
                        cursor.execute(statement, [digest])
                else:
                    cursor.execute(_WAITING_EVENT, [digest])
                    cursor.execute(_LOGGED_EVENT, [b"", b"", b"", digest])
    return count


def _table() -> CarriedTable:
    name = Destroyed._meta.db_table  # noqa: SLF001 - Django's documented way
    return next(one for one in carried_tables() if one.name == name)
