# SPDX-License-Identifier: Apache-2.0
"""Comparing two databases in a drill, each the one of this process at its turn. Django must be set up."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from tempfile import TemporaryFile

from django.db import connection

from rogatory.bootstrap.backup import refusals as backup_refusals
from rogatory.bootstrap.backup import restore_refusals as refusals
from rogatory.bootstrap.backup.outcome import Restored
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.moving.databases import NodeDatabase
from rogatory.errors import Phrase, Refused
from rogatory.storage.store import DatabaseStore
from rogatory.wire.words import P_, FilledText

_AT_ONCE = 500
"""Digests in one statement."""

type Roots = Mapping[int, tuple[int, str]]
"""The size and the root of the log's tree, by epoch."""


def compare_with_node(made: Home, home: Home, done: Restored) -> None:
    """Compare what was restored with the node as it is now.

    Raises:
        Refused: a message is not in the node, or the log is not the beginning of its own.
    """
    problems: list[Phrase] = []
    with TemporaryFile("w+", encoding="ascii") as noted:  # one database is open at a time
        with closing(NodeDatabase(made, backup_refusals.DATABASE_FAILS)) as other, other.used():
            epochs = ends_of_log()
            noted.writelines(f"{digest}\n" for digest in message_digests())
        noted.seek(0)
        with closing(NodeDatabase(home, backup_refusals.DATABASE_FAILS)) as own, own.used():
            if roots_at({epoch: size for epoch, (size, _root) in epochs.items()}) != epochs:
                problems.append(P_("its log is not the beginning of the node's"))
            if count := count_absent(line.rstrip() for line in noted):
                problems.append(
                    FilledText(P_("{count} of its messages are not in the node"), count=count)
                )
    if problems:
        raise Refused(
            refusals.DRILL_DIFFERS.because(backup=done.manifest.id, problem=one) for one in problems
        )


def ends_of_log() -> Roots:
    """Return the size and the root of each epoch of the log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, size FROM storage_loghead ORDER BY id")
        return roots_at({int(epoch): int(size) for epoch, size in cursor.fetchall()})


def message_digests() -> Iterator[str]:
    """Yield the digests of all messages, in order."""
    found = ""
    while rows := _rows_after(found):
        yield from rows
        found = rows[-1]


def _rows_after(digest: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT digest FROM storage_message WHERE digest > %s ORDER BY digest LIMIT %s",
            [digest, _AT_ONCE],
        )
        return [str(one) for (one,) in cursor.fetchall()]


def roots_at(sizes: Mapping[int, int]) -> Roots:
    """Return the root that each epoch's tree had at a size; none where it is shorter."""
    store, found = DatabaseStore(), {}
    for epoch, size in sizes.items():
        try:
            if store.log_size(epoch) >= size:
                found[epoch] = (size, store.log_tree(size, epoch).root().hex())
        except LookupError:
            continue
    return found


def count_absent(digests: Iterable[str]) -> int:
    """Return how many of these messages are not in the database, nor destroyed."""
    count = 0
    for some in itertools.batched(digests, _AT_ONCE):
        places = ", ".join("%s" for _ in some)
        statement = (
            f"SELECT digest FROM storage_message WHERE digest IN ({places})"  # noqa: S608 - places alone
            f" UNION SELECT digest FROM storage_destroyed WHERE digest IN ({places})"
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, [*some, *some])
            here = {str(digest) for (digest,) in cursor.fetchall()}
        count += sum(one not in here for one in some)
    return count
