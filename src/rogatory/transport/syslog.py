# SPDX-License-Identifier: Apache-2.0
"""Log records sent to a machine of their own, as they are made: syslog (RFC 5424) over TLS (RFC 5425).

An intruder in a node can delete its logs, but not what has left by then. Nothing waits for the
other machine: a record goes into a bounded line, and a thread sends. While the other machine is
silent the line fills, then the newest are left out and counted, and the count is sent as soon as it
answers. The process's own files have every record, whatever becomes of this. TCP acknowledges
nothing to us: what was under way when a connection broke may be lost, and only the files have it.
"""

import contextlib
import json
import logging
import queue
import select
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, override

from rogatory.transport.queued_handler import QueuedHandler

MOST_WAITING = 10_000
"""Records: some megabytes, and an hour of a busy node. More would fill the memory of a node that
cannot send anything."""

LONGEST = 8192
"""Octets of a message, which every receiver should take (RFC 5425, 4.3.1)."""

LONGEST_TEXT = 500
"""Characters that are left of each text of a record that is longer: six octets each, escaped."""

LONGEST_VALUE = 50
"""Characters that are left of each code and field of such a record."""

MOST_VALUES = 5
"""Codes, and fields, that are left of such a record."""

SECONDS = 10.0
"""For a connection, and for a write."""

FIRST_PAUSE = 0.5
"""Seconds before a lost connection is tried again; each further time twice as long."""

LONGEST_PAUSE = 60.0
"""Seconds: the longest of these pauses."""

SECONDS_TO_FINISH = 2.0
"""The time that a process that ends gives its last records."""

AUDIT = "rogatory.audit"
"""The logger of what officers did, read and were refused; its records are of facility *log audit*."""

_SEVERITIES = ((logging.CRITICAL, 2), (logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6))
_FACILITY_AUDIT, _FACILITY_OTHERS = 13, 16


@dataclass(frozen=True, slots=True)
class Receiver:
    """The other machine, and under which authorities its certificate must hold."""

    host: str
    port: int
    context: Callable[[], ssl.SSLContext]


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of a record: the node's host, its State's program, its process by name."""

    host: str
    program: str
    process: str


class SyslogHandler(QueuedHandler):
    """Sends records to a machine of their own, and tries again while it is silent."""

    def __init__(self, receiver: Receiver, origin: Origin) -> None:
        super().__init__("syslog", MOST_WAITING, SECONDS_TO_FINISH)
        self._receiver = receiver
        self._origin = origin

    @override
    def send_all(self) -> None:
        line, pause = _Line(self._receiver), FIRST_PAUSE
        message: bytes | None = None
        while not (self._ending.is_set() and message is None and self._waiting.empty()):
            with contextlib.suppress(queue.Empty):
                message = message or self._waiting.get(timeout=0.2)
            if message is None:
                continue
            try:
                line.send(message)
            except OSError:
                if self._ending.wait(pause):
                    return
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            message = self._gap_notice("not sent here while this machine did not answer")
            pause = FIRST_PAUSE
        line.close()

    @override
    def message_of(self, record: logging.LogRecord) -> bytes:
        """Return a frame: its length, the header of RFC 5424, and the record's line of JSON in
        plain ASCII.
        """
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        facility = _FACILITY_AUDIT if record.name == AUDIT else _FACILITY_OTHERS
        severity = next((code for least, code in _SEVERITIES if record.levelno >= least), 7)
        origin = self._origin
        head = f"<{facility * 8 + severity}>1 {at} {origin.host} {origin.program} {record.process or '-'} {origin.process} - "
        text = ascii_json(self.format(record))
        message = (head + text).encode("ascii")
        if len(message) > LONGEST:
            message = (head + ascii_json(text, longest=LONGEST_TEXT)).encode("ascii")
        return b"%d %b" % (len(message), message)


def ascii_json(line: str, *, longest: int | None = None) -> str:
    """Return a line of JSON with every other script escaped, so that a receiver of any age reads it
    and no sign of direction turns its words; texts cut to a length, if one is given.
    """
    record = json.loads(line)
    if longest is not None:
        record = {name: _cut(value, longest) for name, value in record.items()} | {"cut": True}
    return json.dumps(record)


def _cut(value: Any, longest: int) -> Any:
    if isinstance(value, str):
        return value[:longest]
    if isinstance(value, list):
        return [_cut(one, LONGEST_VALUE) for one in value[:MOST_VALUES]]
    if isinstance(value, dict):
        some = list(value.items())[:MOST_VALUES]
        return {name: _cut(one, LONGEST_VALUE) for name, one in some}
    return value


def receiver_problem(receiver: Receiver) -> str | None:
    """Return why the other machine takes nothing now, or None; nothing is sent but a handshake."""
    line = _Line(receiver)
    try:
        line.connect()
    except OSError as error:
        return f"{type(error).__name__}: {error}"[:200]
    line.close()
    return None


class _Line:
    """One connection, made when it is needed."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver
        self._socket: ssl.SSLSocket | None = None

    def send(self, message: bytes) -> None:
        """Send it whole; after an OSError the connection is closed, and the next call makes another."""
        try:
            if self._socket is not None and _was_closed(self._socket):
                self.close()
            self.connect().sendall(message)
        except OSError:
            self.close()
            raise

    def connect(self) -> ssl.SSLSocket:
        if self._socket is None:
            self._socket = self._connected()
        return self._socket

    def close(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.close()
        self._socket = None

    def _connected(self) -> ssl.SSLSocket:
        host = self._receiver.host
        plain = socket.create_connection((host, self._receiver.port), timeout=SECONDS)
        try:
            return self._receiver.context().wrap_socket(plain, server_hostname=host)
        except BaseException:
            plain.close()
            raise


def _was_closed(line: ssl.SSLSocket) -> bool:
    """Decide whether the receiver said something: it has nothing to say but that it goes (or a
    ticket of TLS).
    """
    readable, _, _ = select.select([line], [], [], 0)
    if not readable:
        return False
    line.settimeout(0)
    try:
        return not line.recv(1)
    except (ssl.SSLWantReadError, BlockingIOError):
        return False
    finally:
        line.settimeout(SECONDS)
