# SPDX-License-Identifier: Apache-2.0
"""Extradition: granted with conditions or without, postponed, refused, and the surrender that ends it."""

import itertools
import random

import pytest

from casts.requests import bodies
from casts.requests.play import Play
from rogatory.requests.contents.body import check
from rogatory.requests.deadlines.thread_deadlines import DeadlineLevel, clocks
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.next_actor import owes_next_word
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.requests.thread.transcript import fold
from rogatory.wire.moments import parse_moment

SUBMITTED = {"authority": "Public Prosecutor of Borealia", "date": "2026-11-24"}


def requested():
    play = Play()
    play.send("XA", "extradition", bodies.extradition())
    return play


def grant(play, *conditions, **changes):
    return play.send(
        "XB", "extradition_decided", bodies.extradition_decided(*conditions, **changes)
    )


def surrender(play):
    return play.send("XB", "person_surrendered", bodies.person_surrendered())


def codes_of(play, envelope):
    assert play.fold("XA") == play.fold("XB")
    return [reason.code.id for reason in play.fold().entry(envelope.digest).reasons]


def standing(play):
    assert play.fold("XA") == play.fold("XB")
    return play.fold().standing


def found_in(kind, body):
    return [(one.code.id, one.fields.get("field")) for one in check(kind, body)]


def test_a_grant_is_followed_by_the_surrender_which_answers_the_request():
    play = requested()
    assert owes_next_word(standing(play), "XB")
    assert codes_of(play, grant(play)) == []
    assert standing(play).status is ThreadStatus.ACCEPTED
    assert owes_next_word(standing(play), "XB")
    surrendered = surrender(play)
    assert codes_of(play, surrendered) == []
    assert (standing(play).status, standing(play).ended_by) == (
        ThreadStatus.ANSWERED,
        surrendered.digest,
    )
    before = standing(play)
    assert codes_of(play, surrender(play)) == ["thread-wrong-moment"]
    assert standing(play) == before


def test_nobody_is_surrendered_before_extradition_is_granted():
    play = requested()
    before = standing(play)
    assert codes_of(play, surrender(play)) == ["thread-wrong-moment"]
    assert standing(play) == before
    assert "person_surrendered" not in {one.kind for one in may_come_next(play.fold(), "XB")}


def test_nobody_is_surrendered_before_the_conditions_are_answered():
    play = requested()
    granted = grant(play, *bodies.TERMS)
    before = standing(play)
    assert before.unanswered_conditions.message == granted
    assert codes_of(play, surrender(play)) == ["thread-conditions-unanswered"]
    assert standing(play) == before
    play.send("XA", "conditions_answered", bodies.conditions_answered(granted.digest))
    assert codes_of(play, surrender(play)) == []


def test_nobody_is_surrendered_while_the_surrender_is_postponed():
    play = requested()
    grant(play)
    assert codes_of(play, play.send("XB", "postponement", bodies.postponement())) == []
    assert standing(play).status is ThreadStatus.POSTPONED
    before = standing(play)
    assert codes_of(play, surrender(play)) == ["thread-wrong-moment"]
    assert standing(play) == before
    assert codes_of(play, grant(play)) == []
    assert standing(play).postponed is None
    assert codes_of(play, surrender(play)) == []


@pytest.mark.parametrize(
    "kind", ["acceptance", "delivery", "answer", "return_decided", "call_back"]
)
def test_an_extradition_is_granted_and_not_executed_like_assistance(kind):
    play = requested()
    before = standing(play)
    sent = play.send("XB", kind, bodies.one_of_each()[kind])
    assert codes_of(play, sent) == ["thread-wrong-request"]
    assert standing(play) == before


@pytest.mark.parametrize("kind", ["extradition_decided", "person_surrendered"])
def test_the_requesting_state_decides_nothing(kind):
    play = requested()
    before = standing(play)
    sent = play.send("XA", kind, bodies.one_of_each()[kind])
    assert "thread-wrong-side" in codes_of(play, sent)
    assert standing(play) == before


def test_a_refusal_for_nationality_states_the_submission_for_prosecution_and_no_other_does():
    play = requested()
    refusal = {**bodies.refusal(), "prosecution_submission": SUBMITTED}
    assert found_in("refusal", refusal) == [("content-form", "prosecution_submission")]
    refusal = {**refusal, "ground": "nationality", "article": "37(11)"}
    assert found_in("refusal", refusal) == []
    assert codes_of(play, play.send("XB", "refusal", refusal)) == []
    assert standing(play).status is ThreadStatus.REFUSED
    before = standing(play)
    assert codes_of(play, grant(play)) == ["thread-wrong-moment"]
    assert standing(play) == before


@pytest.mark.parametrize(
    ("arrest", "field"),
    [
        ({"arrest": "sought"}, "provisional_arrest.reasons"),
        ({"arrest": "ordered"}, "provisional_arrest.order"),
        ({"arrest": "not_sought", "order": bodies.COURT}, "provisional_arrest.order"),
    ],
)
def test_provisional_arrest_is_sought_with_reasons_and_ordered_by_an_order(arrest, field):
    order = {key: bodies.COURT[key] for key in ("authority", "reference", "date")}
    stated = {**arrest, **({"order": order} if "order" in arrest else {})}
    found = found_in("extradition", bodies.extradition(provisional_arrest=stated))
    assert [one[1] for one in found] == [field]


def test_a_person_who_is_to_serve_a_sentence_is_sought_by_a_judgement_and_the_rest_is_stated():
    assert found_in("extradition", bodies.extradition(**bodies.to_serve())) == []
    whole = bodies.to_serve()
    without = bodies.extradition(**whole)
    del without["sentence"]
    assert found_in("extradition", without) == [("content-form", "sentence")]
    other = bodies.extradition(**bodies.to_serve(sought_for="prosecution"))
    assert found_in("extradition", other) == [("content-form", "sentence")]
    arrested = bodies.extradition(sought_for="sentence", sentence=whole["sentence"])
    assert found_in("extradition", arrested) == [("content-form", "warrant.sort")]
    unsaid = {key: value for key, value in whole["warrant"].items() if key != "final"}
    found = found_in("extradition", bodies.extradition(**bodies.to_serve(warrant=unsaid)))
    assert found == [("content-form", "warrant.final")]


def test_a_grant_for_some_offences_says_for_which():
    part = {"decision": "granted_in_part"}
    decided = bodies.extradition_decided
    assert found_in("extradition_decided", decided(**part)) == [("content-form", "granted_for")]
    assert found_in("extradition_decided", decided(granted_for="The fraud.", **part)) == []
    assert found_in("extradition_decided", decided(granted_for="All.")) == [
        ("content-form", "granted_for")
    ]


def test_a_rule_of_speciality_is_never_without_its_source():
    unsourced = {key: value for key, value in bodies.SPECIALITY.items() if key != "source"}
    found = found_in("extradition", bodies.extradition(speciality=unsourced))
    assert [one[1] for one in found] == ["speciality.source"]
    instrument = {**bodies.SPECIALITY, "source": "instrument"}
    found = found_in("extradition_decided", bodies.extradition_decided(speciality=instrument))
    assert [one[1] for one in found] == ["speciality.source"]


def test_an_extradition_is_no_emergency():
    urgency = {"level": "emergency", "reason": "The person may flee."}
    found = found_in("extradition", bodies.extradition(urgency=urgency))
    assert found == [("content-urgency-of-kind", "urgency.level")]


def test_a_surrender_prevails_over_a_withdrawal_that_crossed_it_and_a_grant_does_not():
    for kind, status in (
        ("extradition_decided", ThreadStatus.WITHDRAWN),
        ("person_surrendered", ThreadStatus.ANSWERED),
    ):
        play = requested()
        if kind == "person_surrendered":
            grant(play)
        opening = play.at["XA"][0].digest
        withdrawn = play.write("XA", "no_longer_required", bodies.no_longer_required(opening))
        other = play.write("XB", kind, bodies.one_of_each()[kind])
        play.pass_on(withdrawn, other)
        assert standing(play).status is status


def test_an_extradition_in_any_order_of_arrival_twice_and_with_loss_is_one_state():
    play = requested()
    granted = grant(play, *bodies.TERMS)
    answer = play.write("XA", "conditions_answered", bodies.conditions_answered(granted.digest))
    later = play.write("XB", "postponement", bodies.postponement())
    play.pass_on(answer, later)
    grant(play)
    surrender(play)
    whole = play.at["XA"]
    orders = itertools.permutations(whole)
    assert {fold(order) == play.fold("XB") for order in orders} == {True}
    draw = random.Random(37)
    for _ in range(20):
        twice = [*whole, *draw.sample(whole, 3)]
        draw.shuffle(twice)
        assert fold(twice) == play.fold("XB")
    for lost in whole[1:]:
        held = [one for one in whole if one is not lost]
        assert fold(held) == fold(held[::-1])


def surrender_clock(play, day):
    found = clocks(play.fold(), received={}, now=parse_moment(f"{day}T12:00:00Z"))
    assert found == clocks(play.fold("XB"), received={}, now=parse_moment(f"{day}T12:00:00Z"))
    return [one for one in found if one.name == "surrender"]


def test_the_day_of_surrender_that_a_grant_states_runs_until_it_is_met_and_is_no_treaty_term():
    play = requested()
    assert surrender_clock(play, "2026-12-01") == []
    grant(play, surrender_by="2027-01-15")
    (calm,) = surrender_clock(play, "2026-12-20")
    assert (calm.level, calm.cites, calm.article) == (DeadlineLevel.CALM, None, None)
    assert calm.concerns == {"XA", "XB"}
    levels = {
        day: surrender_clock(play, day)[0].level
        for day in ("2027-01-10", "2027-01-15", "2027-01-16")
    }
    assert list(levels.values()) == [
        DeadlineLevel.NOTICE,
        DeadlineLevel.WARNING,
        DeadlineLevel.OVERDUE,
    ]
    surrender(play)
    assert surrender_clock(play, "2027-02-01")[0].level is DeadlineLevel.MET


def test_no_surrender_is_due_that_is_postponed_withdrawn_or_has_no_day():
    play = requested()
    undated = bodies.extradition_decided()
    del undated["surrender_by"]
    play.send("XB", "extradition_decided", undated)
    assert surrender_clock(play, "2027-02-01") == []
    play = requested()
    grant(play)
    play.send("XB", "postponement", bodies.postponement())
    assert surrender_clock(play, "2027-02-01")[0].level is DeadlineLevel.ENDED
