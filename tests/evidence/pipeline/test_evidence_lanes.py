# SPDX-License-Identifier: Apache-2.0
"""Threads in a line: whatever fails, all stop, and the first error is reported."""

import threading

import pytest

from rogatory.evidence.pipeline.pipeline import Lane, Pipeline, PipelineStoppedError


def _forward(source: Lane[int], target: Lane[int]):
    def work() -> None:
        while True:
            target.put(source.take() + 1)

    return work


def test_items_go_through_in_order() -> None:
    with Pipeline() as line:
        first: Lane[int] = line.lane()
        second: Lane[int] = line.lane()

        def work() -> None:
            for _ in range(100):
                second.put(first.take() * 2)

        line.start("double", work)
        for number in range(100):
            first.put(number)
        assert [second.take() for _ in range(100)] == [2 * n for n in range(100)]


@pytest.mark.parametrize("failing", ["first", "second", "caller"])
def test_whichever_fails_nobody_waits_for_ever(failing: str) -> None:
    before = threading.active_count()

    def run() -> None:
        with Pipeline() as line:
            lanes: list[Lane[int]] = [line.lane() for _ in range(3)]
            for number, name in enumerate(("first", "second")):
                if name == failing:
                    line.start(name, _fail)
                else:
                    line.start(name, _forward(lanes[number], lanes[number + 1]))
            lanes[0].put(1)
            if failing == "caller":
                _fail()
            lanes[2].take()

    with pytest.raises(ZeroDivisionError):
        run()
    assert threading.active_count() == before


def _fail() -> None:
    raise ZeroDivisionError


def test_of_two_errors_the_first_is_the_cause() -> None:
    def second(lane: Lane[int]) -> None:
        try:
            lane.take()
        except PipelineStoppedError:
            raise KeyError from None

    def run() -> None:
        with Pipeline() as line:
            lane: Lane[int] = line.lane()
            line.start("second", lambda: second(lane))
            line.start("first", _fail)
            lane.take()

    with pytest.raises(ZeroDivisionError):
        run()
