# SPDX-License-Identifier: Apache-2.0
"""Figures of a unit, over both twins: each counted from the requests that the reader may read, and from no other."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casts.storage.summaries import NOW, a_summary, put, thread_of
from django_home import emptied
from rogatory.node.officers import alert_codes
from rogatory.node.repositories.case_files import CaseFileRow
from rogatory.node.repositories.officers import Page
from rogatory.node.repositories.statistics.unit_figures import (
    FigureReader,
    HoldCount,
    MedianTime,
    Milestone,
    OpenCount,
    OutcomeCount,
    OverdueBefore,
    PastCount,
)
from rogatory.node.views.unit_overview import overdue_before
from rogatory.storage.memory.store import MemoryStore
from rogatory.wire.words import Statement

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
READER = FigureReader("xb-0002", ("xb/contact-point",))
STEPS = [NOW - 7 * DAY, NOW - 30 * DAY]
LATE = overdue_before(NOW)


def in_charge(store, number, officer, authority="xb/contact-point"):
    row = CaseFileRow(thread_of(number), authority, None, None, officer, "new", watched=False)
    with store.transaction():
        store.put_case_file(row)


def restrict(store, number, *officers):
    with store.transaction():
        store.restrict(thread_of(number), officers)


def test_open_requests_by_state_direction_age_and_lateness(store):
    put(
        store,
        a_summary(1, opened=NOW - HOUR),
        a_summary(2, opened=NOW - 8 * DAY),
        a_summary(3, opened=NOW - 8 * DAY, acknowledged=NOW - 7 * DAY),
        a_summary(4, opened=NOW - 90 * DAY, peer="XM", role="requesting"),
        a_summary(5, opened=NOW - 90 * DAY, status="completed", closed=NOW),
        a_summary(6, opened=NOW - 90 * DAY, kind="drill"),
    )
    assert store.open_counts(READER, STEPS, LATE) == [
        OpenCount("XA", "requested", 0, False, 1),
        OpenCount("XA", "requested", 1, False, 1),
        OpenCount("XA", "requested", 1, True, 1),
        OpenCount("XM", "requesting", 2, True, 1),
    ]


@pytest.mark.parametrize(
    ("urgency", "hours"), [("emergency", 0.5), ("urgent", 4), ("routine", 24), ("hurried", 24)]
)
def test_overdue_by_the_time_that_each_urgency_allows(store, urgency, hours):
    put(
        store,
        a_summary(1, urgency=urgency, opened=NOW - hours * HOUR),
        a_summary(2, urgency=urgency, opened=NOW - hours * HOUR + timedelta(seconds=1)),
    )
    assert [one.thread for one in store.overdue_threads(READER, LATE, 9)] == [thread_of(1)]
    (past,) = [one for one in store.open_at(READER, NOW, LATE) if one.is_overdue]
    assert past.count == 1


def test_what_was_open_and_overdue_at_a_past_moment(store):
    then = NOW - 30 * DAY
    put(
        store,
        a_summary(1, opened=then + HOUR),  # later
        a_summary(2, opened=then - 2 * DAY, acknowledged=then + HOUR),  # answered too late
        a_summary(3, opened=then - 2 * DAY, status="completed", closed=then + DAY),
        a_summary(4, opened=then - 2 * DAY, status="completed", closed=then - HOUR),  # over
        a_summary(5, opened=then - 2 * DAY, acknowledged=then - DAY, role="requesting"),
    )
    assert store.open_at(READER, then, overdue_before(then)) == [
        PastCount("requested", True, 2),
        PastCount("requesting", False, 1),
    ]


def test_medians_by_direction_of_what_was_reached_in_a_period(store):
    reached = [(1, 1), (2, 2), (3, 30), (4, 400)]
    put(
        store,
        *(
            a_summary(number, opened=NOW - hours * HOUR, acknowledged=NOW, answered=NOW)
            for number, hours in reached
        ),
        a_summary(5, opened=NOW - 7 * HOUR, acknowledged=NOW, role="requesting"),
        a_summary(6, opened=NOW - 900 * DAY, acknowledged=NOW - 100 * DAY),
    )
    found = store.median_times(READER, Milestone.ACKNOWLEDGED, NOW - DAY, NOW + DAY)
    assert found["requested"].seconds == pytest.approx(16 * 3600, abs=0.01)
    assert (found["requested"].count, found["requesting"].count) == (4, 1)
    assert found["requesting"].seconds == pytest.approx(7 * 3600, abs=0.01)
    assert set(store.median_times(READER, Milestone.ANSWERED, NOW, NOW + DAY)) == {"requested"}
    assert store.median_times(READER, Milestone.ANSWERED, NOW - DAY, NOW) == {}


def test_outcomes_by_kind_with_all_unknown_kinds_as_one(store):
    over = {"closed": NOW, "opened": NOW - DAY}
    put(
        store,
        a_summary(1, status="refused", **over),
        a_summary(2, status="refused", **over),
        a_summary(3, status="completed", **over),
        a_summary(4, status="completed", **over, kind="of_tomorrow"),
        a_summary(5, status="completed", **over, kind="of_the_day_after"),
        a_summary(6, status="completed", closed=NOW - 9 * DAY),
        a_summary(7),
    )
    assert store.outcomes(READER, NOW - DAY, NOW + DAY, {"preservation"}) == [
        OutcomeCount("", "completed", 2),
        OutcomeCount("preservation", "completed", 1),
        OutcomeCount("preservation", "refused", 2),
    ]


def test_holds_by_week_and_whether_a_request_was_filed(store):
    weeks = [NOW + 7 * week * DAY for week in range(3)]

    def hold(number, days, **more):
        return a_summary(
            number, status="holding", hold_start=NOW, hold_end=NOW + days * DAY, **more
        )

    put(
        store,
        hold(1, 0),
        hold(2, 6),
        hold(3, 7, filings=(thread_of(9),)),
        hold(4, 14),  # after the last week
        hold(5, -1),  # lapsed
        a_summary(6, status="accepted", hold_end=NOW + DAY),
    )
    assert store.holds_ending(READER, weeks) == [
        HoldCount("requested", 0, False, 2),
        HoldCount("requested", 1, True, 1),
    ]


def test_who_is_in_charge_and_what_is_in_nobodys_charge(store):
    put(store, *(a_summary(number, opened=NOW - number * DAY) for number in range(1, 6)))
    put(store, a_summary(6, status="completed"))
    in_charge(store, 1, "xb-0001")
    in_charge(store, 2, "xb-0001")
    in_charge(store, 3, "xb-0003")
    in_charge(store, 4, None)
    in_charge(store, 5, None, "xb/central-authority")  # another authority's case file
    in_charge(store, 6, None)
    first, second = store.loads(READER, LATE, 9)
    assert (first.officer, first.open, first.overdue) == ("xb-0001", 2, 2)
    assert first.oldest == NOW - 2 * DAY
    assert (second.officer, second.open) == ("xb-0003", 1)
    assert store.loads(READER, LATE, 1) == [first]
    nobodys = store.unassigned(READER, 9)
    assert ([one.thread for one in nobodys.oldest], nobodys.total) == ([thread_of(4)], 1)
    both = FigureReader("xb-0002", ("xb/contact-point", "xb/central-authority"))
    nobodys = store.unassigned(both, 1)
    assert ([one.thread for one in nobodys.oldest], nobodys.total) == ([thread_of(5)], 2)
    assert set(store.case_files_of(READER, [thread_of(4), thread_of(5)])) == {thread_of(4)}


def test_alerts_that_nobody_acknowledged(store):
    put(store, a_summary(1), a_summary(2))
    restrict(store, 2, "xb-0001")
    reason = Statement(alert_codes.LOST.because())
    with store.transaction():
        for name, at, thread in (
            ("a", NOW, thread_of(1)),
            ("b", NOW - HOUR, None),
            ("c", NOW - DAY, thread_of(2)),
            ("d", NOW - DAY, None),
            ("e", NOW + HOUR, None),
        ):
            store.add_page(Page(name, at, thread, reason))
        store.mark_page_seen("d", "xb-0001", NOW)
    found = store.unanswered_alerts(READER, NOW + timedelta(seconds=1), 9)
    assert ([one.id for one in found.oldest], found.total) == (["b", "a"], 2)
    found = store.unanswered_alerts(READER, NOW + timedelta(seconds=1), 1)
    assert ([one.id for one in found.oldest], found.total) == (["b"], 2)
    other = FigureReader("xb-0001", ())
    assert store.unanswered_alerts(other, NOW + timedelta(seconds=1), 9).total == 3


def everything(store, reader):
    """Every figure that a reader can be shown."""
    weeks = [NOW + 7 * week * DAY for week in range(9)]
    span = (NOW - 400 * DAY, NOW + DAY)
    return (
        sorted(map(repr, store.open_counts(reader, STEPS, LATE))),
        sorted(map(repr, store.open_at(reader, NOW - 20 * DAY, overdue_before(NOW - 20 * DAY)))),
        {
            (one, role): (round(found.seconds), found.count)
            for one in Milestone
            for role, found in store.median_times(reader, one, *span).items()
        },
        sorted(map(repr, store.outcomes(reader, *span, {"preservation", "mla_stored_data"}))),
        sorted(map(repr, store.holds_ending(reader, weeks))),
        [one.thread for one in store.overdue_threads(reader, LATE, 99)],
        store.unassigned(reader, 99),
        store.loads(reader, LATE, 99),
    )


_MOMENTS = st.integers(-60 * 24, 0).map(lambda hours: NOW + hours * HOUR)
_ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "peer": st.sampled_from(["XA", "XM"]),
            "role": st.sampled_from(["requested", "requesting"]),
            "kind": st.sampled_from(["preservation", "mla_stored_data", "drill", "of_tomorrow"]),
            "status": st.sampled_from(["open", "holding", "completed", "refused"]),
            "urgency": st.sampled_from(["emergency", "urgent", "routine", "hurried"]),
            "opened": _MOMENTS,
            "acknowledged": st.none() | _MOMENTS,
            "answered": st.none() | _MOMENTS,
            "closed": st.none() | _MOMENTS,
            "hold_end": st.none() | st.integers(0, 70).map(lambda days: NOW + days * DAY),
            "is_restricted": st.booleans(),
            "assignee": st.sampled_from([None, "xb-0001", "xb-0003"]),
        }
    ),
    max_size=8,
)


def filled(store, rows):
    for number, row in enumerate(rows, 1):
        given = dict(row)
        is_restricted, assignee = given.pop("is_restricted"), given.pop("assignee")
        if given["status"] not in {"completed", "refused"}:
            given["closed"] = None
        put(store, a_summary(number, **given))
        in_charge(store, number, assignee)
        if is_restricted:
            restrict(store, number, "xb-0001")


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_ROWS)
def test_both_twins_count_alike_and_nothing_of_what_is_closed_to_the_reader(rows):
    """A closed request changes no figure: the same as if it were not there."""
    emptied()
    twin, without = MemoryStore(), MemoryStore()
    filled(twin, rows)
    filled(without, [{**one, "is_restricted": False} for one in rows if not one["is_restricted"]])
    assert _plain(everything(twin, READER)) == _plain(everything(without, READER))
    from rogatory.storage.store import DatabaseStore

    store = DatabaseStore()
    filled(store, rows)
    assert everything(store, READER) == everything(twin, READER)


def _plain(found):
    """Without identifiers: those of the rows that are left are others."""
    *figures, overdue, unassigned, loads = found
    return figures, len(overdue), unassigned.total, loads


def test_no_median_is_below_nothing(store):
    put(store, a_summary(1, opened=NOW, acknowledged=NOW - HOUR))
    found = store.median_times(READER, Milestone.ACKNOWLEDGED, NOW - DAY, NOW)
    assert found == {"requested": MedianTime(0.0, 1)}


def test_an_urgency_that_is_not_known_is_as_late_as_routine():
    assert overdue_before(NOW).otherwise == LATE.by_urgency["routine"]
    assert isinstance(LATE, OverdueBefore)
