# SPDX-License-Identifier: Apache-2.0
"""Parties to each instrument on a day, and the basis that a request may rest on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.errors import Refused
from rogatory.treaty.bases import bases
from rogatory.treaty.corrections import Correction
from rogatory.treaty.instruments import THE_CONVENTION, instrument
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.offences import (
    Classification,
    Offence,
    convention_offences,
    is_convention_offence,
    offence_in,
    serious_crime,
)
from rogatory.treaty.parties.status import InstrumentStatus, in_force_between, party_status
from rogatory.treaty.rows import written
from rogatory.treaty.tables.kinds import OPENING_KINDS

FEDERATION, WORLD = packaged_law("federation"), packaged_law("world")
TODAY = date(2026, 11, 24)
FRAUD = Offence(convention_article=13, maximum_years=2)


def bound_by(instrument, state):
    row = {
        "state": state,
        "instrument": instrument,
        "in_force_from": "2010-01-01",
        "source": "invented",
        "certainty": "practice",
    }
    return Correction(
        f"{state}-{instrument}", "parties", row, "accession", "invented", "practice", TODAY, None
    )


def serving(kind, one, other, offence=FRAUD, on=TODAY, law=FEDERATION):
    return [b.instrument for b in bases(law, kind, one, other, offence, on) if b.serves]


def why_not(name, kind, one, other, offence=FRAUD, on=TODAY, law=FEDERATION):
    found = bases(law, kind, one, other, offence, on)
    (basis,) = [basis for basis in found if basis.instrument == name]
    return [reason.code.id for reason in basis.why_not]


@pytest.mark.parametrize(
    ("on", "status", "since"),
    [
        (date(2025, 10, 24), InstrumentStatus.NONE, None),
        (date(2025, 10, 25), InstrumentStatus.SIGNED, date(2025, 10, 25)),
        (date(2026, 1, 15), InstrumentStatus.DEPOSITED, date(2026, 1, 15)),
        (date(2026, 5, 31), InstrumentStatus.DEPOSITED, date(2026, 1, 15)),
        (date(2026, 6, 1), InstrumentStatus.PARTY, date(2026, 6, 1)),
    ],
)
def test_a_states_status_is_that_of_the_day(on, status, since):
    found = party_status(FEDERATION, "XA", THE_CONVENTION, on)
    assert (found.status, found.since) == (status, since)
    assert found.source == "invented"


def test_no_real_state_is_a_party_and_each_row_names_its_gap():
    for (state, name), record in WORLD.records.items():
        found = party_status(WORLD, state, name, date(2030, 1, 1))
        assert found.status in {
            InstrumentStatus.NONE,
            InstrumentStatus.SIGNED,
            InstrumentStatus.RATIFICATION_REPORTED,
        }
        assert record.gap == found.gap
        assert found.gap
        assert found.source


def test_of_a_state_without_a_row_nothing_is_known_unless_the_register_is_complete():
    assert party_status(WORLD, "ZZ", THE_CONVENTION, TODAY).status is InstrumentStatus.UNKNOWN
    assert party_status(FEDERATION, "ZZ", THE_CONVENTION, TODAY).status is InstrumentStatus.NONE


def test_real_and_fictional_states_are_never_mixed():
    fictional = {state for state, _ in FEDERATION.records}
    assert fictional == {"XA", "XB", "XM", "XT"}
    assert not fictional & {state for state, _ in WORLD.records}


def test_a_register_or_instrument_that_is_not_there_is_refused():
    with pytest.raises(Refused) as refused:
        packaged_law("../federation")
    assert refused.value.codes == ("treaty-register-unknown",)
    with pytest.raises(Refused) as refused:
        party_status(FEDERATION, "XA", "treaty-of-nowhere", TODAY)
    assert refused.value.codes == ("treaty-instrument-unknown",)


def test_an_instrument_is_in_force_between_two_when_it_is_for_each():
    assert in_force_between(FEDERATION, "XA", "XT", THE_CONVENTION, date(2026, 9, 2))
    assert not in_force_between(FEDERATION, "XA", "XT", THE_CONVENTION, date(2026, 9, 1))
    assert not in_force_between(FEDERATION, "XA", "XM", THE_CONVENTION, TODAY)


def test_between_two_parties_the_convention_serves():
    assert serving("preservation", "XA", "XB") == [THE_CONVENTION, "comity"]
    assert serving("mla_stored_data", "XA", "XT") == [THE_CONVENTION, "comity"]


@pytest.mark.law_line(1)
def test_where_the_convention_is_not_in_force_budapest_serves():
    assert serving("preservation", "XA", "XM") == ["ets-185", "comity"]
    assert why_not(THE_CONVENTION, "preservation", "XA", "XM") == ["basis-not-in-force"]


def test_a_bilateral_treaty_serves_its_two_states_alone():
    assert serving("mla_stored_data", "XB", "XM")[0] == "mlat-xb-xm"
    assert serving("mla_stored_data", "XM", "XB")[0] == "mlat-xb-xm"
    assert why_not("mlat-xb-xm", "mla_stored_data", "XA", "XM") == ["basis-other-pair"]
    early = why_not("mlat-xb-xm", "mla_stored_data", "XB", "XM", on=date(2015, 12, 31))
    assert early == ["basis-not-applicable-yet"]
    assert why_not("mlat-xb-xm", "preservation", "XB", "XM") == ["basis-kind-not-covered"]


def convention_covers(kind):
    service = instrument(FEDERATION, THE_CONVENTION).serves.get(kind)
    return service and service.covers


@pytest.mark.law_line(1)
@given(
    kind=st.sampled_from(OPENING_KINDS),
    one=st.sampled_from(["XA", "XB", "XM", "XT", "ZZ"]),
    other=st.sampled_from(["XA", "XB", "XM", "XT", "ZZ"]),
    days=st.integers(-800, 800),
    article=st.none() | st.integers(1, 20),
    years=st.integers(0, 20),
)
def test_the_convention_is_never_cited_while_it_is_not_in_force_between_the_two(
    kind, one, other, days, article, years
):
    on = TODAY + timedelta(days=days)
    offence = Offence(article, years)
    found = bases(FEDERATION, kind, one, other, offence, on)
    (basis,) = [basis for basis in found if basis.instrument == THE_CONVENTION]
    in_force = in_force_between(FEDERATION, one, other, THE_CONVENTION, on)
    covered = {
        "convention": article is not None and 7 <= article <= 17,
        "convention-or-serious": (article is not None and 7 <= article <= 17) or years >= 4,
        "any": True,
        None: False,
    }[convention_covers(kind)]
    assert basis.serves == (in_force and covered)


@given(kind=st.sampled_from(OPENING_KINDS), years=st.integers(0, 9))
def test_every_instrument_is_listed_and_those_that_serve_come_first_by_speed(kind, years):
    found = bases(FEDERATION, kind, "XA", "XM", Offence(None, years), TODAY)
    assert {basis.instrument for basis in found} == {i.id for i in FEDERATION.instruments}
    assert [basis.serves for basis in found] == sorted((b.serves for b in found), reverse=True)
    ranks = [basis.rank for basis in found if basis.serves]
    assert ranks == sorted(ranks)
    for basis in found:
        assert basis.serves != bool(basis.why_not)
        if basis.serves:
            assert basis.certainty
            assert basis.articles or basis.instrument == "comity"
            assert basis.limits


def test_every_reason_against_a_basis_is_given():
    assert why_not("uncac", "preservation", "XA", "XB") == [
        "basis-not-party",
        "basis-not-party",
        "basis-kind-not-covered",
    ]
    found = why_not("e-evidence-2023-1543", "preservation", "XA", "XB", on=date(2026, 1, 1))
    assert found == [
        "basis-not-between-states",
        "basis-not-applicable-yet",
        "basis-not-party",
        "basis-not-party",
    ]


def test_an_offence_that_is_neither_listed_nor_serious_has_no_convention():
    petty = Offence(convention_article=None, maximum_years=3)
    assert why_not(THE_CONVENTION, "preservation", "XA", "XB", petty) == ["basis-offence-outside"]
    assert serving("mla_stored_data", "XA", "XB", petty) == ["comity"]
    assert why_not("untoc", "mla_stored_data", "XA", "XB", petty) == ["basis-offence-not-serious"]


def test_an_offence_that_untoc_establishes_has_it_whatever_its_penalty():
    """UNTOC 3(1)(a): articles 5, 6, 8 and 23."""
    bribery = Offence(None, 2, articles=(("untoc", "8(1)"),))
    for kind in ("mla_general", "law_enforcement_cooperation"):
        assert "untoc" in serving(kind, "XA", "XB", bribery)


def test_a_lawyer_who_places_an_offence_outside_untoc_leaves_its_penalty_to_decide():
    placed = Offence(None, 2, articles=(("untoc", "8"),))
    outside = replace(placed, classified=Classification("untoc", "", None))
    inside = replace(Offence(None, 2), classified=Classification("untoc", "23", None))
    assert why_not("untoc", "mla_general", "XA", "XB", outside) == ["basis-offence-not-serious"]
    assert why_not("untoc", "mla_general", "XA", "XB", inside) == []
    row = {
        "id": "r", "state": "XB", "instrument": "untoc", "article": "23", "articles": ["23"],
        "effect": "excludes", "made": "2010-01-01", "source": "invented", "certainty": "practice",
    }  # fmt: skip
    reserved = Correction("r", "reservations", row, "x", "invented", "practice", TODAY, None)
    law = corrected(FEDERATION, [reserved])
    placed = replace(inside, articles=(("untoc", "8"),))
    found = why_not("untoc", "mla_general", "XA", "XB", placed, law=law)
    assert found == ["basis-offence-not-serious"]


def test_a_serious_crime_outside_the_list_has_the_convention_and_more():
    robbery = Offence(convention_article=None, maximum_years=4)
    assert serving("mla_stored_data", "XA", "XB", robbery) == [THE_CONVENTION, "untoc", "comity"]


def test_nothing_recorded_is_not_taken_for_no_party():
    found = why_not(THE_CONVENTION, "preservation", "QA", "ZZ", law=WORLD)
    assert found == ["basis-not-in-force", "basis-nothing-recorded"]


@pytest.mark.law_line(3)
@pytest.mark.parametrize(
    ("years", "requested", "in_requesting", "in_requested"),
    [(3, None, False, None), (4, 3, True, False), (4, 4, True, True), (0, 10, False, True)],
)
def test_a_crime_is_serious_from_a_maximum_of_four_years_and_both_maxima_are_shown(
    years, requested, in_requesting, in_requested
):
    found = serious_crime(FEDERATION, Offence(None, years, requested))
    assert (found.in_requesting, found.in_requested) == (in_requesting, in_requested)
    assert (found.requesting_years, found.requested_years) == (years, requested)
    assert (found.least_years, found.article, found.certainty) == (4, "2(h)", "seen")
    assert found.unsettled_certainty == "memory"


def test_a_heavier_penalty_is_serious_whatever_the_years():
    assert serious_crime(FEDERATION, Offence(None, 0, is_heavier=True)).in_requesting


def test_article_four_makes_no_offence():
    assert not is_convention_offence(FEDERATION, Offence(4, 9))
    assert sorted(convention_offences(FEDERATION)) == list(range(7, 18))


def test_material_of_articles_14_to_16_is_sensitive():
    sensitive = {
        n for n, offence in convention_offences(FEDERATION).items() if offence.is_sensitive
    }
    assert sensitive == {14, 15, 16}


def test_an_offence_is_read_from_a_requests_body():
    stated = {"title": "Fraud", "provision": "s. 1", "convention_article": 13, "maximum_years": 5}
    assert offence_in(stated) == Offence(13, 5)
    heavier = {**stated, "convention_article": None, "heavier_penalty": "life imprisonment"}
    assert offence_in(heavier) == Offence(None, 5, is_heavier=True)
    assert offence_in({"maximum_years": "five"}) == Offence(None, 0)
    both = stated | {"requested_maximum_years": 3, "corruption": True}
    assert offence_in(both) == Offence(13, 5, requested_maximum_years=3, is_corruption=True)
    assert serious_crime(FEDERATION, offence_in(both)).in_requested is False


def test_an_offence_of_corruption_has_its_own_convention_where_it_binds():
    law = corrected(FEDERATION, [bound_by("uncac", "XA"), bound_by("uncac", "XB")])
    bribe = Offence(None, 3, articles=(("uncac", "15(b)"),))
    assert serving("mla_stored_data", "XA", "XB", bribe, law=law) == ["uncac", "comity"]
    for other in (FRAUD, Offence(None, 3, is_corruption=True)):
        found = why_not("uncac", "mla_stored_data", "XA", "XB", other, law=law)
        assert found == ["basis-offence-not-established"]


def test_a_law_without_the_offences_of_uncac_goes_by_what_the_request_calls_corruption():
    row = written(next(one for one in FEDERATION.instruments if one.id == "uncac"))
    older = Correction(
        "older", "instruments", row | {"establishes": []}, "x", "y", "seen", TODAY, None
    )
    law = corrected(FEDERATION, [bound_by("uncac", "XA"), bound_by("uncac", "XB"), older])
    bribe = Offence(None, 3, is_corruption=True)
    assert serving("mla_stored_data", "XA", "XB", bribe, law=law) == ["uncac", "comity"]
    found = why_not("uncac", "mla_stored_data", "XA", "XB", FRAUD, law=law)
    assert found == ["basis-offence-not-corruption"]


def test_a_treaty_that_a_ministry_adds_serves_and_one_that_ended_does_not():
    row = {
        "id": "mlat-xa-xm",
        "name": "Treaty between Arcadia and Meridia",
        "reference": "invented",
        "membership": "pair",
        "addressee": "state",
        "between": ["XM", "XA"],
        "applies_from": "2020-01-01",
        "applies_until": "2030-01-01",
        "assistance_treaty": "yes",
        "source": "invented",
        "certainty": "practice",
        "serves": {
            "mla_stored_data": {
                "articles": ["1"],
                "covers": "any",
                "rank": 5,
                "limits": ["within a month"],
                "certainty": "practice",
            }
        },
    }
    added = Correction("t", "instruments", row, "x", "invented", "practice", TODAY, None)
    law = corrected(FEDERATION, [added])
    assert serving("mla_stored_data", "XA", "XM", law=law)[0] == "mlat-xa-xm"
    found = why_not("mlat-xa-xm", "mla_stored_data", "XA", "XM", on=date(2030, 1, 1), law=law)
    assert found == ["basis-not-applicable-any-more"]
    assert "mlat-xa-xm" not in serving("mla_stored_data", "XA", "XM")
