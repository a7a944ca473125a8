# SPDX-License-Identifier: Apache-2.0
"""Durable appends to the custody log: one at a time, by several threads, a thousand at once.

python -m bench.studies.appending HOME WHAT ROUNDS SECONDS [DATABASE]     (a child: see `child`)
"""

import hashlib
import itertools
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.child import ask, new_store, report
from bench.limits import Syncing, rate_of
from bench.rows import Found, Row, SkippedError, WrongOutputError, at_least, median
from bench.study import Study
from bench.workplace import Workplace

if TYPE_CHECKING:
    from rogatory.storage.store import DatabaseStore

BATCH = 1000
THREADS = 8
_ID = b"01890000-0000-7000-8000-000000000000"

_SYNCING = "raw fdatasync rate on the same file system (4 KiB, over blocks that are there)"
_PYMERKLE = "pymerkle's SqliteTree, the same bytes in the same batches, WAL and synchronous FULL"


def _rows(store: str, where: str) -> tuple[Row, Row, Row]:
    """Return the rows of one back end; both have the goals of SQLite."""
    return (
        Row(
            f"append-one{store}",
            f"custody appends{where}, durable, one at a time",
            _SYNCING,
            at_least(0.5, 0.8, "of it"),
        ),
        Row(
            f"append-shared{store}",
            f"custody appends{where}, durable, one at a time from each of {THREADS} threads, which share commits",
            _SYNCING,
            at_least(1.0, 2.0, "of it"),
        ),
        Row(
            f"append-batch{store}",
            f"custody appends{where}, durable, in batches of {BATCH:,}",
            _PYMERKLE,
            at_least(1.0, 1.5),
        ),
    )


def _study(row: Row, *, on_server: bool) -> Study:
    what = row.id.split("-")[1]

    def measure(work: Workplace) -> dict[str, Found]:
        database = [work.new_database(row.id)] if on_server else []
        sizes = (work.scale.rounds, work.scale.seconds)
        measured = ask("appending", work.folder / row.id, what, *sizes, *database)
        return {row.id: _found(measured, "pymerkle" if what == "batch" else "syncs")}

    return Study((row,), measure)


def _found(measured: list[dict[str, Any]], against: str) -> Found:
    names = {
        "appends": "appends_per_s",
        "syncs": "fdatasyncs_per_s",
        "alone": "appends_per_s_of_one_thread",
        "pymerkle": "pymerkle_per_s",
        "bytes": "bytes_each",
    }
    figures = {
        name: median([each[key] for each in measured])
        for key, name in names.items()
        if key in measured[0]
    }
    return Found([each["appends"] / each[against] for each in measured], figures)


STUDIES = (
    *(_study(row, on_server=False) for row in _rows("", "")),
    *(_study(row, on_server=True) for row in _rows("-postgresql", " on PostgreSQL")),
)


class Appending:
    """Events that were made and signed before; each is new to the log."""

    def __init__(self, store: "DatabaseStore") -> None:
        from rogatory.seal.signatures import Signatures

        self._store = store
        # As large as CMS by an authority's certificates; what a signature costs is another row's.
        self._signatures = Signatures(os.urandom(1_033), os.urandom(9_442))
        self._at = datetime.now(UTC)  # noqa: TID251 - the edge, where time comes from
        self._event = _example(self._at)
        self.size = 0

    def one(self) -> None:
        """One act: one event, one transaction."""
        self._append([next(self._events())])

    def shared(self, seconds: float) -> float:
        """Appends a second of threads that each write one event after the other."""
        started = time.perf_counter()
        with ThreadPoolExecutor(THREADS) as threads:
            counts = list(threads.map(self._until, [started + seconds] * THREADS))
        self.size += sum(counts)
        return sum(counts) / (time.perf_counter() - started)

    def batch(self) -> None:
        self._append(list(itertools.islice(self._events(), BATCH)))

    def entries(self) -> list[bytes]:
        """The bytes of a batch as another log would keep them."""
        signatures = self._signatures.p256 + (self._signatures.mldsa65 or b"")
        return [
            event + signatures + os.urandom(32) for event in itertools.islice(self._events(), BATCH)
        ]

    def _until(self, end: float) -> int:
        from rogatory.storage.transactions.writing import connections_closed

        count, events = 0, self._events()
        with connections_closed():
            while time.perf_counter() < end:
                self._write([next(events)])
                count += 1
        return count

    def _append(self, events: list[bytes]) -> None:
        self._write(events)
        self.size += len(events)

    def _write(self, events: list[bytes]) -> None:
        with self._store.transaction():
            for event in events:
                self._store.append_event(event, self._signatures, os.urandom(32), self._at, None)

    def _events(self) -> Iterator[bytes]:
        """The same event under ever new ids: what building one costs is not the log's."""
        from rogatory.wire.identifiers import uuid7

        while True:
            yield self._event.replace(_ID, uuid7(self._at, os.urandom(10)).encode())

    def check(self) -> None:
        """The log holds what was appended, and its root is that of its leaves."""
        from rogatory.custody.log import tree
        from rogatory.node.repositories.custody_log import LoggedEvent

        def logged() -> Iterator[LoggedEvent]:
            for start in range(0, self.size, BATCH):
                yield from self._store.events_since(start, BATCH)

        leaves = [tree.leaf_hash(bytes.fromhex(each.commitment)) for each in logged()]
        if len(leaves) != self.size or tree.root(leaves) != self._store.log_tree(self.size).root():
            raise WrongOutputError("the log does not hold what was appended")


def _example(at: datetime) -> bytes:
    from rogatory.custody.events.act_codes import act
    from rogatory.custody.events.event import CustodyAction, Event, build_event
    from rogatory.wire.identifiers import parse_authority

    return build_event(
        Event(
            network=None,
            id=_ID.decode(),
            object=hashlib.sha256(b"an object").hexdigest(),
            action=CustodyAction.OPENED,
            authority=parse_authority("xb/central-authority"),
            officer="xb-0005",
            act=act("opened", second=None, consent=None),
            basis=None,
            occurred=at,
            previous=None,
        )
    )


def _one_round(appending: Appending, syncing: Syncing, seconds: float) -> dict[str, Any]:
    syncs, sync_rate = syncing.rate(seconds), rate_of(appending.one, seconds)
    return {"syncs": syncs, "appends": sync_rate, "alone": sync_rate}


def _pymerkle(folder: Path) -> Callable[[list[bytes]], object]:
    """The other log's appending, durable as ours; a row without it is skipped."""
    if find_spec("pymerkle") is None:
        raise SkippedError("the Python package pymerkle is not installed")
    other = import_module("pymerkle").SqliteTree(str(folder / "pymerkle.sqlite3"))
    other.con.execute("PRAGMA journal_mode=WAL")
    other.con.execute("PRAGMA synchronous=FULL")
    return lambda entries: other.append_entries(entries, BATCH)


def _rounds(
    folder: Path, what: str, rounds: int, seconds: float, database: str | None
) -> list[dict[str, Any]]:
    new_store(folder, database)
    from rogatory.storage.store import DatabaseStore

    appending = Appending(DatabaseStore())
    appending.one()
    if what == "one":
        syncing = Syncing(folder)
        found = [_one_round(appending, syncing, seconds) for _ in range(rounds)]
        syncing.close()
    elif what == "shared":
        syncing = Syncing(folder)
        found = [
            _one_round(appending, syncing, seconds) | {"appends": appending.shared(seconds)}
            for _ in range(rounds)
        ]
        syncing.close()
    else:
        other, entries = _pymerkle(folder), appending.entries()
        found = [
            {
                "appends": rate_of(appending.batch, seconds, BATCH),
                "pymerkle": rate_of(lambda: other(entries), seconds, BATCH),
                "bytes": len(entries[0]),
            }
            for _ in range(rounds)
        ]
    appending.check()
    return found


def main(folder: str, what: str, rounds: str, seconds: str, database: str | None = None) -> None:
    try:
        report(_rounds(Path(folder), what, int(rounds), float(seconds), database))
    except SkippedError as skipped:
        report({"skipped": str(skipped)})


if __name__ == "__main__":
    main(*sys.argv[1:])
