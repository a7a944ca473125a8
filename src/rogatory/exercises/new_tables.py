# SPDX-License-Identifier: Apache-2.0
"""The tables of an exercise's new nodes, made once for all of them.

    python -m rogatory.exercises.new_tables HOME ... PARENT

A node's first start makes them, which takes a second of work; each node would do the same.
"""

import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from rogatory.bootstrap.accounts.officers import set_up
from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.processes.lifeline import end_with_parent
from rogatory.disk.new_file import write_new

DONE = "done"


def main(*words: str) -> None:
    """Make the tables of the first home; the others get a copy, whole or not at all."""
    *places, parent = words
    end_with_parent(int(parent), signal.SIGTERM)
    first, *others = (read_home(Path(place)) for place in places)
    set_up(first.path)
    with closing(sqlite3.connect(first.database)) as store:
        tables = store.serialize()
    for home in others:
        write_new(home.database, tables, secret=True)
    sys.stdout.write(f"{DONE}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
