# SPDX-License-Identifier: Apache-2.0
"""The promises of the twin of messages and nonces, which has no disk."""

from datetime import UTC, datetime, timedelta

import pytest

from rogatory.storage.memory import MemoryStore

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


def test_a_nonce_of_a_transaction_that_fails_is_as_if_it_never_came():
    store = MemoryStore()

    def fails():
        with store.relaxed_transaction():
            assert not store.seen_nonce("key", "nonce", NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with store.relaxed_transaction():
        assert not store.seen_nonce("key", "nonce", NOW)
    with store.relaxed_transaction():
        assert store.seen_nonce("key", "nonce", NOW)


def test_no_nonce_is_written_outside_a_transaction():
    store = MemoryStore()
    with pytest.raises(AssertionError):
        store.seen_nonce("key", "nonce", NOW)
    with store.relaxed_transaction():
        assert not store.seen_nonce("key", "nonce", NOW)


def test_nothing_is_ever_lost_alone_so_no_request_is_forgotten():
    store = MemoryStore()
    store.notice_loss(NOW + timedelta(days=1))
    assert store.forgotten_until("key", NOW, NOW) is None
