# SPDX-License-Identifier: Apache-2.0
"""Messages that cross: the table says what the thread is after both, and the fold agrees."""

import pytest
import requests_bodies as bodies
from requests_play import Play, accepted, held

from rogatory.requests.crossings import CROSSINGS
from rogatory.requests.kinds import KINDS
from rogatory.requests.standing import Status
from rogatory.requests.transcript import Outcome, fold

OTHER_SEAL = bodies.sha256(b"other seal")


def ground_for(requesting, requested):
    """A thread in which both kinds are legal at once, and what the two say in it."""
    if requested in {"preservation_confirmed", "preserved_traffic_disclosure"}:
        play = held()
    elif requested == "delivery":
        play = accepted()
    else:
        play = Play()
        play.tell("XA", "mla_stored_data", bodies.mla_stored_data())
    opening = play.at["XA"][0].digest
    question = seal = None
    if requesting == "additional_information_supplied":
        asked = play.tell("XB", "additional_information", bodies.additional_information())
        question = asked.digest
    if requesting == "delivery_confirmed":
        play.tell("XB", "delivery", bodies.delivery())
        seal = OTHER_SEAL
    texts = {
        **bodies.one_of_each(),
        "no_longer_required": bodies.no_longer_required(opening),
        "status_enquiry": bodies.status_enquiry(opening),
        "preserved_traffic_disclosure": bodies.preserved_traffic_disclosure(opening),
        "additional_information_supplied": bodies.additional_information_supplied(question),
        "delivery": bodies.delivery(seal or bodies.SEAL),
    }
    return play, texts


@pytest.mark.parametrize("pair", sorted(CROSSINGS))
def test_after_both_the_thread_is_what_the_table_says(pair):
    play, texts = ground_for(*pair)
    one = play.say("XA", pair[0], texts[pair[0]])
    other = play.say("XB", pair[1], texts[pair[1]])
    play.pass_on(one, other)

    state = play.fold("XA")
    assert state == play.fold("XB")
    assert state.standing.status is CROSSINGS[pair].status
    for envelope, crossed in ((one, other), (other, one)):
        entry = state.entry(envelope.digest)
        assert entry.outcome is Outcome.APPLIED
        assert entry.crossed == ((crossed.digest, CROSSINGS[pair]),)


@pytest.mark.parametrize("pair", sorted(CROSSINGS))
def test_the_table_is_about_kinds_of_either_side(pair):
    crossing = CROSSINGS[pair]
    assert KINDS[crossing.requesting].direction == "requesting"
    assert KINDS[crossing.requested].direction == "requested"
    assert crossing.article
    assert crossing.words


def test_in_order_a_message_crosses_nothing():
    assert all(entry.crossed == () for entry in held().fold().entries)


def test_a_pair_that_the_table_leaves_out_has_both_effects():
    play = held()
    opening = play.at["XA"][0].digest
    enquiry = play.say("XA", "status_enquiry", bodies.status_enquiry(opening))
    later = bodies.preservation_confirmed(end="2027-03-24T04:00:00Z")
    confirmation = play.say("XB", "preservation_confirmed", later)
    play.pass_on(enquiry, confirmation)
    state = play.fold()
    assert state.standing.enquiries == (enquiry.digest,)
    assert state.standing.hold.message == confirmation.digest
    assert state.entry(enquiry.digest).crossed == ((confirmation.digest, None),)


def test_a_delivery_that_crossed_a_withdrawal_is_still_confirmed():
    play = accepted()
    opening = play.at["XA"][0].digest
    withdrawal = play.say("XA", "no_longer_required", bodies.no_longer_required(opening))
    delivery = play.say("XB", "delivery", bodies.delivery())
    play.pass_on(withdrawal, delivery)
    play.tell("XA", "delivery_confirmed", bodies.delivery_confirmed())
    assert play.fold().standing.status is Status.COMPLETED


def test_two_openings_that_crossed_leave_the_one_of_the_lesser_digest():
    play = Play()
    one = play.say("XA", "preservation", bodies.preservation())
    other = play.say("XB", "preservation", bodies.preservation(case_number="BO-1"))
    first, second = sorted((one, other), key=lambda envelope: envelope.digest)
    for order in ((one, other), (other, one)):
        standing = fold(order).standing
        assert standing.opening == first
        assert standing.requesting == first.sender.state == second.addressee.state
