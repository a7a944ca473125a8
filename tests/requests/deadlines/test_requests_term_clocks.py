# SPDX-License-Identifier: Apache-2.0
"""The clocks of terms run by what the request states, and by nobody's law data."""

from datetime import UTC, datetime, timedelta

import pytest

from casts.requests import bodies
from casts.requests.play import START, Play
from rogatory.requests.deadlines.thread_deadlines import DeadlineLevel, clocks

HOLD_START = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def requested(*terms, kind="preservation", **changes):
    play = Play()
    body = (
        bodies.with_terms(*terms, **changes)
        if kind == "preservation"
        else bodies.mla_stored_data(terms=list(terms), **changes)
    )
    play.send("XA", kind, body)
    return play


def held_until(end, *terms, start="2026-11-24T04:00:00Z"):
    play = requested(*terms)
    play.send("XB", "preservation_confirmed", bodies.preservation_confirmed(start=start, end=end))
    return play


def clock(name, play, now, *, received=START, **more):
    opening = play.at["XA"][0].digest
    arrived = {} if received is None else {opening: received}
    for state in ("XA", "XB"):
        found = clocks(play.fold(state), received=arrived, now=now, **more)
        one = next((each for each in found if each.name == name), None)
        yield one


def the(name, play, now, **more):
    """Return the clock that both ends see, and see alike."""
    mine, theirs = clock(name, play, now, **more)
    assert mine == theirs
    return mine


def test_a_hold_as_long_as_its_term_is_met_and_calls_nobody():
    found = the("term-hold", held_until("2027-01-23T04:00:00Z"), HOLD_START)
    assert (found.level, found.calls, found.due) == (
        DeadlineLevel.MET,
        False,
        HOLD_START + 60 * DAY,
    )
    assert (found.article, found.is_stated, found.owed_by) == ("29(7)", True, "XB")


def test_a_hold_under_its_term_is_a_breach_that_both_ends_see():
    play = held_until("2026-12-24T04:00:00Z")
    found = the("term-hold", play, HOLD_START)
    assert (found.level, found.concerns) == (DeadlineLevel.CRITICAL, {"XA", "XB"})
    assert "shorter" in found.title
    assert the("term-hold", play, HOLD_START + 30 * DAY).level is DeadlineLevel.OVERDUE
    assert play.fold().standing.status.value == "holding"


def test_a_later_confirmation_or_a_filing_puts_the_breach_right():
    play = held_until("2026-12-24T04:00:00Z")
    play.send("XB", "filing_recognised", bodies.filing_recognised(items=[1]))
    assert the("term-hold", play, HOLD_START).level is DeadlineLevel.MET
    play = held_until("2026-12-24T04:00:00Z")
    longer = bodies.preservation_confirmed(end="2027-01-23T04:00:00Z")
    play.send("XB", "preservation_confirmed", longer)
    assert the("term-hold", play, HOLD_START).level is DeadlineLevel.MET


def test_a_hold_that_began_before_anybody_asked_counts_from_the_receipt():
    play = held_until("2026-11-25T04:00:00Z", start="2026-05-08T04:00:00Z")
    found = the("term-hold", play, HOLD_START)
    assert (found.started, found.starts_from) == (START, "received")
    assert (found.level, found.due) == (DeadlineLevel.CRITICAL, START + 60 * DAY)


def test_on_paper_a_hold_counts_from_the_date_of_its_confirmation():
    play = held_until("2026-11-25T04:00:00Z", start="2026-05-08T04:00:00Z")
    confirmed = play.at["XA"][-1].issued
    late = START - 90 * DAY
    found = the("term-hold", play, HOLD_START, received=late, is_by_letter=True)
    assert (found.started, found.level) == (confirmed, DeadlineLevel.CRITICAL)


def test_a_request_that_states_no_term_has_no_clock_of_one():
    play = Play()
    play.send("XA", "preservation", bodies.preservation())
    short = bodies.preservation_confirmed(end="2026-11-25T04:00:00Z")
    play.send("XB", "preservation_confirmed", short)
    assert the("term-hold", play, HOLD_START) is None


def test_the_120_days_of_a_treaty_that_no_data_know_have_a_clock():
    term = bodies.term("execution", 120, "9(2)", ["received"])
    basis = {"instrument": "mlat-of-1987", "articles": ["9"]}
    play = requested(term, kind="mla_stored_data", legal_basis=basis)
    for after, level in (
        (0, DeadlineLevel.CALM),
        (89, DeadlineLevel.CALM),
        (90, DeadlineLevel.NOTICE),
        (105, DeadlineLevel.WARNING),
        (115, DeadlineLevel.CRITICAL),
        (120, DeadlineLevel.OVERDUE),
    ):
        found = the("term-execution", play, START + after * DAY)
        assert (found.level, found.due) == (level, START + 120 * DAY)
    assert (found.owed_by, found.article, found.is_stated) == ("XB", "9(2)", True)


def test_a_short_term_warns_from_half_of_its_time():
    play = requested(bodies.term("decision", 10, "5", ["issued"]), kind="mla_stored_data")
    issued = play.at["XA"][0].issued
    assert the("term-decision", play, issued + 4 * DAY).level is DeadlineLevel.CALM
    assert the("term-decision", play, issued + 5 * DAY).level is DeadlineLevel.WARNING
    assert the("term-decision", play, issued + 10 * DAY).level is DeadlineLevel.OVERDUE


def test_a_decision_meets_one_term_and_a_delivery_both():
    terms = [bodies.term(name, 10, "5", ["received"]) for name in ("decision", "execution")]
    play = requested(*terms, kind="mla_stored_data")
    play.send("XB", "acceptance", bodies.acceptance())
    late = START + 11 * DAY
    assert the("term-decision", play, late).level is DeadlineLevel.MET
    assert the("term-execution", play, late).level is DeadlineLevel.OVERDUE
    play.send("XB", "delivery", bodies.delivery())
    assert the("term-execution", play, late).level is DeadlineLevel.MET


@pytest.mark.parametrize("answer", ["refusal", "no_longer_required"])
def test_nothing_runs_after_a_refusal_or_a_withdrawal(answer):
    play = requested(bodies.term("execution", 10, "5", ["received"]), kind="mla_stored_data")
    if answer == "refusal":
        play.send("XB", "refusal", bodies.refusal())
    else:
        opening = play.at["XA"][0].digest
        play.send("XA", "no_longer_required", bodies.no_longer_required(opening))
    found = the("term-execution", play, START + 99 * DAY)
    assert found.level in {DeadlineLevel.MET, DeadlineLevel.ENDED}


def test_a_term_counted_from_a_receipt_that_is_missing_has_not_begun():
    play = requested(bodies.term("execution", 10, "5", ["received"]), kind="mla_stored_data")
    found = the("term-execution", play, START + 99 * DAY, received=None)
    assert (found.started, found.due, found.level) == (None, None, DeadlineLevel.CALM)


def test_on_paper_a_term_is_counted_from_the_first_answer():
    play = requested(bodies.term("execution", 10, "5", ["received"]), kind="mla_stored_data")
    before = the("term-execution", play, START, received=None, is_by_letter=True)
    assert before.due is None
    answer = play.send("XB", "acknowledgement", bodies.acknowledgement())
    found = the("term-execution", play, START, received=None, is_by_letter=True)
    assert found.due == answer.issued + 10 * DAY


def test_of_several_starts_the_later_one_counts():
    starts = ["issued", "received"]
    play = requested(bodies.term("execution", 10, "5", starts), kind="mla_stored_data")
    issued = play.at["XA"][0].issued
    later, earlier = issued + DAY, issued - DAY
    assert the("term-execution", play, START, received=later).due == later + 10 * DAY
    assert the("term-execution", play, START, received=earlier).due == issued + 10 * DAY


def test_the_requested_state_cannot_state_a_term_by_a_message_of_its_own():
    """Attack: a term in another message than the opening moves nothing."""
    play = held_until("2027-01-23T04:00:00Z")
    before = play.fold().standing
    forged = bodies.acknowledgement() | {"terms": [bodies.term(days=1)]}
    play.send("XB", "acknowledgement", forged)
    assert play.fold().standing.terms == before.terms
    assert the("term-hold", play, HOLD_START).due == HOLD_START + 60 * DAY
