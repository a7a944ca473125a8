# SPDX-License-Identifier: Apache-2.0
"""Return of confiscated property: claims in order of priority, and a decision in parts or as a whole."""

import itertools
import random

import pytest

from casts.requests import bodies
from casts.requests.play import Play
from rogatory.requests.contents.body import check
from rogatory.requests.contents.targets import targets_of
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.next_actor import owes_next_word
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.requests.thread.transcript import fold

PART = {"complete": False, "outstanding": "The coins, on which a claim is heard."}


def requested(*conditions):
    play = Play()
    play.send("XA", "property_return", bodies.property_return())
    if conditions:
        play.send("XB", "acceptance", bodies.acceptance(*conditions))
    return play


def decide(play, **changes):
    return play.send("XB", "return_decided", bodies.return_decided(**changes))


def codes_of(play, envelope):
    assert play.fold("XA") == play.fold("XB")
    return [reason.code.id for reason in play.fold().entry(envelope.digest).reasons]


def standing(play):
    assert play.fold("XA") == play.fold("XB")
    return play.fold().standing


def euros(amount):
    return {"sum": amount, "currency": "EUR"}


def share(amount, currency="EUR"):
    stated = {"sum": amount, "currency": currency}
    return {"beneficiary": "requesting_state", "amount": stated, "reasons": "All of it."}


def of_decision(**changes):
    return [one.code.id for one in check("return_decided", bodies.return_decided(**changes))]


def test_a_whole_decision_answers_the_request():
    play = requested()
    assert owes_next_word(standing(play), "XB")
    whole = decide(play)
    assert codes_of(play, whole) == []
    assert (standing(play).status, standing(play).ended_by) == (
        ThreadStatus.ANSWERED,
        whole.digest,
    )
    assert standing(play).information_passed
    before = standing(play)
    assert codes_of(play, decide(play)) == ["thread-wrong-moment"]
    assert standing(play) == before


def test_a_decision_in_part_leaves_the_rest_to_be_decided_or_refused():
    play = requested()
    decide(play, **PART)
    assert standing(play).status is ThreadStatus.ACCEPTED
    assert owes_next_word(standing(play), "XB")
    assert {one.kind for one in may_come_next(play.fold(), "XB")} >= {"return_decided", "refusal"}
    assert codes_of(play, play.send("XB", "refusal", bodies.refusal())) == []
    assert standing(play).status is ThreadStatus.REFUSED


def test_nothing_is_decided_before_the_conditions_are_answered():
    play = requested(*bodies.TERMS)
    before = standing(play)
    assert codes_of(play, decide(play)) == ["thread-conditions-unanswered"]
    assert standing(play) == before
    answer = bodies.conditions_answered(before.accepted)
    play.send("XA", "conditions_answered", answer)
    assert codes_of(play, decide(play)) == []


@pytest.mark.parametrize("kind", ["measure_executed", "confiscation_executed", "lifting_hearing"])
def test_no_measure_on_property_has_its_place_in_a_request_to_return_it(kind):
    play = requested()
    before = standing(play)
    sent = play.send("XB", kind, bodies.one_of_each()[kind])
    assert codes_of(play, sent) == ["thread-wrong-request"]
    assert standing(play) == before


def test_the_requesting_state_decides_nothing():
    play = requested()
    before = standing(play)
    own = play.send("XA", "return_decided", bodies.return_decided())
    assert codes_of(play, own) == ["thread-wrong-side"]
    assert standing(play) == before


def test_a_confiscation_leads_to_the_request_to_return_what_was_confiscated():
    def leads(play):
        return [one.kind for one in may_come_next(play.fold(), "XA") if one.in_new_thread]

    play = Play()
    play.send("XA", "asset_confiscation", bodies.asset_confiscation())
    assert leads(play) == []
    play.send("XB", "confiscation_executed", bodies.confiscation_executed())
    assert leads(play) == ["property_return"]


def test_shares_and_costs_come_to_the_whole_value_and_to_no_more():
    worth = bodies.PROPERTY[0]["amount"]
    assert of_decision(shares=[share(worth["sum"])], deducted=None) == ["content-form"]
    body = bodies.return_decided(shares=[share(worth["sum"])])
    del body["deducted"]
    assert check("return_decided", body) == []
    assert of_decision(shares=[share(worth["sum"])]) == ["content-shares-exceed"]
    assert of_decision(shares=[share("48200.01")]) == ["content-shares-exceed"]
    cost = {"amount": euros("0.000000000000000001"), "reasons": "Postage"}
    assert of_decision(shares=[share(worth["sum"])], deducted=cost) == ["content-shares-exceed"]


def test_what_has_another_currency_or_no_value_is_compared_with_nothing():
    assert of_decision(shares=[share("99999", "ARD")]) == []
    unvalued = {key: value for key, value in bodies.PROPERTY[0].items() if key != "amount"}
    assert of_decision(property=[unvalued], shares=[share("99999")]) == []
    assert of_decision(property=[bodies.PROPERTY[0], unvalued], shares=[share("99999")]) == []
    assert of_decision(property=bodies.PROPERTY, shares=[share("99999")]) == []


@pytest.mark.parametrize("field", ["claims", "property"])
def test_a_request_states_the_property_and_every_claim_its_reasons(field):
    body = bodies.property_return()
    del body[field]
    assert [one.code.id for one in check("property_return", body)] == ["content-missing"]
    unreasoned = bodies.property_return(claims=[{"claimant": "victim"}])
    assert [one.fields["field"] for one in check("property_return", unreasoned)] == [
        "claims.0.reasons"
    ]


def test_costs_are_deducted_with_their_amount_and_reasons():
    for part in ("amount", "reasons"):
        deducted = {
            key: value for key, value in bodies.return_decided()["deducted"].items() if key != part
        }
        found = check("return_decided", bodies.return_decided(deducted=deducted))
        assert [one.fields["field"] for one in found] == [f"deducted.{part}"]


def test_what_is_outstanding_is_stated_of_a_part_and_of_nothing_else():
    assert of_decision(complete=False) == ["content-part-missing-practice"]
    assert of_decision(**PART) == []
    assert of_decision(outstanding="Nothing") == ["content-form"]


def test_a_return_of_what_was_frozen_is_seen_to_be_on_the_same_account():
    assert targets_of(bodies.property_return()) < targets_of(bodies.asset_freezing())


def test_a_whole_decision_prevails_over_a_withdrawal_that_crossed_it_and_a_part_does_not():
    for changes, status in ((PART, ThreadStatus.WITHDRAWN), ({}, ThreadStatus.ANSWERED)):
        play = requested()
        opening = play.at["XA"][0].digest
        withdrawn = play.write("XA", "no_longer_required", bodies.no_longer_required(opening))
        decision = play.write("XB", "return_decided", bodies.return_decided(**changes))
        play.pass_on(withdrawn, decision)
        assert standing(play).status is status


def test_a_return_in_any_order_of_arrival_twice_and_with_loss_is_one_state():
    play = requested(*bodies.TERMS)
    answer = bodies.conditions_answered(standing(play).accepted)
    play.send("XA", "conditions_answered", answer)
    opening = play.at["XA"][0].digest
    enquiry = play.write("XA", "status_enquiry", bodies.status_enquiry(opening))
    part = play.write("XB", "return_decided", bodies.return_decided(**PART))
    play.pass_on(enquiry, part)
    decide(play)
    whole = play.at["XA"]
    orders = itertools.permutations(whole)
    assert {fold(order) == play.fold("XB") for order in orders} == {True}
    draw = random.Random(13)
    for _ in range(20):
        twice = [*whole, *draw.sample(whole, 3)]
        draw.shuffle(twice)
        assert fold(twice) == play.fold("XB")
    for lost in whole[1:]:
        held = [one for one in whole if one is not lost]
        assert fold(held) == fold(held[::-1])
