# SPDX-License-Identifier: Apache-2.0
"""The records of real States: no more than was read, and each gap reported."""

import re
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
from rogatory.treaty.verification.lines import lines_of_law

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


def test_what_was_found_by_the_end_of_november_2026_is_recorded_with_its_grade():
    """`update-2026-11.md`, sentence by sentence, as far as other tests do not say it."""
    (rule,) = [one for one in LAW.entry_rules if one.instrument == THE_CONVENTION]
    assert (rule.article, rule.certainty) == ("65(1)", "seen")
    assert (rule.later_article, rule.later_certainty) == ("65(2)", "memory")
    limits = {one.id: one for one in LAW.limits if one.instrument is None}
    assert limits["later-party"].certainty == "memory"
    assert limits["signature"].rule == "open for signature until 31 December 2026"
    chapters = {one.number: one.certainty for one in LAW.chapters}
    assert {chapters[one] for one in ("II", "III", "IV", "V", "VI")} == {"reported"}
    assert next(one for one in LAW.articles if one.number == 63).certainty == "reported"
    gaps = " ".join(LAW.register.gaps)
    for fact in ("model law", "compendium of model instruments", "articles 36 and 41 to 46"):
        assert fact in gaps
    by_id = {one.id: one for one in LAW.instruments}
    assert "2025/1550" in by_id["e-evidence-2023-1543"].gap
    assert "22 States" in by_id["e-evidence-2023-1543"].gap
    assert by_id["e-evidence-2023-1543"].applies_from == date(2026, 8, 18)
    assert {"2026/101", "2025/2447"} <= {*by_id["eio-2014-41"].gap.replace(";", "").split()}
    assert "not in force on 5 September 2026" in by_id["cets-224"].gap
    assert "28 January 2026" in LAW.records["RU", THE_CONVENTION].gap


def test_what_is_still_unverified_is_memory_whatever_a_parent_treaty_has():
    unverified = re.compile(r"(36|41\(2\)|42\(6\)|42\(9\)|45\(3\)|65\(2\))(\(|\Z)")
    lines = [
        one
        for one in lines_of_law(LAW)
        if one.instrument == THE_CONVENTION and unverified.match(one.article)
    ]
    assert {one.article.partition("(")[0] for one in lines} == {"36", "41", "42", "45", "65"}
    assert {one.certainty for one in lines} <= {"memory", "practice"}


def test_the_list_of_the_grounds_of_persecution_is_reported_and_its_paragraph_recalled():
    for row in (*LAW.grounds, *LAW.questions):
        if row.instrument is None and row.id == "discrimination":
            assert "reported by a secondary source" in row.note
            grades = [row] if hasattr(row, "certainty") else row.kinds.values()
            assert {one.certainty for one in grades} == {"memory"}
    (case,) = [one for one in LAW.questions if one.id == "specific-case"]
    assert "COM(2025) 417" in case.note


def test_every_state_of_a_record_has_one_name():
    names = {one.code: one.name for one in LAW.states}
    assert {record.state for record in LAW.parties} <= names.keys()
    assert max(Counter(names.values()).values()) == 1
    assert [one.code for one in LAW.states if one.is_regional_organisation] == ["EU"]
