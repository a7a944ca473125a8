# SPDX-License-Identifier: Apache-2.0
"""gunicorn's threads, each given only to a request whose head is here: what is slow costs no thread.

The door has a handful of threads, and anybody on the net can connect. A client that connects and
says nothing, begins a handshake and stops, sends half a head, or does not close what was ended,
would hold one for seconds each time: eight such connections, and no State's node is heard. Here one
loop does the handshakes and gathers the heads of all connections without waiting for any; a head
says by its signature who knocks, so what is slow after it (the body) is a listed caller's, and
counted.

What it leaves to the kernel: a flood of connections that complete their handshakes costs a
signature each, and is held off by whatever is in front of the node.
"""

import contextlib
import selectors
import socket
import ssl
import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, override

from gunicorn import http, sock  # type: ignore[import-untyped]  # it ships no types
from gunicorn.workers.gthread import TConn  # type: ignore[import-untyped]  # likewise

from rogatory.bootstrap.processes.closing_worker import ClosingWorker
from rogatory.transport.bounded_socket import BoundedSocket
from rogatory.transport.client_address import Network, is_within

HEAD_PATIENCE = 10.0
"""Seconds for a handshake and a head: two kilobytes that a listed node sends in one go."""

LARGEST_HEAD = 32 << 10
"""Four times the largest head of a request that we sign."""

MOST_FROM_ONE = 100
"""Connections of one address: one State's node keeps eight. A proxy in front of this door has those of all, and
limits each address itself."""

KEPT_FREE = 16
"""Connections beneath gunicorn's limit at which those that say nothing are closed in favour of new
ones."""

LEAVE_PATIENCE = 2.0
"""Seconds in which the other side may read its answer and close (RFC 9112 section 9.6)."""

MOST_DRAINED = 64 << 10
"""Bytes that are read of what still comes, so that the answer is not lost; more is cut off."""

MOST_LEAVING = 200
"""Connections whose end is waited for; the oldest is cut off for the next."""

_END = b"\r\n\r\n"

_READ = 16 << 10


class _Conn(TConn):  # type: ignore[misc]  # likewise
    """A connection whose closing is announced, and whose graceful end the loop handles."""

    def __init__(
        self, *which: Any, leave: Callable[["_Conn"], None], gone: Callable[["_Conn"], None]
    ) -> None:
        super().__init__(*which)
        self.head = bytearray()
        self.shaken = False
        self.drained = 0
        self._leave = leave
        self._gone = gone
        self._open = True

    @override
    def close(self, graceful: bool = False) -> None:
        if self._open:
            self._open = False
            self._gone(self)
        if graceful:
            self._leave(self)
        else:
            super().close()


class PatientWorker(ClosingWorker):
    """`patience` and `proxies` may be set on a subclass."""

    patience = HEAD_PATIENCE
    proxies: Sequence[Network] = ()

    @classmethod
    def behind(cls, proxies: Sequence[Network]) -> type["PatientWorker"]:
        """Return the worker of a door behind these proxies, whose connections are not counted."""
        return type(cls.__name__, (cls,), {"proxies": proxies}) if proxies else cls

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._arriving: dict[_Conn, float] = {}
        self._leaving: dict[_Conn, float] = {}
        self._from: Counter[str] = Counter()

    @override
    def accept(self, listener: socket.socket) -> None:
        """Take a connection without giving it a thread."""
        try:
            client, address = listener.accept()
        except OSError:
            return
        if self._from[address[0]] >= MOST_FROM_ONE and not is_within(address[0], self.proxies):
            client.close()
            return
        if self.nr_conns >= self.worker_connections - KEPT_FREE and self._arriving:
            self._drop(next(iter(self._arriving)))
        conn = _Conn(
            self.cfg, client, address, listener.getsockname(), leave=self._leave, gone=self._gone
        )
        self.nr_conns += 1
        self._from[address[0]] += 1
        try:
            conn.sock = sock.ssl_wrap_socket(client, self.cfg)
        except OSError:
            self.nr_conns -= 1
            conn.close()
            return
        conn.initialized = True
        conn.parser = http.get_parser(self.cfg, conn.sock, conn.client)
        self._await(conn)

    @override
    def on_client_socket_readable(self, conn: _Conn, client: Any) -> None:
        """Take the next request of a connection that was kept open: its head is waited for, too."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)

    @override
    def murder_pending(self) -> None:
        """Cut off what has taken too long to arrive, or to leave."""
        super().murder_pending()
        now = time.monotonic()
        for conn in [conn for conn, until in self._arriving.items() if until <= now]:
            self._drop(conn)
        for conn in [conn for conn, until in self._leaving.items() if until <= now]:
            self._end(conn)

    def _await(self, conn: _Conn) -> None:
        conn.sock.setblocking(False)
        self._arriving[conn] = time.monotonic() + self.patience
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._arrives, conn))
        self._arrives(conn, conn.sock)

    def _arrives(self, conn: _Conn, line: BoundedSocket) -> None:
        """Go on with the handshake or the head, as far as there is something to read."""
        try:
            whole = self._is_here(conn, line)
        except (OSError, ValueError):
            self._drop(conn)
            return
        if whole:
            self.poller.unregister(conn.sock)
            del self._arriving[conn]
            conn.parser.unreader.unread(bytes(conn.head))
            conn.head.clear()
            self.enqueue_req(conn)

    @staticmethod
    def _is_here(conn: _Conn, line: BoundedSocket) -> bool:
        """Decide whether the head is whole; ValueError if it is none, or the other side has gone."""
        if not conn.shaken:
            conn.shaken = line.step_handshake()
        while conn.shaken and _END not in conn.head:
            part = line.step_read(_READ)
            if part is None:
                return False
            if not part or len(conn.head) > LARGEST_HEAD:
                raise ValueError("no head")
            conn.head += part
        return conn.shaken

    def _drop(self, conn: _Conn) -> None:
        """End a connection that has not said who it is: nothing is sent to anybody."""
        del self._arriving[conn]
        self._forget(conn)
        self.nr_conns -= 1
        conn.close()

    def _leave(self, conn: _Conn) -> None:
        """Say that nothing more comes, and wait aside until the other side has read it."""
        try:
            conn.sock.setblocking(False)
            with contextlib.suppress(ssl.SSLError):
                conn.sock.shutdown(socket.SHUT_WR)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._leaves, conn))
        except (OSError, ValueError, KeyError):
            conn.close()
            return
        self._leaving[conn] = time.monotonic() + LEAVE_PATIENCE
        if len(self._leaving) > MOST_LEAVING:
            self._end(next(iter(self._leaving)))

    def _leaves(self, conn: _Conn, line: socket.socket) -> None:
        try:
            conn.drained += len(part := line.recv(_READ))
            if part and conn.drained < MOST_DRAINED:
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._end(conn)

    def _end(self, conn: _Conn) -> None:
        del self._leaving[conn]
        self._forget(conn)
        conn.close()

    def _forget(self, conn: _Conn) -> None:
        with contextlib.suppress(KeyError, ValueError, OSError):
            self.poller.unregister(conn.sock)

    def _gone(self, conn: _Conn) -> None:
        host = conn.client[0]
        self._from[host] -= 1
        if not self._from[host]:
            del self._from[host]
