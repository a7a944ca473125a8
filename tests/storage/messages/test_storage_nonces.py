# SPDX-License-Identifier: Apache-2.0
"""Nonces: seen once, and once lost, no request from before the loss is taken."""

import contextlib
import shutil
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from casts.steady.patience import PATIENCE
from casts.storage import children
from django_home import HOME, emptied
from rogatory.storage import models
from rogatory.storage.messages import nonces
from rogatory.storage.store import DatabaseStore
from rogatory.storage.transactions.relaxed import relaxed_change, relaxed_first
from rogatory.storage.transactions.relaxed_file import ALIAS

NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TAKEN, SEEN = "taken", "seen"


def take(store, nonce, key="xa", *, created=NOW, now=None):
    """Take the head of a request as a door does."""
    with store.relaxed_transaction():
        forgotten = store.forgotten_until(key, created, now or created)
        if forgotten is not None:
            return forgotten
        return SEEN if store.seen_nonce(key, nonce, created + timedelta(minutes=6)) else TAKEN


def test_a_nonce_is_seen_once_for_a_key(store):
    assert [take(store, nonce) for nonce in ("a", "b", "a")] == [TAKEN, TAKEN, SEEN]
    assert [take(store, "a", key) for key in ("xt", "xt", "xa")] == [TAKEN, SEEN, SEEN]


def test_a_nonce_whose_transaction_failed_was_not_seen(store):
    with contextlib.suppress(ZeroDivisionError), store.relaxed_transaction():
        store.seen_nonce("xa", "a", NOW)
        raise ZeroDivisionError
    assert take(store, "a") == TAKEN


def test_requests_are_counted_for_a_state(store):
    with store.relaxed_transaction():
        assert store.request_balance("XA") is None
        store.put_request_balance("XA", 2.5, NOW)
    with store.relaxed_transaction():
        store.put_request_balance("XA", 1.5, NOW + SECOND)
        assert store.request_balance("XA") == (1.5, NOW + SECOND)
        assert store.request_balance("XT") is None


@pytest.fixture
def database():
    emptied()
    return DatabaseStore()


def test_nonces_that_no_request_can_have_any_more_are_removed(database, monkeypatch):
    monkeypatch.setattr(nonces, "NONCES_BETWEEN_SWEEPS", 1)
    take(database, "old")
    take(database, "new", created=NOW + timedelta(hours=2))
    assert relaxed_first("SELECT count(*), min(nonce) FROM storage_seennonce") == (1, "new")


@contextlib.contextmanager
def lost():
    """Leave what a crash leaves of a place where commits do not wait for the disk: SQLite's file as it was at the
    beginning of the block, as bytes that another file has now; PostgreSQL's tables as its recovery leaves them.
    """
    if connection.vendor != "sqlite":
        yield
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE storage_nonceera, storage_seennonce, storage_requestcount")
        return
    copy = HOME.nonces.with_name("copy")
    connections[ALIAS].close()
    shutil.copy(HOME.nonces, copy)
    yield
    connections[ALIAS].close()
    for end in ("-wal", "-shm"):
        HOME.nonces.with_name(HOME.nonces.name + end).unlink(missing_ok=True)
    copy.replace(HOME.nonces)


def bounds():
    return list(models.RequestBound.objects.order_by("key").values_list("key", "floor", "bound"))


def test_what_was_recorded_before_a_loss_is_not_taken_after_it(database):
    with lost():
        assert take(database, "recorded") == TAKEN
    before = bounds()

    refused = take(database, "recorded", created=NOW, now=NOW + SECOND)
    assert refused == NOW + timedelta(seconds=nonces.SECONDS_AHEAD)
    assert bounds() == before
    assert relaxed_first("SELECT count(*) FROM storage_seennonce") == (0,)
    assert take(database, "fresh", created=refused + SECOND) == TAKEN
    assert take(database, "fresh", created=refused + SECOND) == SEEN
    assert take(database, "recorded", created=NOW, now=refused + SECOND) == refused


FAST = timedelta(hours=25)


def test_an_era_that_a_fast_clock_began_shuts_nobody_out_after_it_was_corrected(database):
    """The machine started with a clock that was a day ahead: peers were refused all that day."""
    with database.relaxed_transaction():
        database.notice_loss(NOW + FAST)
    assert take(database, "asked", now=NOW + FAST) == NOW + FAST - SECOND
    assert take(database, "first", created=NOW, now=NOW) == TAKEN
    assert take(database, "first", created=NOW, now=NOW) == SEEN
    assert take(database, "before", created=NOW - SECOND, now=NOW) == NOW - SECOND
    assert take(database, "next", "xt", created=NOW + SECOND, now=NOW + SECOND) == TAKEN


def test_what_was_recorded_before_a_loss_is_not_taken_after_a_fast_clock_was_corrected(database):
    """Neither of who asked while the clock was fast, nor of who did not."""
    ahead = NOW + timedelta(minutes=4)
    with lost():
        for key in ("xa", "xt"):
            assert take(database, "recorded", key, created=ahead, now=NOW) == TAKEN
    fast = NOW + FAST
    with database.relaxed_transaction():
        database.notice_loss(fast)
    assert take(database, "of the day ahead", "xt", created=fast, now=fast) == TAKEN
    for later in (1, 60, 240):
        now = NOW + later * SECOND
        for key in ("xa", "xt"):
            assert take(database, "recorded", key, created=ahead, now=now) > ahead
    assert take(database, "of the day ahead", "xt", created=fast, now=fast) == SEEN
    calm = NOW + timedelta(minutes=6)
    for key in ("xa", "xt"):
        assert take(database, "fresh", key, created=calm, now=calm) == TAKEN


def test_a_clock_that_is_ahead_makes_no_record_good_again(database):
    """Five minutes are tolerated: compared with the door's clock such a request would be newer than its start."""
    ahead = NOW + timedelta(minutes=4)
    with lost():
        assert take(database, "recorded", created=ahead, now=NOW) == TAKEN
    for later in (1, 60, 300):
        refused = take(database, "recorded", created=ahead, now=NOW + later * SECOND)
        assert refused == ahead + timedelta(seconds=nonces.SECONDS_AHEAD)


def test_a_record_of_a_key_that_is_not_known_here_is_no_older_than_the_loss(database):
    """An operator who fails over without a synchronous standby loses the bounds as well."""
    with lost():
        take(database, "recorded")
    models.RequestBound.objects.all().delete()
    nonces._known.clear()
    start = NOW + timedelta(seconds=30)
    assert take(database, "recorded", created=NOW, now=start) == start - SECOND
    assert take(database, "fresh", created=start, now=start) == TAKEN


def test_a_loss_that_a_door_notices_at_its_start_keeps_nobody_waiting(database):
    with database.relaxed_transaction():
        database.notice_loss(NOW)
    assert take(database, "first", created=NOW, now=NOW + SECOND) == TAKEN


def test_several_losses_forget_nothing(database):
    with lost():
        take(database, "first")
    fresh = NOW + timedelta(seconds=10)
    with lost():
        assert take(database, "second", created=fresh) == TAKEN
    later = NOW + timedelta(seconds=20)
    assert take(database, "first", created=NOW, now=later) > fresh
    assert take(database, "second", created=fresh, now=later) > fresh
    assert take(database, "third", created=later) == TAKEN


def test_a_loss_is_committed_though_the_request_that_found_it_is_refused(database):
    """Otherwise the next one would move the beginning on, and a peer whose clock is behind was never heard."""
    behind = NOW - timedelta(seconds=30)
    for seconds in range(0, 30, 10):
        at = timedelta(seconds=seconds)
        assert take(database, "slow", created=behind + at, now=NOW + at) == NOW - SECOND
    at = timedelta(seconds=30)
    assert take(database, "slow", created=behind + at, now=NOW + at) == TAKEN


def test_a_bound_is_written_once_in_some_seconds(database):
    with CaptureQueriesContext(connection) as found:
        for number in range(50):
            created = NOW + timedelta(milliseconds=200 * number)
            assert take(database, str(number), created=created) == TAKEN
    written = [one for one in found if "INSERT INTO storage_requestbound" in one["sql"]]
    assert len(written) == 4  # of ten seconds


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL has no second file")
def test_the_second_file_is_opened_so_that_no_commit_waits_for_the_disk():
    with connections[ALIAS].cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone()[0] == 1
        assert cursor.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite has no write-ahead log for each table"
)
def test_the_tables_of_a_server_are_those_that_it_empties_after_a_crash():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_class WHERE relpersistence = 'u' AND relname IN"
            " ('storage_nonceera', 'storage_seennonce', 'storage_requestcount')"
        )
        assert cursor.fetchone()[0] == 3


def test_a_replay_after_the_process_was_killed_is_seen(database):
    """SIGKILL ends the process in the midst of the next request, whose nonce is not kept."""
    killed = children.start("take_nonces_and_die", "one,two")
    assert killed.wait(PATIENCE) == -9
    with database.relaxed_transaction():
        assert database.seen_nonce("xa", "one", NOW)
        assert not database.seen_nonce("xa", "two", NOW)


def test_of_processes_that_take_one_nonce_after_a_loss_one_does(database, tmp_path):
    go = tmp_path / "go"
    for round_ in range(2):
        go.unlink(missing_ok=True)
        with lost():
            pass
        racers = [children.start("take_one_nonce", f"{round_},{go}") for _ in range(3)]
        end = time.monotonic() + PATIENCE
        while len(list(tmp_path.glob(f"go-{round_}-*"))) < len(racers):
            assert time.monotonic() < end
            time.sleep(0.01)
        go.touch()
        taken = [racer.wait(PATIENCE) for racer in racers]
        assert sorted(taken) == [0, 1, 1]
        assert relaxed_first("SELECT count(*) FROM storage_nonceera") == (1,)


def test_a_table_of_a_server_that_was_written_from_a_dump_begins_anew(database):
    """Its rows are those of the dump: nonces that came afterwards are not among them."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite's file is the one that was copied: see lost()")
    take(database, "recorded")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL storage_seennonce")  # as a dump's COPY does, into another file
    assert isinstance(take(database, "recorded", created=NOW, now=NOW), datetime)
    assert relaxed_change("DELETE FROM storage_nonceera") == 1
