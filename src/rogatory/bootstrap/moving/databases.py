# SPDX-License-Identifier: Apache-2.0
"""The two databases of a move, each of which takes its turn as the database of this process."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connection, connections, transaction
from django.db.utils import load_backend

from rogatory.bootstrap.home.database import database_settings
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.migrations import table_reasons
from rogatory.bootstrap.moving import refusals
from rogatory.errors import Code, Reason, Unreachable
from rogatory.storage.row_archive.filling import used_table
from rogatory.storage.row_archive.moves import Move, Phase, is_noted
from rogatory.storage.row_archive.tables import carried_tables

_SESSIONS = """
    SELECT COUNT(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
"""
"""The server's own processes have no user."""

_PAUSES = (0, 0.5, 1, 1.5, 2)
"""Seconds between looks: a program that was killed is connected until the server notices."""

LONGEST_WORDS = 200
"""Of a database's library: its first line says what failed, the next ones may show values of a row."""


class NodeDatabase:
    """The database that a home's settings name; nothing is opened before it is used."""

    def __init__(self, home: Home, failure: Code = refusals.DATABASE_FAILS) -> None:
        """Read the settings; `failure` is the code of what this database does not do."""
        settings = connections.configure_settings({DEFAULT_DB_ALIAS: database_settings(home)})
        found = settings[DEFAULT_DB_ALIAS]
        self._failure = failure
        self._wrapper = load_backend(found["ENGINE"]).DatabaseWrapper(found, DEFAULT_DB_ALIAS)
        self.is_postgresql = home.database_url is not None
        self.place = _place(home, found)
        self._file = None if self.is_postgresql else home.database

    @property
    def is_there(self) -> bool:
        """Decide whether there is one: looking into a file that is absent would make it."""
        return self._file is None or self._file.exists()

    @contextmanager
    def used(self) -> Iterator[None]:
        """Let what reads and writes within the block do so in this database.

        Raises:
            Unreachable: the database does not answer, or does not do it.
        """
        before = connections[DEFAULT_DB_ALIAS]
        connections[DEFAULT_DB_ALIAS] = self._wrapper
        try:
            yield
        except Error as error:
            words = str(error).strip().partition("\n")[0][:LONGEST_WORDS] or type(error).__name__
            raise Unreachable(self._failure.because(place=self.place, words=words)) from error
        finally:
            connections[DEFAULT_DB_ALIAS] = before

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let nobody else write in it within the block, which is one transaction."""
        with self.used(), transaction.atomic():
            if self.is_postgresql:
                tables = ", ".join(f'"{each.name}"' for each in carried_tables())
                with connection.cursor() as cursor:
                    cursor.execute("SET LOCAL lock_timeout = '10s'")
                    cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let everything within the block be read as it was at one moment, whatever others write meanwhile.

        SQLite: a transaction that only reads; its first statement takes the snapshot, which the write-ahead log keeps.
        PostgreSQL: a transaction at the level *repeatable read*.
        """
        if self.is_postgresql:
            with self.used(), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield
            return
        options = self._wrapper.settings_dict["OPTIONS"]
        self.close()
        before, options["transaction_mode"] = options["transaction_mode"], "DEFERRED"
        try:
            with self.used(), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM sqlite_master LIMIT 1")
                yield
        finally:
            self.close()
            options["transaction_mode"] = before

    def close(self) -> None:
        self._wrapper.close()

    def sessions(self) -> list[Reason]:
        """Return the reason against a move that other programs are: of SQLite its own lock knows them."""
        if not self.is_postgresql:
            return []
        count = 0
        with self.used(), connection.cursor() as cursor:
            for pause in _PAUSES:
                time.sleep(pause)
                cursor.execute(_SESSIONS)
                count = int(cursor.fetchone()[0])
                if count == 0:
                    return []
        return [refusals.DATABASE_USED.because(place=self.place, count=count)]

    def move(self, number: str) -> Move | None:
        """Return what the database notes of a move."""
        if not self.is_there:
            return None
        with self.used():
            return Move.objects.filter(id=number).first() if is_noted() else None

    def left_by(self) -> Move | None:
        """Return the move by which its rows went elsewhere."""
        if not self.is_there:
            return None
        with self.used():
            return Move.objects.filter(phase=Phase.LEFT).first() if is_noted() else None

    def reasons_against_filling(self, node: str, number: str) -> Iterator[Reason]:
        """Yield why it cannot be filled by this move: it is another's, or has rows."""
        if not self.is_there:
            return
        yield from self.sessions()
        with self.used():
            names = sorted(connection.introspection.table_names())
            if not names:
                return
            if "django_migrations" not in names:
                yield refusals.TARGET_USED.because(place=self.place, what=names[0])
                return
            moves = [] if not is_noted() else list(Move.objects.order_by("at", "id"))
            if foreign := next((one.node for one in moves if one.node != node), None):
                yield refusals.TARGET_FOREIGN.because(place=self.place, node=foreign, own=node)
                return
            if number in {one.id for one in moves}:
                return
            if reasons := table_reasons():
                yield from reasons
            elif what := used_table():
                yield refusals.TARGET_USED.because(place=self.place, what=what)


def _place(home: Home, settings: dict[str, Any]) -> str:
    """Return the words for a database: no password is in its address, and none in these."""
    if home.database_url is None:
        return str(home.database)
    host = settings["HOST"] or settings["OPTIONS"].get("hostaddr") or "PostgreSQL"
    return f"{settings['NAME']} ({host})"
