# SPDX-License-Identifier: Apache-2.0
"""When rows may be written, and who waits for whom.

On SQLite every transaction takes the one write lock at its start (IMMEDIATE), so whatever is
read inside stays true until it commits. PostgreSQL lets writers overlap; where two of them must
not (the next leaf, the next sequence number of a thread), both first take a lock of that name, which the
database itself releases when the transaction ends, however it ends. Threads of one process share their
commits on SQLite (`shared_commit`).
"""

import contextlib
import time
from collections.abc import Callable, Iterator

from django.db import close_old_connections, connection, connections, transaction

from rogatory.storage.transactions.shared_commit import own_transaction, together
from rogatory.storage.transactions.statements import WAIT_FOR_NO_DISK, change

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_SHARED_LOCK = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"
"""Of two names with one 64-bit digest, one waits for the other without need: nothing worse."""


@contextlib.contextmanager
def short_transaction(*, relaxed: bool = False) -> Iterator[None]:
    """Provide one durable commit, or nothing. Inside another one it joins it, failure included.

    `relaxed`: the commit waits for no disk, so a crash of the machine may take it, never the end of a process. It
    is for what is done again then, and has not left the node. A durable commit after it, of whichever process, makes
    it durable.
    """
    if connection.in_atomic_block:
        with transaction.atomic(savepoint=False):
            yield
        return
    written = 0.0
    if connection.features.has_select_for_update:
        with own_transaction():
            if relaxed:
                change(WAIT_FOR_NO_DISK)
            yield
            written = time.monotonic()
    else:
        with together(relaxed=relaxed):
            yield
            written = time.monotonic()
    for observe in _observers:
        observe(time.monotonic() - written)


_observers: list[Callable[[float], None]] = []


def when_committed(observe: Callable[[float], None] | None) -> None:
    """Have the seconds that each commit of this process took given to an observer, in place of the one before."""
    _observers[:] = [] if observe is None else [observe]


def assert_writing() -> None:
    """Refuse a write outside a transaction: it would remain without what it belongs to, which is
    our fault.
    """
    if not connection.in_atomic_block:
        raise AssertionError("the store is written only inside a transaction of its own")


def hold_off_others(topic: str, *key: str, shared: bool = False) -> None:
    """Let no other one pass this line for the same topic and key; `shared` lets those pass who share."""
    if connection.in_atomic_block and connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute(_SHARED_LOCK if shared else _LOCK, ["/".join((topic, *key))])


_before: list[Callable[[], None]] = []


def before_work(act: Callable[[], None] | None) -> None:
    """Have something done before each piece of work of a worker, in place of what was done before."""
    _before[:] = [] if act is None else [act]


def refresh_connections() -> None:
    """Drop, before a piece of work, a connection of this thread that has broken meanwhile."""
    for act in _before:
        act()
    close_old_connections()


@contextlib.contextmanager
def connections_closed() -> Iterator[None]:
    """Close this thread's connections at the end: Django keeps them when a thread ends."""
    try:
        yield
    finally:
        connections.close_all()
