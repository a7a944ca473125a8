# SPDX-License-Identifier: Apache-2.0
"""Two messages with one number: kept, shown, and standing still until their State repairs it."""

import itertools

import pytest

from casts.requests import bodies
from casts.requests.play import Play, accepted, held
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.thread_facts import ThreadStatus
from rogatory.requests.thread.transcript import (
    MessageOutcome,
    fold,
    next_links,
    repair_links,
    turn_of,
)


def outcomes(state, *envelopes):
    return [state.entry(envelope.digest).outcome for envelope in envelopes]


def forked():
    """A held preservation whose requesting State, restored from a backup, wrote number 2 twice."""
    play = held()
    opening = play.at["XA"][0].digest
    links = next_links(play.fold(), "XA")
    lost = play.send("XA", "status_enquiry", bodies.status_enquiry(opening), links=links)
    second = play.send("XA", "no_longer_required", bodies.no_longer_required(opening), links=links)
    return play, lost, second


def test_a_fork_stops_its_senders_thread_and_undoes_what_it_said():
    play, lost, second = forked()
    state = play.fold()
    assert outcomes(state, lost, second) == [MessageOutcome.STOPPED, MessageOutcome.STOPPED]
    assert state.standing.stopped == {"XA"}
    assert state.standing.status is ThreadStatus.HOLDING
    assert state.standing.enquiries == ()
    (fork,) = state.forks
    assert (fork.state, fork.sequence, fork.holds) == ("XA", 2, None)
    assert set(fork.messages) == {lost.digest, second.digest} == set(state.heads["XA"])


def test_a_fork_is_the_same_in_whichever_order_it_arrives():
    play, *_ = forked()
    folds = [fold(order) for order in itertools.permutations(play.at["XA"])]
    assert all(state == folds[0] for state in folds)


def test_the_other_state_goes_on():
    play, *_ = forked()
    later = bodies.preservation_confirmed(end="2027-03-24T04:00:00Z")
    confirmation = play.send("XB", "preservation_confirmed", later)
    assert outcomes(play.fold(), confirmation) == [MessageOutcome.APPLIED]
    assert play.fold().standing.hold.message == confirmation.digest


def test_only_a_repair_may_come_next_from_the_stopped_state():
    play, *_ = forked()
    assert [action.kind for action in may_come_next(play.fold(), "XA")] == ["repair"]
    assert "repair" not in [action.kind for action in may_come_next(play.fold(), "XB")]


@pytest.mark.parametrize("which", [0, 1])
def test_a_repair_names_the_message_that_holds(which):
    play, *branches = forked()
    holds, abandoned = branches[which], branches[1 - which]
    repair = play.repair("XA", holds.digest, 2, holds.digest, [abandoned.digest])
    play.pass_on(repair)

    state = play.fold("XB")
    assert state == play.fold("XA")
    expected = [MessageOutcome.APPLIED, MessageOutcome.ABANDONED, MessageOutcome.APPLIED]
    assert outcomes(state, holds, abandoned, repair) == expected
    assert state.standing.stopped == frozenset()
    assert state.standing.status is (ThreadStatus.HOLDING, ThreadStatus.WITHDRAWN)[which]
    assert state.forks[0].holds == holds.digest
    assert next_links(state, "XA").previous == repair.digest


def test_what_follows_a_repair_counts():
    play, lost, second = forked()
    play.pass_on(play.repair("XA", lost.digest, 2, lost.digest, [second.digest]))
    opening = play.fold().standing.opening
    after = play.send("XA", "no_longer_required", bodies.no_longer_required(opening.digest))
    assert play.fold().standing.status is ThreadStatus.WITHDRAWN
    assert outcomes(play.fold(), after) == [MessageOutcome.APPLIED]


def test_a_third_message_of_the_number_that_comes_after_the_repair_is_abandoned():
    play, lost, second = forked()
    links = lost.links
    play.pass_on(play.repair("XA", lost.digest, 2, lost.digest, [second.digest]))
    opening = play.fold().standing.opening.digest
    third = play.send("XA", "status_enquiry", bodies.status_enquiry(opening), links=links)
    assert outcomes(play.fold(), lost, third) == [MessageOutcome.APPLIED, MessageOutcome.ABANDONED]


def test_a_repair_on_the_other_branch_repairs_nothing():
    play, lost, second = forked()
    repair = play.repair("XA", second.digest, 2, lost.digest, [second.digest])
    play.pass_on(repair)
    entry = play.fold().entry(repair.digest)
    assert [reason.code.id for reason in entry.reasons] == ["thread-repair"]
    assert play.fold().standing.stopped == {"XA"}


def test_a_repair_of_another_number_repairs_nothing():
    play, lost, second = forked()
    play.pass_on(play.repair("XA", lost.digest, 3, lost.digest, [second.digest]))
    assert play.fold().standing.stopped == {"XA"}


def test_two_repairs_of_equal_number_settle_nothing_until_a_third_of_a_higher():
    play, lost, second = forked()
    one = play.repair("XA", lost.digest, 2, lost.digest, [second.digest])
    play.at["XA"].remove(one)
    two = play.repair("XA", second.digest, 2, second.digest, [lost.digest])
    play.at["XA"].append(one)
    play.pass_on(one, two)
    assert play.fold().standing.stopped == {"XA"}

    play.pass_on(play.repair("XA", one.digest, 2, lost.digest, [second.digest]))
    state = play.fold()
    assert state.standing.stopped == frozenset()
    assert state.forks[0].holds == lost.digest
    assert outcomes(state, one, two) == [MessageOutcome.APPLIED, MessageOutcome.ABANDONED]


def test_the_other_states_repair_does_not_settle_the_fork():
    play, lost, second = forked()
    body = bodies.repair(2, lost.digest, [second.digest])
    repair = play.send("XB", "repair", body)
    entry = play.fold().entry(repair.digest)
    assert [reason.code.id for reason in entry.reasons] == ["thread-repair"]
    assert play.fold().standing.stopped == {"XA"}


def test_two_requests_that_both_open_the_thread_leave_it_unopened():
    play = Play()
    one = play.send("XA", "preservation", bodies.preservation())
    links = one.links
    other = play.send("XA", "preservation", bodies.preservation(case_number="2"), links=links)
    state = play.fold()
    assert state.standing.status is ThreadStatus.NOT_OPENED
    assert state.tips["XA"] is None
    play.pass_on(play.repair("XA", other.digest, 1, other.digest, [one.digest]))
    assert play.fold("XB").standing.opening == other


def test_what_the_other_state_said_of_an_abandoned_branch_stays_legal():
    play = accepted()
    links = next_links(play.fold(), "XA")
    opening = play.at["XA"][0].digest
    lost = play.send("XA", "status_enquiry", bodies.status_enquiry(opening), links=links)
    answer = play.send("XB", "status_answer", bodies.status_answer(lost.digest))
    second = play.send("XA", "no_longer_required", bodies.no_longer_required(opening), links=links)
    play.pass_on(play.repair("XA", second.digest, 2, second.digest, [lost.digest]))
    state = play.fold("XB")
    assert outcomes(state, lost, answer) == [MessageOutcome.ABANDONED, MessageOutcome.APPLIED]
    # What XB sends next has seen the repair, though it saw the abandoned branch before.
    assert next_links(state, "XB").seen == state.tips["XA"]
    after = play.send("XB", "additional_information", bodies.additional_information())
    assert [r.code.id for r in play.fold().entry(after.digest).reasons] == ["thread-wrong-moment"]


def test_a_state_whose_peer_is_stopped_does_not_unsee_what_it_saw():
    play, lost, _ = forked()
    play.at["XB"] = [one for one in play.at["XB"] if one.digest != play.at["XA"][-1].digest]
    seen = play.send("XB", "status_answer", bodies.status_answer(lost.digest))
    assert seen.seen == lost.digest
    play.at["XB"] = list(play.at["XA"])
    assert next_links(play.fold("XB"), "XB").seen == lost.digest


def test_a_repair_has_a_place_only_on_ones_own_head():
    play, *_ = forked()
    with pytest.raises(ValueError, match="own heads"):
        repair_links(play.fold(), "XA", play.at["XA"][0].digest)


def test_a_fork_within_a_fork_is_settled_level_by_level():
    play, lost, second = forked()
    opening = play.at["XA"][0].digest
    inner = [
        play.write(
            "XA",
            "status_enquiry",
            bodies.status_enquiry(opening),
            links=type(lost.links)(3, lost.digest, lost.seen),
        )
        for _ in range(2)
    ]
    play.pass_on(*inner)
    play.pass_on(play.repair("XA", inner[0].digest, 2, lost.digest, [second.digest]))
    state = play.fold()
    assert [fork.holds for fork in state.forks] == [lost.digest, None]
    assert state.standing.stopped == {"XA"}
    head = next(head for head in state.heads["XA"] if state.entry(head).envelope.sequence == 4)
    play.pass_on(play.repair("XA", head, 3, inner[0].digest, [inner[1].digest]))
    state = play.fold()
    assert state.standing.stopped == frozenset()
    assert outcomes(state, *inner, second) == [
        MessageOutcome.APPLIED,
        MessageOutcome.ABANDONED,
        MessageOutcome.ABANDONED,
    ]


def test_a_gap_is_named_with_the_numbers_that_are_missing():
    play = held()
    opening = play.at["XA"][0].digest
    sent = [play.write("XA", "status_enquiry", bodies.status_enquiry(opening)) for _ in range(3)]
    play.pass_on(sent[2])
    state = play.fold("XB")
    (gap,) = state.gaps
    assert (gap.state, gap.digest) == ("XA", sent[1].digest)
    assert (gap.first, gap.last) == (2, 3)
    assert gap.named_by == (sent[2].digest,)
    assert outcomes(state, sent[2]) == [MessageOutcome.WAITING]
    assert state.standing.enquiries == ()

    play.pass_on(sent[1])
    (gap,) = play.fold("XB").gaps
    assert (gap.digest, gap.first, gap.last) == (sent[0].digest, 2, 2)
    play.pass_on(sent[0])
    assert play.fold("XB").gaps == ()
    assert play.fold("XB") == play.fold("XA")


def test_a_message_that_saw_what_has_not_come_waits_for_it():
    play = held()
    question = play.write("XB", "additional_information", bodies.additional_information())
    play.at["XA"].append(question)
    body = bodies.additional_information_supplied(question.digest)
    supplied = play.write("XA", "additional_information_supplied", body)
    mine = [one for one in play.at["XA"] if one != question]
    (gap,) = fold(mine).gaps
    assert (gap.state, gap.digest, gap.first, gap.last) == ("XB", question.digest, None, None)
    assert outcomes(fold(mine), supplied) == [MessageOutcome.WAITING]


def test_a_thread_of_which_only_the_end_has_come_is_all_gap():
    state = fold(held().at["XA"][1:])
    assert state.standing.status is ThreadStatus.NOT_OPENED
    assert [entry.outcome for entry in state.entries] == [MessageOutcome.WAITING] * 2
    with pytest.raises(KeyError):
        state.entry("0" * 64)


def test_no_messages_are_no_thread():
    state = fold([])
    assert state.standing.status is ThreadStatus.NOT_OPENED
    assert state.entries == ()


def test_a_message_is_judged_as_if_the_others_fork_were_not_known():
    """`seen` names one branch at most, so what XA may send follows from what it can name."""
    play = held()
    opening = play.at["XA"][0].digest
    first = next_links(fold(play.at["XA"][:1]), "XB")
    play.send("XB", "acknowledgement", bodies.acknowledgement(), links=first)
    enquiry = play.send("XA", "status_enquiry", bodies.status_enquiry(opening))
    state = play.fold()
    assert state.standing.stopped == {"XB"}
    assert state.standing.status is ThreadStatus.OPEN
    assert turn_of(state, "XA").standing.status is ThreadStatus.OPEN
    assert outcomes(state, enquiry) == [MessageOutcome.APPLIED]
    assert turn_of(state, "XB").standing.stopped == {"XB"}


def test_a_state_that_has_its_own_fork_before_it_says_nothing_but_a_repair():
    play, lost, _ = forked()
    mine = [one for one in play.at["XA"] if one.digest != lost.digest]
    play.at["XB"] = [one for one in play.at["XB"] if one not in mine or one.sequence == 1]
    play.at["XB"] += [one for one in mine if one.sender.state == "XB"]
    answer = play.write("XB", "status_answer", bodies.status_answer(lost.digest))
    play.at["XA"] = [*mine, lost, answer]
    other = next(one for one in mine if (one.sender.state, one.sequence) == ("XA", 2))
    links = type(lost.links)(3, other.digest, answer.digest)
    opening = play.at["XA"][0].digest
    late = play.write("XA", "status_enquiry", bodies.status_enquiry(opening), links=links)
    entry = play.fold().entry(late.digest)
    assert [reason.code.id for reason in entry.reasons] == ["thread-stopped"]
