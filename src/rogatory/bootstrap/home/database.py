# SPDX-License-Identifier: Apache-2.0
"""How a node's database is opened.

SQLite: the write lock is taken when a transaction begins (IMMEDIATE), since one that only asks
for it at its first write fails at once when another was faster; waiting is not fair, so it may
last (20 s); a commit outlives a power cut (synchronous FULL). In the file of nonces one outlives the processes
alone (NORMAL): see `storage.transactions.relaxed`.
"""

from pathlib import Path
from typing import Any

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.node_toml.database_url import connection_options
from rogatory.storage.transactions.relaxed_file import ALIAS, OWN_FILE

SECONDS_TO_WAIT = 20
"""A writer waits so long for the lock: with less, a loaded node would refuse work that it could do."""

IN_THE_HOME = {
    "passfile": "keys/pgpass",
    "sslcert": "keys/database.pem",
    "sslkey": "keys/database.key",
}
"""Where the password for PostgreSQL, or the node's certificate for it, lies unless the address names another
file. The home of the user is not asked: processes and an operator's commands would read different files."""

PAGE_BYTES = 1024
"""The size of a page of SQLite in a database that is made anew; an existing one keeps its own. A message changes some
200 pages on both nodes, most of them by one entry of an index, and each is written whole: with SQLite's own 4,096 a message
took twice the bytes.
"""

PAGES_TO_CHECKPOINT = 32_000
"""The length of SQLite's log, in pages, at which a commit copies it into the database. A page that many commits changed is
copied once; SQLite's own 1,000 would copy the same ones again and again. The log takes 33 MB then.
"""

_FILES = ("passfile", "sslcert", "sslkey", "sslrootcert", "sslcrl", "sslcrldir")


_PRAGMAS = (
    f"PRAGMA page_size={PAGE_BYTES};PRAGMA journal_mode=WAL;"
    f"PRAGMA wal_autocheckpoint={PAGES_TO_CHECKPOINT};"
)
"""The size of a page is given before the journal is chosen: afterwards it is fixed."""


def all_databases(home: Home) -> dict[str, dict[str, Any]]:
    """Return the value of `DATABASES`: the node's own, and beside SQLite the file of what a crash may lose."""
    found = {"default": database_settings(home)}
    if not home.database_url:
        found[ALIAS] = _sqlite(home.nonces, "NORMAL", f";{OWN_FILE}")
    return found


def database_settings(home: Home) -> dict[str, Any]:
    """Return the value of `DATABASES["default"]`."""
    if home.database_url:
        return _postgresql(home, home.database_url)
    return _sqlite(home.database, "FULL")


def _sqlite(path: Path, synchronous: str, tables: str = "") -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": SECONDS_TO_WAIT,
            "transaction_mode": "IMMEDIATE",
            "init_command": f"{_PRAGMAS}PRAGMA synchronous={synchronous}{tables}",
        },
    }


def _postgresql(home: Home, url: str) -> dict[str, Any]:
    """Return PostgreSQL, as `node_toml/database_url.py` reads the address; relative paths lie in
    the home.

    Each thread keeps its connection; one that has broken is replaced before the next piece of work.
    """
    options = IN_THE_HOME | connection_options(url)
    for name in _FILES:
        if name in options:
            options[name] = str(home.path / options[name])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": options.pop("dbname"),
        "USER": options.pop("user", ""),
        "HOST": options.pop("host", ""),
        "PORT": options.pop("port", ""),
        "OPTIONS": {**options, "application_name": "rogatory"},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
