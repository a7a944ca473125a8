# SPDX-License-Identifier: Apache-2.0
"""The children of the process tests: `python storage_children.py ROLE HOME ARGUMENT`.

They are processes of their own, since what is tested is their violent end.
"""

import os
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

SHORT_LEASE = timedelta(seconds=1)


def set_up(home):
    os.environ["ROGATORY_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "rogatory.bootstrap.settings.worker"
    import django

    django.setup()


def event(number):
    from rogatory.wire import canonical

    return canonical.encode({"action": "collected", "number": number, "object": "0b" * 32})


def signed():
    from rogatory.seal.signatures import Signatures

    return Signatures(b"s", None)


def hold_a_transaction(_home, mark):
    """Write an event and a setting, say so, and never commit."""
    from rogatory.storage.store import DatabaseStore

    store = DatabaseStore()
    with store.transaction():
        store.append_event(event(1), signed(), bytes(32), datetime.now(UTC), None)
        store.put_setting("half", 1)
        Path(mark).touch()
        time.sleep(600)


def append_behind_the_fence(_home, report):
    """Append an event after the other, each in a transaction that compares the fence; print each, and how it ended.

    Be stopped once, after the fourth, where no transaction is open.
    """
    import signal

    from rogatory.storage.store import DatabaseStore
    from rogatory.storage.transactions.fence import FencedError, know_fence

    know_fence()
    store = DatabaseStore()
    with Path(report).open("w", buffering=1) as lines:
        for number in range(1_000_000):
            if number == 4:
                os.kill(os.getpid(), signal.SIGSTOP)
            try:
                with store.transaction():
                    store.append_event(event(number), signed(), bytes(32), datetime.now(UTC), None)
            except FencedError as error:
                lines.write(f"{error.codes[0]}\n")
                return
            lines.write(f"kept {number}\n")


def hold_a_transaction_behind_the_fence(home, mark):
    """Do the same as `hold_a_transaction`, in a transaction that compares the fence, and commit as soon as it may."""
    from rogatory.storage.store import DatabaseStore
    from rogatory.storage.transactions.fence import know_fence

    know_fence()
    store = DatabaseStore()
    with store.transaction():
        store.append_event(event(1), signed(), bytes(32), datetime.now(UTC), None)
        store.put_setting("half", 1)
        Path(mark).touch()
        while not Path(f"{mark}-go-on").exists():
            time.sleep(0.01)


class _LeaseLostError(Exception):
    """Another worker has the job, since this one was stopped for longer than its lease: all of it is undone."""


def work(_home, _argument):
    """Lease jobs for ever; the effect of job n is event n, and a line of effect in the log."""
    from rogatory.storage.queue.jobs import DatabaseQueue
    from rogatory.storage.store import DatabaseStore

    store, queue, me = DatabaseStore(), DatabaseQueue(lease=SHORT_LEASE), f"w{os.getpid()}"
    while True:
        jobs = queue.lease(me, 4, datetime.now(UTC))
        for job in jobs:
            number = job.payload["number"]
            time.sleep(0.003)
            with suppress(_LeaseLostError), store.transaction():
                seen = store.setting(f"effect-{number}") or 0
                store.put_setting(f"effect-{number}", seen + 1)
                store.append_event(event(number), signed(), bytes(32), datetime.now(UTC), None)
                if not queue.finish(job):
                    raise _LeaseLostError
        if not jobs:
            time.sleep(0.02)


def put_objects(home, report):
    """Put objects and segments for ever; each is printed on a line once it was acknowledged."""
    from rogatory.storage.files.objects import LocalObjects

    objects = LocalObjects(Path(home) / "objects", Path(home) / "packages")
    seal = "5e" * 32
    objects.begin_package(seal, b"header\n", 1000 * 4096, 4096)
    with Path(report).open("w", buffering=1) as lines:
        for number in range(1000):
            digest = objects.put(f"object {number}".encode() * 100)
            lines.write(f"object {digest}\n")
            objects.put_segment(seal, number, number.to_bytes(4096))
            lines.write(f"segment {number}\n")


def count_up(_home, times):
    """Read, change and append, from four threads, `times` each: what loses without IMMEDIATE."""
    from rogatory.storage.store import DatabaseStore
    from rogatory.storage.transactions.writing import connections_closed, hold_off_others

    store, failures = DatabaseStore(), []

    def one_thread(name):
        try:
            with connections_closed():
                for number in range(int(times)):
                    with store.transaction():
                        mark = hash((os.getpid(), name, number))
                        store.append_event(
                            event(mark % 2**40), signed(), bytes(32), datetime.now(UTC), None
                        )
                        hold_off_others("count")  # where writers overlap
                        store.put_setting("count", (store.setting("count") or 0) + 1)
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=one_thread, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    raise SystemExit(1 if failures else 0)


def act_on_one_object(_home, argument):
    """Write so many events of one authority on one object, from two threads, as doors do: each is made
    ready outside the transaction that appends it. The start is shared: a file that must be there.
    """
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from dataclasses import replace

    from casts.node.world import World, new_state
    from casts.steady.patience import PATIENCE
    from rogatory.bootstrap.ports.clock import SystemClock
    from rogatory.custody.events.act_codes import act
    from rogatory.node.custody_log.own_events import own_event
    from rogatory.storage.store import DatabaseStore
    from rogatory.storage.transactions.writing import connections_closed

    count, start = argument.split(",", 1)
    found = World({"XB": new_state("XB")}).node("XB")
    node = replace(found, store=DatabaseStore(), clock=SystemClock(), random=os.urandom)
    failures = []

    def one_thread():
        try:
            with connections_closed():
                for _each in range(int(count)):
                    event = own_event(
                        node,
                        act("collected", files=1),
                        of="0b" * 32,
                        authority="xb/contact-point",
                        at=node.clock.now(),
                    )
                    with node.store.transaction():
                        event.append(node)
        except BaseException as error:
            failures.append(error)
            raise

    Path(f"{start}-{os.getpid()}").touch()
    end = time.monotonic() + PATIENCE
    while not Path(start).exists():
        assert time.monotonic() < end
        time.sleep(0.005)
    threads = [threading.Thread(target=one_thread) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    raise SystemExit(1 if failures else 0)


def append_and_stop(_home, argument):
    """Append an event, and at the named step of the commit in which it leads the log leave a mark and be
    stopped, or killed.
    """
    from rogatory.storage.custody_log import events

    _append_and_stop(events, argument)


def append_and_stop_later(_home, argument):
    """Do the same in a batch: another leads the log at the commit of the act itself."""
    from rogatory.storage.custody_log import waiting

    waiting._LEAD_IF_FREE = "SELECT NULL, %s"
    _append_and_stop(waiting, argument)


def _append_and_stop(module, argument):
    import signal

    from rogatory.storage.store import DatabaseStore

    step, name, mark = argument.split(",", 2)
    real, seen = getattr(module, step), []

    def stopping(*values, **more):
        found = real(*values, **more)
        if not seen:
            seen.append(True)
            Path(mark).touch()
            os.kill(os.getpid(), getattr(signal, name))
        return found

    setattr(module, step, stopping)
    store = DatabaseStore()
    with store.transaction():
        store.append_event(event(1), signed(), bytes(32), datetime.now(UTC), None)


def append_and_report(_home, argument):
    """Append events from threads at once, so many each; one that fails is tried again.

    Print each event that was acknowledged on a line, each failure by its kind.
    """
    from django.db import DatabaseError

    from rogatory.storage.store import DatabaseStore
    from rogatory.storage.transactions.writing import connections_closed

    threads, each, report = argument.split(",", 2)
    store, lock = DatabaseStore(), threading.Lock()

    def one_thread(name, lines):
        with connections_closed():
            for number in range(name * 1000, name * 1000 + int(each)):
                for _attempt in range(3):
                    try:
                        with store.transaction():
                            store.append_event(
                                event(number), signed(), bytes(32), datetime.now(UTC), None
                            )
                    except DatabaseError as error:
                        line = f"failed {number} {error!r}"
                    else:
                        line = f"kept {number}"
                    with lock:
                        os.write(lines, f"{line}\n".encode())
                    if line.startswith("kept"):
                        break

    lines = os.open(report, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    running = [threading.Thread(target=one_thread, args=(n, lines)) for n in range(int(threads))]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def send(_home, argument):
    """Send segments of a KiB to Arcadia for so many seconds, as one of many; print how many
    went.
    """
    from rogatory.node.limits.bandwidth import Bandwidth, charge
    from rogatory.storage.store import DatabaseStore

    seconds, limit, place = argument.split(",", 2)
    store, sent = DatabaseStore(), 0
    bandwidth, end = Bandwidth(serve={"XA": int(limit)}), time.monotonic() + float(seconds)
    while time.monotonic() < end:
        at = datetime.now(UTC)
        wait = charge(store, bandwidth, "serve", "XA", 1024, priority=0, at=at)
        sent += 0 if wait else 1024
        time.sleep(min(wait, 0.02))
    Path(f"{place}-{os.getpid()}").write_text(str(sent))


def take_nonces_and_die(_home, argument):
    """Take the first nonce; be killed when the second is written and not committed."""
    import signal

    from rogatory.storage.store import DatabaseStore

    store, now = DatabaseStore(), datetime.now(UTC)
    first, second = argument.split(",")
    with store.relaxed_transaction():
        assert store.forgotten_until("xa", now, now) is None
        assert not store.seen_nonce("xa", first, now)
    with store.relaxed_transaction():
        assert not store.seen_nonce("xa", second, now)
        os.kill(os.getpid(), signal.SIGKILL)


def take_one_nonce(_home, argument):
    """Take a nonce when a file is there; exit with 0 if it was not seen before."""
    from rogatory.storage.store import DatabaseStore

    name, start = argument.split(",", 1)
    store, now = DatabaseStore(), datetime.now(UTC) + timedelta(minutes=1)
    Path(f"{start}-{name}-{os.getpid()}").touch()
    while not Path(start).exists():
        time.sleep(0.002)
    with store.relaxed_transaction():
        assert store.forgotten_until("xa", now + timedelta(minutes=int(name)), now) is None
        seen = store.seen_nonce("xa", name, now)
    raise SystemExit(int(seen))


if __name__ == "__main__":
    role, home, argument = sys.argv[1:]
    set_up(home)
    globals()[role](home, argument)
