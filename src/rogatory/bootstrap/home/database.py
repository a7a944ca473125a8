# SPDX-License-Identifier: Apache-2.0
"""How a node's database is opened.

SQLite: the write lock is taken when a transaction begins (IMMEDIATE), since one that only asks
for it at its first write fails at once when another was faster; waiting is not fair, so it may
last (20 s); a commit outlives a power cut (synchronous FULL).
"""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from rogatory.bootstrap.home.folder import Home

SECONDS_TO_WAIT = 20
"""A writer waits so long for the lock: with less, a loaded node would refuse work that it could do."""


def database_settings(home: Home) -> dict[str, Any]:
    """The value of `DATABASES["default"]`."""
    if home.database_url:
        return _postgresql(home.database_url)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(home.database),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": SECONDS_TO_WAIT,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL",
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    """`postgresql://user@host:port/name`; a socket's folder is given in `?host=`. Passwords belong
    in the operator's `pgpass` file, not in settings.
    """
    parts = urlsplit(url)
    hosts = parse_qs(parts.query).get("host", [parts.hostname or ""])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "HOST": hosts[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
