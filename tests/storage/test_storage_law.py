# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is what these tests are about
"""Corrections and decisions in the store: only added, reviewed once. Over both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.repositories.law import CorrectionRecord, Decision, DecisionTopic
from rogatory.wire.digests import sha256
from rogatory.wire.words import OwnWords

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)
THREAD, OTHER = (f"01938f3e-0000-7000-8000-00000000000{n}" for n in (1, 2))


def a_correction(number=1, **changes):
    record = CorrectionRecord(
        id=f"01938f3e-0000-7000-8000-00000000020{number}",
        document=f"{number}" * 64,
        section="parties",
        authority="xa/central-authority",
        proposed_by="xa-0003",
        proposed=NOW + timedelta(seconds=number),
    )
    return replace(record, **changes)


def a_decision(number=1, **changes):
    decision = Decision(
        id=f"01938f3e-0000-7000-8000-00000000030{number}",
        at=NOW + timedelta(seconds=number),
        officer="xa-0001",
        authority="xa/contact-point",
        matter=DecisionTopic.BEFORE_SENDING,
        subject=THREAD,
        question="human-rights",
        answer="yes",
        reason=OwnWords("The request names one account and three months, not more. ü", "de"),
        law="a" * 64,
        details={"categories": {"traffic": "needed"}, "years": 4},
    )
    return replace(decision, **changes)


def test_a_correction_comes_back_as_it_was_proposed(store):
    for record in (a_correction(2), a_correction(1)):
        with store.transaction():
            store.add_correction(record)
    assert store.correction(a_correction(2).id) == a_correction(2)
    assert store.correction("no such") is None
    assert list(store.corrections()) == [a_correction(1), a_correction(2)]
    assert a_correction().is_open


def test_a_proposal_is_written_once(store):
    with store.transaction():
        store.add_correction(a_correction())
        store.add_correction(a_correction(section="grounds"))
    assert list(store.corrections()) == [a_correction()]


def test_a_correction_is_reviewed_once_and_the_first_verdict_counts(store):
    with store.transaction():
        store.add_correction(a_correction())
        assert store.review_correction(
            a_correction().id,
            "xa-0004",
            NOW,
            accepted=False,
            reason=OwnWords("No source is named.", "en"),
        )
        assert not store.review_correction(
            a_correction().id, "xa-0005", NOW, accepted=True, reason=OwnWords("It is well known.")
        )
    found = store.correction(a_correction().id)
    assert (found.reviewed_by, found.reviewed, found.accepted, found.reason) == (
        "xa-0004",
        NOW,
        False,
        "No source is named.",
    )
    assert found.reason.language == "en"
    assert not found.is_open


def test_what_was_never_proposed_is_not_reviewed(store):
    with store.transaction():
        assert not store.review_correction(
            "no such", "xa-0004", NOW, accepted=True, reason=OwnWords("-")
        )
    assert list(store.corrections()) == []


def test_decisions_come_back_whole_and_in_their_order(store):
    first, second = (
        a_decision(1),
        a_decision(2, question=None, details={}, matter=DecisionTopic.BASIS),
    )
    for decision in (second, first, a_decision(3, subject=OTHER)):
        with store.transaction():
            store.add_decision(decision)
    assert list(store.decisions(THREAD)) == [first, second]
    assert list(store.decisions("nothing was decided")) == []


def test_a_decision_is_not_written_over(store):
    with store.transaction():
        store.add_decision(a_decision())
        store.add_decision(a_decision(answer="no"))
    assert list(store.decisions(THREAD)) == [a_decision()]


def test_a_transaction_that_fails_leaves_no_decision_and_no_correction(store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.add_decision(a_decision())
        store.add_correction(a_correction())
        raise ZeroDivisionError
    assert list(store.decisions(THREAD)) == []
    assert list(store.corrections()) == []


@pytest.mark.parametrize(
    "write",
    [
        lambda store: store.add_decision(a_decision()),
        lambda store: store.add_correction(a_correction()),
        lambda store: store.review_correction("x", "y", NOW, accepted=True, reason=OwnWords("z")),
    ],
)
def test_nothing_is_written_outside_a_transaction(store, write):
    with pytest.raises(AssertionError):
        write(store)
    assert list(store.decisions(THREAD)) == []
    assert list(store.corrections()) == []


def test_a_record_of_decisions_is_read_by_its_digest_and_is_written_once(store):
    with store.transaction():
        store.add_decisions_record(b'{"version":2}')
        store.add_decisions_record(b'{"version":2}')
    assert store.decisions_record(sha256(b'{"version":2}')) == b'{"version":2}'
    assert store.decisions_record("0" * 64) is None


def test_a_record_of_decisions_is_kept_with_what_is_written_beside_it_or_not_at_all(store):
    with pytest.raises(LookupError), store.transaction():
        store.add_decisions_record(b"{}")
        raise LookupError
    assert store.decisions_record(sha256(b"{}")) is None
    with pytest.raises(AssertionError):
        store.add_decisions_record(b"{}")
    assert store.decisions_record(sha256(b"{}")) is None
