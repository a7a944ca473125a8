# SPDX-License-Identifier: Apache-2.0
"""The store of names and titles that letters print, over both twins."""

from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.repositories.officers import Signatory

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)
FIRST = Signatory("xa-0001", "en", "Ana Prior", "Head of Unit", NOW)


def test_a_signatory_is_written_within_a_transaction_only(store):
    with pytest.raises(AssertionError):
        store.add_signatory(FIRST)
    assert store.signatories("xa-0001") == []


def test_each_signatory_is_kept_with_its_moment_and_read_oldest_first(store):
    later = Signatory("xa-0001", "en", "Ana Prior", "Director", NOW + timedelta(days=1))
    removed = Signatory("xa-0001", "fr", "", "", NOW)
    with store.transaction():
        for one in (later, FIRST, removed, Signatory("xa-0002", "en", "B", "C", NOW)):
            assert store.add_signatory(one)
        assert not store.add_signatory(FIRST)
    assert store.signatories("xa-0001") == [FIRST, removed, later]
    assert store.signatories("xa-0009") == []
