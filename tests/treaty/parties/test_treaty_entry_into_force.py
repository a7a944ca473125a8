# SPDX-License-Identifier: Apache-2.0
"""The day on which the Convention comes into force, by its rule and by what is known of deposits."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.errors import Refused
from rogatory.treaty.corrections import Correction
from rogatory.treaty.instruments import THE_CONVENTION
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.parties.entry_into_force import entry_into_force, forecast
from rogatory.treaty.parties.status import InstrumentStatus, in_force_between, party_status
from rogatory.treaty.rows import written

WORLD, FEDERATION = packaged_law("world"), packaged_law("federation")
TODAY = date(2026, 11, 24)
FIRST = date(2027, 1, 1)


def deposit(state, day, instrument=THE_CONVENTION):
    row = {
        "state": state,
        "instrument": instrument,
        "deposited": day.isoformat(),
        "source": "invented",
        "certainty": "seen",
    }
    return Correction(f"{state}-{day}", "parties", row, "x", "invented", "seen", TODAY, None)


def states(count, start=0):
    return [
        f"Q{chr(65 + n % 26)}" if n < 26 else f"X{chr(65 + n - 26)}" for n in range(start, count)
    ]


def with_deposits(*pairs):
    return corrected(WORLD, [deposit(state, day) for state, day in pairs])


def one_a_day(count):
    return [(state, FIRST + timedelta(days=n)) for n, state in enumerate(states(count))]


def test_the_fortieth_instrument_brings_the_convention_into_force_on_the_ninetieth_day():
    law = with_deposits(*one_a_day(39))
    assert entry_into_force(law, THE_CONVENTION).date is None
    assert entry_into_force(law, THE_CONVENTION).missing == 1
    assert (
        party_status(law, "QA", THE_CONVENTION, date(2099, 1, 1)).status
        is InstrumentStatus.DEPOSITED
    )
    law = with_deposits(*one_a_day(40))
    fortieth = FIRST + timedelta(days=39)
    found = entry_into_force(law, THE_CONVENTION)
    assert (found.filled, found.date, found.missing) == (fortieth, fortieth + timedelta(days=90), 0)
    assert (found.rule.article, found.rule.certainty) == ("65(1)", "seen")


def test_the_instrument_of_a_regional_organisation_is_not_counted():
    law = with_deposits(*one_a_day(39), ("EU", FIRST))
    found = entry_into_force(law, THE_CONVENTION)
    assert (found.date, found.missing) == (None, 1)
    assert [one.state for one in found.not_counted] == ["EU"]


def test_whether_a_regional_organisation_counts_is_data():
    row = written(WORLD.entry_rules[0]) | {"counts_regional_organisations": True}
    rule = Correction("r", "entry_rules", row, "x", "invented", "practice", TODAY, None)
    law = corrected(with_deposits(*one_a_day(39), ("EU", FIRST)), [rule])
    assert entry_into_force(law, THE_CONVENTION).missing == 0


def test_a_regional_organisation_is_a_party_from_the_general_day_though_not_counted():
    law = with_deposits(*one_a_day(40), ("EU", FIRST))
    general = entry_into_force(law, THE_CONVENTION).date
    assert party_status(law, "EU", THE_CONVENTION, general).status is InstrumentStatus.PARTY
    eve = general - timedelta(days=1)
    assert party_status(law, "EU", THE_CONVENTION, eve).status is InstrumentStatus.DEPOSITED


@pytest.mark.parametrize(
    ("after_fortieth", "after_general"), [(1, 0), (59, 0), (60, 0), (61, 1), (90, 30), (400, 340)]
)
def test_a_later_party_is_bound_on_the_thirtieth_day_and_not_before_the_rest(
    after_fortieth, after_general
):
    fortieth = FIRST + timedelta(days=39)
    law = with_deposits(*one_a_day(40), ("ZZ", fortieth + timedelta(days=after_fortieth)))
    general = entry_into_force(law, THE_CONVENTION).date
    bound = general + timedelta(days=after_general)
    assert party_status(law, "ZZ", THE_CONVENTION, bound - timedelta(days=1)).status is not (
        InstrumentStatus.PARTY
    )
    found = party_status(law, "ZZ", THE_CONVENTION, bound)
    assert (found.status, found.since, found.is_computed) == (InstrumentStatus.PARTY, bound, True)
    assert (found.article, found.certainty) == ("65(2)", "memory")


def test_the_first_forty_are_bound_by_what_was_seen():
    law = with_deposits(*one_a_day(40))
    found = party_status(law, "QA", THE_CONVENTION, date(2028, 1, 1))
    assert (found.status, found.article, found.certainty) == (
        InstrumentStatus.PARTY,
        "65(1)",
        "seen",
    )


def test_a_day_that_a_record_states_goes_before_the_one_computed():
    found = party_status(FEDERATION, "XA", THE_CONVENTION, TODAY)
    assert (found.since, found.is_computed) == (date(2026, 6, 1), False)


def test_the_federations_own_days_are_those_of_its_rule():
    general = entry_into_force(FEDERATION, THE_CONVENTION)
    assert general.date == FEDERATION.records["XA", THE_CONVENTION].in_force_from
    later = FEDERATION.records["XT", THE_CONVENTION]
    assert later.in_force_from == later.deposited + timedelta(days=general.rule.later_days)


def test_an_instrument_whose_rule_is_not_in_the_data_is_refused():
    with pytest.raises(Refused) as refused:
        entry_into_force(WORLD, "ets-185")
    assert refused.value.codes == ("treaty-entry-rule-unknown",)
    law = corrected(WORLD, [deposit("QA", FIRST, "ets-185")])
    assert party_status(law, "QA", "ets-185", date(2099, 1, 1)).status is InstrumentStatus.DEPOSITED


def test_the_forecast_for_the_world_says_what_is_missing_and_what_is_not_known():
    found = forecast(WORLD, TODAY)
    assert (found.entry.missing, found.entry.missing_by_reports) == (40, 37)
    assert {one.state for one in found.entry.reported} == {"QA", "AZ", "VN"}
    assert found.as_fortieth == date(2027, 2, 22)
    assert found.as_later is None
    assert not found.completes_today
    assert any("30" in gap or "90 days" in gap for gap in found.gaps)
    assert any("no date of deposit was seen" in gap for gap in found.gaps)
    assert {(one.what, one.count, one.most) for one in found.totals} >= {
        ("signatories", 76, 77),
        ("ratifications", 3, None),
    }


def test_the_forecast_before_and_after_the_fortieth():
    law = with_deposits(*one_a_day(40))
    eve = FIRST + timedelta(days=38)
    assert forecast(law, eve).completes_today
    assert forecast(law, eve).as_later is None
    after = forecast(law, FIRST + timedelta(days=50))
    assert after.entry.missing == 0
    assert after.as_later == after.entry.date
    much_later = date(2030, 1, 1)
    assert forecast(law, much_later).as_later == date(2030, 1, 31)


@given(
    days=st.lists(st.integers(0, 400), min_size=1, max_size=50),
    on=st.integers(0, 900),
    extra=st.integers(0, 400),
)
def test_nobody_is_bound_before_forty_deposits_and_ninety_days(days, on, extra):
    pairs = list(zip(states(50), (FIRST + timedelta(days=day) for day in days), strict=False))
    law = with_deposits(*pairs, ("EU", FIRST + timedelta(days=extra)))
    day = FIRST + timedelta(days=on)
    bound = [
        s
        for s, _ in pairs
        if party_status(law, s, THE_CONVENTION, day).status is InstrumentStatus.PARTY
    ]
    ordered = sorted(days)
    general = ordered[39] + 90 if len(ordered) >= 40 else None
    expected = [
        state
        for state, own in zip(states(50), days, strict=False)
        if general is not None and on >= (general if own <= ordered[39] else max(general, own + 30))
    ]
    assert bound == expected
    for one, other in itertools.pairwise(bound):
        assert in_force_between(law, one, other, THE_CONVENTION, day)


def succeeded(notified="2012-06-01", ended=None, since="2000-01-01"):
    """XT succeeds XM to ETS 30 on 1 January 2012, and notifies it some months later."""
    predecessor = {
        "state": "XM",
        "instrument": "ets-30",
        "in_force_from": since,
        **({"ended": ended} if ended else {}),
        "source": "invented",
        "certainty": "seen",
    }
    successor = {
        "state": "XT",
        "instrument": "ets-30",
        "deposited": notified,
        "source": "invented",
        "certainty": "seen",
    }
    declared = {
        "id": "xt-succeeds",
        "state": "XT",
        "instrument": "ets-30",
        "article": "-",
        "matter": "succession",
        "value": "XM",
        "made": "2012-01-01",
        "source": "invented",
        "certainty": "reported",
    }
    given = (("parties", predecessor), ("parties", successor), ("declarations", declared))
    return [
        Correction(f"c-{n}", section, row, "x", "invented", "seen", TODAY, None)
        for n, (section, row) in enumerate(given)
    ]


def status_of_successor(law, day):
    return party_status(law, "XT", "ets-30", date.fromisoformat(day)).status


def test_a_successor_is_bound_from_the_day_of_its_succession_though_it_notified_that_later():
    law = corrected(FEDERATION, succeeded())
    found = party_status(law, "XT", "ets-30", date(2012, 1, 1))
    assert (found.status, found.certainty) == (InstrumentStatus.PARTY, "reported")
    assert status_of_successor(law, "2011-12-31") is InstrumentStatus.NONE
    assert in_force_between(law, "XT", "XM", "ets-30", date(2026, 11, 24))


@pytest.mark.parametrize(
    "changes", [{"ended": "2011-06-01"}, {"since": "2013-01-01"}, {"notified": None}]
)
def test_nobody_succeeds_to_what_bound_nobody_or_without_a_notification(changes):
    made = succeeded(**changes)
    if changes.get("notified", "") is None:
        made = [made[0], made[2]]
    law = corrected(FEDERATION, made)
    assert status_of_successor(law, "2026-11-24") is not InstrumentStatus.PARTY


def test_a_day_of_entry_before_the_notification_is_a_successors_alone():
    stated = succeeded()
    row = {**stated[1].row, "in_force_from": "2012-01-01"}
    stated[1] = Correction("own", "parties", row, "x", "invented", "seen", TODAY, None)
    law = corrected(FEDERATION, stated)
    assert status_of_successor(law, "2012-01-01") is InstrumentStatus.PARTY
    with pytest.raises(Refused) as caught:
        corrected(FEDERATION, stated[:2])
    assert "order of time" in str(caught.value)


def test_the_instrument_of_a_successor_does_not_count_among_the_forty():
    """It takes the place of one that counts already."""
    pairs = one_a_day(40)
    state = pairs[0][0]
    declared = {
        "id": "it-succeeds",
        "state": state,
        "instrument": THE_CONVENTION,
        "article": "-",
        "matter": "succession",
        "value": pairs[1][0],
        "made": FIRST.isoformat(),
        "source": "invented",
        "certainty": "seen",
    }
    correction = Correction("succession", "declarations", declared, "x", "y", "seen", TODAY, None)
    law = corrected(with_deposits(*pairs), [correction])
    assert entry_into_force(law, THE_CONVENTION).missing == 1
    assert entry_into_force(law, THE_CONVENTION).date is None
