# SPDX-License-Identifier: Apache-2.0
"""Drills: in the agreed window, answered by an officer on duty, counted alike at both ends."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.node.duty import rostered
from casts.node.world import MADE, NOW, bodies, snapshot
from rogatory.directory.entry.hours import DrillWindow, is_within
from rogatory.errors import Refused
from rogatory.node.drill_runs.acknowledge import acknowledge_drill
from rogatory.node.drill_runs.send import plan_drills, send_drill
from rogatory.node.drills.agreed import MONTH
from rogatory.node.drills.record import DrillResult
from rogatory.node.duty.roster import Shift
from rogatory.node.duty.stand_in import stand_in
from rogatory.node.limits.operator_settings import Drills
from rogatory.node.repositories.messages import Delivery
from rogatory.node.statistics.cooperation import statistics
from rogatory.node.statistics.drills import counted_drills, drill_statistics, percentile
from rogatory.node.views.duty_desk import duty_desk
from rogatory.requests.deadlines.thread_deadlines import DeadlineLevel

WINDOW = DrillWindow("05:00", "09:00", "Etc/GMT-3", per_month=4)
"""On Arcadia's and Borealia's wall it is six o'clock when the tests begin."""

YEAR = timedelta(days=365)


@pytest.fixture
def drilled(world):
    """Borealia agrees to be drilled, and so does Arcadia."""
    for state in ("XA", "XB"):
        world.states[state].drill_window = WINDOW
    world.relist()
    return world


def a_drill(world, **more):
    sent = send_drill(world.node("XA"), "XB", authority="xb/contact-point", **more)
    world.settle()
    return sent.thread


def pages(world, state, key):
    return [one for one in world.node(state).store.pages() if one.id.startswith(key)]


def codes(refused):
    return set(refused.value.codes)


def figures(world, state, *, since=NOW - YEAR, until=NOW + 2 * YEAR):
    return drill_statistics(world.node(state), since, until)


@pytest.mark.law_line(20)
def test_a_drill_calls_who_is_on_duty_and_is_over_once_an_officer_has_acknowledged_it(drilled):
    thread = a_drill(drilled)
    (page,) = pages(drilled, "XB", "drill/")
    assert page.thread == thread
    assert not pages(drilled, "XB", "request/")
    assert [row.summary.thread for row in duty_desk(drilled.node("XB")).waiting] == [thread]
    drilled.clock.forward(minutes=7)
    sent = acknowledge_drill(drilled.node("XB"), thread, "xb-0001")
    drilled.settle()
    assert drilled.node("XB").store.message(sent.digest).delivery is Delivery.RECEIPTED
    for state in ("XA", "XB"):
        assert drilled.node(state).store.summary(thread).status == "completed"
        (one,) = counted_drills(drilled.node(state), NOW - YEAR, NOW + YEAR)
        assert (one.result, one.officer, one.took) == (
            DrillResult.ACKNOWLEDGED,
            "xb-0001",
            timedelta(minutes=7),
        )


def test_a_drill_is_signed_and_logged_at_both_ends(drilled):
    thread = a_drill(drilled)
    acknowledge_drill(drilled.node("XB"), thread, "xb-0001")
    drilled.settle()
    for state in ("XA", "XB"):
        node = drilled.node(state)
        logged = [
            one.action
            for stored in node.store.transcript(thread)
            for one in node.store.events_of(stored.digest)
        ]
        assert sorted(logged) == ["message-received", "message-sent"]


def test_only_an_officer_on_duty_acknowledges(drilled):
    thread = a_drill(drilled)
    before = snapshot(drilled.node("XB"))
    for officer in ("xb-0002", "xb-0010", "xb-7777"):
        with pytest.raises(Refused):
            acknowledge_drill(drilled.node("XB"), thread, officer)
    assert snapshot(drilled.node("XB")) == before


def test_off_the_roster_an_officer_acknowledges_only_as_a_stand_in(drilled):
    node = drilled.node("XB")
    shift = Shift(drilled.clock.now(), drilled.clock.now() + timedelta(days=7), "xb-0003", None)
    rostered(drilled, shifts=(shift,), starts=shift.start, ends=shift.end)
    thread = a_drill(drilled)
    before = snapshot(node)
    with pytest.raises(Refused) as refused:
        acknowledge_drill(node, thread, "xb-0001")
    assert codes(refused) == {"drill-not-on-duty"}
    assert "xb-0003, xb-0002" in str(refused.value)
    assert snapshot(node) == before
    now = drilled.clock.now()
    stand_in(
        node, "xb/contact-point", "xb-0001", starts=now, ends=now + timedelta(hours=1), by="xb-0001",
        reason="The other was called away",
    )  # fmt: skip
    acknowledge_drill(node, thread, "xb-0001")
    drilled.settle()
    (one,) = counted_drills(drilled.node("XA"), NOW - YEAR, NOW + YEAR)
    assert (one.result, one.officer) == (DrillResult.ACKNOWLEDGED, "xb-0001")


def test_what_is_no_drill_is_not_acknowledged_as_one(drilled):
    request = drilled.sent(
        "xa/contact-point", "xb/contact-point", "preservation", bodies.preservation()
    )
    drilled.settle()
    for thread in (request.thread, "no thread"):
        with pytest.raises(Refused) as refused:
            acknowledge_drill(drilled.node("XB"), thread, "xb-0001")
        assert codes(refused) == {"drill-none-here"}
    own = a_drill(drilled)
    with pytest.raises(Refused) as refused:
        acknowledge_drill(drilled.node("XA"), own, "xa-0001")
    assert codes(refused) == {"drill-none-here"}


def test_a_drill_moves_nothing_else(drilled):
    node = drilled.node("XB")
    thread = a_drill(drilled)
    assert node.store.case_file(thread) is None
    drilled.clock.forward(days=60)
    tables = statistics(node, NOW - timedelta(days=31), NOW + timedelta(days=31), officer=None)
    assert all(table.counts.total in {0, None} for table in tables.tables)


def test_the_desk_counts_the_minutes_of_a_drill(drilled):
    a_drill(drilled)
    drilled.clock.forward(minutes=31)
    (row,) = duty_desk(drilled.node("XB")).waiting
    assert row.clock.level is DeadlineLevel.OVERDUE


@pytest.mark.parametrize(
    ("forward", "code"),
    [({"hours": 3}, "drill-outside-window"), ({"hours": -2}, "drill-outside-window")],
)
def test_no_drill_is_sent_outside_the_window_of_the_other_state(drilled, forward, code):
    drilled.clock.forward(**forward)
    before = snapshot(drilled.node("XA"))
    with pytest.raises(Refused) as refused:
        send_drill(drilled.node("XA"), "XB")
    assert codes(refused) == {code}
    assert snapshot(drilled.node("XA")) == before


def test_no_more_are_sent_than_were_agreed_in_any_thirty_days(drilled):
    for _ in range(4):
        a_drill(drilled)
        drilled.clock.forward(minutes=10)
    with pytest.raises(Refused) as refused:
        a_drill(drilled)
    assert codes(refused) == {"drill-too-many"}
    drilled.clock.forward(seconds=MONTH.total_seconds() - 40 * 60 + 1)
    a_drill(drilled)


def test_a_state_that_did_not_agree_or_does_not_speak_drills_is_not_drilled(drilled):
    drilled.states["XB"].drill_window = None
    drilled.relist()
    with pytest.raises(Refused) as refused:
        a_drill(drilled)
    assert codes(refused) == {"drill-no-window"}
    with pytest.raises(Refused) as refused:
        send_drill(drilled.node("XB"), "XA", authority="xa/police")
    assert codes(refused) == {"drill-nobody"}


def test_an_officer_may_drill_by_hand_and_a_lawyer_of_another_office_not(drilled):
    a_drill(drilled, officer="xa-0001")
    with pytest.raises(Refused):
        a_drill(drilled, officer="xa-0002")


def forced(world, **window):
    """Return what a node sends that cares for no window: another State's may be changed."""
    mine = world.states["XB"].drill_window
    world.states["XB"].drill_window = DrillWindow("00:00", "00:00", "Etc/GMT-3", per_month=60)
    world.relist()
    thread = None
    try:
        thread = send_drill(world.node("XA"), "XB", authority="xb/contact-point").thread
    finally:
        world.states["XB"].drill_window = mine
        world.relist()
    world.settle()
    return thread


def test_drills_that_were_not_agreed_wake_nobody_and_count_nowhere(drilled):
    """A State that wants to wear out another's officers by night only fills its own log."""
    drilled.clock.forward(hours=12)
    night = forced(drilled)
    assert drilled.node("XB").store.summary(night) is not None
    assert pages(drilled, "XB", "drill/") == []
    drilled.clock.forward(hours=12)
    woken = []
    for _ in range(7):
        drilled.clock.forward(minutes=1)
        woken.append(forced(drilled))
    assert len(pages(drilled, "XB", "drill/")) == 3  # the one of the night counts among the four
    assert len(woken) == 7
    drilled.clock.forward(days=1)
    for state in ("XA", "XB"):
        (point,) = figures(drilled, state).points
        assert (point.drills, point.missed) == (3, 3)


def test_a_drill_that_never_arrived_is_a_miss_of_the_line_not_of_the_officer(drilled):
    drilled.exchange.faults.lose_requests = 1000
    send_drill(drilled.node("XA"), "XB", authority="xb/contact-point")
    drilled.work("XA")
    drilled.clock.forward(minutes=31)
    (one,) = counted_drills(drilled.node("XA"), NOW - YEAR, NOW + YEAR)
    assert one.result is DrillResult.UNREACHED
    (point,) = figures(drilled, "XA").points
    assert (point.drills, point.reached, point.missed, point.median_minutes) == (1, 0, 1, None)


def test_figures_of_another_state_are_hidden_while_they_would_reveal_single_officers(drilled):
    for _ in range(4):
        thread = a_drill(drilled)
        drilled.clock.forward(minutes=5)
        acknowledge_drill(drilled.node("XB"), thread, "xb-0001")
        drilled.settle()
    drilled.clock.forward(hours=1)
    (other,), (own,) = figures(drilled, "XA").points, figures(drilled, "XB").points
    assert (other.is_own, other.acknowledged, other.median_minutes) == (False, 4, None)
    assert (own.is_own, own.acknowledged, own.median_minutes, own.p90_minutes) == (
        True,
        4,
        5.0,
        5.0,
    )
    assert figures(drilled, "XA").drills == ()
    assert len(figures(drilled, "XB").drills) == 4


def test_of_very_many_drills_the_newest_are_counted_and_the_period_says_so(drilled):
    node = drilled.node("XB")
    for _ in range(3):
        a_drill(drilled)
        drilled.clock.forward(days=8)
    since, until = drilled.clock.now() - YEAR, drilled.clock.now()
    opened = [one.opened for one in node.store.summaries_opened(since, until)]
    assert len(opened) == 3
    whole = drill_statistics(node, since, until, most=3)
    assert (whole.since, whole.points[0].drills) == (since, 3)
    newest = drill_statistics(node, since, until, most=2)
    assert (newest.since, newest.points[0].drills) == (opened[1], 2)


def test_statistics_are_for_who_may_read_them_and_of_a_period_that_is_one(drilled):
    with pytest.raises(Refused) as refused:
        drill_statistics(drilled.node("XB"), NOW, NOW, officer="xb-0003")
    assert "drill-period" in codes(refused)
    drill_statistics(drilled.node("XB"), NOW - YEAR, NOW, officer="xb-0001")


@given(times=st.lists(st.integers(0, 10**6), min_size=1, max_size=50))
def test_a_percentile_is_the_least_time_that_so_many_do_not_exceed(times):
    found = percentile([timedelta(seconds=one) for one in sorted(times)], 90)
    at_most = sum(timedelta(seconds=one) <= found for one in times)
    below = sum(timedelta(seconds=one) < found for one in times)
    assert at_most * 100 >= 90 * len(times) > below * 100


def run_until(world, end, officers):
    """Let virtual time go from job to job; `officers` answer what they were called for."""
    while True:
        world.settle()
        due = [job["run_at"] for job in _jobs(world)] + [at for at, _ in officers.answering]
        upcoming = min((at for at in due if at > world.clock.at), default=end)
        if upcoming >= end:
            world.clock.at = end
            world.settle()
            return
        world.clock.at = upcoming
        world.settle()
        officers.work(world)


def _jobs(world):
    for state in ("XA", "XB"):
        for job in world.node(state).store.tables.jobs.values():
            yield {"run_at": job.run_at}


class Officers:
    """People who answer most drills in some minutes, some late, and sleep through some."""

    def __init__(self, seed):
        self.random = Random(seed)
        self.seen, self.answering, self.expected = set(), [], {}

    def work(self, world):
        for state in ("XA", "XB"):
            for page in pages(world, state, "drill/"):
                if page.id not in self.seen:
                    self.seen.add(page.id)
                    self._called(world, state, page)
        for at, (state, thread) in [one for one in self.answering if one[0] <= world.clock.at]:
            self.answering.remove((at, (state, thread)))
            acknowledge_drill(world.node(state), thread, f"{state.lower()}-0001")
        world.settle()

    def _called(self, world, state, page):
        minutes = self.random.choice([None, 1, 2, 3, 5, 8, 13, 21, 34])
        self.expected[page.thread] = (state, minutes)
        if minutes is not None:
            at = page.at + timedelta(minutes=minutes)
            self.answering.append((at, (state, page.thread)))


@pytest.mark.law_line(20)
def test_a_simulated_year_of_drills(drilled):
    """Every drill inside its window, never more than agreed, and both ends count what happened."""
    drilled.clock.at = MADE  # The keys of the tests are in force for a year from then.
    for state in ("XA", "XB"):
        node = drilled.node(state)
        drilled.exchange.join(
            replace(node, settings=replace(node.settings, drills=Drills(send=True, minutes=15)))
        )
        plan_drills(drilled.node(state))
    officers, begun = Officers(7), drilled.clock.at
    run_until(drilled, begun + YEAR - timedelta(hours=2), officers)
    drilled.clock.forward(hours=1)
    drilled.settle()
    counts = {
        state: list(counted_drills(drilled.node(state), begun, begun + YEAR))
        for state in ("XA", "XB")
    }
    assert {one.thread for one in counts["XA"]} == {one.thread for one in counts["XB"]}
    assert {one.thread for one in counts["XA"]} == officers.expected.keys()
    for state in ("XA", "XB"):
        mine = sorted(one.at for one in counts[state] if not one.is_ours)
        assert 30 <= len(mine) <= 4 * 12 + 4
        for at in mine:
            assert is_within("05:00", "09:00", at.astimezone(ZoneInfo("Etc/GMT-3")))
            assert sum(at - MONTH < other <= at for other in mine) <= 4
    for one in counts["XA"] + counts["XB"]:
        _, minutes = officers.expected[one.thread]
        expected = (
            DrillResult.MISSED
            if minutes is None
            else DrillResult.ACKNOWLEDGED
            if minutes <= 15
            else DrillResult.LATE
        )
        assert one.result is expected
    (own, other) = figures(drilled, "XA").points[:2]
    answered = [m for s, m in officers.expected.values() if s == "XA" and m is not None]
    assert own.is_own and not other.is_own  # noqa: PT018
    assert sum(one.drills for one in figures(drilled, "XA").points) == len(officers.expected)
    assert own.median_minutes == median(answered)
    assert own.p90_minutes == sorted(answered)[-(-len(answered) * 9 // 10) - 1]
