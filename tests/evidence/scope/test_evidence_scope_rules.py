# SPDX-License-Identifier: Apache-2.0
"""Accounts, times and categories: outside only where a statement proves it, within only where all do."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.targets import AUTHORISED
from rogatory.evidence.scope.authorised import parse_authorised
from rogatory.evidence.scope.identifiers import AccountIdentifier, Sameness, compare_identifiers
from rogatory.evidence.scope.judging import MOST_IDENTIFIERS, ScopeState, judge
from rogatory.evidence.scope.records import FoundRecord, ItemMark
from rogatory.evidence.scope.times import EAST, WEST, TimeSpan, read_mail_date, read_time

SCOPE = parse_authorised(AUTHORISED)
ANNA = (AccountIdentifier("email", "anna@example.net"),)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1))
ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("authorised", "found", "expected"),
    [
        (("email", "anna@example.net"), ("email", "Anna@Example.NET"), "equal"),
        (("email", "anna@example.net"), (None, "ben@example.net"), "different"),
        (("email", "anna@example.net"), ("email", "an.na+x@example.net"), "undecided"),
        (("email", "anna@gmail.com"), ("email", "anna@googlemail.com"), "undecided"),
        (("email", "anna@example.net"), ("email", "Ben <anna@example.net>"), "undecided"),
        (("email", "anna@example.net"), ("email", "anna@xn--exmple-cua.net"), "undecided"),
        (("email", "anna@example.net"), ("phone", "+431234567"), "undecided"),
        (("phone", "+436641234567"), ("phone", "0043 664 1234567"), "equal"),
        (("phone", "+436641234567"), ("phone", "436641234567"), "equal"),
        (("phone", "+436641234567"), ("phone", "0664 1234567"), "undecided"),
        (("phone", "+436641234567"), ("phone", "0664 1234568"), "different"),
        (("phone", "+436641234567"), ("phone", "+496641234567"), "different"),
        (("phone", "+436641234567"), ("phone", "+43 (0)664 1234567"), "undecided"),
        (("phone", "+436641234567"), ("phone", "0664/1234567/12"), "undecided"),
        (("phone", "+436641234567"), ("phone", "133"), "undecided"),
        (("phone", "+436641234567"), ("phone", "+43 0664 1234567"), "undecided"),
        (("phone", "+436641234567"), ("phone", "+43 664 1234567 12"), "undecided"),
        (("phone", "+436641234567"), (None, "99887766"), "undecided"),
        (("phone", "+436641234567"), ("party", "2026-01-15"), "undecided"),
        (("ip", "2001:db8::1"), ("ip", "2001:0DB8:0:0::1"), "equal"),
        (("ip", "192.0.2.7"), ("ip", "::ffff:192.0.2.7"), "equal"),
        (("ip", "192.0.2.7"), ("ip", "192.0.2.8"), "different"),
        (("ip", "192.0.2.7"), ("ip", "192.0.2.7:443"), "undecided"),
        (("id", "anna17"), (None, "anna17"), "equal"),
        (("id", "anna17"), (None, "ben18"), "different"),
        (("id", "anna17"), (None, "Anna17"), "undecided"),
        (("id", "anna17"), (None, "ben@example.net"), "undecided"),
        (("id", "anna17"), ("party", "Ben"), "undecided"),
        (("id", "anna17"), (None, "Anna Smith"), "undecided"),
    ],
)
def test_two_identifiers_are_compared_as_far_as_they_decide_it(authorised, found, expected):
    assert compare_identifiers(
        AccountIdentifier(*authorised), AccountIdentifier(*found)
    ) is Sameness(expected)


@given(st.sampled_from(["email", "id", "ip", "phone"]), st.sampled_from(["email", "id", "ip", "phone", "party", None]), st.text())  # fmt: skip
def test_any_text_is_compared_without_a_fault(kind, other, text):
    mine = next(one for one in SCOPE.accounts if one.kind == kind)
    assert compare_identifiers(mine, AccountIdentifier(other, text)) in Sameness
    assert compare_identifiers(mine, AccountIdentifier(kind, mine.text)) is Sameness.EQUAL


@given(MOMENTS, ZONES)
def test_a_time_with_a_zone_is_that_moment_however_it_is_written(at, zone):
    at = at.replace(microsecond=0, tzinfo=zone)
    expected = TimeSpan(at.astimezone(UTC), at.astimezone(UTC))
    assert read_time(at.isoformat()) == expected
    assert read_time(str(int(at.timestamp()))) == expected
    assert read_mail_date(format_datetime(at)) == expected


@given(MOMENTS, ZONES, st.sampled_from(["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%d.%m.%Y %H:%M", "%m/%d/%Y", "%d/%m/%Y"]))  # fmt: skip
def test_a_time_without_a_zone_may_be_in_every_zone(at, zone, form):
    """The moment meant lies in the span, in whichever zone and order it was written."""
    span = read_time(at.strftime(form))
    meant = at.replace(tzinfo=zone, microsecond=0)  # edges of periods are whole seconds
    assert span.first <= meant <= span.last
    if "-" in form:
        assert span.last - span.first < EAST + WEST + timedelta(days=1)


@given(MOMENTS)
def test_of_a_period_the_begin_belongs_to_it_and_the_end_does_not(at):
    at = at.replace(tzinfo=UTC)
    state = judge(FoundRecord("x", "content", ANNA, True, TimeSpan(at, at)), SCOPE).state
    assert (state is ScopeState.WITHIN) == (SCOPE.begin <= at < SCOPE.end)
    assert state is not ScopeState.NOT_CHECKED


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=90)))
def test_a_span_is_judged_only_if_every_moment_of_it_agrees(first, length):
    first = first.replace(tzinfo=UTC)
    last = first + length
    state = judge(FoundRecord("x", "content", ANNA, True, TimeSpan(first, last)), SCOPE).state
    inside = [SCOPE.begin <= at < SCOPE.end for at in (first, last)]
    crosses = first < SCOPE.begin and last >= SCOPE.begin
    if all(inside):
        assert state is ScopeState.WITHIN
    elif any(inside) or crosses:
        assert state is ScopeState.NOT_CHECKED
    else:
        assert state is ScopeState.OUTSIDE


@pytest.mark.parametrize(
    "text",
    ["", "x", "yesterday", "2026011510", "1999011510", "202601151000", "101530123", "2026-13-01", "2026-02-30", "32.01.2026", "99999999999999999", "9" * 200, "0001-01-01", "9999-12-31",
     "2026-01-01T25:00:00Z", "٢٠٢٦-٠١-٠١", "2026-01-01T00:00:00+99:99", "15.15.2026"],
)  # fmt: skip
def test_a_time_that_is_none_is_not_read(text):
    assert read_time(text) is None


def test_a_mail_date_without_a_zone_may_be_in_every_zone():
    assert read_mail_date("Thu, 15 Jan 2026 10:00:00 -0000").first.hour == 10
    span = read_mail_date("Thu, 15 Jan 2026 10:00:00")
    assert span.last - span.first == EAST + WEST
    assert read_mail_date("Thu, 15 Jan 2026 10:00:00 CEST") == span


def _reasons(record):
    return [code for code, _ in judge(record, SCOPE).reasons]


def test_every_reason_is_given_and_by_how_much():
    at = datetime(2025, 12, 31, 23, 59, tzinfo=UTC)
    others = (AccountIdentifier("email", "x@y.org"), AccountIdentifier("id", "ben18"), AccountIdentifier("ip", "192.0.2.8"), AccountIdentifier("phone", "+49123456789"))  # fmt: skip
    verdict = judge(FoundRecord("x", "subscriber", others), SCOPE)
    assert [code for code, _ in verdict.reasons] == ["account-other", "category-not-authorised"]
    verdict = judge(FoundRecord("x", "traffic", others, True, TimeSpan(at, at)), SCOPE)
    assert [code for code, _ in verdict.reasons] == ["account-other", "time-before"]
    assert verdict.reasons[1] == ("time-before", "P0DT0H1M0S")


def test_what_is_not_stated_is_not_checked():
    at = TimeSpan(SCOPE.begin, SCOPE.begin)
    assert _reasons(FoundRecord("x", "content", (), True, at)) == ["account-missing"]
    assert _reasons(FoundRecord("x", "content", ANNA)) == ["time-missing"]
    assert _reasons(FoundRecord("x", None, ANNA, True, at)) == ["category-unknown"]
    problem = FoundRecord("x", "content", ANNA, True, at, ("field-repeated",))
    assert judge(problem, SCOPE).state is ScopeState.NOT_CHECKED


def test_a_record_that_may_be_of_others_than_it_names_is_not_outside_by_its_accounts():
    at = TimeSpan(SCOPE.begin, SCOPE.begin)
    others = (AccountIdentifier("email", "x@y.org"), AccountIdentifier("id", "ben18"), AccountIdentifier("ip", "192.0.2.8"), AccountIdentifier("phone", "+49123456789"))  # fmt: skip
    assert _reasons(FoundRecord("x", "content", others, False, at)) == ["account-undecided"]


def test_a_record_that_names_too_many_is_neither_within_nor_outside_by_its_accounts():
    at = TimeSpan(SCOPE.begin, SCOPE.begin)
    many = (AccountIdentifier("email", "x@y.org"),) * MOST_IDENTIFIERS
    for last in (ANNA, (AccountIdentifier("email", "z@y.org"),)):
        reasons = _reasons(FoundRecord("x", "content", many + last, True, at))
        assert reasons == ["account-too-many", "account-undecided"]
    assert _reasons(FoundRecord("x", "content", ANNA + many, True, at)) == ["account-too-many"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Jan 15, 2026 3:45:30 PM UTC", "2026-01-15T15:45:30", "2026-01-15T15:45:30"),
        (
            "Thursday, January 15, 2026 at 3:45:30 PM UTC",
            "2026-01-15T15:45:30",
            "2026-01-15T15:45:30",
        ),
        ("15-JAN-2026 15:45:30 +0100", "2026-01-15T14:45:30", "2026-01-15T14:45:30"),
        ("Thu Jan 15 15:45:30 +0000 2026", "2026-01-15T15:45:30", "2026-01-15T15:45:30"),
        ("15.01.2026 15:45:30 UTC+3", "2026-01-15T12:45:30", "2026-01-15T12:45:30"),
        ("2026/01/15 15:45:30 GMT", "2026-01-15T15:45:30", "2026-01-15T15:45:30"),
        ("2026-01-15 12:00:00 CET", "2026-01-14T22:00:00", "2026-01-16T00:00:00"),
        ("20260115154530", "2026-01-15T01:45:30", "2026-01-16T03:45:30"),
        ("1768492800.250000", "2026-01-15T16:00:00.250000", "2026-01-15T16:00:00.250000"),
        ("1768492800250000", "2026-01-15T16:00:00.250000", "2026-01-15T16:00:00.250000"),
        ("Sept 3, 2026", "2026-09-02T10:00:00", "2026-09-04T11:59:59.999999"),
    ],
)
def test_times_as_services_write_them_are_read(text, first, last):
    found = read_time(text)
    assert [one.isoformat() for one in (found.first, found.last)] == [f"{first}+00:00", f"{last}+00:00"]  # fmt: skip


@pytest.mark.parametrize("text", ["Foo 15, 2026", "15 Jan 2026 13:00 PM", "Jan 32, 2026", "20261315154530", "15 janvier 2026", "12:00 AM", "2026-01-15 25:00:00"])  # fmt: skip
def test_a_time_in_another_form_is_none(text):
    assert read_time(text) is None


def _of_items(*marks):
    return FoundRecord("1", "content", ANNA, span=read_time("2026-01-15T10:00:00Z"), items=tuple(ItemMark(*one) for one in marks))  # fmt: skip


@pytest.mark.parametrize(
    ("marks", "state", "reason"),
    [
        ([("message_id", "m1")], "within", None),
        ([("message_id", "m2")], "outside", "item-other"),
        ([("message_id", "m1"), ("message_id", "m2")], "not-checked", "item-undecided"),
        ([("call_id", "m1")], "not-checked", "item-missing"),
        ([("message_id", "M1")], "outside", "item-other"),
        ([], "not-checked", "item-missing"),
    ],
)
def test_single_items_are_compared_by_marks_of_the_same_name(marks, state, reason):
    verdict = judge(_of_items(*marks), replace(SCOPE, items=frozenset({ItemMark("message_id", "m1")})))  # fmt: skip
    assert verdict.state == state
    assert [code for code, _ in verdict.reasons] == ([reason] if reason else [])
