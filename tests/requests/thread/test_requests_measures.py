# SPDX-License-Identifier: Apache-2.0
"""Measures on property: reported by the State that takes them, and lifted once the other State was heard."""

import itertools
import random
from datetime import UTC, datetime

import pytest

from casts.requests import bodies
from casts.requests.play import Play
from rogatory.requests.contents.body import check
from rogatory.requests.contents.emergency import is_emergency
from rogatory.requests.kinds.families import MEASURES
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.next_actor import owes_next_word
from rogatory.requests.thread.prefill import beginning_of
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.requests.thread.transcript import fold

BEFORE_THE_DAY = datetime(2026, 10, 2, 12, tzinfo=UTC)
"""With the sixty days that a lifting comes later: a day on which a hearing until 1 December still runs."""


def codes_of(play, envelope):
    assert play.fold("XA") == play.fold("XB")
    return [reason.code.id for reason in play.fold().entry(envelope.digest).reasons]


def kinds_next(play, state):
    return [one.kind for one in may_come_next(play.fold(), state)]


def frozen(*measures):
    play = Play()
    play.send("XA", "asset_freezing", bodies.asset_freezing())
    sent = [
        play.send("XB", "measure_executed", bodies.measure_executed()) for _ in measures or (1,)
    ]
    return play, *(one.digest for one in sent)


def hear(play, measure, day="2026-12-01"):
    return play.send("XB", "lifting_hearing", bodies.lifting_hearing(measure, day=day))


def lift(play, measure, hearing=None, **more):
    return play.send("XB", "measure_lifted", bodies.measure_lifted(measure, hearing), **more)


def in_force(play):
    assert play.fold("XA") == play.fold("XB")
    standing = play.fold().standing
    return standing.status is ThreadStatus.IN_FORCE and [
        one.message for one in standing.measures if one.ended_by is None
    ]


def test_a_measure_can_be_reported_at_once_and_passes_information():
    play = Play()
    play.send("XA", "asset_freezing", bodies.asset_freezing())
    assert owes_next_word(play.fold().standing, "XB")
    assert not play.fold().standing.information_passed
    measure = play.send("XB", "measure_executed", bodies.measure_executed()).digest
    assert in_force(play) == [measure]
    assert play.fold().standing.information_passed
    assert not owes_next_word(play.fold().standing, "XB")
    assert "lifting_hearing" in kinds_next(play, "XB")
    assert "measure_lifted" not in kinds_next(play, "XB")
    assert beginning_of("lifting_hearing", play.fold().standing) == {"executed": measure}


def test_nothing_is_lifted_without_a_hearing():
    play, measure = frozen()
    assert codes_of(play, lift(play, measure)) == ["thread-lifted-unheard"]
    assert in_force(play) == [measure]


def test_the_hearing_of_another_measure_serves_nothing():
    play, first, second = frozen(1, 2)
    heard = hear(play, first)
    play.send("XA", "lifting_hearing_answer", bodies.lifting_hearing_answer(heard.digest))
    assert codes_of(play, lift(play, second, heard.digest)) == ["thread-lifted-unheard"]
    assert in_force(play) == [first, second]


@pytest.mark.parametrize(
    "day", ["2026-11-24", "2026-11-23", "2020-01-01", "2026-02-30", "soon", ""]
)
def test_nobody_is_heard_until_a_day_that_has_come_already(day):
    play, measure = frozen()
    heard = hear(play, measure, day)
    assert codes_of(play, heard) == ["thread-hearing-too-short"]
    assert codes_of(play, lift(play, measure, heard.digest)) == ["thread-lifted-unheard"]
    assert in_force(play) == [measure]


def test_nothing_is_lifted_while_the_requesting_state_is_heard():
    play, measure = frozen()
    heard = hear(play, measure)
    assert owes_next_word(play.fold().standing, "XA")
    early = lift(play, measure, heard.digest, issued=BEFORE_THE_DAY)
    assert early.issued.date().isoformat() == "2026-12-01"
    assert codes_of(play, early) == ["thread-hearing-runs"]
    assert in_force(play) == [measure]


def test_the_state_that_lifts_cannot_answer_in_the_place_of_the_other():
    play, measure = frozen()
    heard = hear(play, measure)
    own = play.send("XB", "lifting_hearing_answer", bodies.lifting_hearing_answer(heard.digest))
    assert codes_of(play, own) == ["thread-wrong-side"]
    early = lift(play, measure, heard.digest, issued=BEFORE_THE_DAY)
    assert codes_of(play, early) == ["thread-hearing-runs"]
    assert in_force(play) == [measure]


@pytest.mark.parametrize("decision", ["continue", "no_objection"])
def test_after_the_reply_the_requested_state_decides(decision):
    play, measure = frozen()
    heard = hear(play, measure)
    answer = bodies.lifting_hearing_answer(heard.digest, decision)
    play.send("XA", "lifting_hearing_answer", answer)
    [hearing] = play.fold().standing.hearings
    assert hearing.outcome == decision
    lifted = lift(play, measure, heard.digest, issued=BEFORE_THE_DAY)
    assert codes_of(play, lifted) == []
    standing = play.fold().standing
    assert standing.status is ThreadStatus.COMPLETED
    assert standing.ended_by == lifted.digest


def test_once_the_day_has_passed_no_reply_is_waited_for():
    play, measure = frozen()
    heard = hear(play, measure)
    stated = beginning_of("measure_lifted", play.fold().standing)
    assert stated == {
        "executed": measure,
        "hearing": heard.digest,
        "lifting_ground": "evidence_not_received",
    }
    assert codes_of(play, lift(play, measure, heard.digest)) == []
    assert play.fold().standing.status is ThreadStatus.COMPLETED


def test_one_measure_is_lifted_and_another_stays():
    play, first, second = frozen(1, 2)
    assert codes_of(play, lift(play, first, hear(play, first).digest)) == []
    assert in_force(play) == [second]
    repeated = lift(play, first, hear(play, second).digest)
    assert codes_of(play, repeated) == ["thread-reference", "thread-lifted-unheard"]


def test_the_last_report_of_a_lifting_ends_the_request_in_any_order_of_the_measures():
    play, first, second = frozen(1, 2)
    lift(play, second, hear(play, second).digest)
    last = lift(play, first, hear(play, first).digest)
    standing = play.fold().standing
    assert standing.status is ThreadStatus.COMPLETED
    assert standing.ended_by == last.digest


def test_after_a_withdrawal_nobody_is_heard():
    play, measure = frozen()
    opening = play.at["XA"][0].digest
    play.send("XA", "no_longer_required", bodies.no_longer_required(opening))
    assert "measure_lifted" in kinds_next(play, "XB")
    assert codes_of(play, hear(play, measure)) == ["thread-wrong-moment"]
    lifted = lift(play, measure)
    assert codes_of(play, lifted) == []
    standing = play.fold().standing
    assert standing.status is ThreadStatus.WITHDRAWN
    assert standing.measures[0].ended_by == lifted.digest


def test_a_measure_in_force_is_neither_refused_nor_postponed():
    play, measure = frozen()
    for kind in ("refusal", "postponement", "acceptance"):
        assert kind not in kinds_next(play, "XB")
        wrong = play.send("XB", kind, bodies.one_of_each()[kind])
        assert codes_of(play, wrong) == ["thread-wrong-moment"]
    assert in_force(play) == [measure]


def test_a_lifting_in_any_order_of_arrival_and_twice_is_one_state():
    play, measure = frozen()
    heard = hear(play, measure)
    answer = bodies.lifting_hearing_answer(heard.digest)
    crossing = play.write("XA", "lifting_hearing_answer", answer)
    lifted = play.write("XB", "measure_lifted", bodies.measure_lifted(measure, heard.digest))
    play.pass_on(crossing, lifted)
    whole = play.at["XA"]
    states = {fold(order) == play.fold("XB") for order in itertools.permutations(whole)}
    assert states == {True}
    draw = random.Random(7)
    for _ in range(20):
        twice = [*whole, *draw.sample(whole, 2)]
        draw.shuffle(twice)
        assert fold(twice) == play.fold("XB")
    for lost in whole[1:]:
        held = [one for one in whole if one is not lost]
        assert fold(held) == fold(held[::-1])


@pytest.mark.parametrize("kind", sorted(MEASURES))
def test_property_is_no_life(kind):
    body = {**bodies.one_of_each()[kind], "urgency": {"level": "emergency", "reason": "Tonight."}}
    assert [reason.code.id for reason in check(kind, body)] == ["content-urgency-of-kind"]
    assert not is_emergency(kind, body)
