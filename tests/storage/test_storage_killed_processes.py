# SPDX-License-Identifier: Apache-2.0
"""Real processes, killed without notice: nothing acknowledged is lost, nothing happens twice."""

import time
from datetime import UTC, datetime

import pytest

from casts.steady.patience import PATIENCE
from casts.storage import children
from django_home import HOME, emptied
from rogatory.custody.events.event import event_digest, parse_event
from rogatory.custody.log import tree
from rogatory.custody.log.commitment import event_leaf
from rogatory.storage.files.objects import LocalObjects
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore


@pytest.fixture
def start():
    """Starts children; what still runs at the end is killed."""
    running = []

    def started(role, argument=""):
        running.append(children.start(role, argument))
        return running[-1]

    yield started
    for process in running:
        process.kill()
        process.wait()


def until(condition, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


@pytest.fixture
def store():
    emptied()
    return DatabaseStore()


def assert_log_holds(store):
    """The log's root is custody's over the leaves of all its events."""
    events = store.events_since(0, 1_000_000)
    leaves = [event_leaf(each.salt, each.event) for each in events]
    assert [each.index for each in events] == list(range(len(events)))
    assert store.log_tree(store.log_size()).root() == tree.root(leaves)
    assert store.log_size() == len(events)


def test_a_writer_killed_in_mid_transaction_leaves_nothing_and_holds_up_nobody(
    store, start, tmp_path
):
    mark = tmp_path / "written"
    writer = start("hold_a_transaction", mark)
    until(mark.exists)
    writer.kill()
    writer.wait()

    assert store.log_size() == 0
    assert store.setting("half") is None
    before = time.monotonic()
    with store.transaction():
        store.put_setting("next", 1)
    assert time.monotonic() - before < PATIENCE


def test_jobs_survive_their_workers_and_take_effect_exactly_once(store, start):
    queue, jobs = DatabaseQueue(), 300
    now = datetime.now(UTC)
    with store.transaction():
        for number in range(jobs):
            queue.enqueue("effect", f"effect-{number}", {"number": number}, now)

    workers = [start("work") for _ in range(2)]
    for done in (30, 90, 160):
        until(lambda done=done: store.log_size() >= done)
        victim = workers.pop(0)
        victim.kill()
        victim.wait()
        workers.append(start("work"))
    until(lambda: not queue.waiting())

    effects = [store.setting(f"effect-{number}") for number in range(jobs)]
    assert effects == [1] * jobs
    assert store.log_size() == jobs
    assert_log_holds(store)
    assert all(worker.poll() is None for worker in workers)


def test_twelve_threads_in_three_processes_never_find_the_database_locked(store, start):
    times = 40
    writers = [start("count_up", times) for _ in range(3)]
    assert [writer.wait(PATIENCE) for writer in writers] == [0, 0, 0]
    assert store.setting("count") == 3 * 4 * times
    assert store.log_size() == 3 * 4 * times
    assert_log_holds(store)


def test_what_the_object_store_acknowledged_is_there_after_a_kill(start, tmp_path):
    for name in ("objects", "packages"):
        (HOME.path / name).mkdir(exist_ok=True)
    report = tmp_path / "told"
    writer = start("put_objects", report)
    until(lambda: report.exists() and report.read_text().count("\n") > 60)
    writer.kill()
    writer.wait()

    objects = LocalObjects(HOME.objects, HOME.packages)
    lines = report.read_text().split("\n")[:-1]
    assert len(lines) > 60
    for kind, name in (line.split() for line in lines):
        if kind == "object":
            assert objects.get(name).startswith(b"object ")
        else:
            assert objects.get_segment("5e" * 32, int(name)) == int(name).to_bytes(4096)


def test_processes_that_send_at_once_draw_on_one_allowance(start, store, tmp_path):
    """Four of them, for two seconds, at 32 KiB a second: together no more than the one limit."""
    limit, seconds = 32 << 10, 2
    begun = time.monotonic()
    children = [start("send", f"{seconds},{limit},{tmp_path}/sent") for _ in range(4)]
    for child in children:
        assert child.wait(PATIENCE) == 0
    took = time.monotonic() - begun
    sent = [int(path.read_text()) for path in tmp_path.glob("sent-*")]
    assert len(sent) == 4
    assert limit * seconds / 2 <= sum(sent) <= limit * (took + 1) + 1024


def test_two_doors_never_give_two_events_of_one_authority_the_same_predecessor(
    store, start, tmp_path
):
    """Each builds and signs outside the transaction, so both see the same newest event at times."""
    begin, each = tmp_path / "begin", 12
    doors = [start("act_on_one_object", f"{each},{begin}") for _ in range(2)]
    until(lambda: len(list(tmp_path.glob("begin-*"))) == len(doors))
    begin.touch()
    assert [door.wait(PATIENCE) for door in doors] == [0, 0]

    assert_log_holds(store)
    events = [one.event for one in store.events_since(0, 1000)]
    assert len(events) == 2 * 2 * each
    named = [parse_event(event).previous for event in events]
    assert named == [None, *(event_digest(event) for event in events[:-1])]
