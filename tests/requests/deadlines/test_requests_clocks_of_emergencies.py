# SPDX-License-Identifier: Apache-2.0
"""Clocks after an emergency: it is examined again until the requesting State reports the outcome."""

from datetime import UTC, datetime, timedelta

import pytest

from casts.requests import bodies
from casts.requests.clocks import clock, day
from casts.requests.play import Play
from rogatory.requests.deadlines.thread_deadlines import (
    DeadlineLevel,
)


@pytest.mark.law_line(24)
def test_an_emergency_is_looked_at_again_until_the_requesting_state_says_what_came_of_it():
    play = Play()
    needed = "2026-11-24T05:00:00Z"
    play.send("XA", "emergency_data", bodies.emergency_data(needed_by=needed))
    due = datetime(2026, 11, 24, 5, tzinfo=UTC)
    found = clock("needed-by", play, due)
    assert (found.level, found.owed_by, found.cites) == (
        DeadlineLevel.OVERDUE,
        "XB",
        "emergency_data",
    )
    answer = play.send("XB", "answer", bodies.answer())
    assert clock("needed-by", play, due).level is DeadlineLevel.MET
    found = clock("emergency-review", play, answer.issued + timedelta(days=7))
    assert (found.level, found.owed_by) == (DeadlineLevel.OVERDUE, "XA")
    play.send("XA", "feedback", bodies.feedback())
    assert (
        clock("emergency-review", play, answer.issued + timedelta(days=7)).level
        is DeadlineLevel.MET
    )


@pytest.mark.law_line(24)
def test_what_was_given_in_part_for_an_emergency_is_looked_at_again_before_the_rest_comes():
    play = Play()
    play.send("XA", "emergency_data", bodies.emergency_data())
    play.send("XB", "acceptance", bodies.acceptance())
    part = play.send("XB", "partial_delivery", bodies.partial_delivery())
    after = part.issued + timedelta(days=7)
    assert clock("emergency-review", play, after).level is DeadlineLevel.OVERDUE
    play.send("XA", "feedback", bodies.feedback())
    assert clock("emergency-review", play, after).level is DeadlineLevel.MET


URGENT = {"level": "emergency", "reason": "A child is held at the quay."}


def claimed(kind, **changes):
    """A request of another kind that claims an emergency, and on which data were given."""
    play = Play()
    play.send("XA", kind, getattr(bodies, kind)(urgency=URGENT, **changes))
    return play


@pytest.mark.law_line(24)
def test_whatever_claimed_an_emergency_is_looked_at_again():
    play = claimed("mla_stored_data")
    play.send("XB", "acceptance", bodies.acceptance())
    first = play.send("XB", "partial_delivery", bodies.partial_delivery())
    assert clock("emergency-review", play, first.issued).level is DeadlineLevel.CALM
    whole = bodies.delivery() | {"seal": "cd" * 32}
    play.send("XB", "delivery", whole)
    found = clock("emergency-review", play, first.issued + timedelta(days=7))
    assert (found.level, found.owed_by, found.cites) == (DeadlineLevel.OVERDUE, "XA", None)
    play.send("XA", "feedback", bodies.feedback(usefulness="not_yet_known"))
    assert clock("emergency-review", play, first.issued).level is not DeadlineLevel.MET
    play.send("XA", "feedback", bodies.feedback())
    assert clock("emergency-review", play, first.issued).level is DeadlineLevel.MET
    assert play.fold("XA") == play.fold("XB")


@pytest.mark.law_line(24)
def test_the_path_of_data_preserved_in_an_emergency_is_looked_at_again_once_feedback_can_be_given():
    play = claimed("preservation")
    opening = play.at["XA"][0].digest
    disclosed = play.send(
        "XB", "preserved_traffic_disclosure", bodies.preserved_traffic_disclosure(opening)
    )
    assert clock("emergency-review", play, disclosed.issued) is None
    play.send("XB", "preservation_confirmed", bodies.preservation_confirmed())
    found = clock("emergency-review", play, disclosed.issued + timedelta(days=7))
    assert found.level is DeadlineLevel.OVERDUE
    play.send("XA", "feedback", bodies.feedback(usefulness="false_emergency"))
    assert clock("emergency-review", play, disclosed.issued).level is DeadlineLevel.MET


@pytest.mark.law_line(24)
def test_a_hold_without_a_path_and_a_request_that_is_only_urgent_are_not_looked_at_again():
    play = claimed("preservation")
    play.send("XB", "preservation_confirmed", bodies.preservation_confirmed())
    assert clock("emergency-review", play, day(1)) is None
    urgent = Play()
    level = {"level": "urgent", "reason": "The records are deleted on Friday."}
    urgent.send("XA", "mla_stored_data", bodies.mla_stored_data(urgency=level))
    urgent.send("XB", "acceptance", bodies.acceptance())
    urgent.send("XB", "delivery", bodies.delivery())
    assert clock("emergency-review", urgent, day(1)) is None
