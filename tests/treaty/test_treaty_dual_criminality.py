# SPDX-License-Identifier: Apache-2.0
"""Dual criminality by elements: met, not met, or for a lawyer; never a bare yes."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.treaty.corrections import Correction
from rogatory.treaty.dual_criminality import (
    COMPARING,
    ComparisonResult,
    Conduct,
    ElementAnswer,
    ElementSource,
    ElementStatement,
    compare,
)
from rogatory.treaty.instruments import THE_CONVENTION
from rogatory.treaty.law import corrected, packaged_law
from rogatory.treaty.offences import convention_offences

LAW = packaged_law("federation")
TODAY = date(2026, 11, 24)
SHOWN = ElementStatement(ElementAnswer.YES, ElementAnswer.UNKNOWN, "statement of witness 4")
OFFENCES = convention_offences(LAW)


def all_shown(article=7, **changed):
    offence = OFFENCES[article]
    names = [one.id for one in (*offence.elements, *offence.optional)]
    outside = {
        f"exception-{n}": ElementStatement(ElementAnswer.NO)
        for n in range(1, len(offence.exceptions) + 1)
    }
    return Conduct(
        article=article,
        instrument=THE_CONVENTION,
        requested_state="XB",
        requested_provision="Penal Code of Borealia, section 202",
        statements=dict.fromkeys(names, SHOWN) | outside | changed,
    )


def finding_of(conduct, element, law=LAW):
    found = compare(law, conduct, TODAY)
    return next(one.finding for one in found.elements if one.element == element)


def notes(comparison):
    return {reason.code.id for reason in comparison.notes}


@pytest.mark.parametrize("article", range(7, 18))
def test_a_conduct_that_shows_every_element_is_met_with_what_that_rests_on(article):
    found = compare(LAW, all_shown(article), TODAY)
    assert found.finding is ComparisonResult.MET
    assert {one.why.code.cites for one in found.elements} == {COMPARING}
    assert {"dual-criminality-conduct", "dual-criminality-met-as-stated"} <= notes(found)
    assert all(one.why.sentence() for one in found.elements)


@pytest.mark.law_line(37)
def test_a_comparison_is_no_yes_or_no():
    with pytest.raises(TypeError):
        bool(compare(LAW, all_shown(), TODAY))


def test_nothing_stated_is_for_a_lawyer():
    found = compare(LAW, Conduct(7, THE_CONVENTION, "XB", "section 202"), TODAY)
    assert {one.finding for one in found.elements} == {ComparisonResult.LAWYER}
    assert found.finding is ComparisonResult.LAWYER


@pytest.mark.law_line(37)
@pytest.mark.parametrize(
    ("in_conduct", "requested", "shown_by", "expected"),
    [
        (ElementAnswer.YES, ElementAnswer.YES, "a log", ComparisonResult.MET),
        (ElementAnswer.YES, ElementAnswer.UNKNOWN, "a log", ComparisonResult.MET),
        (ElementAnswer.YES, ElementAnswer.YES, " ", ComparisonResult.LAWYER),
        (ElementAnswer.NO, ElementAnswer.YES, "", ComparisonResult.NOT_MET),
        (ElementAnswer.NO, ElementAnswer.NO, "", ComparisonResult.MET),
        (ElementAnswer.NO, ElementAnswer.UNKNOWN, "", ComparisonResult.LAWYER),
        (ElementAnswer.UNKNOWN, ElementAnswer.YES, "", ComparisonResult.LAWYER),
        (ElementAnswer.UNKNOWN, ElementAnswer.NO, "", ComparisonResult.MET),
    ],
)
def test_an_element_is_met_by_a_named_fact_or_because_the_law_does_not_ask(
    in_conduct, requested, shown_by, expected
):
    stated = ElementStatement(in_conduct, requested, shown_by)
    assert finding_of(all_shown(7, access=stated), "access") is expected


def test_one_element_that_is_missing_decides_the_whole_and_help_may_still_be_given():
    found = compare(
        LAW, all_shown(7, access=ElementStatement(ElementAnswer.NO, ElementAnswer.YES)), TODAY
    )
    assert found.finding is ComparisonResult.NOT_MET
    assert "dual-criminality-may-still-help" in notes(found)


def test_without_the_provision_of_the_requested_state_a_lawyer_must_decide():
    for provision in (None, "", " "):
        found = compare(LAW, replace(all_shown(), requested_provision=provision), TODAY)
        assert found.finding is ComparisonResult.LAWYER
        assert "dual-criminality-provision-not-named" in notes(found)


def test_an_offence_outside_the_catalogue_is_compared_by_the_elements_entered():
    conduct = replace(all_shown(), article=None)
    found = compare(LAW, conduct, TODAY)
    assert (found.elements, found.finding) == ((), ComparisonResult.LAWYER)
    assert "dual-criminality-nothing-to-compare" in notes(found)
    entered = replace(conduct, domestic={"taking": "takes a thing of another by force"})
    assert finding_of(entered, "taking") is ComparisonResult.LAWYER
    shown = replace(entered, statements={"taking": SHOWN})
    assert compare(LAW, shown, TODAY).finding is ComparisonResult.MET


def test_article_four_has_no_elements():
    assert compare(LAW, replace(all_shown(), article=4), TODAY).finding is ComparisonResult.LAWYER


def test_a_further_element_of_domestic_law_is_asked_for_whatever_is_stated():
    conduct = replace(all_shown(), domestic={"harm": "causes considerable harm"})
    conduct = replace(
        conduct,
        statements={
            **conduct.statements,
            "harm": ElementStatement(ElementAnswer.NO, ElementAnswer.NO),
        },
    )
    found = compare(LAW, conduct, TODAY)
    (harm,) = [one for one in found.elements if one.part is ElementSource.DOMESTIC]
    assert harm.finding is ComparisonResult.NOT_MET


def declared(value="security-measure", **more):
    row = {
        "id": "xb-7",
        "state": "XB",
        "instrument": THE_CONVENTION,
        "article": "7",
        "matter": "element",
        "value": value,
        "made": "2026-03-03",
        "source": "invented",
        "certainty": "practice",
    } | more
    return corrected(LAW, [Correction("d", "declarations", row, "x", "x", "practice", TODAY, None)])


def test_an_element_that_the_requested_state_declared_is_asked_for():
    conduct = all_shown(7, **{"security-measure": ElementStatement(ElementAnswer.NO)})
    assert finding_of(conduct, "security-measure") is ComparisonResult.LAWYER
    assert finding_of(conduct, "security-measure", declared()) is ComparisonResult.NOT_MET
    for law in (declared(state="XA"), declared(article="8"), declared(made="2027-01-01")):
        assert finding_of(conduct, "security-measure", law) is ComparisonResult.LAWYER


@pytest.mark.parametrize("grade", ["reported", "memory"])
def test_an_element_that_is_only_reported_is_not_asked_for_and_is_noted(grade):
    conduct = all_shown(7, **{"security-measure": ElementStatement(ElementAnswer.NO)})
    law = declared(certainty=grade)
    assert finding_of(conduct, "security-measure", law) is ComparisonResult.LAWYER
    noted = {one.code.id for one in compare(law, conduct, TODAY).notes}
    assert "conduct-element-reported" in noted
    noted = {one.code.id for one in compare(declared(), conduct, TODAY).notes}
    assert "conduct-element-reported" not in noted


def test_a_statement_against_the_declaration_is_for_a_lawyer():
    conduct = all_shown(
        7, **{"security-measure": ElementStatement(ElementAnswer.NO, ElementAnswer.NO)}
    )
    assert finding_of(conduct, "security-measure") is ComparisonResult.MET
    assert finding_of(conduct, "security-measure", declared()) is ComparisonResult.LAWYER


def test_an_exception_must_be_excluded():
    open_ = all_shown(11, **{"exception-1": ElementStatement()})
    assert compare(LAW, open_, TODAY).finding is ComparisonResult.LAWYER
    inside = all_shown(11, **{"exception-1": ElementStatement(ElementAnswer.YES)})
    assert compare(LAW, inside, TODAY).finding is ComparisonResult.LAWYER


def test_that_a_party_owes_the_offence_is_said_and_decides_nothing():
    bare = Conduct(7, THE_CONVENTION, "XB", "section 202")
    assert "dual-criminality-party" in notes(compare(LAW, bare, TODAY))
    not_yet = compare(LAW, replace(bare, requested_state="XM"), TODAY)
    assert "dual-criminality-party" not in notes(not_yet)


STATEMENTS = st.builds(
    ElementStatement,
    st.sampled_from(ElementAnswer),
    st.sampled_from(ElementAnswer),
    st.sampled_from(["", " ", "a log"]),
)


@pytest.mark.law_line(37)
@given(
    article=st.none() | st.integers(1, 20),
    provision=st.sampled_from([None, "", "section 202"]),
    data=st.data(),
)
def test_the_whole_is_met_only_where_every_element_is(article, provision, data):
    offence = OFFENCES.get(article)
    names = [one.id for one in (*offence.elements, *offence.optional)] if offence else []
    statements = data.draw(
        st.dictionaries(st.sampled_from([*names, "own", "exception-1"]), STATEMENTS)
    )
    domestic = data.draw(st.sampled_from([{}, {"own": "an element of our own"}]))
    conduct = Conduct(article, THE_CONVENTION, "XB", provision, statements, domestic)
    found = compare(LAW, conduct, TODAY)
    findings = [one.finding for one in found.elements]
    assert (found.finding is ComparisonResult.MET) == (
        bool(findings) and set(findings) == {ComparisonResult.MET} and provision == "section 202"
    )
    assert (found.finding is ComparisonResult.NOT_MET) == (ComparisonResult.NOT_MET in findings)
    assert "dual-criminality-conduct" in notes(found)


@given(data=st.data(), article=st.integers(7, 17))
def test_learning_more_never_turns_a_finding_round(data, article):
    """A statement where none was may settle what was open, and changes nothing settled."""
    base = all_shown(article)
    name = data.draw(st.sampled_from(sorted(base.statements)))
    without = replace(base, statements={k: v for k, v in base.statements.items() if k != name})
    assert finding_of(without, name) is ComparisonResult.LAWYER
    before = {one.element: one.finding for one in compare(LAW, without, TODAY).elements}
    after = {one.element: one.finding for one in compare(LAW, base, TODAY).elements}
    assert {k: v for k, v in before.items() if k != name} == {
        k: v for k, v in after.items() if k != name
    }
