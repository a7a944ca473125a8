# SPDX-License-Identifier: Apache-2.0
"""Transactions whose commit waits for no disk, over tables that a crash may lose.

SQLite: a second file, whose commits are written and not synced. They are in the memory of the machine's kernel, so no
end of a process loses them. PostgreSQL: tables without a write-ahead log, which the server empties whenever it
recovers from a crash, and which a standby or a base backup never has. What is written in the same transaction to
any other table is as durable as ever.

Either way there is a table in which the era is noted: it is there exactly as long as nothing was lost.
"""

import contextlib
import functools
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import connections, transaction

from rogatory.storage.transactions.relaxed_file import ALIAS
from rogatory.storage.transactions.writing import short_transaction

_SERVERS = """
    SELECT mark.identity, era.since FROM (
        SELECT system_identifier || '/' || CAST(CAST('storage_seennonce' AS regclass) AS oid) || '/'
            || pg_relation_filenode('storage_seennonce') AS identity
        FROM pg_control_system()
    ) mark LEFT JOIN storage_nonceera era ON era.identity = mark.identity
"""
"""A table that was written from a dump has another file than the one that was dumped."""

_BOOT = Path("/proc/sys/kernel/random/boot_id")

_here = threading.Lock()
"""Threads of one process take turns: SQLite would have them look again and again."""


def _renew_lock() -> None:
    global _here  # noqa: PLW0603 - a child that was forked while another thread wrote would wait for ever
    _here = threading.Lock()


os.register_at_fork(after_in_child=_renew_lock)


@contextlib.contextmanager
def relaxed_transaction() -> Iterator[None]:
    """Provide one commit of these tables, or nothing."""
    if not _has_own_file():
        with short_transaction():
            yield
    else:
        with _here, transaction.atomic(using=ALIAS, savepoint=False):
            yield


def relaxed_first(sql: str, *values: Any) -> Any:
    """Return the first row of what a statement on these tables finds, or None."""
    with _used().cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()


def relaxed_change(sql: str, *values: Any) -> int:
    """Return how many rows of these tables a statement changed."""
    with _used().cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def noted_era() -> tuple[str, int | None]:
    """Return what identifies the place of these tables, and since when nothing was lost there; None if something
    may have been.
    """
    if not _has_own_file():
        identity, since = relaxed_first(_SERVERS)
        return str(identity), since
    identity = _file_identity()
    row = relaxed_first("SELECT since FROM storage_nonceera WHERE identity = %s", identity)
    return identity, None if row is None else int(row[0])


def prepare_relaxed() -> None:
    """Make the second file, where there is one, before several processes open it."""
    if _has_own_file():
        connections[ALIAS].ensure_connection()


def _has_own_file() -> bool:
    return ALIAS in connections.databases


def _used() -> Any:
    return connections[ALIAS if _has_own_file() else "default"]


def _file_identity() -> str:
    """Return one that changes with each start of the machine, and with a file that was put back from a copy."""
    found = Path(connections.databases[ALIAS]["NAME"]).stat()
    return f"{_boot()}/{found.st_dev}/{found.st_ino}"


@functools.cache
def _boot() -> str:
    return _BOOT.read_text(encoding="ascii").strip()
