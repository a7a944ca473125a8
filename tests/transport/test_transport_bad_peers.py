# SPDX-License-Identifier: Apache-2.0
"""A peer with the right keys that serves evidence as badly as it can, over real TLS.

Whatever it does, the fetch ends in a coded reason, keeps the segments that hold, holds no more in
memory than it must, and is finished by the first honest answer.
"""

import contextlib
import itertools
import os
import socket
import ssl
import threading
import time
import tracemalloc
from dataclasses import replace

import pytest

from casts.node.beginnings import begun
from casts.node.packages import OFFICER, SEGMENT, XA, accepted, delivered, sealed
from casts.node.world import World, new_state
from casts.steady.patience import PATIENCE as WAITS
from rogatory.node.packages import serve
from rogatory.node.packages.hand_over import hand_over
from rogatory.node.packages.package_documents import encode_documents, segments_of
from rogatory.seal.http_keys import http_key_from_pem
from rogatory.transport.client import HttpPeers
from rogatory.transport.http_signatures import line_key
from rogatory.transport.peer_client import PeerClient

PATIENCE = 0.6
"""Seconds, for a peer that is silent or slow on purpose: every other one has as long as a busy machine needs."""
BODY = 1000
"""So many bytes of an answer's body at which the line breaks in turn, a few left out between."""
MOST_MEMORY = 24 << 20


def answer(body, status="200 OK", *heads):
    """It says that the connection ends, so that the next request is not written into one that does."""
    head = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *heads]
    return "\r\n".join([*head, "", ""]).encode() + body


class BadDoor:
    """Answers each request by `serve_segment(door, digest, honest)` or `serve_documents(door, …)`,
    which give an iterable of bytes, and close the connection after it.
    """

    def __init__(self, context, node):
        self.node, self.context = node, context
        self.serve_segment = self.serve_documents = lambda _door, _name, honest: [honest]
        self.requested = []
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=50)
        self.port = self.listening.getsockname()[1]
        self.thread = threading.Thread(target=self._accept, daemon=True)
        self.thread.start()

    def honest(self):
        self.serve_segment = self.serve_documents = lambda _door, _name, honest: [honest]

    def close(self):
        with contextlib.suppress(OSError):
            self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join(WAITS)

    def _accept(self):
        while True:
            try:
                plain, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(plain,), daemon=True).start()

    def _talk(self, plain):
        with contextlib.suppress(OSError), plain:
            plain.settimeout(WAITS)
            with self.context.wrap_socket(plain, server_side=True) as line:
                request = line.recv(65536).split(b" ")[1].decode()
                _, _, what, name = request.split("/")
                self.requested.append((what, name))
                for part in self._parts(what, name):
                    line.sendall(part)
                # Closed with something unread, a short answer would be cut off by a reset.
                line.shutdown(socket.SHUT_WR)
                plain.settimeout(1)
                while line.recv(65536):
                    continue

    def _parts(self, what, name):
        if what == "segments":
            data = b"".join(serve.segment(self.node, "XA", bytes.fromhex(name)).parts)
            return self.serve_segment(self, name, answer(data))
        data = encode_documents(serve.documents(self.node, "XA", name))
        return self.serve_documents(self, name, answer(data))


@pytest.fixture(scope="module")
def states():
    return {code: new_state(code) for code in ("XA", "XB", "XT")}


@pytest.fixture
def world(states):
    return World({code: replace(state) for code, state in states.items()})


@pytest.fixture
def record(world, tmp_path):
    def begin():
        thread = accepted(world, XA)
        folder = sealed(world, tmp_path, thread, size=2 * SEGMENT - 40_000)
        return hand_over(world.node("XB"), folder, thread=thread, officer=OFFICER)

    return begun(world, "two segments", begin, folder=tmp_path)


@pytest.fixture
def patience(request):
    """Seconds for which the client waits for bytes: few where it is to wait in vain."""
    given = getattr(request.node, "callspec", None)
    lie = given and given.params.get("lie")
    codes = [table[lie][1] for table in (LIES, DOCUMENTS) if lie in table]
    return PATIENCE if {"peer-silent", ""} & set(codes) else WAITS


@pytest.fixture
def door(world, record, tmp_path, patience):
    tls = world.states["XB"].tls
    (tmp_path / "pem").write_bytes(tls.certificate + tls.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pem")
    made = BadDoor(context, world.node("XB"))
    world.states["XB"].node_url = f"https://127.0.0.1:{made.port}"
    delivered(world, record)
    world.work("XB")
    world.relist()
    http = world.states["XA"].http
    line = PeerClient(
        view=lambda: world.directory.newest,
        key=line_key("xa", http_key_from_pem(http.key, http.certificate).private_pem),
        clock=world.clock,
        random=os.urandom,
        loopback_allowed=True,
        patience=patience,
    )
    world.exchange.nodes["XA"] = replace(world.node("XA"), peers=HttpPeers(line))
    yield made
    line.close()
    made.close()


def problem(world, record):
    found = world.node("XA").store.transfer(record.seal, "XB")
    return found.problem or ""


def digests(world, record):
    found = serve.documents(world.node("XB"), "XA", record.seal)
    return [each.hex() for each in segments_of(found)]


def finish(world, door, record, *, repeated):
    """An honest door: only what did not hold is asked for again."""
    door.honest()
    door.requested.clear()
    for _ in range(6):
        world.clock.forward(minutes=16)
        world.work("XA")
    node = world.node("XA")
    assert node.store.package(record.seal).complete
    segments = [name for what, name in door.requested if what == "segments"]
    assert sorted(segments) == sorted(repeated)
    assert [one.action for one in node.store.events_of(record.bag)] == ["received"]


def endless(head):
    yield head
    while True:
        yield b"x" * 65536


def trickled(data, pause=PATIENCE / 8):
    for at in range(len(data)):
        yield data[at : at + 1]
        time.sleep(pause)


def body_of(honest):
    return honest.partition(b"\r\n\r\n")[2]


HEAD = b"HTTP/1.1 200 OK\r\n"

LIES = {
    "wrong bytes": (lambda d, n, h: [answer(bytes(len(body_of(h))))], "package-segment-digest"),
    "one flipped bit": (
        lambda d, n, h: [h[:-1] + bytes([h[-1] ^ 1])],
        "package-segment-digest",
    ),
    "a short segment": (lambda d, n, h: [answer(body_of(h)[:-1])], "package-segment-digest"),
    "an empty one": (lambda d, n, h: [answer(b"")], "package-segment-digest"),
    "a long one": (lambda d, n, h: [answer(body_of(h) + b"x" * SEGMENT)], "answer-too-large"),
    "an endless one": (lambda d, n, h: endless(HEAD + b"\r\n"), "answer-too-large"),
    "endless chunks": (
        lambda d, n, h: itertools.chain(
            [HEAD + b"Transfer-Encoding: chunked\r\n\r\n"],
            itertools.repeat(b"10000\r\n" + b"x" * 65536 + b"\r\n"),
        ),
        "answer-too-large",
    ),
    "a head without end": (lambda d, n, h: endless(HEAD + b"X: "), "peer-silent"),
    "heads without end": (
        lambda d, n, h: itertools.chain([HEAD], itertools.repeat(b"X: y\r\n" * 100)),
        "peer-silent",
    ),
    "a page in HTML": (
        lambda d, n, h: [answer(b"<html>Log in to the hotel's network</html>")],
        "package-segment-digest",
    ),
    "a redirect": (
        lambda d, n, h: [answer(b"", "302 Found", "Location: http://169.254.169.254/")],
        "peer-status",
    ),
    "packed bytes": (
        lambda d, n, h: [answer(b"\x1f\x8b" + bytes(500), "200 OK", "Content-Encoding: gzip")],
        "package-segment-digest",
    ),
    "a part of it": (
        lambda d, n, h: [answer(body_of(h)[:100], "206 Partial Content")],
        "peer-status",
    ),
    "nothing": (lambda d, n, h: [], "peer-silent"),
    "drops of it": (lambda d, n, h: trickled(h), "peer-silent"),
    "a broken chunk": (
        lambda d, n, h: [HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"],
        "peer-silent",
    ),
    "two lengths": (
        lambda d, n, h: [HEAD + b"Content-Length: 5\r\nContent-Length: 9\r\n\r\nhello"],
        "",
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_segment_that_does_not_hold_costs_that_segment_alone(world, record, door, lie):
    answer, code = LIES[lie]
    bad = digests(world, record)[1]
    door.serve_segment = lambda d, name, honest: (
        answer(d, name, honest) if name == bad else [honest]
    )
    tracemalloc.start()
    try:
        world.work("XA")
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    node = world.node("XA")
    assert peak < MOST_MEMORY
    missing = list(node.store.missing_segments(record.seal))
    assert 1 in missing
    if (
        code != "peer-silent"
    ):  # a silent peer ends the pass for what was asked at the same time, too
        assert missing == [1]
    assert not node.store.package(record.seal).complete
    assert node.store.events_of(record.bag) == []
    assert f"[{code}" in problem(world, record)
    finish(world, door, record, repeated=[digests(world, record)[one] for one in missing])


def test_segments_that_replace_each_other_are_all_refused(world, record, door):
    """Swapped: each is asked for under its own digest, and no other will do."""
    names = digests(world, record)
    following = dict(zip(names, names[1:] + names[:1], strict=True))
    door.serve_segment = lambda d, name, _honest: [
        answer(b"".join(serve.segment(d.node, "XA", bytes.fromhex(following[name])).parts))
    ]
    world.work("XA")
    assert world.node("XA").store.package(record.seal).present == 0
    finish(world, door, record, repeated=names)


def test_one_segment_repeated_for_all_is_kept_once(world, record, door):
    names = digests(world, record)
    door.serve_segment = lambda d, _name, _honest: [
        answer(b"".join(serve.segment(d.node, "XA", bytes.fromhex(names[0])).parts))
    ]
    world.work("XA")
    assert list(world.node("XA").store.missing_segments(record.seal)) == list(range(1, len(names)))
    finish(world, door, record, repeated=names[1:])


def test_a_line_that_breaks_at_any_byte_of_an_answer_costs_that_answer(world, record, door):
    """At every third byte of the head, and in the body: the segment is asked for anew, whole."""
    last = digests(world, record)[-1]
    whole = len(answer(b"")) + 8
    places = [*range(0, whole, 3), *range(whole, whole + BODY, 333)]
    seen = iter(places)

    def breaking(_door, name, honest):
        return [honest[: next(seen, len(honest))]] if name == last else [honest]

    door.serve_segment = breaking
    for _ in places:
        world.work("XA")
        assert list(world.node("XA").store.missing_segments(record.seal)) == [record.segments - 1]
        code = problem(world, record).partition("]")[0]
        assert code in {"[peer-silent", "[answer-malformed"}
        world.clock.forward(minutes=16)
    finish(world, door, record, repeated=[last])


def test_who_puts_off_for_ever_is_asked_again_in_a_minute_and_gives_nothing_away(
    world, record, door
):
    for text in ("99999", "-5", "Fri, 31 Dec 2099 23:59:59 GMT", "9" * 400, "0"):
        door.serve_segment = lambda _d, _n, _h, text=text: [
            answer(b"{}", "429 Too Many Requests", f"Retry-After: {text}")
        ]
        door.requested.clear()
        world.work("XA")
        node = world.node("XA")
        assert len(door.requested) >= 1
        assert "[peer-busy]" in problem(world, record)
        assert node.store.package(record.seal).present == 0
        assert node.store.transfer(record.seal, "XB").failures == 0
        world.clock.forward(seconds=61)
    assert world.calls["XA"].pages == []
    finish(world, door, record, repeated=digests(world, record))


DOCUMENTS = {
    "a page in HTML": (lambda d, n, h: [answer(b"<html></html>")], "json-malformed"),
    "nothing in it": (lambda d, n, h: [answer(b'{"documents":{}}')], "package-seal-other"),
    "no list": (lambda d, n, h: [answer(b'{"documents":[]}')], "package-documents"),
    "endless": (lambda d, n, h: endless(HEAD + b"\r\n"), "answer-too-large"),
    "a redirect": (
        lambda d, n, h: [answer(b"", "307 Temporary Redirect", "Location: /v1/packages/x")],
        "peer-status",
    ),
    "cut off": (lambda d, n, h: [h[: len(h) // 2]], "peer-silent"),
    "a deep nest": (lambda d, n, h: [answer(b"[" * 100_000)], "json-too-deep"),
}


@pytest.mark.parametrize("lie", DOCUMENTS)
def test_documents_that_do_not_hold_begin_nothing(world, record, door, lie):
    answer, code = DOCUMENTS[lie]
    door.serve_documents = answer
    world.work("XA")
    node = world.node("XA")
    assert node.store.package(record.seal) is None
    assert f"[{code}" in problem(world, record)
    assert {what for what, _name in door.requested} == {"packages"}
    finish(world, door, record, repeated=digests(world, record))


def test_another_set_of_documents_at_the_second_request_is_judged_anew(
    world, record, door, tmp_path
):
    """The first answer breaks off; the second is another package, well signed, to the same State."""
    (tmp_path / "other").mkdir()
    folder = sealed(world, tmp_path / "other", record.thread, size=SEGMENT // 2)
    other = hand_over(world.node("XB"), folder, thread=record.thread, officer=OFFICER)
    documents = encode_documents(serve.documents(world.node("XB"), "XA", other.seal))
    answers = iter([lambda honest: honest[:-100], lambda _honest: answer(documents)])
    door.serve_documents = lambda _d, _n, honest: [next(answers)(honest)]
    world.work("XA")
    world.clock.forward(minutes=1)
    world.work("XA")
    assert "[package-seal-other]" in problem(world, record)
    node = world.node("XA")
    assert node.store.package(record.seal) is None
    assert node.store.package(other.seal) is None
    finish(world, door, record, repeated=digests(world, record))


def test_other_documents_after_the_fetch_began_are_not_even_asked_for(world, record, door):
    bad = digests(world, record)[1]
    door.serve_segment = lambda _d, name, honest: [] if name == bad else [honest]
    world.work("XA")
    before = world.node("XA").store.package(record.seal)
    door.serve_documents = lambda _d, _n, _h: [answer(b'{"documents":{}}')]
    door.requested.clear()
    world.clock.forward(minutes=1)
    world.work("XA")
    assert {what for what, _name in door.requested} == {"segments"}
    assert world.node("XA").store.package(record.seal) == before
    finish(world, door, record, repeated=[bad])
