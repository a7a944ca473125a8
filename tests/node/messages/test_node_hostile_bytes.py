# SPDX-License-Identifier: Apache-2.0
"""Bytes that no honest node sends, handed over by a listed one: refused by a code, nothing changed."""

import time
import tracemalloc
from dataclasses import replace

import pytest

from casts.node.world import bodies, snapshot
from rogatory.errors import Refused
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.messages.receive import receive
from rogatory.node.threads.dispatch import LARGEST_DISPATCH, build_dispatch, parse_dispatch
from rogatory.node.threads.receipt import parse_receipt, parse_reply
from rogatory.requests import envelope
from rogatory.wire import canonical

XA, XB = "xa/contact-point", "xb/contact-point"

QUICKLY = 30.0
"""Seconds of a processor. The slowest takes less than one on an idle machine; what grows with the
square of eight megabytes, as an attacker wishes, takes hours on any."""


@pytest.fixture
def honest(world):
    return dispatch_of(world.node("XA"), world.sent(XA, XB, "preservation", bodies.preservation()))


def nested(depth, inner=b"1"):
    return b"[" * depth + inner + b"]" * depth


DISPATCHES = {
    "nothing": lambda _honest: b"",
    "deep arrays": lambda _honest: nested(100_000),
    "deep objects": lambda _honest: b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "deep and never closed": lambda _honest: b"[" * LARGEST_DISPATCH,
    "a name twice": lambda honest: b'{"approvals":"",' + honest[1:],
    "a name twice under an escape": lambda honest: b'{"\\u0061pprovals":"",' + honest[1:],
    "a number without end": lambda _honest: b"1" * 5_000_000,
    "a fraction": lambda _honest: b'{"approvals":1.5}',
    "an exponent": lambda _honest: b'{"approvals":1e999999999}',
    "a mark before it": lambda honest: b"\xef\xbb\xbf" + honest,
    "another encoding": lambda honest: honest.decode().encode("utf-16"),
    "half a pair": lambda _honest: b'{"approvals":"\\ud800"}',
    "white space": lambda honest: b" " * 1_000_000 + honest,
    "something after it": lambda honest: honest + b"\x00" * 1000,
    "one byte too many": lambda honest: honest + b" " * (LARGEST_DISPATCH - len(honest) + 1),
    "many names": lambda _honest: (
        b"{" + b",".join(b'"%d":0' % number for number in range(300_000)) + b"}"
    ),
    "base64 that is none": lambda honest: honest.replace(b'"message":"', b'"message":"*', 1),
}


@pytest.mark.parametrize("attack", DISPATCHES)
def test_a_dispatch_that_is_none_is_refused_quickly_and_changes_nothing(world, honest, attack):
    node = world.node("XB")
    data, before = DISPATCHES[attack](honest), snapshot(node)
    begun = time.process_time()
    with pytest.raises(Refused) as caught:
        receive(node, "XA", data)
    took = time.process_time() - begun
    # Tracing makes the same work eight times as slow: it has a run of its own.
    tracemalloc.start()
    try:
        with pytest.raises(Refused):
            receive(node, "XA", data)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.codes
    assert snapshot(node) == before
    assert took < QUICKLY
    assert peak < 12 * LARGEST_DISPATCH


def with_document(honest, change):
    """The same dispatch around another message."""
    found = parse_dispatch(honest)
    document = change(canonical.decode_object(found.message))
    message = document if isinstance(document, bytes) else canonical.encode(document)
    return build_dispatch(replace(found, message=message))


MESSAGES = {
    "a version before": (lambda d: d | {"version": 0}, "message-version"),
    "a version to come": (lambda d: d | {"version": 2}, "message-version"),
    "no version": (lambda d: {name: d[name] for name in d if name != "version"}, ""),
    "a version that is a word": (lambda d: d | {"version": "1"}, "message-version"),
    "a version that is true": (lambda d: d | {"version": True}, "message-version"),
    "one member more": (lambda d: d | {"alg": "none"}, ""),
    "a body too deep": (lambda d: d | {"body": {"a": nested_value(40)}}, "json-too-deep"),
    "a body of too many elements": (
        lambda d: d | {"body": {"a": [0] * envelope.MOST_ELEMENTS}},
        "json-too-many",
    ),
    "a name twice": (
        lambda d: b'{"approvals":1,"approvals":1' + canonical.encode(d)[1:],
        "",
    ),
}


def nested_value(depth):
    value = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("attack", MESSAGES)
def test_a_message_of_another_form_or_version_is_refused_by_a_signed_receipt(world, honest, attack):
    change, code = MESSAGES[attack]
    node = world.node("XB")
    try:
        data = with_document(honest, change)
    except Refused:
        # Our own writer does not even write it: by hand, as an attacker would.
        found = parse_dispatch(honest)
        deep = b'{"a":' + nested(40) + b"}"
        message = found.message.replace(b'"body":', b'"body":' + deep + b',"x":', 1)
        data = build_dispatch(replace(found, message=message))
    before = snapshot(node)
    receipt = parse_receipt(parse_reply(receive(node, "XA", data))[0])
    assert receipt.verdict == "refused"
    assert any(one.startswith(code) for one in receipt.codes)
    assert snapshot(node) == before


def test_a_signature_of_another_algorithm_under_a_known_name_counts_for_nothing(world, honest):
    """The two signatures swapped, and each one twice: no combination replaces both."""
    found = parse_dispatch(honest)
    p256, mldsa65 = found.signatures.p256, found.signatures.mldsa65
    node = world.node("XB")
    before = snapshot(node)
    for one, other in ((mldsa65, p256), (p256, p256), (mldsa65, mldsa65), (p256, None)):
        signatures = replace(found.signatures, p256=one, mldsa65=other)
        data = build_dispatch(replace(found, signatures=signatures))
        receipt = parse_receipt(parse_reply(receive(node, "XA", data))[0])
        assert receipt.verdict == "refused"
    assert snapshot(node) == before
