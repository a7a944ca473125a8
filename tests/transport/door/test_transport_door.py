# SPDX-License-Identifier: Apache-2.0
"""The door over real TLS, served by gunicorn in a process of its own."""

import gzip
import socket
import ssl
import time
from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.world import SetClock, bodies, new_state
from casts.servers.at_the_door import answer_to, raw, signed_head
from casts.steady.patience import PATIENCE as WAITS
from rogatory.errors import Refused, Unreachable
from rogatory.node.messages.deliver import check_receipt, dispatch_of
from rogatory.node.peer_health.unfulfilled_answers import AnsweredError
from rogatory.node.threads.receipt import parse_reply
from rogatory.seal.http_keys import http_key_from_pem
from rogatory.transport.client import HttpPeers
from rogatory.transport.http_signatures import line_key
from rogatory.transport.key_agreement import HYBRID
from rogatory.transport.tls import client_context

pytestmark = pytest.mark.processes

XA, XB = "xa/contact-point", "xb/contact-point"


def test_a_message_goes_over_the_line_and_its_receipt_holds(served):
    sent = served.world.sent(XA, XB, "preservation", bodies.preservation())
    node = served.world.node("XA")
    peers = HttpPeers(served.line())
    reply = peers.deliver("XB", dispatch_of(node, sent))
    receipt, signatures = parse_reply(reply)
    found = check_receipt(node, node.register.view(), sent, receipt, signatures)
    assert found.verdict == "kept"
    assert peers.deliver("XB", dispatch_of(node, sent)) == reply
    assert peers.messages_after("XB", sent.thread, 0) == []


def test_the_line_reports_the_doors_clock_and_how_it_was_keyed(served):
    readings = []
    line = served.line(report_contact=lambda *what: readings.append(what))
    line.expect("XB", "GET", "/v1/log/checkpoint", limit=10_000)
    ((state, date, group),) = readings
    assert state == "XB"
    assert abs((date - served.world.clock.now()).total_seconds()) < 5
    assert group == HYBRID


def test_who_is_turned_away_still_hears_the_doors_clock(served):
    """A node whose clock is wrong gets no answer but this one, and must learn why."""
    readings = []
    line = served.line(report_contact=lambda *what: readings.append(what))
    line.clock = SetClock(served.world.clock.now() - timedelta(hours=1))
    with pytest.raises(Unreachable) as caught:
        line.expect("XB", "GET", "/v1/log/checkpoint", limit=10_000)
    assert caught.value.codes == ("peer-status",)
    assert not isinstance(caught.value, AnsweredError)
    assert abs((readings[0][1] - served.world.clock.now()).total_seconds()) < 5


def test_tls_13_is_all_that_the_door_speaks(served):
    with raw(served) as line:
        assert line.version() == "TLSv1.3"
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    with (
        socket.create_connection(("127.0.0.1", served.port), 10) as plain,
        pytest.raises(ssl.SSLError),
    ):
        old.wrap_socket(plain)


def test_a_door_with_another_certificate_hears_no_word(served):
    view = served.world.directory.newest
    entry = view.listed["XB"].entry
    kept = tuple(one for one in entry.certificates if one.use != "node-tls")
    xt = next(one for one in served.world.states["XT"].issued if one.use == "node-tls")
    forged = replace(entry, certificates=(*kept, replace(xt, holder="xb")))
    listed = {**view.listed, "XB": replace(view.listed["XB"], entry=forged)}
    line = served.line()
    line.view = lambda: replace(view, listed=listed)
    with pytest.raises(Unreachable) as caught:
        HttpPeers(line).deliver("XB", b"never sent")
    assert caught.value.codes == ("peer-certificate",)


def test_the_pin_counts_beyond_the_certificate_chain(served):
    """Even a certificate that the trust anchors would let pass must be one of the pinned keys."""
    view, now = served.world.directory.newest, served.world.clock.now()
    context = client_context(view.tls_certificates("XB", now), frozenset({"0" * 64}))
    plain = socket.create_connection(("127.0.0.1", served.port), 10)
    with pytest.raises(ssl.SSLCertVerificationError):
        context.wrap_socket(plain, server_hostname="127.0.0.1")


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /v1/log/checkpoint HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        b"POST /v1/messages HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
        b"PUT /v1/messages HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
        (
            b"GET /v1/log/checkpoint HTTP/1.1\r\nHost: x\r\nConnection: close\r\nSignature-Input:"
            b' rogatory=();keyid="xa"\r\nSignature: rogatory=:AAAA:\r\n\r\n'
        ),
    ],
)
def test_an_outsider_gets_the_same_answer_whatever_is_wrong(served, request_):
    head, _, body = answer_to(served, request_).partition(b"\r\n\r\n")
    lines = sorted(
        line for line in head.split(b"\r\n") if not line.lower().startswith((b"date:", b"server:"))
    )
    assert body == b""
    assert lines == [
        b"Connection: close",
        b"Content-Length: 0",
        b"Content-Type: application/json",
        b"HTTP/1.1 401 Unauthorized",
    ]


def test_a_replayed_request_is_turned_away(served):
    request = signed_head(served, "GET", "/v1/log/checkpoint")
    assert answer_to(served, request).startswith(b"HTTP/1.1 200")
    assert answer_to(served, request).startswith(b"HTTP/1.1 401")


def test_a_replay_under_another_spelling_of_the_same_key_is_turned_away(served):
    """A nonce counts once for a name: a key that had two names could say everything twice."""
    pem = http_key_from_pem(
        served.world.states["XT"].http.key, served.world.states["XT"].http.certificate
    ).private_pem
    for keyid, status in (("xt", b"200"), ("XT", b"401"), ("Xt", b"401"), ("xT", b"401")):
        request = signed_head(served, "GET", "/v1/log/checkpoint", key=line_key(keyid, pem))
        assert answer_to(served, request).startswith(b"HTTP/1.1 " + status), keyid


@pytest.mark.parametrize(
    "query",
    [
        "after=x",
        "after=",
        "after=01",
        "after=-1",
        "after=1&after=2",
        "after=%31",
        "after=9999999999",
        "after=1&x=2",
        "AFTER=1",
        "before=1",
    ],
)
def test_a_query_that_nothing_takes_is_refused_instead_of_read_as_another(served, query):
    path = "/v1/threads/0192f3a0-0000-7000-8000-000000000001/messages"
    for query_path in (f"{path}?{query}", f"/v1/log/checkpoint?{query}"):
        answer = answer_to(served, signed_head(served, "GET", query_path))
        assert answer.startswith(b"HTTP/1.1 422"), query_path
        assert answer.endswith(b'{"codes":["line-query"]}')
    assert answer_to(served, signed_head(served, "GET", f"{path}?after=0")).endswith(b"[]")


def test_a_request_signed_for_another_state_is_turned_away(served):
    request = signed_head(served, "GET", "/v1/log/checkpoint", state="XT")
    assert answer_to(served, request).startswith(b"HTTP/1.1 401")


def test_a_request_for_another_path_than_was_signed_is_turned_away(served):
    request = signed_head(served, "GET", "/v1/log/checkpoint")
    moved = request.replace(b"GET /v1/log/checkpoint", b"GET /v1/log/tile/0/000.p/1", 1)
    assert answer_to(served, moved).startswith(b"HTTP/1.1 401")


def test_another_body_than_was_signed_is_turned_away(served):
    head = signed_head(served, "POST", "/v1/messages", b"AAAA")
    assert answer_to(served, head + b"BBBB").startswith(b"HTTP/1.1 401")


def test_a_key_that_no_state_lists_is_turned_away(served):
    stranger = new_state("XM")
    pem = http_key_from_pem(stranger.http.key, stranger.http.certificate).private_pem
    for keyid in ("xm", "xa", "xb", "xb/contact-point", "../xa", "XA"):
        request = signed_head(served, "GET", "/v1/log/checkpoint", key=line_key(keyid, pem))
        assert answer_to(served, request).startswith(b"HTTP/1.1 401"), keyid


def test_a_body_over_the_limit_is_not_read(served):
    head = signed_head(served, "POST", "/v1/messages").replace(
        b"Content-Length: 0", b"Content-Length: 99999999"
    )
    assert answer_to(served, head).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("packing", ["gzip", "br", "zstd", "deflate, gzip", "identity"])
def test_a_packed_body_is_neither_read_nor_unpacked(served, packing):
    """A bomb is a kilobyte that was signed in earnest; it stays packed, and unread."""
    bomb = gzip.compress(bytes(10 << 20))
    head = signed_head(served, "POST", "/v1/messages", bomb, headers={"Content-Encoding": packing})
    answer = answer_to(served, head + bomb)
    assert answer.startswith(b"HTTP/1.1 415")
    assert answer.endswith(b'{"codes":[]}')


def test_a_peer_cannot_use_the_doors_of_workstations(served):
    body = b'{"events":[]}'
    head = signed_head(served, "POST", "/v1/custody", body)
    assert answer_to(served, head + body).startswith(b"HTTP/1.1 404")


def test_a_request_to_cosign_is_bounded_and_answered_in_plain_text(served):
    head = signed_head(served, "POST", "/v1/witness/add-checkpoint").replace(
        b"Content-Length: 0", b"Content-Length: 98305"
    )
    assert answer_to(served, head).startswith(b"HTTP/1.1 413")
    body = b"old 0\n\nnonsense"
    head = signed_head(served, "POST", "/v1/witness/add-checkpoint", body)
    answer = answer_to(served, head + body)
    assert answer.startswith(b"HTTP/1.1 400")
    assert b'{"codes":["note-malformed"]}' in answer


def test_a_malformed_message_of_a_listed_node_is_refused_with_its_code(served):
    head = signed_head(served, "POST", "/v1/messages", b"{ }")
    answer = answer_to(served, head + b"{ }")
    assert answer.startswith(b"HTTP/1.1 422")
    assert answer.endswith(b'{"codes":["json-not-canonical"]}')


@pytest.mark.parametrize("stop_after", ["head", "line"])
def test_who_trickles_a_request_is_cut_off(served, stop_after):
    body = b"A" * 100_000
    head = signed_head(served, "POST", "/v1/messages", body)
    begun = time.monotonic()
    with raw(served) as line:
        line.sendall(head if stop_after == "head" else head[:40])
        line.settimeout(0.2)
        cut = False
        while not cut and time.monotonic() - begun < WAITS:
            try:
                line.sendall(b"A")
                cut = line.recv(1000) != b"never"
            except TimeoutError:
                continue
            except OSError:
                cut = True
    assert cut


def test_an_answer_larger_than_allowed_is_dropped(served):
    with pytest.raises(Unreachable) as caught:
        served.line().ask("XB", "GET", "/v1/log/checkpoint", limit=10)
    assert caught.value.codes == ("answer-too-large",)


def test_nothing_is_sent_to_loopback_unless_the_settings_allow_it(served):
    line = served.line()
    line.loopback_allowed = False
    with pytest.raises(Refused) as caught:
        line.ask("XB", "GET", "/v1/log/checkpoint", limit=1000)
    assert caught.value.codes == ("address-forbidden",)
