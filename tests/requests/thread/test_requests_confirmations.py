# SPDX-License-Identifier: Apache-2.0
"""Call-backs and drills: what makes sure before data leave, and that somebody is there."""

from datetime import UTC, datetime, timedelta

import pytest

from casts.requests import bodies
from casts.requests.play import Play
from rogatory.requests.contents.body import check
from rogatory.requests.deadlines.reply_deadlines import CALL_BACK_WITHIN
from rogatory.requests.deadlines.thread_deadlines import DeadlineLevel, clocks
from rogatory.requests.kinds.families import DISCLOSING, DRILL, EVERY
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.next_actor import owes_next_word
from rogatory.requests.thread.prefill import beginning_of, danger_of
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.requests.thread.transcript import MessageOutcome
from rogatory.wire.digests import sha256

RECEIVED = datetime(2026, 11, 24, 4, tzinfo=UTC)


def called_back(kind="emergency_data"):
    play = Play()
    opening = play.send("XA", kind, bodies.one_of_each()[kind])
    request = play.send("XB", "call_back", bodies.call_back(opening.digest))
    return play, opening, request


def outcome(play, envelope):
    return play.fold().entry(envelope.digest).outcome


def refused(play, envelope):
    entry = play.fold().entry(envelope.digest)
    assert entry.outcome is MessageOutcome.ILLEGAL
    return [reason.code.id for reason in entry.reasons]


def clock_of(name, play, now, received):
    found = clocks(play.fold(), received=received, now=now)
    return next((one for one in found if one.name == name), None)


@pytest.mark.law_line(24)
@pytest.mark.parametrize("outcome", ["confirmed", "denied"])
def test_a_call_back_waits_for_the_requesting_states_word_and_moves_nothing(outcome):
    play, opening, call_back = called_back()
    before = play.fold().standing
    assert before.status is ThreadStatus.OPEN
    assert [one.is_open for one in before.call_backs] == [True]
    play.send(
        "XA", "call_back_answer", bodies.call_back_answer(opening.digest, call_back.digest, outcome)
    )
    after = play.fold().standing
    assert [one.outcome for one in after.call_backs] == [outcome]
    assert after.status is ThreadStatus.OPEN


def test_the_first_answer_to_a_call_back_counts():
    play, opening, call_back = called_back()
    play.send(
        "XA",
        "call_back_answer",
        bodies.call_back_answer(opening.digest, call_back.digest, "denied"),
    )
    second = play.send(
        "XA", "call_back_answer", bodies.call_back_answer(opening.digest, call_back.digest)
    )
    assert refused(play, second) == ["thread-reference"]
    assert [one.outcome for one in play.fold().standing.call_backs] == ["denied"]


def test_who_asks_does_not_answer_and_who_answers_does_not_ask():
    play, opening, call_back = called_back()
    body = bodies.call_back_answer(opening.digest, call_back.digest)
    assert refused(play, play.send("XB", "call_back_answer", body)) == ["thread-wrong-side"]
    own = play.send("XA", "call_back", bodies.call_back(opening.digest))
    assert refused(play, own) == ["thread-wrong-side"]


def test_a_confirmation_names_the_request_that_it_confirms():
    """An attacker who altered the request on its way gets no confirmation of the altered one."""
    play, _, call_back = called_back()
    body = bodies.call_back_answer(sha256(b"another request"), call_back.digest)
    assert refused(play, play.send("XA", "call_back_answer", body)) == ["thread-reference"]
    assert [one.is_open for one in play.fold().standing.call_backs] == [True]


def test_a_denial_is_heard_after_data_left_and_after_the_end():
    play, opening, call_back = called_back()
    play.send("XB", "answer", bodies.answer(complete=True))
    assert play.fold().standing.status is ThreadStatus.ANSWERED
    assert owes_next_word(play.fold().standing, "XA")
    denied = play.send(
        "XA",
        "call_back_answer",
        bodies.call_back_answer(opening.digest, call_back.digest, "denied"),
    )
    assert outcome(play, denied) is MessageOutcome.APPLIED


@pytest.mark.parametrize("kind", sorted(DISCLOSING))
def test_whatever_may_give_data_out_may_be_called_back_for(kind):
    play, _, call_back = called_back(kind)
    assert outcome(play, call_back) is MessageOutcome.APPLIED
    assert next(one.kind for one in may_come_next(play.fold(), "XA")) == "call_back_answer"


@pytest.mark.parametrize("kind", sorted(EVERY - DISCLOSING))
def test_what_gives_no_data_out_is_not_called_back_for(kind):
    play, _, call_back = called_back(kind)
    assert refused(play, call_back) == ["thread-wrong-request"]


def test_a_call_back_and_its_answer_begin_with_what_the_thread_says():
    play, opening, call_back = called_back()
    standing = play.fold().standing
    begun = beginning_of("call_back", standing)
    assert begun["request"] == opening.digest
    assert begun["case_number"] == opening.body["case_number"]
    assert opening.body["danger"]["threat"] in begun["facts"]
    assert check("call_back", {**begun, "received_at": "2026-11-24T04:00:00Z"}) == []
    answer = beginning_of("call_back_answer", standing)
    assert answer == {"answers_to": call_back.digest, "request": opening.digest}


def test_the_danger_is_read_from_any_request_and_never_fails():
    assert danger_of(bodies.mla_stored_data(urgency={"level": "emergency", "reason": " x "})) == "x"
    lines = danger_of(bodies.emergency_data()).splitlines()
    assert lines[0].startswith("The writer announces") and lines[2].startswith("Within the hour")  # noqa: PT018
    for odd in ({}, {"danger": 7, "urgency": []}, {"danger": {"threat": 7}, "urgency": {}}):
        assert danger_of(odd) == ""


@pytest.mark.law_line(24)
def test_a_call_back_that_nobody_answers_calls_officers_of_both_states():
    play, opening, call_back = called_back()
    received = {opening.digest: RECEIVED, call_back.digest: RECEIVED}
    found = clock_of("call-back-answer", play, RECEIVED + CALL_BACK_WITHIN, received)
    assert (found.level, found.owed_by, found.calls) == (DeadlineLevel.OVERDUE, "XA", True)
    assert found.concerns == {"XA", "XB"}
    play.send("XA", "call_back_answer", bodies.call_back_answer(opening.digest, call_back.digest))
    assert clock_of("call-back-answer", play, RECEIVED, received) is None


def test_a_call_back_is_owed_no_more_once_the_request_is_withdrawn():
    play, opening, call_back = called_back()
    play.send("XA", "no_longer_required", bodies.no_longer_required(opening.digest))
    assert clock_of("call-back-answer", play, RECEIVED, {call_back.digest: RECEIVED}) is None
    assert not owes_next_word(play.fold().standing, "XA")


def test_a_call_back_that_a_node_asks_by_itself_is_no_officers_answer():
    play, opening, call_back = called_back()
    now = RECEIVED + timedelta(minutes=31)
    found = clock_of("acknowledgement", play, now, {opening.digest: RECEIVED})
    assert found.level is DeadlineLevel.OVERDUE
    assert owes_next_word(play.fold().standing, "XB")
    assert call_back.kind == "call_back"


def drilled(**changes):
    play = Play()
    return play, play.send("XA", "drill", bodies.drill(**changes))


@pytest.mark.law_line(20)
def test_a_drill_is_completed_by_its_acknowledgement_and_by_nothing_else():
    play, opening = drilled()
    assert owes_next_word(play.fold().standing, "XB")
    for kind in sorted(set(KINDS) - {"drill_acknowledgement", "repair"}):
        message = play.send("XB", kind, bodies.one_of_each()[kind])
        assert outcome(play, message) is MessageOutcome.ILLEGAL
    body = bodies.drill_acknowledgement(opening.digest)
    play.send("XB", "drill_acknowledgement", body)
    standing = play.fold().standing
    assert standing.status is ThreadStatus.COMPLETED
    assert not owes_next_word(standing, "XB")
    twice = play.send("XB", "drill_acknowledgement", body)
    assert refused(play, twice) == ["thread-wrong-moment"]


def test_a_drill_is_acknowledged_by_its_digest():
    play, _ = drilled()
    body = bodies.drill_acknowledgement(sha256(b"another drill"))
    assert refused(play, play.send("XB", "drill_acknowledgement", body)) == ["thread-reference"]


@pytest.mark.parametrize("kind", sorted(EVERY - DRILL))
def test_an_acknowledgement_of_a_drill_has_no_place_in_a_request(kind):
    play = Play()
    opening = play.send("XA", kind, bodies.one_of_each()[kind])
    message = play.send("XB", "drill_acknowledgement", bodies.drill_acknowledgement(opening.digest))
    assert refused(play, message) == ["thread-wrong-request"]


def test_a_drill_is_missed_after_the_minutes_that_it_states():
    play, opening = drilled(minutes=7)
    received = {opening.digest: RECEIVED}
    for minutes, level in (
        (3, DeadlineLevel.CALM),
        (4, DeadlineLevel.WARNING),
        (7, DeadlineLevel.OVERDUE),
    ):
        now = RECEIVED + timedelta(minutes=minutes)
        assert clock_of("acknowledgement", play, now, received).level is level


@pytest.mark.parametrize("minutes", [0, -1, 1441, 1.5, "30", None])
def test_a_drill_states_minutes_of_a_day_at_most(minutes):
    assert check("drill", bodies.drill(minutes=minutes))
