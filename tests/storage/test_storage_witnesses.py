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


def test_nothing_is_written_outside_a_transaction(books):
    for write in (
        lambda: books.put_witnessed(SEEN, seen=None),
        lambda: books.put_cosignature(COSIGNATURE),
        lambda: books.put_contact(WitnessContact("XB", ORIGIN, 7, NOW, None, None)),
        lambda: books.add_accusation(Accusation("1" * 64, "XA", ORIGIN, "fork", b"{}", NOW)),
        lambda: books.mark_explained("1" * 64, NOW),
        lambda: books.keep_cosignatures(ORIGIN, [9]),
    ):
        with pytest.raises(AssertionError):
            write()


class TestSeen:
    def test_it_is_written_over_what_was_judged_only(self, books):
        later = replace(SEEN, size=9, note=None)
        with books.transaction():
            assert not books.put_witnessed(later, seen=7)
            assert books.put_witnessed(SEEN, seen=None)
            assert not books.put_witnessed(later, seen=None)
            assert not books.put_witnessed(later, seen=6)
            assert books.put_witnessed(later, seen=7)
            assert not books.put_witnessed(SEEN, seen=7)
        assert books.witnessed("XA") == [later]

    def test_an_epoch_has_a_record_of_its_own(self, books):
        second = replace(SEEN, epoch=2, origin="ab" * 32 + "/xa/2", size=1)
        other = replace(SEEN, state="XM", origin="ab" * 32 + "/xm/1")
        with books.transaction():
            for each in (second, other, SEEN):
                assert books.put_witnessed(each, seen=None)
        assert books.witnessed("XA") == [SEEN, second]
        assert books.witnessed() == [SEEN, second, other]

    def test_what_is_rolled_back_was_not_seen(self, books):
        with pytest.raises(RuntimeError), books.transaction():
            books.put_witnessed(SEEN, seen=None)
            raise RuntimeError
        assert books.witnessed() == []


def test_a_proof_is_kept_once_and_for_ever(books):
    proof = Accusation("1" * 64, "XA", ORIGIN, "unexplained", b'{"proof":1}', NOW)
    second = replace(proof, id="2" * 64, state="XM")
    with books.transaction():
        assert books.add_accusation(proof)
        assert not books.add_accusation(replace(proof, kind="fork"))
        assert books.add_accusation(second)
        books.mark_explained(proof.id, NOW + timedelta(minutes=1))
        books.mark_explained(proof.id, NOW + timedelta(minutes=9))
    explained = replace(proof, explained=NOW + timedelta(minutes=1))
    assert books.accusations() == [explained, second]
    assert books.accusations("XM") == [second]


def test_cosignatures_by_size_and_what_is_dropped(books):
    with books.transaction():
        for size in (7, 9, 12):
            for state in ("XM", "XB"):
                books.put_cosignature(replace(COSIGNATURE, size=size, state=state))
        books.put_cosignature(replace(COSIGNATURE, lines="again\n"))
        books.put_cosignature(replace(COSIGNATURE, origin="another"))
    assert [(one.size, one.state) for one in books.cosignatures(ORIGIN)] == [
        (12, "XB"),
        (12, "XM"),
        (9, "XB"),
        (9, "XM"),
        (7, "XB"),
        (7, "XM"),
    ]
    assert books.cosignatures(ORIGIN)[4].lines == "again\n"
    with books.transaction():
        books.keep_cosignatures(ORIGIN, {9, 12})
    assert [one.size for one in books.cosignatures(ORIGIN)] == [12, 12, 9, 9]
    assert len(books.cosignatures("another")) == 1


SILENT = Statement(refusals.TOO_LARGE.because(size=9, limit=5))


def test_the_last_contact_with_a_witness_counts(books):
    first = WitnessContact("XM", ORIGIN, 0, NOW, None, SILENT)
    later = WitnessContact("XM", ORIGIN, 7, NOW, NOW, None)
    other = replace(first, state="XB")
    with books.transaction():
        for each in (first, other, later):
            books.put_contact(each)
    assert books.contacts() == [other, later]
