# SPDX-License-Identifier: Apache-2.0
"""The records of real States: no more than was read, and each gap reported."""

from collections import Counter
from datetime import date

from rogatory.treaty.instruments import THE_CONVENTION
from rogatory.treaty.law import packaged_law
from rogatory.treaty.parties.reservations import (
    excluding_reservations,
    reserved_article,
    standing_of,
)
from rogatory.treaty.parties.status import InstrumentStatus, party_status

LAW = packaged_law("world")
CONVENTION = [record for record in LAW.parties if record.instrument == THE_CONVENTION]


def signed_by(day):
    return {one.state for one in CONVENTION if one.signed is not None and one.signed <= day}


def test_as_many_signed_in_hanoi_as_were_counted_there():
    signed = signed_by(date(2025, 10, 26))
    (total,) = [one for one in LAW.totals if one.reported == "2025-10-26"]
    assert len(signed) == total.count == 72
    assert {"EU", "PS", "UY", "VN"} <= signed


def test_the_rows_since_reach_no_more_than_what_is_reported():
    assert signed_by(date(2026, 4, 30)) - signed_by(date(2025, 10, 26)) == {"MU", "FJ"}
    assert len(signed_by(date(2026, 4, 30))) == 74
    assert signed_by(date(2026, 12, 1)) - signed_by(date(2026, 4, 30)) == {"CA"}


def test_who_is_not_among_the_named_signatories_is_not_called_one():
    found = party_status(LAW, "AE", THE_CONVENTION, date(2026, 11, 28))
    assert found.status is InstrumentStatus.NONE
    assert found.certainty == "reported"


def test_reservations_that_nobody_read_are_reported_and_change_no_request():
    on = date(2026, 11, 28)
    assert {(one.state, one.certainty) for one in LAW.reservations} == {
        ("QA", "reported"),
        ("AZ", "reported"),
    }
    for one in LAW.reservations:
        standing = "in-force" if one.state == "QA" else "unconfirmed"
        assert standing_of(LAW, one, on) == standing
    assert reserved_article(LAW, THE_CONVENTION, ("DZ", "QA"), "16", on) is None
    (found,) = excluding_reservations(LAW, THE_CONVENTION, ("DZ", "QA"), "16", on)
    assert found.id == "qa-offences"


def test_what_is_inferred_or_second_hand_is_not_called_seen():
    for state in ("UY", "AE", "CA", "QA", "AZ", "VN"):
        assert LAW.records[state, THE_CONVENTION].certainty in {"memory", "reported"}


def test_a_day_that_was_not_seen_is_said_to_be_so():
    for state in ("ZA", "UG", "ZW", "SE", "GB", "VE", "VN"):
        assert "exact day was not seen" in LAW.records[state, THE_CONVENTION].gap
    assert "inferred" in LAW.records["UY", THE_CONVENTION].gap


def test_every_record_has_its_source_and_its_gap_and_no_deposit():
    for record in LAW.parties:
        assert record.source
        assert record.gap
        assert record.deposited is record.in_force_from is None


def test_who_had_not_signed_is_not_taken_for_unknown_and_who_was_not_looked_up_is():
    on = date(2026, 11, 24)
    for state in ("US", "IN", "JP", "MX", "IL", "NZ"):
        assert party_status(LAW, state, THE_CONVENTION, on).status is InstrumentStatus.NONE
    for state in ("DE", "IT", "NL"):
        assert party_status(LAW, state, THE_CONVENTION, on).status is InstrumentStatus.UNKNOWN


def test_nobody_is_called_a_party_to_budapest_without_a_list():
    records = [one for one in LAW.parties if one.instrument == "ets-185"]
    assert {one.state for one in records} == {"IE", "ZA"}
    on = date(2026, 11, 24)
    assert {party_status(LAW, one.state, "ets-185", on).status for one in records} == {
        InstrumentStatus.SIGNED
    }
    (total,) = [one for one in LAW.totals if one.instrument == "ets-185"]
    assert (total.count, total.gap) == (81, "their names are not listed")


def test_every_state_of_a_record_has_one_name():
    names = {one.code: one.name for one in LAW.states}
    assert {record.state for record in LAW.parties} <= names.keys()
    assert max(Counter(names.values()).values()) == 1
    assert [one.code for one in LAW.states if one.is_regional_organisation] == ["EU"]
