# SPDX-License-Identifier: Apache-2.0
"""Other States' logs in the store: both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.repositories.followed_logs import FollowedLog, SoughtReceipt
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.seal.signatures import Signatures
from rogatory.wire.statements import older

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ORIGIN = f"{'9f' * 32}/xa/1"
LOG = FollowedLog(ORIGIN, "XA", 7, "a note", NOW, older("it forked"), NOW, "5a" * 32)


def message(number, peer="XA", direction=Direction.OUT):
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
        delivery=Delivery.WAITING if direction is Direction.OUT else Delivery.RECEIPTED,
    )


def receipted(store, *messages, kept=True):
    with store.transaction():
        for one in messages:
            store.add_message(one)
            receipt = f"receipt {one.sequence}".encode()
            store.add_receipt(one.digest, receipt, Signatures(b"p", None), kept=kept)


def sought(number, problem=None, at=NOW, state="XA"):
    return SoughtReceipt(f"{number:064x}", state, ORIGIN, number, at, problem)


def test_a_followed_log_comes_back_as_it_was_written(store):
    later = FollowedLog(ORIGIN.replace("/1", "/2"), "XA")
    other = FollowedLog(ORIGIN.replace("xa", "xt"), "XT", 1, "note", NOW)
    with store.transaction():
        store.put_followed_log(later)
        store.put_followed_log(replace(LOG, size=1, problem=None))
        store.put_followed_log(other)
        store.put_followed_log(LOG)
    assert store.followed_log(ORIGIN) == LOG
    assert store.followed_log("none") is None
    assert list(store.followed_logs("XA")) == [LOG, later]
    assert list(store.followed_logs()) == [LOG, later, other]


def test_receipts_are_sought_until_they_are_found_the_longest_ago_first(store):
    receipted(store, message(1), message(2), message(3), message(4, "XT"))
    receipted(store, message(5), kept=False)
    receipted(store, message(6, direction=Direction.IN))
    with store.transaction():
        store.add_message(message(7))
    wanted = [one.sequence for one in store.receipts_to_seek("XA", 10)]
    assert wanted == [1, 2, 3]
    assert store.receipts_to_seek("XA", 10)[0].receipt == b"receipt 1"
    with store.transaction():
        store.put_sought_receipt(sought(2))
        store.put_sought_receipt(sought(1, older("not there")))
    assert [one.sequence for one in store.receipts_to_seek("XA", 10)] == [3, 1]
    assert [one.sequence for one in store.receipts_to_seek("XA", 1)] == [3]
    assert store.count_receipts("XA") == (1, 1, 1)
    assert store.missing_receipts() == {"XA": 1}
    assert store.count_receipts("XT") == (0, 0, 1)
    assert list(store.sought_receipts("XA", found=True)) == [sought(2)]
    assert list(store.sought_receipts("XA", found=False)) == [sought(1, older("not there"))]


def test_a_receipt_that_waits_is_neither_found_nor_missing_and_holds_up_no_other(store):
    receipted(store, message(1), message(2))
    waits = replace(sought(1), waits=True)
    with store.transaction():
        store.put_sought_receipt(waits)
    assert store.count_receipts("XA") == (0, 0, 2)
    assert store.sought_receipts("XA", found=True) == store.sought_receipts("XA", found=False) == []
    assert [one.sequence for one in store.receipts_to_seek("XA", 1)] == [2]
    later = replace(sought(2, at=NOW + timedelta(minutes=1)), waits=True)
    with store.transaction():
        store.put_sought_receipt(later)
    assert [one.sequence for one in store.receipts_to_seek("XA", 10)] == [1, 2]
    with store.transaction():
        store.put_sought_receipt(sought(1))
        store.put_sought_receipt(waits)
    assert store.count_receipts("XA") == (1, 0, 1)
    assert list(store.sought_receipts("XA", found=True)) == [sought(1)]


def test_a_receipt_that_was_found_stays_found(store):
    receipted(store, message(1))
    later = NOW + timedelta(hours=1)
    with store.transaction():
        store.put_sought_receipt(sought(1, older("not there")))
        store.put_sought_receipt(sought(1, at=later))
        store.put_sought_receipt(sought(1, "gone again", at=later))
    assert list(store.sought_receipts("XA", found=True)) == [sought(1, at=later)]
    assert list(store.receipts_to_seek("XA", 10)) == []


def test_receipts_that_were_given_are_read_page_by_page(store):
    receipted(store, *(message(n, direction=Direction.IN) for n in (1, 2, 3)))
    receipted(store, message(4))
    receipted(store, message(5, direction=Direction.IN))
    first = store.receipts_given(0, 3)
    rest = store.receipts_given(first[-1][0], 3)
    assert [one for _number, one in first] == [b"receipt 1", b"receipt 2", b"receipt 3"]
    assert [one for _number, one in rest] == [b"receipt 5"]
    assert store.receipts_given(rest[-1][0], 3) == []


@pytest.mark.parametrize("write", ["put_followed_log", "put_sought_receipt", "begin_epoch"])
def test_nothing_is_written_outside_a_transaction(store, write):
    values = {"put_followed_log": (LOG,), "put_sought_receipt": (sought(1),)}
    with pytest.raises(AssertionError):
        getattr(store, write)(*values.get(write, (2, bytes(32))))
    assert (store.followed_log(ORIGIN), store.log_epoch()) == (None, 1)
