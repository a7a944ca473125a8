# SPDX-License-Identifier: Apache-2.0
"""Tokens of the State's own systems, over both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.repositories.systems import KeyedDraft, TokenRecord

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


def keyed(key="first", token="case-management", **changes):
    return replace(KeyedDraft(token, key, "cd" * 32, "a-draft", NOW), **changes)


def test_a_key_is_of_one_token_and_is_forgotten_by_its_age(store):
    hour = timedelta(hours=1)
    with store.transaction():
        store.add_keyed_draft(keyed())
        store.add_keyed_draft(keyed(token="register", draft="another"))
        store.add_keyed_draft(keyed("second", at=NOW + hour))
    assert store.keyed_draft("case-management", "first") == keyed()
    assert store.keyed_draft("register", "first").draft == "another"
    assert store.keyed_draft("register", "second") is None
    assert store.count_keyed_drafts("case-management", NOW) == 2
    assert store.count_keyed_drafts("case-management", NOW + hour) == 1
    with store.transaction():
        store.delete_keyed_drafts(NOW + hour)
    assert store.keyed_draft("case-management", "first") is None
    assert store.keyed_draft("case-management", "second") == keyed("second", at=NOW + hour)
