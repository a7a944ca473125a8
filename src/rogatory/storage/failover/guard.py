# SPDX-License-Identifier: Apache-2.0
"""No process works over a connection to a database server that was not accepted.

After a failover, connections that break are replaced by ones to another server. What a process would read there may
lack commits that others have seen; all that it signs rests on what it read. So each new connection is compared with
what was accepted, and closed again if it differs, before anything is read or written over it. To the code
that wanted it the database is away: work waits, peers come again.

A connection that is still open to a server that was left is dropped before the next piece of work, as soon as this
home knows that another one was accepted.
"""

import contextlib
import weakref
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, Protocol

from django.core.signals import request_started
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from rogatory.errors import Unreachable
from rogatory.node.failover.accepted import AcceptedServer, reason_against
from rogatory.storage.failover.identity import read_identity, read_row
from rogatory.storage.transactions.writing import before_work

ALIAS = "default"
"""The connection of the node itself; the doctor's may look at any server."""

NEVER = datetime.min.replace(tzinfo=UTC)
"""Before any acceptance: this process has had no connection yet."""

_UID = "rogatory.storage.failover"

_is_unchecked: ContextVar[bool] = ContextVar("is_unchecked", default=False)


class ServerNotAcceptedError(Unreachable, DatabaseError):
    """The database is on a server that was not accepted; to the code that wanted to work, it is away."""


class ServerMemory(Protocol):
    """The record in a home of the server that was accepted last."""

    def read(self) -> AcceptedServer | None: ...
    def write(self, accepted: AcceptedServer) -> None: ...


class ServerListener(Protocol):
    """An object that found out something once for the whole process, on the server that was accepted then."""

    def forget_server(self) -> None: ...


_listeners: "weakref.WeakSet[ServerListener]" = weakref.WeakSet()


def when_accepted(each: ServerListener) -> None:
    """Have it forget what it found out once another server was accepted than the one that this process knew."""
    _listeners.add(each)


class ServerGuard:
    """Compares each new connection of this process with the server that was accepted."""

    def __init__(self, memory: ServerMemory) -> None:
        self._memory = memory
        self._since = NEVER

    def install(self) -> None:
        """Begin, in place of a guard that was installed before. A connection of before is compared when it is made anew."""
        lift_guard()
        held = connections[ALIAS]
        if held.vendor == "postgresql" and not held.in_atomic_block:
            held.close()
        connection_created.connect(self._compare, weak=False, dispatch_uid=_UID)
        request_started.connect(self._drop_superseded, weak=False, dispatch_uid=_UID)
        before_work(self._drop_superseded)

    def _compare(self, *, connection: BaseDatabaseWrapper, **_rest: Any) -> None:
        if connection.alias != ALIAS or connection.vendor != "postgresql" or _is_unchecked.get():
            return
        known = self._memory.read()
        try:
            row = read_row(connection)
            reason = reason_against(read_identity(connection), row, known)
        except Unreachable as error:
            connection.close()
            raise ServerNotAcceptedError(error.reasons) from error
        if reason is not None:
            connection.close()
            raise ServerNotAcceptedError(reason)
        if row is not None:
            self._note(row, known)

    def _note(self, row: AcceptedServer, known: AcceptedServer | None) -> None:
        if known is None or known.accepted < row.accepted:
            self._memory.write(row)
        if self._since not in {NEVER, row.accepted}:
            for each in tuple(_listeners):
                each.forget_server()
        self._since = row.accepted

    def _drop_superseded(self, **_rest: Any) -> None:
        """Close a connection of this thread that is older than the newest acceptance that this home knows."""
        held = connections[ALIAS]
        if held.vendor != "postgresql" or held.connection is None or held.in_atomic_block:
            return
        known = self._memory.read()
        if known is not None and NEVER < self._since < known.accepted:
            held.close()


def lift_guard() -> None:
    """Let this process use whatever server there is: a recovery repairs what is missing on it."""
    connection_created.disconnect(dispatch_uid=_UID)
    request_started.disconnect(dispatch_uid=_UID)
    before_work(None)


@contextlib.contextmanager
def unchecked() -> Iterator[None]:
    """Let this thread use whatever server there is, for as long as it looks at it; its connection is then closed."""
    token = _is_unchecked.set(True)
    try:
        yield
    finally:
        connections.close_all()
        _is_unchecked.reset(token)
