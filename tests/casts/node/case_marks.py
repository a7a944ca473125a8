# SPDX-License-Identifier: Apache-2.0
"""The marks of cases in a home: what may be in no metric, log or trace."""

import contextlib
import json
import sqlite3


def marks_of(home):
    """Return what the cases of a home have: threads, seals, numbers and names, as they are in the rows."""
    with contextlib.closing(sqlite3.connect(home.database)) as store:
        threads = [one for (one,) in store.execute("SELECT DISTINCT thread FROM storage_message")]
        bodies = [
            json.loads(one) for (one,) in store.execute("SELECT message FROM storage_message")
        ]
        seals = [one for (one,) in store.execute("SELECT seal FROM storage_package")]
    words = {one for body in bodies for one in _words(body["body"]) if len(one) > 5}
    assert threads
    assert words
    return {*threads, *words, *seals} - {"preservation"}


def _words(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, str):
        yield value
