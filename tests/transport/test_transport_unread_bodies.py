# SPDX-License-Identifier: Apache-2.0
"""A body that nobody asked for is not read: the answer is the last word on its connection."""

import contextlib
import gzip
import io
import ssl

import pytest

from casts.servers.at_the_door import raw, signed_head
from casts.steady.patience import PATIENCE
from rogatory.bootstrap.processes.closing_worker import closing, is_unread

ANNOUNCED = 256 << 20
MOST_TAKEN = 32 << 20
"""The most that the buffers of two kernels and of TLS may hold; the rest is never taken."""


def kept_open(head: bytes, *, size: int = ANNOUNCED) -> bytes:
    """The same head of a client that wants to go on with the connection."""
    return head.replace(b"Connection: close\r\n", b"").replace(
        b"Content-Length: 0", b"Content-Length: %d" % size
    )


def flooded(served, head: bytes) -> tuple[bytes, int]:
    """Send the head and then its body for as long as it is taken; the answer and how much was."""
    sent, part = 0, bytes(1 << 20)
    with raw(served) as line:
        line.sendall(head)
        answer = line.recv(4096)
        line.settimeout(PATIENCE)
        with contextlib.suppress(OSError, ssl.SSLError):
            while sent < ANNOUNCED:
                line.sendall(part)
                sent += len(part)
        return answer, sent


@pytest.mark.processes
def test_a_stranger_s_body_is_not_drained(served):
    head = b"POST /v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % ANNOUNCED
    answer, sent = flooded(served, head)
    assert answer.startswith(b"HTTP/1.1 401")
    assert b"connection: close" in answer.lower()
    assert sent < MOST_TAKEN


@pytest.mark.processes
def test_a_stranger_s_body_of_no_announced_length_is_not_drained(served):
    head = b"POST /v1/messages HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer, sent = flooded(served, head + b"%x\r\n" % ANNOUNCED)
    assert answer.startswith(b"HTTP/1.1 401")
    assert b"connection: close" in answer.lower()
    assert sent < MOST_TAKEN


@pytest.mark.processes
def test_a_listed_node_s_body_over_the_limit_is_not_drained(served):
    answer, sent = flooded(served, kept_open(signed_head(served, "POST", "/v1/messages")))
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"connection: close" in answer.lower()
    assert sent < MOST_TAKEN


@pytest.mark.processes
def test_a_packed_body_is_not_drained(served):
    bomb = gzip.compress(b"x")
    signed = signed_head(served, "POST", "/v1/messages", bomb, headers={"Content-Encoding": "gzip"})
    head = signed.replace(b"Connection: close\r\n", b"").replace(
        b"Content-Length: %d" % len(bomb), b"Content-Length: %d" % ANNOUNCED
    )
    answer, sent = flooded(served, head)
    assert answer.startswith(b"HTTP/1.1 415")
    assert b"connection: close" in answer.lower()
    assert sent < MOST_TAKEN


@pytest.mark.processes
def test_a_body_for_a_path_that_takes_none_is_not_drained(served):
    """404 and 405 say nothing of the connection: what is unread ends it."""
    answer, sent = flooded(served, kept_open(signed_head(served, "POST", "/v1/log/checkpoint")))
    assert answer.startswith(b"HTTP/1.1 404")
    assert b"connection: close" in answer.lower()
    assert sent < MOST_TAKEN


class Response:
    """gunicorn's, as far as it is asked."""

    closed = False

    def start_response(self, status, headers, exc_info=None):
        self.texts = status, headers

    def force_close(self):
        self.closed = True


def body(data: bytes):
    from gunicorn.http.body import Body, LengthReader
    from gunicorn.http.unreader import IterUnreader

    return Body(LengthReader(IterUnreader(iter([data])), len(data)))


def test_an_answer_to_a_request_that_was_read_keeps_the_connection():
    request, response = body(b"abc"), Response()

    def read_all(environ, start):
        environ["wsgi.input"].read(3)
        start("200 OK", [])
        return [b""]

    assert closing(read_all)({"wsgi.input": request}, response.start_response) == [b""]
    assert not response.closed
    assert not is_unread(request)


def test_an_answer_to_a_request_that_was_read_in_part_ends_it():
    request, response = body(b"abc"), Response()

    def read_some(environ, start):
        environ["wsgi.input"].read(2)
        start("200 OK", [])
        return [b""]

    closing(read_some)({"wsgi.input": request}, response.start_response)
    assert response.closed
    assert is_unread(request)


def test_a_request_without_a_body_is_read():
    assert not is_unread(body(b""))
    assert isinstance(body(b"").buf, io.BytesIO)
