# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is what these tests are about
"""Commits that wait for no disk: which those are, and what a power cut leaves of them and of the others."""

import sqlite3
import subprocess
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from casts.steady.patience import PATIENCE
from django_home import HOME, emptied
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore
from rogatory.storage.transactions import shared_commit
from rogatory.storage.transactions.writing import connections_closed

of_sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite",
    reason="PostgreSQL groups commits without us, and has a log of its own",
)

NOW = datetime(2026, 12, 1, 7, 0, tzinfo=UTC)
WAITS, DOES_NOT_WAIT = (2, 1) if connection.vendor == "sqlite" else ("on", "off")
FRAME_HEADER, LOG_HEADER = 24, 32


class LostError(Exception):
    """A transaction that fails."""


@pytest.fixture
def store():
    emptied()
    return DatabaseStore()


def is_synced():
    """How the transaction under way will commit, as the database reports it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA synchronous" if connection.vendor == "sqlite" else "SHOW synchronous_commit"
        )
        return cursor.fetchone()[0]


def test_a_relaxed_transaction_waits_for_no_disk_and_the_next_one_does(store):
    with store.transaction(relaxed=True):
        assert is_synced() == DOES_NOT_WAIT
        store.put_setting("relaxed", 1)
    assert is_synced() == WAITS
    with store.transaction():
        assert is_synced() == WAITS
    assert store.setting("relaxed") == 1


def test_a_relaxed_transaction_that_fails_leaves_nothing_and_the_next_one_waits(store):
    with pytest.raises(LostError), store.transaction(relaxed=True):
        store.put_setting("relaxed", 1)
        raise LostError
    assert store.setting("relaxed") is None
    assert is_synced() == WAITS


def test_a_relaxed_transaction_within_a_durable_one_is_as_durable_as_that(store):
    with store.transaction(), store.transaction(relaxed=True):
        assert is_synced() == WAITS


class Waiting:
    """A first transaction that stays open until a second one waits behind it."""

    def __init__(self, store):
        self.store, self.found, self._threads = store, {}, []
        self._go = threading.Event()

    def first(self, *, relaxed):
        begun = threading.Event()
        self._start("first", relaxed=relaxed, before=lambda: (begun.set(), self._go.wait(PATIENCE)))
        assert begun.wait(PATIENCE)

    def second(self, *, relaxed):
        self._start("second", relaxed=relaxed, before=lambda: None)
        reached = threading.Event()
        for _ in range(int(PATIENCE / 0.01)):
            if shared_commit._line._waiting:
                break
            reached.wait(0.01)
        assert shared_commit._line._waiting
        self._go.set()
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def _start(self, name, *, relaxed, before):
        def run():
            with connections_closed(), self.store.transaction(relaxed=relaxed):
                before()
                self.store.put_setting(name, 1)
                self.found[name] = (is_synced(), shared_commit.current())

        thread = threading.Thread(target=run)
        self._threads.append(thread)
        thread.start()


@of_sqlite
def test_who_must_wait_for_the_disk_never_goes_along_with_who_does_not(store):
    both = Waiting(store)
    both.first(relaxed=True)
    both.second(relaxed=False)
    assert both.found["first"][0] == DOES_NOT_WAIT
    assert both.found["second"][0] == WAITS
    assert both.found["first"][1] is not both.found["second"][1]
    assert (store.setting("first"), store.setting("second")) == (1, 1)


@of_sqlite
@pytest.mark.parametrize("first", [False, True])
def test_who_need_not_wait_shares_either_commit(store, first):
    both = Waiting(store)
    both.first(relaxed=first)
    both.second(relaxed=True)
    expected = DOES_NOT_WAIT if first else WAITS
    assert {synced for synced, _ in both.found.values()} == {expected}
    assert len({shared for _, shared in both.found.values()}) == 1


def copied(to):
    """The database's files as they are now: what a power cut leaves of them if all was synced.

    Another process copies them: with any descriptor of the file that this one closes, it loses its locks (fcntl(2)), and
    the next process that closes the database removes the log beneath it.
    """
    to.mkdir()
    for name in ("", "-wal"):
        subprocess.run(["cp", f"{HOME.database}{name}", to / f"books.sqlite3{name}"], check=True)
    return to / "books.sqlite3"


def kept(database: Path):
    """The settings and the leases that a database has when it is opened after a power cut; it is sound."""
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        settings = {name for (name,) in opened.execute("SELECT name FROM storage_setting")}
        return settings, dict(opened.execute("SELECT key, leased_by FROM storage_job"))


@of_sqlite
def test_a_power_cut_takes_the_newest_relaxed_commits_alone_and_their_job_is_there_again(
    store, tmp_path
):
    queue = DatabaseQueue(lease=timedelta(seconds=10))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with store.transaction():
        store.put_setting("asked", 1)
        queue.enqueue("apply", "apply/1", {"thread": "1"}, NOW)
    synced = Path(f"{HOME.database}-wal").stat().st_size
    (job,) = queue.lease("worker", 1, NOW)
    with store.transaction(relaxed=True):
        store.put_setting("applied", 1)
        assert queue.finish(job)
    whole = copied(tmp_path / "whole")
    assert kept(whole) == ({"asked", "applied"}, {})

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_size")
        frame = cursor.fetchone()[0] + FRAME_HEADER
    length = Path(f"{HOME.database}-wal").stat().st_size
    assert synced < length
    assert (synced - LOG_HEADER) % frame == 0
    seen = set()
    for cut in {*range(synced, length, frame), *range(synced + frame // 2, length, frame)}:
        cut_off = copied(tmp_path / str(cut))
        with Path(f"{cut_off}-wal").open("r+b") as log:
            log.truncate(cut)
        settings, jobs = kept(cut_off)
        assert settings == {"asked"}
        assert set(jobs) == {"apply/1"}
        seen.add(jobs["apply/1"])
    assert seen == {None, "worker"}  # the lease was lost, or kept: either way the job runs again


@of_sqlite
def test_a_lease_waits_for_no_disk_and_the_end_of_a_job_does(store):
    queue = DatabaseQueue(lease=timedelta(seconds=10))
    with store.transaction():
        queue.enqueue("deliver", "deliver/1", {}, NOW)
    statements = []
    connection.connection.set_trace_callback(statements.append)
    try:
        (job,) = queue.lease("worker", 1, NOW)
        leased = list(statements)
        statements.clear()
        with store.transaction():
            assert queue.finish(job)
    finally:
        connection.connection.set_trace_callback(None)
    levels = [one for one in leased if "synchronous" in one or one == "COMMIT"]
    assert levels == ["PRAGMA synchronous=NORMAL", "COMMIT", "PRAGMA synchronous=FULL"]
    assert not [one for one in statements if "synchronous" in one]
