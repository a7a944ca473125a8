# SPDX-License-Identifier: Apache-2.0
"""A change of the basis of a request: proposed by either State, in force once the other accepts it."""

from dataclasses import replace

import pytest

from casts.requests import bodies
from casts.requests.play import Play, accepted, held
from rogatory.errors import Refused
from rogatory.requests.follow_ups.mla_from_preservation import draft_mla_stored_data
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.basis_facts import agreed_in_lieu
from rogatory.requests.thread.basis_history import basis_at
from rogatory.requests.thread.next_actor import owes_next_word
from rogatory.requests.thread.transcript import MessageOutcome, fold
from rogatory.wire.identifiers import Authority

OTHER = {"XA": "XB", "XB": "XA"}


def kinds_next(play, state):
    return [one.kind for one in may_come_next(play.fold(), state)]


def codes_of(play, envelope):
    entry = play.fold().entry(envelope.digest)
    assert play.fold("XA") == play.fold("XB")
    return [reason.code.id for reason in entry.reasons]


def proposed(play, state="XA", replaces=None, instrument="untoc"):
    body = bodies.basis_proposed(replaces or play.at["XA"][0].digest, instrument)
    return play.send(state, "basis_proposed", body)


def answered(play, state, proposal, decision="accepted"):
    return play.send(state, "basis_answered", bodies.basis_answered(proposal.digest, decision))


@pytest.mark.parametrize("state", ["XA", "XB"])
def test_a_basis_that_either_state_proposes_is_in_force_once_the_other_accepts_it(state):
    play = held()
    opening, before = play.at["XA"][0], play.fold().standing
    proposal = proposed(play, state)
    standing = play.fold().standing
    assert standing.basis == opening
    assert owes_next_word(standing, OTHER[state])
    assert not owes_next_word(standing, state)
    assert "basis_answered" in kinds_next(play, OTHER[state])
    assert not {"basis_answered", "basis_proposed"} & set(kinds_next(play, state))
    answered(play, OTHER[state], proposal)
    standing = play.fold().standing
    assert standing.basis == proposal
    assert (standing.status, standing.hold) == (before.status, before.hold)
    assert not owes_next_word(standing, OTHER[state])


def test_what_was_written_before_the_change_rests_on_the_basis_before():
    play = held()
    opening, confirmation = play.at["XA"][0], play.at["XB"][-1]
    proposal = proposed(play)
    answer = answered(play, "XB", proposal)
    later = play.send("XA", "status_enquiry", bodies.status_enquiry(opening.digest))
    thread = play.fold()
    for earlier in (opening, confirmation, proposal, answer):
        assert basis_at(thread, earlier.digest) == opening
    assert basis_at(thread, later.digest) == proposal


def test_a_declined_proposal_changes_nothing_and_another_may_follow():
    play = held()
    opening = play.at["XA"][0]
    answered(play, "XB", proposed(play), "declined")
    assert play.fold().standing.basis == opening
    second = proposed(play, "XB", instrument="comity")
    answered(play, "XA", second)
    assert play.fold().standing.basis == second
    third = proposed(play, "XA", second.digest)
    answered(play, "XB", third)
    assert play.fold().standing.basis == third


def test_a_state_cannot_accept_its_own_proposal():
    play = held()
    proposal = proposed(play)
    before = play.fold().standing
    assert codes_of(play, answered(play, "XA", proposal)) == ["thread-reference"]
    assert play.fold().standing == before


@pytest.mark.parametrize("first", ["accepted", "declined"])
def test_a_proposal_is_answered_once(first):
    play = held()
    proposal = proposed(play)
    answered(play, "XB", proposal, first)
    before = play.fold().standing
    for decision in ("accepted", "declined"):
        assert codes_of(play, answered(play, "XB", proposal, decision)) == ["thread-reference"]
    assert play.fold().standing == before


def test_one_proposal_waits_at_a_time_and_it_replaces_the_basis_in_force():
    play = held()
    opening = play.at["XA"][0]
    assert codes_of(play, proposed(play, "XA", bodies.SEAL)) == ["thread-reference"]
    proposal = proposed(play)
    before = play.fold().standing
    for state in ("XA", "XB"):
        repeated = proposed(play, state, instrument="comity")
        assert codes_of(play, repeated) == ["thread-basis-pending"]
    assert play.fold().standing == before
    answered(play, "XB", proposal)
    changed = play.fold().standing
    outdated = proposed(play, "XB", opening.digest)
    assert codes_of(play, outdated) == ["thread-reference"]
    assert play.fold().standing == changed


def crossing(play):
    opening = play.at["XA"][0].digest
    mine = play.write("XA", "basis_proposed", bodies.basis_proposed(opening))
    theirs = play.write("XB", "basis_proposed", bodies.basis_proposed(opening, "comity"))
    play.pass_on(mine, theirs)
    return mine, theirs


def test_of_two_proposals_that_crossed_the_requesting_states_is_answered_first():
    play = held()
    mine, theirs = crossing(play)
    before = play.fold().standing
    assert codes_of(play, answered(play, "XA", theirs)) == ["thread-reference"]
    assert play.fold().standing == before
    assert (owes_next_word(before, "XA"), owes_next_word(before, "XB")) == (False, True)
    answered(play, "XB", mine)
    changed = play.fold().standing
    assert changed.basis == mine
    assert codes_of(play, answered(play, "XA", theirs)) == ["thread-reference"]
    assert play.fold().standing == changed
    assert not owes_next_word(changed, "XA")


def test_the_requested_states_proposal_is_answered_once_the_other_is_declined():
    play = held()
    mine, theirs = crossing(play)
    answered(play, "XB", mine, "declined")
    answered(play, "XA", theirs)
    assert play.fold().standing.basis == theirs


def test_crossing_answers_cannot_put_two_bases_in_force():
    """Each end accepts before it knows what the other does: only one of the two is legal."""
    play = held()
    mine, theirs = crossing(play)
    one = play.write("XA", "basis_answered", bodies.basis_answered(theirs.digest))
    other = play.write("XB", "basis_answered", bodies.basis_answered(mine.digest))
    play.pass_on(one, other)
    assert codes_of(play, one) == ["thread-reference"]
    assert play.fold().entry(other.digest).outcome is MessageOutcome.APPLIED
    assert play.fold().standing.basis == mine


def test_the_basis_of_a_request_that_has_ended_is_not_changed():
    play = Play()
    play.send("XA", "mla_stored_data", bodies.mla_stored_data())
    proposal = proposed(play)
    play.send("XB", "refusal", bodies.refusal())
    before = play.fold().standing
    assert codes_of(play, answered(play, "XB", proposal)) == ["thread-wrong-moment"]
    assert codes_of(play, proposed(play, "XB")) == ["thread-wrong-moment"]
    assert play.fold().standing == before
    assert not owes_next_word(before, "XB")


def test_evidence_that_crossed_the_answer_is_given_on_the_basis_before():
    play = accepted()
    opening = play.at["XA"][0]
    proposal = proposed(play, "XB")
    answer = play.write("XA", "basis_answered", bodies.basis_answered(proposal.digest))
    delivery = play.write("XB", "delivery", bodies.delivery())
    play.pass_on(answer, delivery)
    thread = play.fold()
    assert thread.standing.basis == proposal
    assert basis_at(thread, delivery.digest) == opening


def test_a_third_state_changes_nothing():
    """Its message is of another pair of States, and so of another thread."""
    play = held()
    proposal = proposed(play)
    before = play.fold().standing
    answer = play.write("XB", "basis_answered", bodies.basis_answered(proposal.digest), keep=False)
    strange = replace(answer.draft, sender=Authority("XT", "contact-point"))
    foreign = replace(answer, draft=strange, digest="0" * 64)
    with pytest.raises(Refused) as caught:
        fold([*play.at["XA"], foreign])
    assert set(caught.value.codes) == {"thread-foreign"}
    assert play.fold().standing == before


def test_a_request_drafted_from_a_hold_takes_over_the_basis_in_force():
    play = held()
    opening, confirmation = play.at["XA"][0], play.at["XB"][-1]
    answered(play, "XB", proposed(play))
    body = draft_mla_stored_data(opening, confirmation, play.fold().standing.basis)
    assert body["legal_basis"] == {"instrument": "untoc", "articles": []}


@pytest.mark.parametrize("state", ["XA", "XB"])
def test_provisions_in_lieu_are_agreed_with_the_basis_and_end_with_it(state):
    play = held()
    opening = play.at["XA"][0]
    body = bodies.basis_proposed(opening.digest) | {"in_lieu": ["18(9)-(29)"]}
    proposal = play.send(state, "basis_proposed", body)
    assert agreed_in_lieu(play.fold().standing.basis) == ()
    answered(play, OTHER[state], proposal)
    assert agreed_in_lieu(play.fold().standing.basis) == ("18(9)-(29)",)
    assert play.fold("XA") == play.fold("XB")
    assert agreed_in_lieu(basis_at(play.fold(), opening.digest)) == ()
    answered(play, OTHER[state], proposed(play, state, proposal.digest))
    assert agreed_in_lieu(play.fold().standing.basis) == ()


@pytest.mark.parametrize(
    "in_lieu", ["27", {"27": 1}, [27], ["27", 27], ["27"] * 21, ["2" * 33], [""], None, []]
)
def test_a_list_that_is_out_of_its_form_agrees_on_nothing(in_lieu):
    play = held()
    body = bodies.basis_proposed(play.at["XA"][0].digest) | {"in_lieu": in_lieu}
    proposal = play.send("XA", "basis_proposed", body)
    answered(play, "XB", proposal)
    assert play.fold().standing.basis == proposal
    assert agreed_in_lieu(play.fold().standing.basis) == ()
