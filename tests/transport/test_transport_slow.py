# SPDX-License-Identifier: Apache-2.0
"""Slow and many connections to the door: none of them costs a thread, and listed nodes are heard.

The attackers come from an address of their own, and never say who they are.
"""

import contextlib
import selectors
import socket
import ssl
import time

import pytest

from casts.servers.at_the_door import signed_head
from casts.steady.patience import PATIENCE as WAITS
from rogatory.bootstrap.processes.patient_worker import MOST_FROM_ONE
from rogatory.transport.tls import client_context

pytestmark = pytest.mark.processes

MANY = 40
"""Five for each thread of the door."""

AT_ONCE = 60.0
"""Seconds in which a listed node is heard whatever others do: fewer than the patient door waits for one of them."""


@pytest.fixture
def attackers(patient):
    """Opens connections to the patient door, or another, from an address of their own; all are closed in the end."""
    with contextlib.ExitStack() as stack:

        def connect(source="127.0.0.2", *, handshake=False, door=patient):
            line = socket.create_connection(
                ("127.0.0.1", door.port), WAITS, source_address=(source, 0)
            )
            return stack.enter_context(tls(door, line) if handshake else line)

        yield connect


def tls(served, plain):
    view, now = served.world.directory.newest, served.world.clock.now()
    context = client_context(
        view.tls_certificates("XB", now), view.tls_pins("XB", now), patience=WAITS
    )
    return context.wrap_socket(plain, server_hostname="127.0.0.1")


def client_hello():
    """The beginning of a handshake, as a client writes it."""
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
def test_a_listed_node_is_heard_at_once(patient, attackers, attack):
    lines = attack(patient, attackers)
    for _ in range(3):
        assert_heard(patient)
    assert len(lines) == MANY


def test_who_says_nothing_is_cut_off(served, attackers):
    line = attackers(door=served)
    line.settimeout(WAITS)
    with contextlib.suppress(ConnectionError):
        assert line.recv(100) == b""


def test_one_address_has_no_more_connections_than_its_share(patient, attackers):
    lines = [attackers("127.0.0.3") for _ in range(MOST_FROM_ONE + 20)]
    closed, until = 0, time.monotonic() + WAITS
    while closed < 20 and time.monotonic() < until:
        closed += sum(line.recv(1) == b"" for line in heard_now(lines))
    assert closed >= 20
    assert_heard(patient)


def heard_now(lines):
    """Those of the lines on which something, or the end, can be read within a second."""
    with selectors.DefaultSelector() as selector:
        for line in lines:
            selector.register(line, selectors.EVENT_READ)
        return [key.fileobj for key, _ in selector.select(1)]


def test_a_head_without_end_is_cut_off(patient, attackers):
    line = attackers(handshake=True)
    line.sendall(b"GET / HTTP/1.1\r\nX: ")

    def go_on():
        for _ in range(200):
            line.sendall(b"x" * 8192)
            time.sleep(0.01)

    with pytest.raises(OSError):
        go_on()
    assert_heard(patient)


def test_what_speaks_no_tls_hears_nothing(served, attackers):
    line = attackers(door=served)
    line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    line.settimeout(WAITS)
    heard = b""
    with contextlib.suppress(ConnectionError):
        while part := line.recv(1000):
            heard += part
    assert b"HTTP" not in heard


def slow_bodies(served, connect):
    """Eight requests of one listed node, of whose bodies only the beginning comes."""
    body = b"A" * 100_000
    lines = [connect(handshake=True, door=served) for _ in range(8)]
    for line in lines:
        line.sendall(signed_head(served, "POST", "/v1/messages", body) + body[:10])
    return lines


def test_one_listed_node_that_sends_its_bodies_slowly_takes_not_all_threads(patient, attackers):
    slow_bodies(patient, attackers)
    other = patient.line("XT")
    begun = time.monotonic()
    with contextlib.closing(other):
        assert other.expect("XB", "GET", "/v1/log/checkpoint", limit=10_000)
    assert time.monotonic() - begun < AT_ONCE


def test_what_one_listed_node_asks_beyond_its_share_is_put_off(served, attackers):
    """It says who it is, so it is counted; the others are refused once the door has lost patience."""
    answers = [line.recv(2000)[9:12] for line in slow_bodies(served, attackers)]
    assert sorted(answers) == [b"401"] * 6 + [b"429"] * 2


def test_requests_on_one_connection_follow_each_other(served):
    """A head that comes in drops, and the next one on the same line, are both heard."""
    plain = socket.create_connection(("127.0.0.1", served.port), WAITS)
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
