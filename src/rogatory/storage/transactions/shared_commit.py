# SPDX-License-Identifier: Apache-2.0
"""Group commit: what several threads write, one after the other, waits for one commit.

A commit waits for the disk, up to some milliseconds, and SQLite has one writer at a time. So the
threads of a process that want to write form a queue. Who is through hands the open transaction to
the next in line and waits; who finds nobody behind commits for all.

What happens in this order, and what each step survives:

1. The first one begins, which takes the write lock, and compares the fence. Killed: nothing was written.
2. Each one writes; all but the first beneath a savepoint, so that a failure undoes its own writes
   alone. The first one's failure undoes everything, for it is alone then. Killed: nothing is kept,
   and nobody received anything.
3. What is written once for all is written (`carried`: the head of the custody log). It fails:
   nothing is kept, and all receive the error.
4. The commit. It fails: all learn that it failed. As with any commit it may yet have been kept.
   Killed before it is durable: nothing is kept. Killed after: *failed yet kept*, all of it, and
   nobody was informed. A caller that comes again finds what it wrote: rows are idempotent by their
   digests, jobs fenced by their lease.
5. All go on. Nobody receives success before the bytes are safe.

A relaxed transaction is one whose commit waits for no disk: what it writes is done again if a crash of the machine
takes it. It may go along in a commit that waits, and nobody who must wait goes along in its own.

PostgreSQL gathers commits by itself, and there two transactions that take rows in another order
must not wait for each other as one: there each stays alone (`alone`).
"""

import contextlib
import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Protocol

from django.db import DatabaseError, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from rogatory.storage.transactions.fence import compare_fence

MOST_SHARING = 64
"""Threads that one commit serves: the first of more would wait for the writes of all the others."""


_WAIT, _DO_NOT_WAIT = "PRAGMA synchronous=FULL", "PRAGMA synchronous=NORMAL"
"""The two ways in which a commit of SQLite waits for the disk or does not; set between two transactions. All commits are in one log, in their order: one that
waits makes those before it durable, and what a crash takes is its end, behind the last that waited.
"""

_KEEP, _SPILL = "PRAGMA temp_store=MEMORY", "PRAGMA temp_store=DEFAULT"
"""The place where SQLite keeps the pages that a savepoint would undo: for the threads that share a commit, a file each of some 40 KB. Outside transactions it
stays a file, for sorting may need more.
"""


class Carried(Protocol):
    """A transaction's state in memory that is written once, before its commit. Never altered."""

    def write(self) -> None: ...


class Shared:
    """One transaction of the database, and those who have a part in it."""

    def __init__(self, used: BaseDatabaseWrapper, *, relaxed: bool = False) -> None:
        self._connection = used
        self.relaxed = relaxed
        with contextlib.ExitStack() as begun:
            if used.vendor == "sqlite":
                begun.enter_context(_between(used, _KEEP, _SPILL))
            if relaxed:
                begun.enter_context(_between(used, _DO_NOT_WAIT, _WAIT))
            begun.enter_context(transaction.atomic(savepoint=False))
            compare_fence(used)
            self._whole = begun.pop_all()
        self._connection.inc_thread_sharing()
        self._settled = threading.Event()
        self._problem: BaseException | None = None
        self.members = 0
        self.carried: dict[str, Carried] = {}
        self.afterwards: dict[str, Callable[[], None]] = {}
        """Calls to make once a transaction of one thread is durable (`own_transaction`)."""

    @contextlib.contextmanager
    def part(self) -> Iterator[None]:
        """Provide one member's writes. On failure the transaction is as it was before it, or ended."""
        before, first = dict(self.carried), self.members == 0
        self.members += 1
        try:
            with self._as_mine(), contextlib.nullcontext() if first else transaction.atomic():
                yield
                undone = self._connection.needs_rollback
        except BaseException as error:
            self.carried = before
            with self._as_mine():
                if first or not _is_usable(self._connection):
                    self._end(error)
            raise
        if undone:
            # Failed inside and said nothing: Django rolls back as silently.
            self.carried = before
            if first:
                self.commit()

    @property
    def ended(self) -> bool:
        return self._settled.is_set()

    def commit(self) -> None:
        """End it for all. Who wants to know how it went asks `outcome`."""
        with self._as_mine():
            try:
                if not self._connection.needs_rollback:
                    self._write_carried()
            except BaseException as error:  # noqa: BLE001 - given to every member by `outcome`
                self._end(error)
            else:
                self._end(None)

    def _write_carried(self) -> None:
        for each in self.carried.values():
            each.write()
        if not _is_usable(self._connection):
            raise DatabaseError("the transaction has ended by itself")

    def outcome(self) -> None:
        """Wait until it is durable.

        Raises:
            DatabaseError: the commit failed, or another's failure took everything with it.
        """
        # The connection is this thread's, and others use it: an interruption waits, too.
        interruption: BaseException | None = None
        while not self.ended:
            try:
                self._settled.wait()
            except BaseException as error:  # noqa: BLE001 - raised below
                interruption = error
        if interruption is not None:
            raise interruption
        if self._problem is not None:
            raise DatabaseError("the commit that was shared failed") from self._problem

    def _end(self, problem: BaseException | None) -> None:
        try:
            if problem is not None:
                self._connection.needs_rollback = True
            self._whole.close()
        except BaseException as error:  # noqa: BLE001 - given to every member by `outcome`
            problem = problem or error
        self._problem = problem
        self._connection.dec_thread_sharing()
        self._settled.set()

    @contextlib.contextmanager
    def _as_mine(self) -> Iterator[None]:
        """Provide the shared connection in the place of this thread's own; what reads and writes
        here is part of this transaction.
        """
        own, outer = connections["default"], current()
        connections["default"] = self._connection
        _here.shared = self
        try:
            yield
        finally:
            connections["default"] = own
            _here.shared = outer


class _Place:
    """A thread's place in the line; called when it is its turn."""

    def __init__(self, *, relaxed: bool) -> None:
        self.relaxed = relaxed
        self.called = threading.Event()
        self.shared: Shared | None = None


class _Line:
    """The queue of writers: who writes now, and who waits; of one process."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Clear all: as a child finds it that was forked while others wrote."""
        self._lock = threading.Lock()
        self._waiting: deque[_Place] = deque()
        self._taken = False

    def join(self, *, relaxed: bool = False) -> Shared | None:
        """Wait for the turn; the open transaction that comes with it, if one does."""
        place = _Place(relaxed=relaxed)
        with self._lock:
            if not self._taken:
                self._taken = True
                return None
            self._waiting.append(place)
        try:
            place.called.wait()
        except BaseException:
            self._give_up(place)
            raise
        return place.shared

    def pass_on(self, shared: Shared) -> None:
        """Give the turn to the next: with the transaction if it may share it, else after the
        commit.
        """
        if not shared.ended:
            if self._hand_over(shared):
                return
            shared.commit()
        self.leave()

    def leave(self) -> None:
        """End the turn; the next begins a transaction of its own."""
        with self._lock:
            place = self._waiting.popleft() if self._waiting else None
            self._taken = place is not None
        if place is not None:
            place.called.set()

    def _hand_over(self, shared: Shared) -> bool:
        """Decide whether somebody was there who may share it, and has it now."""
        with self._lock:
            if not self._waiting or shared.members >= MOST_SHARING:
                return False
            if shared.relaxed and not self._waiting[0].relaxed:
                return False
            place = self._waiting.popleft()
        place.shared = shared
        place.called.set()
        return True

    def _give_up(self, place: _Place) -> None:
        with self._lock:
            if place in self._waiting:
                self._waiting.remove(place)
                return
        place.called.wait()
        if place.shared is None:
            self.leave()
        else:
            self.pass_on(place.shared)


_line = _Line()
_here = threading.local()
os.register_at_fork(after_in_child=_line.clear)


def current() -> Shared | None:
    """Return the transaction that this thread has a part in, if it is one of these."""
    found: Shared | None = getattr(_here, "shared", None)
    return found


@contextlib.contextmanager
def together(*, relaxed: bool = False) -> Iterator[None]:
    """Provide a transaction of this thread, durable at the end unless it is relaxed, whose commit others may share."""
    shared = _line.join(relaxed=relaxed)
    try:
        if shared is None:
            shared = Shared(connections["default"], relaxed=relaxed)
    except BaseException:
        _line.leave()
        raise
    try:
        with shared.part():
            yield
    except BaseException:
        _line.pass_on(shared)
        raise
    _line.pass_on(shared)
    shared.outcome()


@contextlib.contextmanager
def own_transaction() -> Iterator[None]:
    """Provide a transaction of this thread and nobody else's, and do afterwards what it asked for."""
    shared = Shared(connections["default"])
    with shared.part():
        yield
    if not shared.ended:
        shared.commit()
    shared.outcome()
    for each in shared.afterwards.values():
        each()


def _is_usable(used: BaseDatabaseWrapper) -> bool:
    """Decide whether the transaction outlived a failed savepoint: a full disk ends it whole."""
    if used.needs_rollback:
        return False
    inner = used.connection
    return inner is not None and getattr(inner, "in_transaction", True)


@contextlib.contextmanager
def _between(used: BaseDatabaseWrapper, before: str, after: str) -> Iterator[None]:
    """Give SQLite one setting for the next transaction of a connection, and another for those after it."""
    with used.cursor() as cursor:
        cursor.execute(before)
    try:
        yield
    finally:
        try:
            with used.cursor() as cursor:
                cursor.execute(after)
        except BaseException:
            # A connection that went on so would promise what it does not keep. A new one does.
            used.close()
            raise
