# SPDX-License-Identifier: Apache-2.0
"""The fence: a process that was paused while it was raised commits nothing any more, in whatever step it was."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from casts.steady.patience import until
from django_home import HOME, emptied
from rogatory.errors import Unreachable
from rogatory.seal.signatures import Signatures
from rogatory.storage.processes.running import (
    SECONDS_TO_END,
    enter_process,
    fence_raised,
    node_processes,
    raise_fence,
    remove_processes,
)
from rogatory.storage.store import DatabaseStore
from rogatory.storage.transactions.fence import FencedError, forget_fence, know_fence, look_at_fence
from rogatory.storage.transactions.writing import connections_closed
from rogatory.wire import canonical

CHILDREN = Path(__file__).parents[1] / "storage_children.py"


@pytest.fixture
def store():
    emptied()
    yield DatabaseStore()
    forget_fence()


@pytest.fixture
def start():
    """Starts children; what still runs at the end is killed, stopped or not."""
    running = []

    def started(role, argument):
        command = [sys.executable, str(CHILDREN), role, str(HOME.path), str(argument)]
        running.append(subprocess.Popen(command, stderr=subprocess.PIPE, text=True))
        return running[-1]

    yield started
    for process in running:
        process.kill()
        process.wait()
        process.stderr.close()


def stop(process):
    """Stop it, and return once the kernel has."""
    process.send_signal(signal.SIGSTOP)
    wait_until_stopped(process)


def wait_until_stopped(process):
    assert os.WIFSTOPPED(os.waitpid(process.pid, os.WUNTRACED)[1])


def lines(report):
    return report.read_text().splitlines() if report.exists() else []


def test_a_process_paused_between_two_transactions_appends_nothing_afterwards(
    store, start, tmp_path
):
    report = tmp_path / "report"
    writer = start("append_behind_the_fence", report)
    wait_until_stopped(writer)  # by itself: stopped from here it might be in a transaction
    raise_fence("rogatory node recover")
    kept = ["kept 0", "kept 1", "kept 2", "kept 3"]
    assert lines(report) == kept
    store.sequence_events()
    assert store.log_size() == 4
    writer.send_signal(signal.SIGCONT)
    assert writer.wait() == 0
    assert lines(report) == [*kept, "process-fenced"]
    store.sequence_events()
    assert store.log_size() == 4
    raised, command = fence_raised()
    assert command == "rogatory node recover"
    assert abs((datetime.now(UTC) - raised).total_seconds()) < 600


@pytest.mark.skipif(connection.vendor == "sqlite", reason="there one writer has the database")
def test_a_process_paused_in_a_transaction_holds_nothing_up_and_commits_nothing(
    store, start, tmp_path
):
    mark = tmp_path / "written"
    writer = start("hold_a_transaction_behind_the_fence", mark)
    until(mark.exists)
    stop(writer)
    before = datetime.now(UTC)
    raise_fence("rogatory node recover")
    assert (datetime.now(UTC) - before).total_seconds() > SECONDS_TO_END - 1
    Path(f"{mark}-go-on").touch()
    writer.send_signal(signal.SIGCONT)
    assert writer.wait() != 0
    store.sequence_events()
    assert store.log_size() == 0
    assert store.setting("half") is None


def test_every_thread_of_a_fenced_process_is_refused_and_none_waits_for_another(store):
    know_fence()
    raise_fence("rogatory node move")
    with store.transaction():  # who raised it goes on
        store.put_setting("here", 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE storage_fence SET number = number + 1")
    refused = []

    def write(number):
        with connections_closed():
            try:
                with store.transaction():
                    event = canonical.encode({"action": "collected", "number": number})
                    store.append_event(
                        event, Signatures(b"s", None), bytes(32), datetime.now(UTC), None
                    )
            except FencedError as error:
                refused.append(error.codes)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == [("process-fenced",)] * 8
    with pytest.raises(Unreachable):
        look_at_fence()
    know_fence()
    with store.transaction():
        store.put_setting("again", 1)
    assert store.log_size() == 0


def test_a_new_epoch_fences_all_but_who_begins_it(store):
    know_fence()
    with store.transaction():
        store.begin_epoch(2, b"opening")
    with store.transaction():
        store.put_setting("here", 1)
    assert fence_raised()[1] == "rogatory witness new-epoch"
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM storage_fence")
        assert cursor.fetchone()[0] > 1_700_000_000_000


def test_a_number_is_never_used_again_though_the_clock_goes_back(store):
    know_fence()
    numbers = []
    with connection.cursor() as cursor:
        for _each in range(3):
            raise_fence("rogatory node recover")
            cursor.execute("UPDATE storage_fence SET number = number + 1000000000000")
            know_fence()
            cursor.execute("SELECT number FROM storage_fence")
            numbers.append(cursor.fetchone()[0])
    assert numbers == sorted(set(numbers))


def test_a_process_is_listed_from_its_start_to_its_end(store):
    def enter(number, pid):
        enter_process(number=number, kind="worker", machine="a", place="p" * 64, pid=pid, ticks=7)

    enter("1" * 32, 11)
    enter("2" * 32, 12)
    first = node_processes()
    enter("1" * 32, 11)
    renewed = node_processes()
    assert [(one.kind, one.machine, one.pid) for one in renewed] == [
        ("worker", "a", 11),
        ("worker", "a", 12),
    ]
    assert renewed[0].begun == first[0].begun
    assert renewed[0].seen > first[0].seen
    remove_processes("1" * 32)
    assert [one.pid for one in node_processes()] == [12]
