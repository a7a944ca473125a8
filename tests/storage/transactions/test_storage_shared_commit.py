# SPDX-License-Identifier: Apache-2.0
"""Threads that share a commit: one commit for many, a failure for one, and nothing reported too
early.
"""

import contextlib
import os
import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from casts.steady.patience import PATIENCE
from django_home import emptied
from rogatory.custody.log import tree
from rogatory.custody.log.commitment import event_leaf
from rogatory.seal.signatures import Signatures
from rogatory.storage.store import DatabaseStore
from rogatory.storage.transactions import shared_commit
from rogatory.storage.transactions.writing import connections_closed
from rogatory.wire import canonical

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL gathers commits by itself"
)

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def store():
    emptied()
    return DatabaseStore()


class Company:
    """Threads that write one after the other: the first waits until all others are in the queue."""

    def __init__(self, store):
        self.store, self.problems, self.statements = store, {}, []
        self._go = threading.Event()
        self._threads = []

    def first(self, act):
        begun = threading.Event()

        def held():
            connection.ensure_connection()
            connection.connection.set_trace_callback(self.statements.append)
            with self.store.transaction():
                begun.set()
                assert self._go.wait(PATIENCE)
                act(self.store)

        self._start("first", held)
        assert begun.wait(PATIENCE)

    def then(self, name, act):
        def written():
            with self.store.transaction():
                act(self.store)

        before = len(shared_commit._line._waiting)
        self._start(name, written)
        until(lambda: len(shared_commit._line._waiting) == before + 1)

    def go(self):
        self._go.set()
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def commits(self):
        return self.statements.count("COMMIT")

    def _start(self, name, act):
        def run():
            with connections_closed():
                try:
                    act()
                except Exception as error:  # noqa: BLE001 - what a test asks for
                    self.problems[name] = type(error)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        self._threads.append(thread)


def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.002)


def event(number):
    return canonical.encode({"action": "collected", "number": number, "object": "0b" * 32})


def appends(*numbers):
    def act(store):
        for number in numbers:
            store.append_event(event(number), Signatures(b"s", None), bytes(32), NOW, None)

    return act


def fails(*numbers):
    def act(store):
        appends(*numbers)(store)
        raise ZeroDivisionError

    return act


def fails_silently(*numbers):
    def act(store):
        appends(*numbers)(store)
        with contextlib.suppress(ZeroDivisionError), store.transaction():
            raise ZeroDivisionError

    return act


def assert_log_has(store, *numbers):
    """Exactly these events, in this order, without a gap, under the root of their leaves."""
    found = store.events_since(0, 1000)
    assert [each.event for each in found] == [event(number) for number in numbers]
    assert [each.index for each in found] == list(range(len(numbers)))
    leaves = [event_leaf(bytes(32), event(number)) for number in numbers]
    assert store.log_tree(len(numbers)).root() == tree.root(leaves)


def test_who_waits_shares_the_commit(store):
    company = Company(store)
    company.first(appends(1))
    for number in range(2, 9):
        company.then(number, appends(number))
    company.go()
    assert company.problems == {}
    assert company.commits() == 1
    assert_log_has(store, *range(1, 9))


def test_nobody_sees_or_hears_anything_before_the_commit(store):
    company, seen = Company(store), []

    def looks(_store):
        def look():
            with connections_closed():
                seen.append((DatabaseStore().log_size(), list(ended)))

        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    ended = []
    company.first(appends(1))

    def append_one():
        with store.transaction():
            appends(2)(store)
        ended.append(2)

    company._start("appends", append_one)
    until(lambda: shared_commit._line._waiting)
    company.then("looks", looks)
    company.go()
    assert seen == [(0, [])]
    assert (ended, company.commits(), company.problems) == ([2], 1, {})
    assert_log_has(store, 1, 2)


@pytest.mark.parametrize(("act", "problem"), [(fails, ZeroDivisionError), (fails_silently, None)])
def test_the_failure_of_one_undoes_its_own_alone(store, act, problem):
    company = Company(store)
    company.first(appends(1))
    company.then("failing", act(2, 3))
    company.then("after", appends(4))
    company.go()
    assert company.problems == ({"failing": problem} if problem else {})
    assert company.commits() == 1
    assert_log_has(store, 1, 4)


@pytest.mark.parametrize("act", [fails, fails_silently])
def test_the_failure_of_the_first_holds_up_nobody(store, act):
    company = Company(store)
    company.first(act(1))
    company.then("second", appends(2))
    company.then("third", appends(3))
    company.go()
    assert set(company.problems) <= {"first"}
    assert_log_has(store, 2, 3)


def test_the_last_ones_failure_does_not_keep_the_others_waiting(store):
    company = Company(store)
    company.first(appends(1))
    company.then("failing", fails(2))
    company.go()
    assert company.problems == {"failing": ZeroDivisionError}
    assert_log_has(store, 1)


def test_a_leaf_that_fails_across_a_tile_leaves_no_tile(store):
    with store.transaction():
        appends(*range(254))(store)
    company = Company(store)
    company.first(appends(254))
    company.then("failing", fails(255, 256, 257))
    company.then("after", appends(300))
    company.go()
    assert_log_has(store, *range(255), 300)
    assert store.read_tile(0, 0, 256)
    with pytest.raises(LookupError):
        store.read_tile(0, 1, 1)


@pytest.fixture
def late_check():
    """A table whose rows are judged by the commit: what makes a commit fail, for real."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE late_parent (id integer PRIMARY KEY)")
        cursor.execute(
            "CREATE TABLE late_child (parent integer REFERENCES late_parent (id)"
            " DEFERRABLE INITIALLY DEFERRED)"
        )
    yield lambda _store: connection.cursor().execute("INSERT INTO late_child VALUES (7)")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE late_child")
        cursor.execute("DROP TABLE late_parent")


def test_a_commit_that_fails_is_reported_to_all_and_keeps_nothing(store, late_check):
    with store.transaction():
        appends(0)(store)
    company, rung = Company(store), []

    def rings(store):
        appends(3)(store)
        transaction.on_commit(lambda: rung.append(3))

    company.first(appends(1))
    company.then("orphan", late_check)
    company.then("last", rings)
    company.go()
    assert company.problems.keys() == {"first", "orphan", "last"}
    assert all(issubclass(problem, DatabaseError) for problem in company.problems.values())
    assert rung == []
    assert_log_has(store, 0)
    with store.transaction():
        appends(4)(store)
    assert_log_has(store, 0, 4)


def test_a_commit_that_fails_alone_says_why(store, late_check):
    with pytest.raises(DatabaseError) as raised, store.transaction():
        late_check(store)
    assert isinstance(raised.value.__cause__, IntegrityError)
    assert_log_has(store)


def test_what_waits_for_the_commit_happens_for_what_was_kept(store):
    company, rung = Company(store), []

    def rings(number, then=lambda _store: None):
        def act(store):
            transaction.on_commit(lambda: rung.append(number))
            then(store)

        return act

    company.first(rings(1))
    company.then("failing", rings(2, fails(2)))
    company.then("after", rings(3))
    company.go()
    assert rung == [1, 3]


def test_no_more_than_so_many_share_a_commit(store, monkeypatch):
    monkeypatch.setattr(shared_commit, "MOST_SHARING", 3)
    company = Company(store)
    company.first(appends(1))
    for number in range(2, 6):
        company.then(number, appends(number))
    company.go()
    assert company.commits() == 1
    assert company.problems == {}
    assert_log_has(store, 1, 2, 3, 4, 5)


def test_a_thread_has_its_own_connection_again_afterwards(store):
    company, used = Company(store), []

    def remembers(_store):
        used.append(connection.connection)

    def asks():
        connection.ensure_connection()
        own = connection.connection
        with store.transaction():
            remembers(store)
        used.extend([own, connection.connection])
        assert not connection.in_atomic_block

    company.first(remembers)
    company._start("asks", asks)
    until(lambda: shared_commit._line._waiting)
    company.go()
    leaders, shared, own, after = used
    assert leaders is shared
    assert own is after
    assert own is not shared
    assert company.problems == {}


def test_a_child_that_was_forked_in_mid_transaction_waits_for_nobody(store):
    with store.transaction():
        child = os.fork()
        if not child:
            os._exit(0 if shared_commit._line.join() is None else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
