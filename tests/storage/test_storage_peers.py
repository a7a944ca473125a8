# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is what these tests are about
"""The store of peers, over both twins: proposals are decided once, letters stay dispatched."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casts.storage.rows import THREAD, a_message
from rogatory.node.repositories.messages import Delivery, Direction
from rogatory.node.repositories.peers import (
    Channel,
    HeldReview,
    LetterDispatch,
    Proposal,
    ProposalTopic,
)
from rogatory.wire.words import OwnWords

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)


def a_proposal(number=1, **changes):
    proposal = Proposal(
        id=f"01938f3e-0000-7000-8000-00000000040{number}",
        matter=ProposalTopic.POLICY,
        subject="XA",
        document=b'{"stance":"review"}\xff',
        authority="xb/central-authority",
        proposed_by="xb-0010",
        proposed=NOW + timedelta(seconds=number),
    )
    return replace(proposal, **changes)


def a_review(number=1, **changes):
    review = HeldReview(
        id=f"01938f3e-0000-7000-8000-00000000050{number}",
        thread=THREAD,
        authority="xb/central-authority",
        officer="xb-0011",
        at=NOW + timedelta(seconds=number),
        proceed=True,
        reason=OwnWords("Read and found in order."),
    )
    return replace(review, **changes)


def a_dispatch(message, number=1, **changes):
    dispatch = LetterDispatch(
        id=f"01938f3e-0000-7000-8000-00000000060{number}",
        message=message,
        thread=THREAD,
        channel=Channel.POST,
        dispatched=NOW,
        reference="RR 123 456 789 XB",
        authority="xb/central-authority",
        officer="xb-0010",
        recorded=NOW + timedelta(seconds=number),
        proof={"name": "slip.pdf", "media_type": "application/pdf", "size": 3, "sha256": "ab" * 32},
    )
    return replace(dispatch, **changes)


WRITES = {
    "add_proposal": lambda b: b.add_proposal(a_proposal()),
    "decide_proposal": lambda b: b.decide_proposal(
        "x", "y", NOW, accepted=True, reason=OwnWords("z")
    ),
    "add_held_review": lambda b: b.add_held_review(a_review()),
    "add_letter_dispatch": lambda b: b.add_letter_dispatch(a_dispatch("x")),
    "put_reading": lambda b: b.put_reading("x", b"y"),
}


@pytest.mark.parametrize("write", WRITES)
def test_nothing_on_peers_is_written_outside_a_transaction(store, write):
    with pytest.raises(AssertionError):
        WRITES[write](store)


def test_a_proposal_reads_back_as_it_was_written_and_is_written_once(store):
    with store.transaction():
        store.add_proposal(a_proposal())
        store.add_proposal(a_proposal(subject="XM"))
    assert store.proposal(a_proposal().id) == a_proposal()
    assert store.proposal("01938f3e-0000-7000-8000-0000000004ff") is None


def test_proposals_are_found_by_topic_and_subject_in_the_order_they_were_made(store):
    made = [
        a_proposal(2),
        a_proposal(1),
        a_proposal(3, subject="XM"),
        a_proposal(4, matter=ProposalTopic.COUNTERPART),
    ]
    with store.transaction():
        for each in made:
            store.add_proposal(each)
    assert store.proposals(ProposalTopic.POLICY, "XA") == [a_proposal(1), a_proposal(2)]
    assert len(store.proposals(ProposalTopic.POLICY)) == 3
    assert store.proposals(ProposalTopic.TRANSCRIPTION) == []


def test_a_proposal_is_decided_once(store):
    with store.transaction():
        store.add_proposal(a_proposal())
        first = store.decide_proposal(
            a_proposal().id, "xb-0011", NOW, accepted=False, reason=OwnWords("Not now.")
        )
        second = store.decide_proposal(
            a_proposal().id, "xb-0012", NOW, accepted=True, reason=OwnWords("Yes, now.")
        )
    assert (first, second) == (True, False)
    found = store.proposal(a_proposal().id)
    assert (found.decided_by, found.accepted, found.reason) == ("xb-0011", False, "Not now.")
    assert not found.is_open


def test_those_that_nobody_has_decided_are_found_apart(store):
    with store.transaction():
        store.add_proposal(a_proposal(1))
        store.add_proposal(a_proposal(2))
        store.decide_proposal(
            a_proposal(1).id, "xb-0011", NOW, accepted=True, reason=OwnWords("Yes.")
        )
    assert store.proposals(ProposalTopic.POLICY, only_open=True) == [a_proposal(2)]
    assert store.proposals(ProposalTopic.POLICY, "XM", only_open=True) == []


def test_deciding_what_nobody_proposed_writes_nothing(store):
    with store.transaction():
        assert not store.decide_proposal("x", "xb-0011", NOW, accepted=True, reason=OwnWords("?"))


def test_a_decision_that_fails_half_way_never_was(store):
    with store.transaction():
        store.add_proposal(a_proposal())
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.decide_proposal(
            a_proposal().id, "xb-0011", NOW, accepted=True, reason=OwnWords("Yes.")
        )
        raise ZeroDivisionError
    assert store.proposal(a_proposal().id).is_open


def test_reviews_of_what_was_held_are_listed_oldest_first(store):
    with store.transaction():
        store.add_held_review(a_review(2, proceed=False))
        store.add_held_review(a_review(1))
    assert store.held_reviews(THREAD) == [a_review(1), a_review(2, proceed=False)]
    assert store.held_reviews("01938f3e-0000-7000-8000-0000000000ff") == []


def test_a_letter_that_went_out_is_kept_as_dispatched_and_never_as_delivered(store):
    letter = a_message(delivery=Delivery.TO_DISPATCH)
    with store.transaction():
        store.add_message(letter)
    assert store.letters_to_dispatch() == [letter]
    assert store.undelivered() == []
    with store.transaction():
        store.add_letter_dispatch(a_dispatch(letter.digest))
        store.add_letter_dispatch(a_dispatch(letter.digest, 2, channel=Channel.EMAIL, proof=None))
    assert store.message(letter.digest).delivery is Delivery.DISPATCHED
    assert store.letters_to_dispatch() == []
    assert store.letter_dispatches(THREAD) == [
        a_dispatch(letter.digest),
        a_dispatch(letter.digest, 2, channel=Channel.EMAIL, proof=None),
    ]


def test_only_a_transcribed_message_gets_another_reading(store):
    paper = a_message(delivery=Delivery.TRANSCRIBED, direction=Direction.IN)
    line = a_message(2, delivery=Delivery.RECEIPTED, direction=Direction.IN)
    with store.transaction():
        store.add_message(paper)
        store.add_message(line)
        store.put_reading(paper.digest, b"as corrected")
        store.put_reading(line.digest, b"as forged")
    assert store.message(paper.digest) == replace(paper, reading=b"as corrected")
    assert store.message(line.digest) == line


def test_the_notices_of_a_state_are_those_that_came_from_it(store):
    incoming = {"kind": "policy_notice", "direction": Direction.IN}
    theirs = a_message(1, **incoming)
    with store.transaction():
        store.add_message(theirs)
        store.add_message(a_message(2, direction=Direction.IN))
        store.add_message(a_message(1, state="XM", **incoming))
        store.add_message(a_message(3, kind="policy_notice"))
    assert store.notices("XA") == [theirs]
