# SPDX-License-Identifier: Apache-2.0
"""Accesses and the auditor's list, over both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from test_storage_books import THREAD

from rogatory.node.repositories.audit import AccessKind, AccessRecord, AuditFilter, Source
from rogatory.node.repositories.case_files import EntryKind, MatterEntry

NOW = datetime(2026, 11, 24, 3, 10, 0, 123456, tzinfo=UTC)
OTHER = "01938f3e-0000-7000-8000-000000000002"


def an_access(minutes=0, kind=AccessKind.DENIED, **changes):
    at = NOW + timedelta(minutes=minutes)
    return replace(
        AccessRecord(kind, at, "xb-0001", "thread", THREAD, "desk:thread:read"), **changes
    )


def noted(books, *records):
    with books.transaction():
        for one in records:
            books.add_access(one)


def found(books, source=Source.ACCESS, **wanted):
    before = wanted.pop("place", None)
    return books.audit_entries(source, AuditFilter(**wanted), 100, before)


def test_an_access_is_written_inside_a_transaction_only(books):
    with pytest.raises(AssertionError):
        books.add_access(an_access())


def test_like_refusals_of_an_hour_are_one_row_that_counts(books):
    noted(books, *(an_access(minutes) for minutes in range(40)), an_access(60))
    later, first = found(books)
    assert (first.at, first.times) == (NOW, 40)
    assert (later.at, later.times) == (NOW + timedelta(hours=1), 1)
    assert books.knows_access(an_access(5))
    assert not books.knows_access(an_access(5, page="matter"))


def test_acts_are_never_counted_together(books):
    noted(books, *(an_access(minutes, AccessKind.ACTED) for minutes in (0, 1, 2)))
    assert [one.times for one in found(books)] == [1, 1, 1]


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
def test_a_filter_lets_through_what_it_says(books, change, wanted):
    records = [an_access(0), an_access(1, **change), an_access(2)]
    noted(books, *sorted(records, key=lambda one: one.at))
    (entry,) = found(books, **wanted)
    assert entry.about == "thread desk:thread:read"


def test_periods_without_entries_have_none(books):
    noted(books, an_access())
    assert found(books, since=NOW + timedelta(days=1)) == []
    assert found(books, before=NOW - timedelta(days=1)) == []


def test_entries_go_on_from_a_place(books):
    noted(books, *(an_access(60 * hour) for hour in range(5)))
    whole = [one.number for one in found(books)]
    assert whole == sorted(whole, reverse=True)
    assert [one.number for one in found(books, place=whole[1])] == whole[2:]


def test_the_work_in_matters_is_a_journal_of_the_same_list(books):
    entry = MatterEntry(
        "01938f3e-0000-7000-8000-0000000000aa",
        THREAD,
        EntryKind.NOTED,
        NOW,
        "xb-0010",
        "xb/central-authority",
        {"text": "Rang the provider."},
    )
    with books.transaction():
        books.add_matter_entry(entry)
    (noted_entry,) = found(books, Source.MATTER, officer="xb-0010", action="noted")
    assert (noted_entry.at, noted_entry.thread, noted_entry.about) == (
        NOW,
        THREAD,
        "xb/central-authority",
    )
    assert "provider" not in repr(noted_entry)
