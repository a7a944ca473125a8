# SPDX-License-Identifier: Apache-2.0
"""The store of cards, over both twins."""

from datetime import UTC, datetime

import pytest

from rogatory.node.repositories.contact_cards import CardRecord

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)


def a_card(number=1, state="XA"):
    return CardRecord(f"{number:064x}", state, bytes([number, 0xFF]), NOW, "XT")


def test_a_card_is_written_within_a_transaction_only(store):
    with pytest.raises(AssertionError):
        store.add_card(a_card())
    assert store.card(a_card().digest) is None


def test_a_card_is_kept_once_and_reads_back_as_it_was(store):
    with store.transaction():
        assert store.add_card(a_card())
    with store.transaction():
        assert not store.add_card(a_card())
    assert store.card(a_card().digest) == a_card()
    assert store.card("0" * 64) is None


def test_the_newest_card_of_a_state_is_the_one_that_came_last(store):
    assert store.newest_card("XA") is None
    with store.transaction():
        for number in (3, 1, 2):
            store.add_card(a_card(number))
        store.add_card(a_card(9, state="XB"))
    assert store.newest_card("XA") == a_card(2)
    assert store.newest_card("XB") == a_card(9, state="XB")
