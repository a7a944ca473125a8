# SPDX-License-Identifier: Apache-2.0
"""Bringing a node's tables up to date, one process at a time, and refusing to work on others."""

import contextlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.folder import Home
from rogatory.disk.folder_lock import FolderLock
from rogatory.errors import Reason, refuse_if_any
from rogatory.storage.failover.identity import read_identity
from rogatory.storage.row_archive.moves import refuse_closed
from rogatory.storage.transactions.relaxed import prepare_relaxed

_LOCK = "SELECT pg_advisory_lock(hashtextextended('rogatory-migrations', 0))"
_UNLOCK = "SELECT pg_advisory_unlock(hashtextextended('rogatory-migrations', 0))"


def migrate(home: Home) -> None:
    """Apply the migrations that are missing; a second process, of any machine, waits and finds none.

    Django must be set up with `settings.tables` or with the console's settings.

    Raises:
        Refused: a newer version of the program has changed the tables already, or the rows were moved elsewhere.
        Unreachable: no PostgreSQL server that takes writes is at the other end itself (see `read_identity`).
    """
    refuse_closed()
    make_tables(home)


def make_tables(home: Home) -> None:
    """Do the same in a database that a move has closed: only the move itself may.

    Django's command is called where a migration of any application is missing: to find that none is takes it as long
    as all else that a short command does.
    """
    with FolderLock(home.run, wait=True), _others_held_off():
        loader = MigrationLoader(connection, ignore_no_migrations=True)
        refuse_if_any(_newer(_names(loader)))
        if loader.disk_migrations.keys() - loader.applied_migrations.keys():
            call_command("migrate", verbosity=0, interactive=False)
        prepare_relaxed()


def refuse_other_tables() -> None:
    """Refuse tables that are not those of this version: asked by each process before it works.

    Raises:
        Refused: they are of an older version, or of a newer one, or the rows were moved elsewhere.
    """
    refuse_if_any(table_reasons())
    refuse_closed()


def table_reasons() -> list[Reason]:
    """Return why this version cannot work on the tables, if it cannot."""
    names = _names(MigrationLoader(connection, ignore_no_migrations=True))
    reasons = list(_newer(names))
    if not reasons and (missing := sorted(names.disk - names.applied)):
        reasons.append(refusals.TABLES_OLDER.because(names=", ".join(missing)))
    return reasons


def table_names() -> list[str]:
    """Return the names of this version's migrations; no database is opened."""
    return sorted(_of_ours(MigrationLoader(None, ignore_no_migrations=True).disk_migrations))


def _newer(names: "_Names") -> Iterator[Reason]:
    if unknown := sorted(names.applied - names.disk):
        yield refusals.TABLES_NEWER.because(names=", ".join(unknown))


class _Names(NamedTuple):
    """Migrations by name: those that this version has, and those that the database has had."""

    disk: frozenset[str]
    applied: frozenset[str]


def _names(loader: MigrationLoader) -> _Names:
    return _Names(_of_ours(loader.disk_migrations), _of_ours(loader.applied_migrations))


def _of_ours(migrations: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(name for app, name in migrations if app == "storage")


@contextlib.contextmanager
def _others_held_off() -> Iterator[None]:
    """Hold off other machines: the folder's lock is known to this one alone. PostgreSQL lets go of the lock when
    the connection ends, however it ends.
    """
    if not connection.features.has_select_for_update:
        yield
        return
    read_identity(connection)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)
        try:
            yield
        finally:
            cursor.execute(_UNLOCK)
