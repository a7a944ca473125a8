# SPDX-License-Identifier: Apache-2.0
"""Accesses and the auditor's list, over both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casts.storage.rows import THREAD
from rogatory.node.repositories.audit import AccessKind, AccessRecord, AuditFilter, Source
from rogatory.node.repositories.case_files import CaseFileEntry, EntryKind

NOW = datetime(2026, 11, 24, 3, 10, 0, 123456, tzinfo=UTC)
OTHER = "01938f3e-0000-7000-8000-000000000002"


def an_access(minutes=0, kind=AccessKind.DENIED, **changes):
    at = NOW + timedelta(minutes=minutes)
    return replace(
        AccessRecord(kind, at, "xb-0001", "thread", THREAD, "desk:thread:read"), **changes
    )


def noted(store, *records):
    with store.transaction():
        for one in records:
            store.add_access(one)


def found(store, source=Source.ACCESS, **wanted):
    before = wanted.pop("place", None)
    return store.audit_entries(source, AuditFilter(**wanted), 100, before)


def test_an_access_is_written_inside_a_transaction_only(store):
    with pytest.raises(AssertionError):
        store.add_access(an_access())


def test_like_refusals_of_an_hour_are_one_row_that_counts(store):
    noted(store, *(an_access(minutes) for minutes in range(40)), an_access(60))
    later, first = found(store)
    assert (first.at, first.times) == (NOW, 40)
    assert (later.at, later.times) == (NOW + timedelta(hours=1), 1)
    assert store.knows_access(an_access(5))
    assert not store.knows_access(an_access(5, page="matter"))


def test_acts_are_never_counted_together(store):
    noted(store, *(an_access(minutes, AccessKind.ACTED) for minutes in (0, 1, 2)))
    assert [one.times for one in found(store)] == [1, 1, 1]


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        ({"officer": "xb-0002"}, {"officer": "xb-0002"}),
        ({"kind": AccessKind.LOGGED_IN}, {"action": "logged-in"}),
        ({"thread": OTHER}, {"thread": OTHER}),
        ({"at": NOW + timedelta(days=2)}, {"since": NOW + timedelta(days=1)}),
        ({"at": NOW - timedelta(days=2)}, {"before": NOW - timedelta(days=1)}),
    ],
)
def test_a_filter_lets_through_what_it_says(store, change, wanted):
    records = [an_access(0), an_access(1, **change), an_access(2)]
    noted(store, *sorted(records, key=lambda one: one.at))
    (entry,) = found(store, **wanted)
    assert entry.about == "thread desk:thread:read"


def test_periods_without_entries_have_none(store):
    noted(store, an_access())
    assert found(store, since=NOW + timedelta(days=1)) == []
    assert found(store, before=NOW - timedelta(days=1)) == []


def test_entries_go_on_from_a_place(store):
    noted(store, *(an_access(60 * hour) for hour in range(5)))
    whole = [one.number for one in found(store)]
    assert whole == sorted(whole, reverse=True)
    assert [one.number for one in found(store, place=whole[1])] == whole[2:]


def test_the_work_in_case_files_is_a_journal_of_the_same_list(store):
    entry = CaseFileEntry(
        "01938f3e-0000-7000-8000-0000000000aa",
        THREAD,
        EntryKind.NOTED,
        NOW,
        "xb-0010",
        "xb/central-authority",
        {"text": "Rang the provider."},
    )
    with store.transaction():
        store.add_case_file_entry(entry)
    (noted_entry,) = found(store, Source.CASE_FILE, officer="xb-0010", action="noted")
    assert (noted_entry.at, noted_entry.thread, noted_entry.about) == (
        NOW,
        THREAD,
        "xb/central-authority",
    )
    assert "provider" not in repr(noted_entry)
