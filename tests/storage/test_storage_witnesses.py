# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is what these tests are about
"""The store of witnesses, over both twins: what is seen never goes back unseen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.repositories.witnesses import (
    Accusation,
    OwnCosignature,
    WitnessContact,
    WitnessedLog,
)
from rogatory.wire import refusals
from rogatory.wire.words import Statement

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
ORIGIN = "ab" * 32 + "/xa/1"
SEEN = WitnessedLog("XA", 1, ORIGIN, 7, bytes(range(32)), "note", NOW)
COSIGNATURE = OwnCosignature(ORIGIN, 7, "XB", "lines\n", NOW)


def test_nothing_is_written_outside_a_transaction(store):
    for write in (
        lambda: store.put_witnessed(SEEN, seen=None),
        lambda: store.put_cosignature(COSIGNATURE),
        lambda: store.put_contact(WitnessContact("XB", ORIGIN, 7, NOW, None, None)),
        lambda: store.add_accusation(Accusation("1" * 64, "XA", ORIGIN, "fork", b"{}", NOW)),
        lambda: store.mark_explained("1" * 64, NOW),
        lambda: store.keep_cosignatures(ORIGIN, [9]),
    ):
        with pytest.raises(AssertionError):
            write()


class TestSeen:
    def test_it_is_written_over_what_was_judged_only(self, store):
        later = replace(SEEN, size=9, note=None)
        with store.transaction():
            assert not store.put_witnessed(later, seen=7)
            assert store.put_witnessed(SEEN, seen=None)
            assert not store.put_witnessed(later, seen=None)
            assert not store.put_witnessed(later, seen=6)
            assert store.put_witnessed(later, seen=7)
            assert not store.put_witnessed(SEEN, seen=7)
        assert store.witnessed("XA") == [later]

    def test_an_epoch_has_a_record_of_its_own(self, store):
        second = replace(SEEN, epoch=2, origin="ab" * 32 + "/xa/2", size=1)
        other = replace(SEEN, state="XM", origin="ab" * 32 + "/xm/1")
        with store.transaction():
            for each in (second, other, SEEN):
                assert store.put_witnessed(each, seen=None)
        assert store.witnessed("XA") == [SEEN, second]
        assert store.witnessed() == [SEEN, second, other]

    def test_what_is_rolled_back_was_not_seen(self, store):
        with pytest.raises(RuntimeError), store.transaction():
            store.put_witnessed(SEEN, seen=None)
            raise RuntimeError
        assert store.witnessed() == []


def test_a_proof_is_kept_once_and_for_ever(store):
    proof = Accusation("1" * 64, "XA", ORIGIN, "unexplained", b'{"proof":1}', NOW)
    second = replace(proof, id="2" * 64, state="XM")
    with store.transaction():
        assert store.add_accusation(proof)
        assert not store.add_accusation(replace(proof, kind="fork"))
        assert store.add_accusation(second)
        store.mark_explained(proof.id, NOW + timedelta(minutes=1))
        store.mark_explained(proof.id, NOW + timedelta(minutes=9))
    explained = replace(proof, explained=NOW + timedelta(minutes=1))
    assert store.accusations() == [explained, second]
    assert store.accusations("XM") == [second]


def test_cosignatures_by_size_and_what_is_dropped(store):
    with store.transaction():
        for size in (7, 9, 12):
            for state in ("XM", "XB"):
                store.put_cosignature(replace(COSIGNATURE, size=size, state=state))
        store.put_cosignature(replace(COSIGNATURE, lines="again\n"))
        store.put_cosignature(replace(COSIGNATURE, origin="another"))
    assert [(one.size, one.state) for one in store.cosignatures(ORIGIN)] == [
        (12, "XB"),
        (12, "XM"),
        (9, "XB"),
        (9, "XM"),
        (7, "XB"),
        (7, "XM"),
    ]
    assert store.cosignatures(ORIGIN)[4].lines == "again\n"
    with store.transaction():
        store.keep_cosignatures(ORIGIN, {9, 12})
    assert [one.size for one in store.cosignatures(ORIGIN)] == [12, 12, 9, 9]
    assert len(store.cosignatures("another")) == 1


SILENT = Statement(refusals.TOO_LARGE.because(size=9, limit=5))


def test_the_last_contact_with_a_witness_counts(store):
    first = WitnessContact("XM", ORIGIN, 0, NOW, None, SILENT)
    later = WitnessContact("XM", ORIGIN, 7, NOW, NOW, None)
    other = replace(first, state="XB")
    with store.transaction():
        for each in (first, other, later):
            store.put_contact(each)
    assert store.contacts() == [other, later]
