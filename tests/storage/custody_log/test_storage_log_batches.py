# SPDX-License-Identifier: Apache-2.0
"""Leaves given in batches, where writers overlap: a leader that stops or dies at each step of its batch."""

import os
import signal
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection

from casts.node.world import World, bodies, new_state
from casts.steady.patience import PATIENCE
from casts.storage import children
from django_home import emptied
from rogatory.custody.log import tree
from rogatory.custody.log.commitment import event_leaf
from rogatory.custody.log.tiles import tiles_of
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.messages.receive import receive
from rogatory.node.threads.receipt import KEPT, parse_receipt, parse_reply
from rogatory.seal.signatures import Signatures
from rogatory.storage.custody_log import events as events_module
from rogatory.storage.custody_log import waiting
from rogatory.storage.custody_log.waiting import LEADER_IDLE, WaitingEvent
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore
from rogatory.storage.transactions.writing import connections_closed
from rogatory.wire import canonical
from rogatory.wire.digests import sha256

SHORT = timedelta(seconds=1)
SIGNED = Signatures(b"s", None)

pytestmark = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="on SQLite an event has its leaf in its own commit"
)


def event(number, authority="xb/contact-point"):
    fields = {"action": "collected", "number": number, "object": "0b" * 32}
    return canonical.encode(fields | {"authority": authority})


def append(store, *numbers):
    with store.transaction():
        for number in numbers:
            store.append_event(event(number), SIGNED, bytes(32), datetime.now(UTC), None)


@pytest.fixture
def store():
    emptied()
    return DatabaseStore()


def assert_log_has(store, *expected):
    """Exactly these events, in any order, each under one leaf; tiles and root are theirs; none waits."""
    found = store.events_since(0, 1000)
    leaves = [event_leaf(each.salt, each.event) for each in found]
    assert [each.index for each in found] == list(range(len(found)))
    assert sorted(each.event for each in found) == sorted(expected)
    assert store.log_size() == len(found)
    assert store.log_tree(len(found)).root() == tree.root(leaves)
    node = tree.nodes_of(leaves)
    for tile in tiles_of(len(leaves)):
        wanted = [node(8 * tile.level, 256 * tile.index + n) for n in range(tile.width)]
        assert store.read_tile(tile.level, tile.index, tile.width) == b"".join(wanted)
    assert WaitingEvent.objects.count() == 0


class Stopped:
    """A leader, in a thread of its own, that stops once after the named step of its batch."""

    def __init__(self, monkeypatch, store, step, number):
        self._reached, self._go_on = threading.Event(), threading.Event()
        self.failures = []
        self._thread = threading.Thread(target=self._append, args=(store, number), daemon=True)
        module, _, function = step.rpartition(".")
        module = events_module if module == "events" else waiting
        real = getattr(module, function)

        def stopping(*values, **more):
            found = real(*values, **more)
            mine = threading.current_thread() is self._thread
            if mine and not self._reached.is_set():
                self._reached.set()
                assert self._go_on.wait(PATIENCE)
            return found

        monkeypatch.setattr(module, function, stopping)
        # As if each of the two leaders were alone in its process.
        monkeypatch.setattr(waiting._turns, "take", lambda work: work())
        self._thread.start()
        assert self._reached.wait(PATIENCE)

    def _append(self, store, number):
        try:
            with connections_closed():
                append(store, number)
        except DatabaseError as error:
            self.failures.append(error)

    def wake(self):
        self._go_on.set()
        self._thread.join(PATIENCE)


STEPS = ("hold_off_others", "rows", "read_edge", "change", "write_batch")
"""Of a batch: after the lock, after reading what waits, after reading the head, after writing the places,
and before the commit."""

STEPS_OF_AN_ACT = ("lead_if_free", "write_batch", "read_edge", "_add_event")
"""Of an act that leads in its own commit: after the lock, after what waited got its leaves, after reading
the head, and after writing the event in its place."""


@pytest.fixture
def led_by_another(monkeypatch):
    """Commits at which another leads the log: events get their leaves in a commit of their own."""
    monkeypatch.setattr(waiting, "_LEAD_IF_FREE", "SELECT NULL, %s")


@pytest.mark.usefixtures("led_by_another")
@pytest.mark.parametrize("step", STEPS)
def test_a_leader_that_stopped_is_replaced_and_writes_nothing_when_it_wakes_up(
    monkeypatch, store, step
):
    monkeypatch.setattr(waiting, "LEADER_IDLE", SHORT)
    append(store, 0, 1)
    slow = Stopped(monkeypatch, store, step, 2)
    append(store, 3, 4)
    second = store.log_tree(5)
    with store.transaction():
        assert store.put_checkpoint(1, 5, second.root(), "of the second leader") is not None
    assert_log_has(store, *map(event, range(5)))
    slow.wake()

    assert slow.failures == []
    assert_log_has(store, *map(event, range(5)))
    assert store.log_tree(5) == second
    assert store.checkpoints_since(0, 9) == [(5, "of the second leader")]


@pytest.mark.parametrize("step", STEPS_OF_AN_ACT)
def test_an_act_that_leads_in_its_own_commit_and_stops_there_is_undone(monkeypatch, store, step):
    monkeypatch.setattr(waiting, "LEADER_IDLE", SHORT)
    append(store, 0, 1)
    slow = Stopped(monkeypatch, store, f"events.{step}", 2)
    append(store, 3, 4)
    second = store.log_tree(4)
    slow.wake()

    assert [isinstance(error, DatabaseError) for error in slow.failures] == [True]
    assert_log_has(store, *map(event, (0, 1, 3, 4)))
    assert store.log_tree(4) == second
    append(store, 2)
    assert_log_has(store, *map(event, range(5)))


def test_an_act_that_finds_the_log_free_has_its_leaf_in_its_own_commit(monkeypatch, store):
    monkeypatch.setattr(events_module, "sequence_if_possible", None)
    append(store, 0, 1)
    append(store, 2)
    assert_log_has(store, *map(event, range(3)))


def test_an_act_whose_predecessor_waits_gives_that_one_its_leaf_first(monkeypatch, store):
    with monkeypatch.context() as patched:
        patched.setattr(waiting, "_LEAD_IF_FREE", "SELECT NULL, %s")
        patched.setattr(events_module, "sequence_if_possible", lambda: None)
        append(store, 0)
    assert store.log_size() == 0
    append(store, 1)
    assert [one.event for one in store.events_since(0, 9)] == [event(0), event(1)]


@pytest.mark.usefixtures("led_by_another")
def test_an_epoch_begun_while_the_leader_stopped_is_not_written_into_by_it(monkeypatch, store):
    monkeypatch.setattr(waiting, "LEADER_IDLE", SHORT)
    append(store, 0, 1)
    slow = Stopped(monkeypatch, store, "read_edge", 2)
    with store.transaction():
        store.begin_epoch(2, bytes(32))
    slow.wake()

    assert slow.failures == []
    assert (store.log_size(1), store.log_epoch(), store.log_size()) == (2, 2, 2)
    assert [(one.epoch, one.index) for one in store.events_of("0b" * 32)] == [
        (1, 0),
        (1, 1),
        (2, 1),
    ]
    assert store.log_tree(1).root() == tree.leaf_hash(bytes(32))


def start(step, name, mark, role="append_and_stop"):
    return children.start(role, f"{step},{name},{mark}")


def until(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_stopped_process_delays_others_by_no_more_than_its_lease(store, tmp_path):
    mark = tmp_path / "mark"
    child = start("read_edge", "SIGSTOP", mark, role="append_and_stop_later")
    try:
        until(mark.exists)
        began = time.monotonic()
        append(store, 2)
        took = timedelta(seconds=time.monotonic() - began)
        assert_log_has(store, *map(json_of_child, [1]), event(2))
        os.kill(child.pid, signal.SIGCONT)
        assert child.wait(PATIENCE) == 0
    finally:
        child.kill()
        child.wait()
    assert_log_has(store, *map(json_of_child, [1]), event(2))
    # What is beyond it is what a loaded machine takes for an append.
    assert took < LEADER_IDLE + timedelta(seconds=PATIENCE)


def json_of_child(number):
    return canonical.encode({"action": "collected", "number": number, "object": "0b" * 32})


@pytest.mark.parametrize("step", STEPS_OF_AN_ACT)
def test_a_process_killed_in_the_commit_in_which_it_leads_leaves_nothing(store, tmp_path, step):
    child = start(step, "SIGKILL", tmp_path / "mark")
    assert child.wait(PATIENCE) == -signal.SIGKILL
    append(store, 2)
    assert_log_has(store, event(2))


@pytest.mark.parametrize("step", STEPS)
def test_an_event_of_a_process_killed_before_its_batch_ended_gets_its_leaf_from_the_next(
    store, tmp_path, step
):
    child = start(step, "SIGKILL", tmp_path / "mark", role="append_and_stop_later")
    assert child.wait(PATIENCE) == -signal.SIGKILL
    assert store.log_size() == 0
    assert WaitingEvent.objects.count() == 1
    append(store, 2)
    assert_log_has(store, json_of_child(1), event(2))


@pytest.fixture
def without_batches(monkeypatch, led_by_another):
    """Commits after which the process dies: nobody gives their events leaves."""
    monkeypatch.setattr(events_module, "sequence_if_possible", lambda: None)


def test_events_that_wait_count_as_predecessors(store, without_batches):
    append(store, 1)
    assert store.last_of("0b" * 32, "xb/contact-point") == sha256(event(1))
    assert store.last_of("0b" * 32, "xb/central-authority") is None
    assert (store.event(sha256(event(1))), store.log_size()) == (None, 0)
    append(store, 2)
    assert store.last_of("0b" * 32, "xb/contact-point") == sha256(event(2))
    store.sequence_events()
    assert_log_has(store, event(1), event(2))
    assert store.last_of("0b" * 32, "xb/contact-point") == sha256(event(2))


def test_an_event_handed_in_again_while_its_batch_was_written_has_one_leaf(store, without_batches):
    append(store, 1)
    store.sequence_events()
    first = store.event(sha256(event(1)))
    WaitingEvent.objects.create(
        digest=sha256(event(1)),
        object="0b" * 32,
        action="collected",
        event=event(1),
        p256=b"other",
        salt=bytes(32),
        commitment="00" * 32,
        logged=datetime.now(UTC),
    )
    append(store, 2)
    store.sequence_events()
    assert_log_has(store, event(1), event(2))
    assert store.event(sha256(event(1))) == first


@pytest.mark.usefixtures("led_by_another")
def test_an_act_is_done_though_the_database_fails_at_its_batch(monkeypatch, store):
    def fail():
        raise DatabaseError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(waiting, "read_edge", fail)
        append(store, 1)
        with pytest.raises(DatabaseError):
            store.sequence_events()
    assert WaitingEvent.objects.count() == 1
    store.sequence_events()
    assert_log_has(store, event(1))


@pytest.mark.usefixtures("led_by_another")
def test_many_events_of_one_act_get_their_leaves_in_their_order(monkeypatch, store):
    monkeypatch.setattr(waiting, "MOST_IN_BATCH", 7)
    append(store, *range(300))
    assert [one.event for one in store.events_since(0, 1000)] == [event(n) for n in range(300)]
    assert_log_has(store, *map(event, range(300)))


def test_threads_at_once_share_batches_and_lose_nothing(monkeypatch, store):
    batches, write = [], waiting.write_batch
    monkeypatch.setattr(waiting, "write_batch", lambda: batches.append(write()) or batches[-1])

    def appending(name):
        with connections_closed():
            for number in range(20):
                append(store, 100 * name + number)

    threads = [threading.Thread(target=appending, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert_log_has(store, *(event(100 * name + n) for name in range(6) for n in range(20)))
    assert batches
    assert sum(batches) > len([each for each in batches if each])


def test_a_message_whose_process_died_before_its_batch_gets_its_receipt(store, without_batches):
    world = World({code: new_state(code) for code in ("XA", "XB")})
    queue = DatabaseQueue(shared_clock=False)
    node = replace(world.node("XB"), store=store, queue=queue)
    sent = world.sent("xa/contact-point", "xb/contact-point", "preservation", bodies.preservation())
    reply = receive(node, "XA", dispatch_of(world.node("XA"), sent))
    receipt = parse_receipt(parse_reply(reply)[0])
    assert (receipt.verdict, receipt.log.index) == (KEPT, 0)
    assert store.checkpoints_since(0, 9) == [(1, receipt.log.checkpoint)]
    assert receive(node, "XA", dispatch_of(world.node("XA"), sent)) == reply
