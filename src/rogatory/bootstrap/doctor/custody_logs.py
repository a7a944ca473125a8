# SPDX-License-Identifier: Apache-2.0
"""Facts for the doctor about the other States' custody logs, as this node follows them."""

import sqlite3
from contextlib import closing
from typing import Any

from rogatory.bootstrap.home.folder import Home
from rogatory.wire.statements import decode

_LOGS = "SELECT origin, state, followed, problem FROM storage_followedlog ORDER BY origin"
_MISSING = """
    SELECT state, count(*) FROM storage_soughtreceipt WHERE problem IS NOT NULL
    GROUP BY state ORDER BY state
"""


def logs(home: Home) -> dict[str, Any]:
    """Each log that was ever followed, and how many receipts were not found, by State (SQLite)."""
    nothing: dict[str, Any] = {"followed": [], "missing": {}}
    if home.database_url or not home.database.exists():
        return nothing
    address = f"{home.database.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
        try:
            rows = connection.execute(_LOGS).fetchall()
            missing = dict(connection.execute(_MISSING).fetchall())
        except sqlite3.OperationalError:  # not migrated yet
            return nothing
    followed = [
        {
            "origin": origin,
            "state": state,
            "followed": at,
            "problem": None if problem is None else decode(problem),
        }
        for origin, state, at, problem in rows
    ]
    return {"followed": followed, "missing": missing}
