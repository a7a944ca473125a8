# SPDX-License-Identifier: Apache-2.0
"""Tokens of the State's own systems, over both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.repositories.systems import TokenRecord

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)


def a_token(name="case-management", **changes):
    token = TokenRecord(
        name=name,
        digest="ab" * 32,
        scopes=("packages:read", "requests:read"),
        made=NOW,
        expires=NOW + timedelta(days=30),
    )
    return replace(token, **changes)


def test_a_token_comes_back_as_it_was_made_and_is_there_once(store):
    with store.transaction():
        store.put_system_token(a_token("statistics"))
        store.put_system_token(a_token())
        store.put_system_token(a_token(ended=NOW + timedelta(hours=1)))
    assert store.system_token("case-management") == a_token(ended=NOW + timedelta(hours=1))
    assert store.system_token("none") is None
    assert [one.name for one in store.system_tokens()] == ["case-management", "statistics"]


def test_a_token_is_written_inside_a_transaction_or_not_at_all(store):
    with pytest.raises(AssertionError):
        store.put_system_token(a_token())
    assert store.system_tokens() == []
