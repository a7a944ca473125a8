# SPDX-License-Identifier: Apache-2.0
"""The record of exchanges with one State, in the store: both twins."""

from datetime import UTC, datetime

import pytest

from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.repositories.recovery import Exchanged
from rogatory.seal.signatures import Signatures

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def message(number, peer, direction):
    return StoredMessage(
        digest=f"{number:064x}",
        thread="01938f3e-0000-7000-8000-000000000001",
        sender_state="XB" if direction is Direction.OUT else peer,
        sequence=number,
        kind="preservation",
        message=b"m",
        p256=b"p",
        mldsa65=None,
        approvals=b"a",
        direction=direction,
        peer=peer,
        at=NOW,
        delivery=Delivery.WAITING,
    )


@pytest.fixture
def filled(store):
    with store.transaction():
        store.add_message(message(3, "XA", Direction.IN))
        store.add_message(message(2, "XT", Direction.IN))
        store.add_message(message(1, "XA", Direction.OUT))
        store.add_receipt(f"{1:064x}", b"receipt", Signatures(b"p", None), kept=True)
    return store


def test_both_directions_of_one_state_in_the_order_of_writing(filled):
    assert list(filled.exchanged_with("XA", None, 10)) == [
        Exchanged(f"{3:064x}", Direction.IN, Delivery.WAITING, NOW, None),
        Exchanged(f"{1:064x}", Direction.OUT, Delivery.RECEIPTED, NOW, b"receipt"),
    ]
    assert list(filled.exchanged_with("XM", None, 10)) == []


def test_so_many_after_one_of_them(filled):
    assert [one.digest for one in filled.exchanged_with("XA", None, 1)] == [f"{3:064x}"]
    assert [one.digest for one in filled.exchanged_with("XA", f"{3:064x}", 5)] == [f"{1:064x}"]
    assert list(filled.exchanged_with("XA", f"{1:064x}", 5)) == []


@pytest.mark.parametrize("after", [f"{2:064x}", "f" * 64])
def test_a_message_of_another_state_is_no_place(filled, after):
    with pytest.raises(LookupError):
        filled.exchanged_with("XA", after, 5)
