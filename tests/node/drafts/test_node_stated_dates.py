# SPDX-License-Identifier: Apache-2.0
"""Dates that a draft states: refused where a clock is at hand, and no part of a body's form."""

from datetime import UTC, datetime

import pytest

from casts.requests import bodies
from rogatory.node.drafts.stated_dates import date_reasons
from rogatory.requests.contents.body import check

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
MEASURE = "0" * 64


def codes(kind, body):
    assert check(kind, body) == []
    return [(one.code.id, one.fields["field"]) for one in date_reasons(kind, body, NOW)]


def authorised(**changes):
    return {**bodies.AUTHORISATION, "date": "2026-11-24", **changes}


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("asset_freezing", bodies.asset_freezing()),
        ("asset_freezing", bodies.asset_freezing(order=authorised(date="2026-11-26"))),
        ("measure_executed", bodies.measure_executed()),
        ("measure_executed", bodies.measure_executed(measure_start="2026-11-26")),
        ("lifting_hearing", bodies.lifting_hearing(MEASURE)),
        ("measure_lifted", bodies.measure_lifted(MEASURE, lifted_on="2026-11-25")),
        ("preservation", bodies.preservation()),
    ],
)
def test_dates_that_can_be_are_taken(kind, body):
    assert codes(kind, body) == []


@pytest.mark.parametrize(
    ("kind", "body", "code", "field"),
    [
        (
            "measure_executed",
            bodies.measure_executed(measure_start="2026-11-27"),
            "draft-date-to-come",
            "measure_start",
        ),
        (
            "measure_executed",
            bodies.measure_executed(measure_start="1926-11-24"),
            "draft-date-too-far",
            "measure_start",
        ),
        (
            "measure_executed",
            bodies.measure_executed(measure_start="2026-01-01", measure_end="2026-11-01"),
            "draft-date-past",
            "measure_end",
        ),
        (
            "measure_executed",
            bodies.measure_executed(measure_end="2126-05-24"),
            "draft-date-too-far",
            "measure_end",
        ),
        (
            "measure_executed",
            bodies.measure_executed(domestic_authorisation=authorised(date="2027-11-24")),
            "draft-date-to-come",
            "domestic_authorisation.date",
        ),
        (
            "asset_freezing",
            bodies.asset_freezing(order=authorised(date="2027-01-01")),
            "draft-date-to-come",
            "order.date",
        ),
        (
            "asset_freezing",
            bodies.asset_freezing(order=authorised(until="2026-02-01")),
            "draft-date-past",
            "order.until",
        ),
        (
            "lifting_hearing",
            bodies.lifting_hearing(MEASURE, day="2999-01-01"),
            "draft-date-too-far",
            "wanted_by",
        ),
        (
            "mla_stored_data",
            bodies.mla_stored_data(deadline={"date": "9999-12-31", "reason": "The trial begins."}),
            "draft-date-too-far",
            "deadline.date",
        ),
        (
            "emergency_data",
            bodies.emergency_data(needed_by="2036-12-31T00:00:00Z"),
            "draft-date-too-far",
            "needed_by",
        ),
        (
            "measure_lifted",
            bodies.measure_lifted(MEASURE, lifted_on="2027-01-16"),
            "draft-date-to-come",
            "lifted_on",
        ),
    ],
)
def test_dates_that_cannot_be_are_refused_with_their_place(kind, body, code, field):
    assert codes(kind, body) == [(code, field)]


@pytest.mark.parametrize("value", [None, 7, "soon", "2026-02-30", {}, ["2026-11-24"]])
def test_a_date_that_cannot_be_read_is_left_to_the_form(value):
    body = {"order": value, "deadline": {"date": value}}
    assert list(date_reasons("asset_freezing", body, NOW)) == []
