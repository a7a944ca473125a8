# SPDX-License-Identifier: Apache-2.0
"""The client against a peer that has the right key and behaves as badly as it can."""

import contextlib
import os
import socket
import ssl
import threading
import time
from dataclasses import replace

import pytest

from casts.node.world import World, new_state
from casts.servers.wsgi_served import rude
from rogatory.errors import Unreachable
from rogatory.seal.http_keys import http_key_from_pem
from rogatory.transport.client import HttpPeers
from rogatory.transport.http_signatures import line_key
from rogatory.transport.peer_client import PeerClient

PATIENCE = 1.0
TRICKLED = 120.0
"""Seconds for which a peer sends byte after byte: who waits for the last is found out on any machine."""


@pytest.fixture(scope="module")
def states():
    return {code: new_state(code) for code in ("XA", "XB")}


@pytest.fixture
def context(states, tmp_path):
    (tmp_path / "pem").write_bytes(states["XB"].tls.certificate + states["XB"].tls.key)
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(tmp_path / "pem")
    return found


def line_to(states, port):
    world = World({code: replace(state) for code, state in states.items()})
    world.states["XB"].node_url = f"https://127.0.0.1:{port}"
    world.relist()
    made = states["XA"].http
    return PeerClient(
        view=lambda: world.directory.newest,
        key=line_key("xa", http_key_from_pem(made.key, made.certificate).private_pem),
        clock=world.clock,
        random=os.urandom,
        loopback_allowed=True,
        patience=PATIENCE,
    )


def answers(*parts, pause=0.0):
    def answer(line):
        for part in parts:
            line.sendall(part)
            time.sleep(pause)

    return answer


def codes(states, context, answer, *, limit=1000):
    with rude(context, answer) as (port, _seen):
        line = line_to(states, port)
        begun = time.monotonic()
        with contextlib.closing(line), pytest.raises(Unreachable) as caught:
            HttpPeers(line).line.expect("XB", "GET", "/v1/log/checkpoint", limit=limit)
        assert time.monotonic() - begun < TRICKLED / 2
        return caught.value.codes


def test_a_redirect_is_no_answer_and_nobody_is_asked_for_it(states, context):
    answer = answers(
        b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n"
    )
    assert codes(states, context, answer) == ("peer-status",)


def test_an_answer_without_an_end_is_dropped_at_the_limit(states, context):
    answer = answers(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 10_000] * 200)
    assert codes(states, context, answer) == ("answer-too-large",)


def test_an_answer_that_unpacks_itself_is_not_unpacked(states, context):
    packed = b"\x1f\x8b" + bytes(20)
    answer = answers(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 22\r\n\r\n" + packed
    )
    with rude(context, answer) as (port, _seen), contextlib.closing(line_to(states, port)) as line:
        assert line.expect("XB", "GET", "/v1/log/checkpoint", limit=100) == packed


@pytest.mark.parametrize(
    "begins", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"]
)
def test_who_trickles_an_answer_is_cut_off(states, context, begins):
    answer = answers(begins or b"H", *[b"x"] * int(TRICKLED * 4 / PATIENCE), pause=PATIENCE / 4)
    assert codes(states, context, answer) == ("peer-silent",)


@pytest.mark.parametrize("body", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 99999999999 X\r\n\r\n"])
def test_what_is_no_http_is_no_answer(states, context, body):
    assert codes(states, context, answers(body)) == ("peer-silent",)


def test_an_answer_that_ends_early_is_no_answer(states, context):
    answer = answers(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
    assert codes(states, context, answer) == ("peer-silent",)


@pytest.mark.parametrize("after", [0, 60, 200])
def test_a_line_that_is_cut_within_the_handshake_is_silence(states, after):
    """A door that is killed just then is no door with another certificate: nobody is between."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def cut():
            plain, _ = listening.accept()
            with plain:
                plain.recv(after or 1)

        thread = threading.Thread(target=cut)
        thread.start()
        line = line_to(states, listening.getsockname()[1])
        with contextlib.closing(line), pytest.raises(Unreachable) as caught:
            line.expect("XB", "GET", "/", limit=10)
        thread.join()
    assert caught.value.codes == ("peer-silent",)


def test_a_closed_port_is_silence(states):
    line = line_to(states, 1)
    with pytest.raises(Unreachable) as caught:
        line.expect("XB", "GET", "/", limit=10)
    assert caught.value.codes == ("peer-silent",)


@pytest.mark.parametrize("listing", [b"{}", b'"AAAA"', b"[1]", b'["A"]', b"[ ]", b"\xff"])
def test_a_list_of_messages_of_another_form_is_no_answer(states, context, listing):
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(listing)}\r\n\r\n".encode()
    with (
        rude(context, answers(head + listing)) as (port, _seen),
        contextlib.closing(line_to(states, port)) as line,
        pytest.raises(Unreachable),
    ):
        HttpPeers(line).messages_after("XB", "0" * 36, 0)


def test_what_is_sent_names_no_software_and_asks_for_no_packing(states, context):
    answer = answers(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    with rude(context, answer) as (port, seen), contextlib.closing(line_to(states, port)) as line:
        line.expect("XB", "GET", "/v1/log/checkpoint", limit=10)
    head = seen[0].lower()
    assert b"accept-encoding: identity" in head
    assert b"cookie" not in head
    assert b"user-agent: rogatory" in head
