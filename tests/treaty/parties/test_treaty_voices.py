# SPDX-License-Identifier: Apache-2.0
"""Depositary, State, ministry and package side by side, and whose word prevails."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from casts.law.stored import read_back
from rogatory.treaty.corrections import Correction
from rogatory.treaty.instruments import THE_CONVENTION
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.parties.entry_into_force import entry_into_force
from rogatory.treaty.parties.statements import RESERVATION, StatedFact, as_prevails, voices
from rogatory.treaty.parties.status import InstrumentStatus, in_force_between

LAW = packaged_law("federation")
TODAY = date(2026, 11, 24)


def says(status, day, state="XM", source="depositary", **more):
    return StatedFact(state, THE_CONVENTION, status, day, source, **more)


def correction(row, section="parties", replaces=None, name="c"):
    return Correction(name, section, row, "x", "ministry", "seen", TODAY, replaces)


MINISTRY_ROW = {
    "state": "XM",
    "instrument": THE_CONVENTION,
    "signed": "2025-10-26",
    "in_force_from": "2026-10-01",
    "source": "a diplomatic note",
    "certainty": "seen",
}


def heard(law=LAW, state="XM", **facts):
    return voices(law, state, THE_CONVENTION, TODAY, **facts)


def test_one_voice_alone_prevails_and_differs_from_nobody():
    found = heard()
    assert [one.name for one in found.heard] == ["package"]
    assert found.prevailing.status.status is InstrumentStatus.SIGNED
    assert found.differ == ()


def test_the_depositary_goes_before_a_states_own_statement_and_both_before_the_package():
    found = heard(
        depositary=[says("signed", date(2025, 10, 26)), says("deposited", date(2026, 11, 1))],
        own=[says("in-force", date(2026, 9, 1), source="entry")],
    )
    assert [one.name for one in found.heard] == ["depositary", "own-statement", "package"]
    assert [reason.fields["other"] for reason in found.differ] == ["own-statement", "package"]
    assert {reason.code.id for reason in found.differ} == {"party-voices-differ"}
    assert (
        found.prevailing.status.status is not InstrumentStatus.PARTY
        or found.prevailing.status.is_computed
    )


def test_the_ministrys_correction_prevails_and_the_package_is_still_heard():
    law = corrected(LAW, [correction(MINISTRY_ROW)])
    found = heard(law, depositary=[says("signed", date(2025, 10, 26))])
    assert [one.name for one in found.heard] == ["ministry", "depositary", "package"]
    assert found.prevailing.status.status is InstrumentStatus.PARTY
    assert len(found.differ) == 2


def test_which_voice_prevails_is_data():
    row = {
        "matter": "party-status",
        "voices": ["depositary", "ministry", "own-statement", "package"],
        "reason": "our law says so",
        "certainty": "practice",
        "source": "ministry",
    }
    law = corrected(LAW, [correction(MINISTRY_ROW), correction(row, "precedence", name="p")])
    found = heard(law, depositary=[says("signed", date(2025, 10, 26))])
    assert found.prevailing.name == "depositary"
    assert found.prevailing.status.status is InstrumentStatus.SIGNED


def test_a_record_that_the_ministry_took_away_is_not_heard_from_the_package():
    law = corrected(LAW, [correction(None, replaces=f"XM/{THE_CONVENTION}")])
    assert heard(law).heard == ()
    assert heard(law).prevailing is None


def test_voices_that_say_the_same_do_not_differ():
    day = LAW.records["XA", THE_CONVENTION].in_force_from
    found = heard(state="XA", own=[says("in-force", day, "XA", "entry")])
    assert [one.name for one in found.heard] == ["own-statement", "package"]
    assert found.differ == ()


def test_the_law_as_it_prevails_binds_whom_the_depositary_says():
    assert not in_force_between(LAW, "XA", "XM", THE_CONVENTION, TODAY)
    law = as_prevails(LAW, depositary=[says("deposited", date(2026, 9, 1))])
    assert in_force_between(law, "XA", "XM", THE_CONVENTION, TODAY)
    assert law.version != LAW.version
    assert read_back(law) == law


def test_a_reservation_known_to_the_depositary_counts_until_it_is_withdrawn():
    made = says("made", date(2026, 3, 3), "XB", matter=RESERVATION, article="42(5)", text="as read")
    law = as_prevails(LAW, depositary=[made])
    (found,) = (one for one in law.reservations if one.state == "XB")
    assert (found.state, found.article, found.made, found.text) == (
        "XB",
        "42(5)",
        date(2026, 3, 3),
        "as read",
    )
    gone = says("withdrawn", date(2026, 10, 1), "XB", matter=RESERVATION, article="42(5)")
    after = as_prevails(LAW, depositary=[gone, made]).reservations
    (found,) = (one for one in after if one.state == "XB")
    assert found.withdrawn == date(2026, 10, 1)
    assert read_back(law) == law


def test_a_reservation_that_the_ministry_corrected_stays_as_corrected():
    row = {
        "id": "xb-42-5",
        "state": "XB",
        "instrument": THE_CONVENTION,
        "article": "42(5)",
        "made": "2026-03-03",
        "withdrawn": "2026-05-01",
        "source": "note",
        "certainty": "seen",
    }
    law = corrected(LAW, [correction(row, "reservations")])
    made = says("made", date(2026, 3, 3), "XB", matter=RESERVATION, article="42(5)")
    assert as_prevails(law, depositary=[made]).reservations == law.reservations


def test_the_depositary_states_a_reservation_again_and_its_recorded_effect_stays():
    row = {
        "id": "xb-images",
        "state": "XB",
        "instrument": THE_CONVENTION,
        "article": "16",
        "effect": "excludes",
        "articles": ["16"],
        "made": "2025-10-26",
        "made_at": "signature",
        "source": "press",
        "certainty": "reported",
    }
    other = row | {"id": "xb-images-too", "effect": "other"}
    known = packaged_with(row, other)
    made = says("made", date(2026, 3, 3), "XB", matter=RESERVATION, article="16", text="as read")
    law = as_prevails(known, depositary=[made])
    first, second = (one for one in law.reservations if one.state == "XB")
    assert (first.effect, first.made, first.confirmed) == (
        "excludes",
        date(2025, 10, 26),
        date(2026, 3, 3),
    )
    assert (first.certainty, first.text) == ("seen", "as read")
    assert second == known.reservations[-1]
    assert read_back(law) == law


def test_a_withdrawal_older_than_the_reservation_withdraws_nothing():
    made = says("made", date(2026, 3, 3), "XB", matter=RESERVATION, article="42(5)")
    gone = says("withdrawn", date(2026, 3, 1), "XT", matter=RESERVATION, article="42(5)")
    law = as_prevails(LAW, depositary=[made, gone])
    assert [one.withdrawn for one in law.reservations] == [None, None]
    assert read_back(law) == law


def packaged_with(*rows):
    """The law whose package has these reservations besides: no correction of the ministry."""
    found = corrected(LAW, [correction(row, "reservations", name=row["id"]) for row in rows])
    return replace(found, corrected_by=())


def test_a_voice_whose_dates_cannot_be_is_not_heard():
    facts = [says("deposited", date(2025, 1, 1)), says("signed", date(2025, 10, 26))]
    assert [one.name for one in heard(depositary=facts).heard] == ["package"]
    assert as_prevails(LAW, depositary=facts) == LAW


PARTY_FACTS = st.builds(
    StatedFact,
    state=st.sampled_from(["XA", "XB", "XM", "XC"]),
    instrument=st.sampled_from([THE_CONVENTION, "ets-185", "treaty-of-nowhere"]),
    status=st.sampled_from(["signed", "deposited", "in-force", "ended"]),
    day=st.dates(date(2020, 1, 1), date(2027, 1, 1)),
    source=st.sampled_from(["depositary", "x" * 3000, "note"]),
)
RESERVED = st.builds(
    StatedFact,
    state=st.sampled_from(["XA", "XB"]),
    instrument=st.sampled_from([THE_CONVENTION, "ets-185", "treaty-of-nowhere"]),
    status=st.sampled_from(["made", "withdrawn"]),
    day=st.dates(date(2020, 1, 1), date(2027, 1, 1)),
    source=st.just("depositary"),
    matter=st.just(RESERVATION),
    article=st.sampled_from([None, "42(5)", "42-5", "Art. 42 (5)", "11"]),
    text=st.sampled_from([None, "x" * 4000]),
)


@given(st.lists(PARTY_FACTS | RESERVED, max_size=10), st.lists(PARTY_FACTS, max_size=5))
def test_whatever_is_stated_nothing_is_lost_and_the_law_still_reads_back(depositary, own):
    law = as_prevails(LAW, depositary=depositary, own=own)
    assert law.records.keys() >= LAW.records.keys()
    assert read_back(law) == law
    for (state, instrument), record in law.records.items():
        found = voices(LAW, state, instrument, TODAY, depositary=depositary, own=own)
        prevailing_record = found.prevailing.record
        steps = {
            "signed": prevailing_record.signed,
            "deposited": prevailing_record.deposited,
            "certainty": prevailing_record.certainty,
        }
        assert replace(record, **steps) == prevailing_record
        assert prevailing_record.signed in {None, record.signed}
        assert prevailing_record.deposited in {None, record.deposited}


def test_a_state_that_says_it_is_bound_still_counts_by_the_deposit_that_others_report():
    own = [
        says("in-force", LAW.records[state, THE_CONVENTION].in_force_from, state, "entry")
        for state in ("XA", "XB", "XT")
    ]
    law = as_prevails(LAW, own=own)
    entry = entry_into_force(law, THE_CONVENTION, TODAY)
    assert (entry.missing, entry.date) == (0, entry_into_force(LAW, THE_CONVENTION, TODAY).date)
    assert law.records["XA", THE_CONVENTION].source == "entry"
    assert law.records["XA", THE_CONVENTION].certainty == "practice"


def test_what_others_say_adds_nothing_to_a_voice_that_goes_less_far():
    law = as_prevails(LAW, depositary=[says("signed", date(2025, 10, 26), "XA")])
    assert law.records["XA", THE_CONVENTION].deposited is None
    assert not in_force_between(law, "XA", "XB", THE_CONVENTION, TODAY)


def test_a_deposit_after_the_day_that_a_state_is_bound_is_not_taken_over():
    early = date(2025, 11, 1)
    law = as_prevails(LAW, own=[says("in-force", early, "XA", "entry")])
    assert law.records["XA", THE_CONVENTION].deposited is None
    assert law.records["XA", THE_CONVENTION].in_force_from == early
