# SPDX-License-Identifier: Apache-2.0
"""One temporary node home a process, with Django set up on it: import it before any model.

    from django_home import HOME, emptied

pytest finds it, since `tests/` has a conftest. Tests share the database; `emptied()` gives each of
them an empty store.

ROGATORY_TEST_DATABASE names an empty PostgreSQL database (`postgresql://user@host:port/name`) to
run them on instead of SQLite; that takes psycopg, which a State with one machine does not need.
"""

import atexit
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from rogatory.bootstrap.home.folder import Home, NewHome, create_home

FOLDER = Path(
    tempfile.mkdtemp(prefix="rogatory-tests-", dir=os.environ.get("PYTEST_DEBUG_TEMPROOT"))
)
"""Where pytest's own folders are: `just test` puts them into memory, where a commit waits for no disk."""
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


def new_home(path: Path, state: str = "XB") -> Home:
    """Make a home without keys and without a directory: enough for store, queue and objects."""
    return create_home(
        path,
        new=NewHome(
            state=state,
            root=b'{"example":"root"}',
            directory_url=str(path / "copy"),
            database_url=os.environ.get("ROGATORY_TEST_DATABASE"),
        ),
    )


HOME = new_home(FOLDER / "home")
os.environ["ROGATORY_HOME"] = str(HOME.path)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rogatory.bootstrap.settings.tables")

import django  # noqa: E402 - its settings are read when it is set up

django.setup()

from rogatory.bootstrap.home.migrations import migrate  # noqa: E402 - likewise

migrate(HOME)


def _new_store() -> bytes | None:
    """Return a store with all tables and nothing in them; None where it is a database on a server."""
    if not HOME.database.exists():
        return None
    with closing(sqlite3.connect(HOME.database)) as store:
        return store.serialize()


NEW_STORE = _new_store()


def put_new_store(home: Home) -> None:
    """Give a home the tables that its first start would make: each takes half a second of work for them. Tests that
    begin with a first start leave this out.
    """
    if NEW_STORE is not None:
        home.database.write_bytes(NEW_STORE)


def emptied() -> None:
    """Delete every row, save those of Django's own, and the certificates: lines to the database know of them."""
    from django.apps import apps
    from django.db import connection, transaction

    from rogatory.storage.messages import nonces
    from rogatory.storage.transactions.fence import forget_fence
    from rogatory.storage.transactions.relaxed import relaxed_change, relaxed_transaction

    forget_fence()
    models = apps.get_app_config("storage").get_models()
    deletions = [
        f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}"
        for model in reversed([one for one in models if one.__name__ != "SignerCertificate"])
    ]
    if connection.vendor == "postgresql":
        deletions = ["; ".join(deletions)]  # one question to the server, and not sixty-five
    with transaction.atomic(), connection.cursor() as cursor:
        for deletion in deletions:
            cursor.execute(deletion)
    with relaxed_transaction():
        for table in ("nonceera", "seennonce", "requestcount"):
            relaxed_change(f"DELETE FROM storage_{table}")
    nonces._known.clear()
