# SPDX-License-Identifier: Apache-2.0
"""Reading a node's database for the doctor, whatever state it is in: nothing in it changes."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rogatory.bootstrap.doctor import refusals
from rogatory.bootstrap.home.database import database_settings
from rogatory.bootstrap.home.folder import Home
from rogatory.errors import Refused, Unreachable
from rogatory.wire.words import theirs

if TYPE_CHECKING:
    from rogatory.storage.diagnosis import Diagnosis

SECONDS_TO_WAIT = 5
"""A doctor waits so long for a writer; the node's own work is more urgent."""

SECONDS_FOR_A_SERVER = 10
"""A server that is not reached within this time does not answer: an operator waits for the doctor."""


def query[T](home: Home, ask: Callable[["Diagnosis"], T], *, in_time: bool = True) -> T:
    """Return what is asked of the node's database; unless `in_time`, a statement may take as long as it takes.

    Raises:
        Refused: there is no database, or it has not the tables of this version.
        Unreachable: it does not answer, or cannot be read.
    """
    if not home.database_url and not home.database.exists():
        raise Refused(refusals.DATABASE_ABSENT.because(path=str(home.database)))
    _set_up(home)
    from django.db import DatabaseError

    from rogatory.storage.diagnosis import diagnosis, is_without_tables

    with diagnosis(_read_only(home, in_time=in_time)) as found:
        try:
            return ask(found)
        except DatabaseError as error:
            if is_without_tables(error):
                raise Refused(refusals.DATABASE_WITHOUT_TABLES.because()) from error
            problem = theirs(str(error).strip())
            raise Unreachable(refusals.DATABASE_UNREAD.because(problem=problem)) from error


def _read_only(home: Home, *, in_time: bool = True) -> dict[str, Any]:
    if home.database_url:
        settings = database_settings(home)
        timeout = f"{SECONDS_TO_WAIT}s" if in_time else "0"
        read_only = f"-c default_transaction_read_only=on -c statement_timeout={timeout}"
        options = {"connect_timeout": SECONDS_FOR_A_SERVER} | settings["OPTIONS"]
        return settings | {"OPTIONS": options | {"options": read_only}}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{home.database.as_uri()}?mode=ro{_unchanging(home)}",
        "OPTIONS": {"uri": True, "timeout": SECONDS_TO_WAIT},
    }


def _unchanging(home: Home) -> str:
    """Return the option by which SQLite opens a database on a disk that nobody can write, where it could make no
    file for its readers. What its log has is not read then, so there must be none.
    """
    log = Path(f"{home.database}-wal")
    if os.statvfs(home.path).f_flag & os.ST_RDONLY and not (log.exists() and log.stat().st_size):
        return "&immutable=1"
    return ""


def _set_up(home: Home) -> None:
    """Set Django up where this process has not: a doctor's home may lack what a node's settings need."""
    import django
    from django.apps import apps
    from django.conf import settings

    if apps.ready:
        return
    settings.configure(
        INSTALLED_APPS=["rogatory.storage.apps.StorageConfig"],
        AUTH_USER_MODEL="storage.Officer",
        DATABASES={"default": _read_only(home)},
        USE_TZ=True,
        TIME_ZONE="UTC",
        LOGGING_CONFIG=None,
    )
    django.setup()
