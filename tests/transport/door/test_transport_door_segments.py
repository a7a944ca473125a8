# SPDX-License-Identifier: Apache-2.0
"""Segments leave the door part by part, and one that its store stops giving is never whole."""

import pytest

from casts.node.world import new_state
from casts.servers.door_client import Door
from rogatory.disk import refusals
from rogatory.errors import Unreachable
from rogatory.node.packages import serve

PATH = f"/v1/segments/{'5e' * 32}"
PARTS = [b"a" * 1000, b"b" * 1000]


@pytest.fixture(scope="module")
def door():
    return Door({code: new_state(code) for code in ("XA", "XB", "XT")})


def full():
    return Unreachable(refusals.FAILING.because(path="packages"))


def test_a_segment_leaves_in_the_parts_that_the_store_gives(door, monkeypatch):
    given = serve.ServedSegment(2000, iter(PARTS))
    monkeypatch.setattr(serve, "segment", lambda *_given: given)
    answer = door.ask("GET", PATH)
    assert (answer.status_code, answer["Content-Length"]) == (200, "2000")
    assert list(answer.streaming_content) == PARTS


def test_a_store_that_stops_midway_ends_the_answer_before_its_length(door, monkeypatch):
    def failing():
        yield PARTS[0]
        raise full()

    monkeypatch.setattr(serve, "segment", lambda *_given: serve.ServedSegment(2000, failing()))
    answer = door.ask("GET", PATH)
    assert answer["Content-Length"] == "2000"
    sent = iter(answer.streaming_content)
    assert next(sent) == PARTS[0]
    with pytest.raises(Unreachable):
        next(sent)


def test_a_store_that_fails_at_once_is_answered_as_for_now(door, monkeypatch):
    def failing(*_given):
        raise full()

    monkeypatch.setattr(serve, "segment", failing)
    answer = door.ask("GET", PATH)
    assert (answer.status_code, answer.content) == (503, b'{"codes":[]}')
