# SPDX-License-Identifier: Apache-2.0
"""When rows may be written, and who waits for whom.

On SQLite every transaction takes the one write lock at its start (IMMEDIATE), so whatever is
read inside stays true until it commits. PostgreSQL lets writers overlap; where two of them must
not (the next leaf, the next sequence number), both first lock one row of the settings. Threads of
one process share their commits on SQLite (`shared_commit`).
"""

import contextlib
from collections.abc import Iterator

from django.db import close_old_connections, connection, connections, transaction

from rogatory.storage.transactions.shared_commit import own_transaction, together

_LINE = "INSERT INTO storage_setting (name) VALUES (%s) ON CONFLICT (name) DO NOTHING"
_LOCK = "SELECT name FROM storage_setting WHERE name = %s FOR UPDATE"


@contextlib.contextmanager
def short_transaction() -> Iterator[None]:
    """One durable commit, or nothing. Inside another one it joins it, failure included."""
    if connection.in_atomic_block:
        with transaction.atomic(savepoint=False):
            yield
    elif connection.features.has_select_for_update:
        with own_transaction():
            yield
    else:
        with together():
            yield


def assert_writing() -> None:
    """Refuse a write outside a transaction: it would remain without what it belongs to, which is
    our fault.
    """
    if not connection.in_atomic_block:
        raise AssertionError("the store is written only inside a transaction of its own")


def hold_off_others(topic: str) -> None:
    """Until this transaction ends, let no other one pass this line for the same key."""
    if connection.in_atomic_block and connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute(_LINE, [f"lock-{topic}"])
            cursor.execute(_LOCK, [f"lock-{topic}"])


def refresh_connections() -> None:
    """Before a piece of work: drops a connection of this thread that has broken meanwhile."""
    close_old_connections()


@contextlib.contextmanager
def connections_closed() -> Iterator[None]:
    """Closes this thread's connections at the end: Django keeps them when a thread ends."""
    try:
        yield
    finally:
        connections.close_all()
