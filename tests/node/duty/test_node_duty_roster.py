# SPDX-License-Identifier: Apache-2.0
"""Rosters: gaps refused or covered, who has the watch, and whom the register no longer has."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.duty import FIRST, HEAD, SECOND, XB, a_roster, hours, rostered
from casts.node.world import NOW
from rogatory.directory.entry.hours import OpeningHours
from rogatory.errors import Refused
from rogatory.node.duty.on_duty import on_duty
from rogatory.node.duty.roster import Shift, build_roster, parse_roster
from rogatory.node.duty.set_roster import set_roster
from rogatory.node.duty.timetable import DutyBasis, Timetable
from rogatory.node.repositories.duty import Urgency
from rogatory.wire.digests import sha256


def refused(world, roster, officer=HEAD, reason="Because"):
    """The codes for which a roster is refused; nothing changed."""
    node = world.node("XB")
    before = node.store.log_size()
    with pytest.raises(Refused) as caught:
        set_roster(node, roster, officer, reason)
    assert not node.store.rosters(XB)
    assert node.store.log_size() == before
    return set(caught.value.codes)


def test_a_roster_reads_back_as_it_was_built():
    roster = a_roster(default=SECOND, holidays=(("2026-12-25", "Feast"),))
    assert parse_roster(build_roster(roster)) == roster


@pytest.mark.law_line(21)
def test_a_gap_is_refused(world):
    shifts = a_roster().shifts
    assert refused(world, a_roster(shifts=shifts[:10] + shifts[11:])) == {"roster-gap"}


@pytest.mark.law_line(21)
def test_a_default_officer_covers_a_gap(world):
    shifts = a_roster().shifts
    rostered(world, shifts=shifts[:10] + shifts[11:], default=SECOND)
    found = on_duty(world.node("XB"), XB, shifts[10].start + hours(1))
    assert (found.officer, found.source) == (SECOND, DutyBasis.DEFAULT)


@pytest.mark.law_line(21)
def test_a_roster_without_a_second_person_is_refused(world):
    lone_shifts = tuple(replace(one, officer=FIRST, substitute=None) for one in a_roster().shifts)
    assert refused(world, a_roster(shifts=lone_shifts, heads=())) == {"roster-head-missing"}
    assert refused(world, a_roster(shifts=lone_shifts, heads=(FIRST,))) == {"roster-no-second"}


@pytest.mark.law_line(21)
def test_a_head_who_has_the_watch_needs_a_substitute_or_another_head(world):
    shifts = a_roster().shifts
    lone_shifts = (*shifts[:3], replace(shifts[3], officer=HEAD, substitute=None), *shifts[4:])
    assert refused(world, a_roster(shifts=lone_shifts)) == {"roster-no-second"}
    assert refused(world, a_roster(default=HEAD)) == {"roster-no-second"}
    rostered(world, shifts=lone_shifts, heads=(HEAD, SECOND))


def test_every_reason_is_reported_at_once(world):
    shifts = a_roster().shifts
    wrong = (
        replace(shifts[0], substitute=FIRST),
        replace(shifts[1], end=shifts[1].start),
        Shift(shifts[2].start, shifts[2].start + timedelta(days=15), FIRST),
        *shifts[5:],
    )
    assert refused(world, a_roster(shifts=wrong, waits={Urgency.URGENT: (0, 1, 1)})) >= {
        "roster-substitute-same",
        "roster-shift-order",
        "roster-shift-long",
        "roster-overlap",
        "roster-gap",
        "roster-wait",
    }


def test_two_may_meet_for_an_hour_and_the_first_has_the_watch_until_he_leaves(world):
    shifts = a_roster().shifts
    meeting = (replace(shifts[0], end=shifts[0].end + hours(1)), *shifts[1:])
    rostered(world, shifts=meeting)
    assert on_duty(world.node("XB"), XB, shifts[1].start + timedelta(minutes=30)).officer == FIRST
    assert on_duty(world.node("XB"), XB, shifts[1].start + hours(1)).officer == SECOND


def test_who_is_not_in_the_register_or_of_another_office_is_refused(world):
    def with_officer(number):
        return a_roster(
            shifts=(replace(a_roster().shifts[0], officer=number), *a_roster().shifts[1:])
        )

    assert refused(world, with_officer("xb-0099")) == {"officer-not-listed"}
    assert refused(world, with_officer("xb-0010")) == {"officer-office"}
    world.states["XB"].roles[FIRST] = ("examiner",)
    world.relist()
    assert refused(world, a_roster()) == {"officer-role"}


def test_only_an_approver_of_the_authority_sets_a_roster_and_says_why(world):
    assert refused(world, a_roster(), officer=FIRST) == {"officer-role"}
    assert refused(world, a_roster(), officer="xb-0011") == {"officer-office"}
    assert refused(world, a_roster(), reason=" ") == {"reason-needed"}
    assert "sender-not-own" in refused(world, a_roster(authority="xa/contact-point"))


def test_a_roster_of_the_past_or_of_two_years_is_refused(world):
    past = a_roster(starts=NOW - timedelta(days=3), ends=NOW - timedelta(days=1), default=FIRST)
    assert refused(world, past) == {"roster-period"}
    long = a_roster(ends=NOW + timedelta(days=730), default=FIRST)
    assert refused(world, long) == {"roster-long"}


def test_a_roster_is_in_the_custody_log(world):
    record = rostered(world)
    (event,) = world.node("XB").store.events_of(sha256(record.document))
    assert event.action == "roster-set"


def test_a_gap_between_two_rosters_is_refused_with_the_second(world):
    rostered(world)
    later = a_roster(
        starts=NOW + timedelta(days=31),
        ends=NOW + timedelta(days=40),
        shifts=(Shift(NOW + timedelta(days=31), NOW + timedelta(days=40), FIRST, SECOND),),
    )
    with pytest.raises(Refused) as caught:
        set_roster(world.node("XB"), later, HEAD, "The next")
    assert caught.value.codes == ("roster-gap",)
    assert "2026-12-24T03:00:00Z until 2026-12-25T03:00:00Z" in str(caught.value)


def test_a_later_roster_prevails_where_it_covers_and_the_earlier_one_elsewhere(world):
    rostered(world)
    week = NOW + timedelta(days=7)
    one_day = a_roster(
        starts=week, ends=week + hours(24), shifts=(Shift(week, week + hours(24), HEAD, FIRST),)
    )
    set_roster(world.node("XB"), one_day, HEAD, "A day of mine")
    node = world.node("XB")
    watches = [on_duty(node, XB, week + hours(each)).officer for each in (-1, 0, 13, 24)]
    assert watches == [SECOND, HEAD, HEAD, FIRST]


def test_who_has_the_watch_until_when_and_who_is_next(world):
    rostered(world)
    found = on_duty(world.node("XB"), XB, NOW + hours(3))
    assert (found.officer, found.substitute, found.heads) == (FIRST, SECOND, (HEAD,))
    assert (found.until, found.next) == (NOW + hours(12), SECOND)
    assert found.runs_out == NOW + timedelta(days=30)


def test_without_any_roster_nobody_is_named(world):
    found = on_duty(world.node("XB"), XB, NOW)
    assert (found.officer, found.source, found.next) == (None, DutyBasis.NOBODY, None)


def test_after_a_roster_has_run_out_its_default_still_has_the_watch(world):
    rostered(world, default=SECOND)
    found = on_duty(world.node("XB"), XB, NOW + timedelta(days=60))
    assert (found.officer, found.source, found.runs_out) == (SECOND, DutyBasis.DEFAULT, None)


def test_an_office_with_hours_needs_nobody_outside_of_them(world):
    listed = world.directory.newest.listed["XB"]
    record = replace(
        listed.entry.authorities[0],
        time_zone="Etc/UTC",
        hours=(OpeningHours(("mon", "tue", "wed", "thu", "fri"), "08:00", "16:00"),),
    )
    entry = replace(listed.entry, authorities=(record, *listed.entry.authorities[1:]))
    known = dict(world.directory.newest.listed) | {"XB": replace(listed, entry=entry)}
    world.directory.newest = replace(world.directory.newest, listed=known)
    tuesday = NOW.replace(hour=0)
    week = tuple(
        Shift(tuesday + hours(24 * day + 8), tuesday + hours(24 * day + 16), FIRST, SECOND)
        for day in (0, 1, 2, 3, 6)
    )
    short = a_roster(ends=NOW + timedelta(days=7), shifts=week[:-1])
    assert refused(world, short) == {"roster-gap"}
    set_roster(world.node("XB"), replace(short, shifts=week), HEAD, "Office hours")
    assert on_duty(world.node("XB"), XB, NOW).officer is None


def test_gaps_of_neighbouring_spans_are_reported_as_one():
    roster = a_roster(shifts=a_roster().shifts[:2])
    assert list(Timetable([roster]).gaps(NOW, roster.ends)) == [(NOW + hours(24), roster.ends)]
