# SPDX-License-Identifier: Apache-2.0
"""Reading a node's database for the doctor, whatever state it is in: nothing in it changes."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rogatory.bootstrap.home.database import database_settings
from rogatory.bootstrap.home.folder import Home

if TYPE_CHECKING:
    from rogatory.storage.diagnosis import Diagnosis

SECONDS_TO_WAIT = 5
"""A doctor waits so long for a writer; the node's own work is more urgent."""


def query[T, O](home: Home, ask: Callable[["Diagnosis"], T], otherwise: O) -> T | O:
    """Return what is asked of the node's database; `otherwise` where there is none, no answer, or no tables yet."""
    if not home.database_url and not home.database.exists():
        return otherwise
    _set_up(home)
    from django.db import DatabaseError

    from rogatory.storage.diagnosis import diagnosis

    with diagnosis(_read_only(home)) as found:
        try:
            return ask(found)
        except DatabaseError:
            return otherwise


def _read_only(home: Home) -> dict[str, Any]:
    if home.database_url:
        settings = database_settings(home)
        read_only = f"-c default_transaction_read_only=on -c statement_timeout={SECONDS_TO_WAIT}s"
        return settings | {"OPTIONS": settings["OPTIONS"] | {"options": read_only}}
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{home.database.as_uri()}?mode=ro",
        "OPTIONS": {"uri": True, "timeout": SECONDS_TO_WAIT},
    }


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
