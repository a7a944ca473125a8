# SPDX-License-Identifier: Apache-2.0
"""The fence: a number in the database that every transaction compares with the one that its process knows.

Who takes back what was lost, begins a new epoch of the log or moves the rows first raises it (`storage.processes.running`). A process that worked
before, on whatever machine, and was paused or cut off meanwhile, finds another number in its next transaction and
commits nothing: no head, checkpoint, receipt or signature. Nothing of these leaves before its commit.

PostgreSQL: a transaction shares a lock of the fence until its end, and who raises it has that lock alone. So the number
does not change under a transaction that has compared it. One whose process was paused holds up who raises
the fence for a few seconds; then the server is asked to end its connection. On SQLite the one write lock does both.

A process that knows no number compares nothing: programs that use a store without a node.
"""

import threading
from datetime import UTC, datetime

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    OperationalError,
    ProgrammingError,
    connection,
    connections,
)
from django.db.backends.base.base import BaseDatabaseWrapper

from rogatory.errors import Reason, Unreachable
from rogatory.storage.transactions import refusals
from rogatory.wire.moments import format_moment

FENCE_LOCK = "hashtextextended('fence', 0)"
_READ = "SELECT number FROM storage_fence"
_READ_SHARED = f"SELECT pg_advisory_xact_lock_shared({FENCE_LOCK}); {_READ}"
"""Two statements at once: the second one sees what was committed while the first one waited."""
_RAISE = """
    INSERT INTO storage_fence (id, number, raised, command) VALUES (1, %s, %s, %s)
    ON CONFLICT (id) DO UPDATE SET
        number = CASE WHEN storage_fence.number < excluded.number THEN excluded.number ELSE storage_fence.number + 1 END,
        raised = excluded.raised, command = excluded.command
    RETURNING number
"""
_LAST = "SELECT raised, command FROM storage_fence"


class FencedError(Unreachable, DatabaseError):
    """This process works from before the fence was raised; to the code that wanted to write, the database is away."""


class _Known:
    """The number that this process knows, and whether it found another one."""

    def __init__(self) -> None:
        self.number: int | None = None
        self.is_kept = False
        self.is_fenced = threading.Event()


_known = _Known()


def know_fence() -> None:
    """Read the number that the transactions of this process are to find from now on."""
    if not _known.is_kept:
        _known.number = _read()


def keep_fence() -> None:
    """Keep the number as long as this process lasts: what it builds later is not newer than the process."""
    _known.is_kept = True


def forget_fence() -> None:
    """Compare nothing any more."""
    _known.number = None
    _known.is_kept = False
    _known.is_fenced.clear()


def wait_until_fenced(seconds: float) -> bool:
    """Wait so long, and return whether a transaction of this process has found another number."""
    return _known.is_fenced.wait(seconds)


def compare_fence(used: BaseDatabaseWrapper) -> None:
    """Compare the number at the beginning of a transaction; on PostgreSQL hold it until its end.

    Raises:
        FencedError: the fence was raised; nothing may be written.
    """
    if _known.number is None:
        return
    with used.cursor() as cursor:
        if used.features.has_select_for_update:
            cursor.execute(_READ_SHARED)
            cursor.nextset()
        else:
            cursor.execute(_READ)
        row = cursor.fetchone()
    if (0 if row is None else int(row[0])) != _known.number:
        _known.is_fenced.set()
        raise FencedError(fenced_reason())


def look_at_fence() -> None:
    """Compare the number outside a transaction.

    Raises:
        FencedError: the fence was raised.
    """
    if _known.number is not None and _read() != _known.number:
        _known.is_fenced.set()
        raise FencedError(fenced_reason())


def raise_within(command: str) -> None:
    """Raise the fence in the transaction that is open, with what is written in it."""
    now = database_now()
    with connection.cursor() as cursor:
        # Never a number of before, even where the database was restored from a backup.
        moment = connection.ops.adapt_datetimefield_value(now)
        cursor.execute(_RAISE, [int(now.timestamp() * 1000), moment, command])
        number = int(cursor.fetchone()[0])
    if _known.number is not None:
        _known.number = number


def database_now(alias: str = DEFAULT_DB_ALIAS) -> datetime:
    """Return the moment by the clock that all machines of the node share."""
    if not connections[alias].features.has_select_for_update:
        return datetime.now(UTC)
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
        return found


def fenced_reason() -> Reason:
    """Return why this process may write nothing: what the fence was raised for, and when."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(_LAST)
            row = cursor.fetchone()
    except DatabaseError:
        row = None
    at, command = ("?", "?") if row is None else (format_moment(_moment(row[0])), str(row[1]))
    return refusals.FENCED.because(at=at, command=command)


def _moment(value: datetime | str) -> datetime:
    """Return a moment as a statement gives it: SQLite has a text."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _read() -> int:
    try:
        with connection.cursor() as cursor:
            cursor.execute(_READ)
            row = cursor.fetchone()
    except (OperationalError, ProgrammingError):
        if "storage_fence" in connection.introspection.table_names():
            raise
        return 0  # its tables are not made yet: nothing was raised there
    return 0 if row is None else int(row[0])
