# SPDX-License-Identifier: Apache-2.0
"""Slow and many connections to the door: none of them costs a thread, and listed nodes are heard.

The attackers come from an address of their own, and never say who they are.
"""

import contextlib
import socket
import time

import pytest
from test_transport_door import signed_head

from rogatory.bootstrap.processes.patient_worker import MOST_FROM_ONE
from rogatory.transport.tls import client_context

pytestmark = pytest.mark.processes

MANY = 40
"""Five for each thread of the door."""

AT_ONCE = 2.0
"""Seconds in which a listed node is heard whatever others do: on a loaded machine, too."""


@pytest.fixture
def attackers(served):
    """Opens connections to the door, from an address of their own; all are closed in the end."""
    with contextlib.ExitStack() as stack:

        def connect(source="127.0.0.2", *, handshake=False):
            line = socket.create_connection(
                ("127.0.0.1", served.port), 10, source_address=(source, 0)
            )
            return stack.enter_context(tls(served, line) if handshake else line)

        yield connect


def tls(served, plain):
    view, now = served.world.directory.newest, served.world.clock.now()
    context = client_context(
        view.tls_certificates("XB", now), view.tls_pins("XB", now), patience=20
    )
    return context.wrap_socket(plain, server_hostname="127.0.0.1")


def client_hello():
    """The beginning of a handshake, as a client writes it."""
    import ssl

    context = ssl.create_default_context()
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    begun = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    with contextlib.suppress(ssl.SSLWantReadError):
        begun.do_handshake()
    return outgoing.read()


def assert_heard(served):
    line = served.line()
    begun = time.monotonic()
    with contextlib.closing(line):
        assert line.expect("XB", "GET", "/v1/log/checkpoint", limit=10_000)
    assert time.monotonic() - begun < AT_ONCE


def silent(served, connect):
    return [connect() for _ in range(MANY)]


def half_a_handshake(served, connect):
    hello, lines = client_hello(), [connect() for _ in range(MANY)]
    for line in lines:
        line.sendall(hello[: len(hello) // 2])
    return lines


def a_handshake_without_its_end(served, connect):
    hello, lines = client_hello(), [connect() for _ in range(MANY)]
    for line in lines:
        line.sendall(hello)
    return lines


def half_a_head(served, connect):
    head = signed_head(served, "GET", "/v1/log/checkpoint")
    lines = [connect(handshake=True) for _ in range(MANY)]
    for line in lines:
        line.sendall(head[: len(head) // 2])
    return lines


def answered_and_not_closed(served, connect):
    lines = [connect(handshake=True) for _ in range(MANY)]
    for line in lines:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    for line in lines:
        assert line.recv(20).startswith(b"HTTP/1.1 401")
    return lines


@pytest.mark.parametrize(
    "attack",
    [silent, half_a_handshake, a_handshake_without_its_end, half_a_head, answered_and_not_closed],
)
def test_a_listed_node_is_heard_at_once(served, attackers, attack):
    lines = attack(served, attackers)
    for _ in range(3):
        assert_heard(served)
    assert len(lines) == MANY


def test_who_says_nothing_is_cut_off(served, attackers):
    line = attackers()
    line.settimeout(10)
    begun = time.monotonic()
    with contextlib.suppress(ConnectionError):
        assert line.recv(100) == b""
    assert time.monotonic() - begun < served.patience + 3


def test_one_address_has_no_more_connections_than_its_share(served, attackers):
    lines = [attackers("127.0.0.3") for _ in range(MOST_FROM_ONE + 20)]
    time.sleep(0.5)
    closed = 0
    for line in lines:
        line.setblocking(False)
        with contextlib.suppress(BlockingIOError, ConnectionError):
            closed += line.recv(1) == b""
    assert closed >= 20
    assert_heard(served)


def test_a_head_without_end_is_cut_off(served, attackers):
    line = attackers(handshake=True)
    line.sendall(b"GET / HTTP/1.1\r\nX: ")

    def go_on():
        for _ in range(200):
            line.sendall(b"x" * 8192)
            time.sleep(0.01)

    with pytest.raises(OSError):
        go_on()
    assert_heard(served)


def test_what_speaks_no_tls_hears_nothing(served, attackers):
    line = attackers()
    line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    line.settimeout(5)
    heard = b""
    with contextlib.suppress(ConnectionError):
        while part := line.recv(1000):
            heard += part
    assert b"HTTP" not in heard


def test_one_listed_node_that_sends_its_bodies_slowly_takes_not_all_threads(served, attackers):
    """It says who it is, so it is counted: what it asks beyond its share is put off at once."""
    body = b"A" * 100_000
    lines = [attackers(handshake=True) for _ in range(8)]
    for line in lines:
        line.sendall(signed_head(served, "POST", "/v1/messages", body) + body[:10])
    time.sleep(0.3)
    turned_back = 0
    for line in lines:
        line.settimeout(0.1)
        with contextlib.suppress(TimeoutError):
            turned_back += line.recv(2000).startswith(b"HTTP/1.1 429")
    assert turned_back == 2
    other = served.line("XT")
    begun = time.monotonic()
    with contextlib.closing(other):
        assert other.expect("XB", "GET", "/v1/log/checkpoint", limit=10_000)
    assert time.monotonic() - begun < AT_ONCE


def test_requests_on_one_connection_follow_each_other(served):
    """A head that comes in drops, and the next one on the same line, are both heard."""
    plain = socket.create_connection(("127.0.0.1", served.port), 10)
    with tls(served, plain) as line:
        for _ in range(3):
            head = signed_head(served, "GET", "/v1/log/checkpoint").replace(
                b"Connection: close\r\n", b""
            )
            for start in range(0, len(head), 200):
                line.sendall(head[start : start + 200])
                time.sleep(0.02)
            head, _, body = line.recv(65536).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            while len(body) < length:
                body += line.recv(65536)
