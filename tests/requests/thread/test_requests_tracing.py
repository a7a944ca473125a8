# SPDX-License-Identifier: Apache-2.0
"""Tracing property: assistance that is delivered or answered in words, with the property that was found."""

import pytest

from casts.requests import bodies
from casts.requests.play import Play
from rogatory.requests.contents.body import check
from rogatory.requests.contents.targets import targets_of
from rogatory.requests.kinds.families import MEASURES, ON_PROPERTY
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.thread_facts import ThreadStatus


def traced(*, accepted=True):
    play = Play()
    play.send("XA", "asset_tracing", bodies.asset_tracing())
    if accepted:
        play.send("XB", "acceptance", bodies.acceptance())
    return play


def codes_of(play, envelope):
    assert play.fold("XA") == play.fold("XB")
    return [reason.code.id for reason in play.fold().entry(envelope.digest).reasons]


def test_it_is_answered_in_words_with_the_property_that_was_found():
    play = traced()
    found = bodies.answer(property=bodies.PROPERTY)
    assert check("answer", found) == []
    assert codes_of(play, play.send("XB", "answer", found)) == []
    assert play.fold().standing.status is ThreadStatus.ANSWERED


def test_it_is_delivered_as_evidence():
    play = traced()
    assert codes_of(play, play.send("XB", "delivery", bodies.delivery())) == []
    assert play.fold().standing.status is ThreadStatus.DELIVERED


@pytest.mark.parametrize("kind", ["answer", "delivery"])
def test_nothing_is_given_before_it_is_accepted(kind):
    play = traced(accepted=False)
    before = play.fold().standing
    sent = play.send("XB", kind, bodies.one_of_each()[kind])
    assert codes_of(play, sent) == ["thread-wrong-moment"]
    assert play.fold().standing == before


def test_it_is_no_measure():
    play = traced()
    assert "asset_tracing" not in MEASURES
    assert {one.kind for one in may_come_next(play.fold(), "XB")} >= {"answer", "delivery"}
    sent = play.send("XB", "measure_executed", bodies.measure_executed())
    assert codes_of(play, sent) == ["thread-wrong-request"]
    assert play.fold().standing.status is ThreadStatus.ACCEPTED


@pytest.mark.parametrize("kind", sorted(ON_PROPERTY))
def test_no_request_about_property_is_an_emergency(kind):
    body = {**bodies.one_of_each()[kind], "urgency": {"level": "emergency", "reason": "Tonight."}}
    assert [reason.code.id for reason in check(kind, body)] == ["content-urgency-of-kind"]


def test_property_is_optional_where_none_is_known_yet():
    body = bodies.asset_tracing()
    del body["property"]
    assert check("asset_tracing", body) == []


@pytest.mark.parametrize("kind", ["answer", "spontaneous_information"])
def test_property_that_was_found_is_stated_and_coins_are_identified(kind):
    body = bodies.one_of_each()[kind]
    assert check(kind, body | {"property": bodies.PROPERTY}) == []
    coins = {"sort": "virtual_asset", "description": "Coins"}
    found = [one.code.id for one in check(kind, body | {"property": [coins]})]
    assert found == ["content-virtual-asset"]


def test_a_freeze_on_what_was_passed_on_unasked_is_seen_to_be_on_the_same_account():
    informed = bodies.spontaneous_information(property=bodies.PROPERTY)
    assert targets_of(informed) == targets_of(bodies.asset_freezing())


def test_a_freeze_on_what_is_traced_is_seen_to_be_on_the_same_account():
    assert targets_of(bodies.asset_tracing()) & targets_of(bodies.asset_freezing())
