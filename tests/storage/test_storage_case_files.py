# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is what these tests are about
"""Case files, their journals and the index of targets: over both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.repositories.case_files import CaseFileEntry, CaseFileRow, EntryKind
from rogatory.node.repositories.threads import ThreadSummary

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)
THREAD = "01938f3e-0000-7000-8000-000000000001"
OTHER = "01938f3e-0000-7000-8000-000000000002"
THIRD = "01938f3e-0000-7000-8000-000000000003"
KEYS = [f"{number:x}" * 64 for number in range(1, 10)]


def an_entry(number=1, **changes):
    entry = CaseFileEntry(
        id=f"01938f3e-0000-7000-8000-00000000040{number}",
        thread=THREAD,
        kind=EntryKind.NOTED,
        at=NOW,
        officer="xb-0001",
        authority="xb/contact-point",
        data={"text": "Ring the provider ü", "n": 2**53 - 1, "list": [None, True]},
    )
    return replace(entry, **changes)


def a_row(thread=THREAD, **changes):
    row = CaseFileRow(
        thread=thread,
        authority="xb/contact-point",
        case_number="12 Js 7/26",
        case_key=KEYS[0],
        assignee="xb-0001",
        stage="in-hand",
        watched=False,
    )
    return replace(row, **changes)


@pytest.mark.parametrize(
    "write",
    [
        lambda store: store.add_case_file_entry(an_entry()),
        lambda store: store.put_case_file(a_row()),
        lambda store: store.put_targets(THREAD, KEYS),
    ],
)
def test_nothing_of_a_case_file_is_written_outside_a_transaction(store, write):
    with pytest.raises(AssertionError):
        write(store)


def test_a_journal_comes_back_in_the_order_of_writing_not_of_its_moments(store):
    later = an_entry(1, at=NOW + timedelta(days=1))
    with store.transaction():
        store.add_case_file_entry(later)
        store.add_case_file_entry(an_entry(2))
        store.add_case_file_entry(an_entry(3, thread=OTHER))
    assert store.case_file_entries(THREAD) == [later, an_entry(2)]
    assert store.case_file_entries(THIRD) == []


def test_a_line_of_a_journal_is_never_written_over(store):
    with store.transaction():
        store.add_case_file_entry(an_entry())
    with pytest.raises(Exception), store.transaction():  # noqa: B017 - each twin's own fault
        store.add_case_file_entry(an_entry(data={"text": "It was never said"}))
    assert store.case_file_entries(THREAD) == [an_entry()]


def test_a_line_that_failed_was_never_written(store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.add_case_file_entry(an_entry())
        store.put_case_file(a_row())
        store.put_targets(THREAD, KEYS)
        raise ZeroDivisionError
    assert store.case_file_entries(THREAD) == []
    assert store.case_file(THREAD) is None
    assert store.targets(THREAD) == frozenset()


def test_a_case_file_is_written_anew_and_found_by_its_filters(store):
    with store.transaction():
        store.put_case_file(a_row(watched=True, assignee=None))
        store.put_case_file(a_row())
        office = "xb/central-authority"
        store.put_case_file(a_row(OTHER, assignee="xb-0002", watched=True, authority=office))
        store.put_case_file(a_row(THIRD, case_key=None, case_number=None))
    assert store.case_file(THREAD) == a_row()
    assert [row.thread for row in store.case_files()] == [THREAD, OTHER, THIRD]
    assert [row.thread for row in store.case_files(case_key=KEYS[0])] == [THREAD, OTHER]
    assert [row.thread for row in store.case_files(assignee="xb-0002")] == [OTHER]
    assert [row.thread for row in store.case_files(watched=True)] == [OTHER]
    assert [row.thread for row in store.case_files(authority=office)] == [OTHER]
    assert [row.thread for row in store.case_files(watched=False, limit=1)] == [THREAD]


def test_threads_are_found_by_the_targets_that_they_share_those_of_most_first(store):
    with store.transaction():
        store.put_targets(THREAD, KEYS[:2])
        store.put_targets(OTHER, KEYS[:5])
        store.put_targets(THIRD, KEYS[6:])
    assert store.threads_aimed_at(KEYS[:4], 10) == [(OTHER, 4), (THREAD, 2)]
    assert store.threads_aimed_at(KEYS[:4], 1) == [(OTHER, 4)]
    assert store.threads_aimed_at(["0" * 64], 10) == []
    assert store.threads_aimed_at([], 10) == []


def test_targets_are_written_anew(store):
    with store.transaction():
        store.put_targets(THREAD, KEYS[:3])
        store.put_targets(THREAD, KEYS[2:4])
        store.put_targets(THREAD, KEYS[2:4])
    assert store.targets(THREAD) == frozenset(KEYS[2:4])
    assert store.threads_aimed_at(KEYS[:1], 10) == []


def test_the_index_is_asked_and_not_all_requests(store):
    with store.transaction():
        for number in range(400):
            store.put_targets(f"thread-{number:03d}", [f"{number:064x}"])
    assert store.threads_aimed_at([f"{7:064x}"], 10) == [("thread-007", 1)]


def test_summaries_are_found_by_the_day_on_which_they_were_opened(store):
    def opened(thread, days):
        at = NOW + timedelta(days=days)
        return ThreadSummary(
            thread, "XA", "preservation", "T", "open", "requested", "routine", at, at
        )

    rows = [opened(THREAD, 0), opened(OTHER, 1), opened(THIRD, 2)]
    with store.transaction():
        for row in reversed(rows):
            store.put_summary(row)
    assert store.summaries_opened(NOW, NOW + timedelta(days=2)) == rows[:2]
    assert store.summaries_opened(NOW, NOW + timedelta(days=9), {"drill"}) == []
    assert store.summaries_opened(NOW, NOW + timedelta(days=2), {rows[0].kind}) == rows[:2]
    assert store.summaries_opened(NOW + timedelta(days=3), NOW + timedelta(days=9)) == []
