# SPDX-License-Identifier: Apache-2.0
"""Tombstones for the record of destructions, and repeating the record in a database that was restored. Django must be set up.

Of a message its row and receipt go; of an event all but its place, digest, object and commitment, so tiles and
checkpoints still hold. Rows of threads and packages follow the list that officers signed; no such list is stored yet.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction

from rogatory.custody.log.tombstone import DestroyedKind
from rogatory.storage.custody_log.destroyed import Destroyed
from rogatory.storage.row_archive.tables import CarriedTable, carried_tables

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


def tombstone_rows() -> list[Sequence[Any]]:
    """Return the rows of tombstones, in their archived form."""
    return list(_table().rows())


def repeat_destructions(rows: Mapping[str, Sequence[Any]]) -> int:
    """Remove what tombstones are of, and store the tombstones, in one transaction; return how many were new here."""
    table = _table()
    kinds = table.columns.index("kind")
    with transaction.atomic(), connection.cursor() as cursor:
        here = table.rows_of(list(rows)) if rows else {}
        fresh = [list(row) for digest, row in rows.items() if digest not in here]
        table.write(fresh)
        for digest, row in rows.items():
            if row[kinds] == DestroyedKind.MESSAGE.value:
                for statement in _OF_A_MESSAGE:
                    cursor.execute(statement, [digest])
            else:
                cursor.execute(_WAITING_EVENT, [digest])
                cursor.execute(_LOGGED_EVENT, [b"", b"", b"", digest])
    return len(fresh)


def _table() -> CarriedTable:
    name = Destroyed._meta.db_table  # noqa: SLF001 - Django's documented way
    return next(one for one in carried_tables() if one.name == name)
