# SPDX-License-Identifier: Apache-2.0
"""Messages that cross: the table says what the thread is after both, and the fold agrees."""

import pytest

from casts.requests import bodies
from casts.requests.play import Play, accepted, held
from casts.requests.reach import body_for, pairs_that_can_cross, played, ways_to_cross
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.crossings import CROSSINGS, why_independent
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.requests.thread.transcript import MessageOutcome, fold

PAIRS = pairs_that_can_cross()


def crossed(pair):
    """A thread in which both kinds of a pair were said unseen, and the two messages."""
    script, standing = ways_to_cross()[pair]
    play = played(script)
    one = play.write("XA", pair[0], body_for(pair[0], standing, 101))
    other = play.write("XB", pair[1], body_for(pair[1], standing, 103))
    play.pass_on(one, other)
    return play, one, other


@pytest.mark.parametrize("pair", PAIRS)
def test_every_pair_that_can_cross_has_its_row_or_is_said_to_be_independent(pair):
    assert (pair in CROSSINGS) is (why_independent(*pair) is None)


def test_the_table_has_no_row_for_what_cannot_cross():
    assert CROSSINGS.keys() <= set(PAIRS)


def test_every_pair_that_can_cross_is_met_in_a_thread_that_can_come_about():
    assert set(PAIRS) == ways_to_cross().keys()


@pytest.mark.parametrize("pair", sorted(CROSSINGS))
def test_after_both_the_thread_is_what_the_table_says(pair):
    play, one, other = crossed(pair)
    state, row = play.fold("XA"), CROSSINGS[pair]
    assert state == play.fold("XB")
    assert state.standing.status is row.status or row.status is None
    for envelope, unseen in ((one, other), (other, one)):
        entry = state.entry(envelope.digest)
        assert entry.outcome is MessageOutcome.APPLIED
        assert entry.crossed == ((unseen.digest, row),)


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair not in CROSSINGS])
def test_an_independent_pair_has_both_effects_whichever_was_first(pair):
    """As if one had been said after the other, in either order: no fact is lost between them."""
    play, one, other = crossed(pair)
    both = play.fold()
    assert {play.fold().entry(each.digest).outcome for each in (one, other)} == {
        MessageOutcome.APPLIED
    }
    script, standing = ways_to_cross()[pair]
    for first, then in (
        (("XA", pair[0], 101), ("XB", pair[1], 103)),
        (("XB", pair[1], 103), ("XA", pair[0], 101)),
    ):
        in_turn = played(script)
        for state, kind, pick in (first, then):
            in_turn.send(state, kind, body_for(kind, standing, pick))
        thread = in_turn.fold()
        assert {entry.outcome for entry in thread.entries} == {MessageOutcome.APPLIED}
        assert facts_of(thread.standing) == facts_of(both.standing)


def facts_of(standing):
    """Return what a thread amounts to, without the digests, which differ with the order."""
    with_outcome = (
        "consultations",
        "warnings",
        "call_backs",
        "extensions",
        "consents",
        "transfers",
        "proposals",
        "offers",
        "hearings",
    )
    return (
        standing.status,
        *(sorted(str(one.outcome) for one in getattr(standing, name)) for name in with_outcome),
        *(len(getattr(standing, name)) for name in ("questions", "enquiries", "answers")),
        sorted((one.seal, one.confirmed_by is None) for one in standing.deliveries),
        sorted(one.ended_by is None for one in standing.measures),
        (len(standing.reports), standing.reported_whole is None),
        standing.hold and standing.hold.end,
    )


@pytest.mark.parametrize(
    ("decision", "status"), [("go_on", ThreadStatus.HOLDING), ("stop", ThreadStatus.WITHDRAWN)]
)
def test_what_hangs_on_a_decision_is_what_was_decided(decision, status):
    play = held()
    warning = play.send("XB", "preservation_warning", bodies.preservation_warning())
    later = bodies.preservation_confirmed(end="2027-03-24T04:00:00Z")
    decided = bodies.preservation_warning_answer(warning.digest, decision)
    play.pass_on(
        play.write("XA", "preservation_warning_answer", decided),
        play.write("XB", "preservation_confirmed", later),
    )
    assert play.fold("XA") == play.fold("XB")
    assert play.fold().standing.status is status


@pytest.mark.parametrize("pair", sorted(CROSSINGS))
def test_the_table_is_about_kinds_of_either_side(pair):
    crossing = CROSSINGS[pair]
    assert KINDS[crossing.requesting].direction in {"requesting", "receiving", "either"}
    assert KINDS[crossing.requested].direction in {"requested", "providing", "either"}
    without = {"call_back_answer", "basis_proposed", "basis_answered"}
    assert crossing.cites or without & set(pair)
    assert crossing.words


def test_in_order_a_message_crosses_nothing():
    assert all(entry.crossed == () for entry in held().fold().entries)


def test_a_pair_that_the_table_leaves_out_has_both_effects():
    play = held()
    opening = play.at["XA"][0].digest
    enquiry = play.write("XA", "status_enquiry", bodies.status_enquiry(opening))
    later = bodies.preservation_confirmed(end="2027-03-24T04:00:00Z")
    confirmation = play.write("XB", "preservation_confirmed", later)
    play.pass_on(enquiry, confirmation)
    state = play.fold()
    assert state.standing.enquiries == (enquiry.digest,)
    assert state.standing.hold.message == confirmation.digest
    assert state.entry(enquiry.digest).crossed == ((confirmation.digest, None),)


def test_a_delivery_that_crossed_a_withdrawal_is_still_confirmed():
    play = accepted()
    opening = play.at["XA"][0].digest
    withdrawal = play.write("XA", "no_longer_required", bodies.no_longer_required(opening))
    delivery = play.write("XB", "delivery", bodies.delivery())
    play.pass_on(withdrawal, delivery)
    play.send("XA", "delivery_confirmed", bodies.delivery_confirmed())
    assert play.fold().standing.status is ThreadStatus.COMPLETED


def test_two_openings_that_crossed_leave_the_one_of_the_lesser_digest():
    play = Play()
    one = play.write("XA", "preservation", bodies.preservation())
    other = play.write("XB", "preservation", bodies.preservation(case_number="BO-1"))
    first, second = sorted((one, other), key=lambda envelope: envelope.digest)
    for order in ((one, other), (other, one)):
        standing = fold(order).standing
        assert standing.opening == first
        assert standing.requesting == first.sender.state == second.addressee.state
