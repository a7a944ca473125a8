# SPDX-License-Identifier: Apache-2.0
"""The reach of the Convention: offences by kind, categories of data by kind and measure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casts.law.provisions import under
from rogatory.treaty.articles import articles_cited
from rogatory.treaty.law import packaged_law
from rogatory.treaty.offences import Offence, emergency
from rogatory.treaty.powers import (
    category_reasons,
    data_category,
    domestic_order,
    foreign_provider_warnings,
)
from rogatory.treaty.regimes import kind_law_of
from rogatory.treaty.safeguards import questions_before_executing, questions_before_sending
from rogatory.treaty.scope import scope_reasons, scope_warnings
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.tables.kinds import DECIDED_KINDS, OPENING_KINDS

LAW = packaged_law("world")
HERE = under()


def ids(reasons):
    return [reason.code.id for reason in reasons]


@pytest.mark.parametrize("kind", DECIDED_KINDS)
def test_the_law_knows_every_kind(kind):
    found = kind_law_of(LAW, THE_CONVENTION, kind)
    assert articles_cited(LAW, found.article)
    assert found.channels


@pytest.mark.law_line(3)
@given(
    kind=st.sampled_from(DECIDED_KINDS),
    article=st.none() | st.integers(1, 20),
    years=st.integers(0, 20),
)
def test_an_offence_is_inside_by_its_article_or_its_maximum_as_the_kind_says(kind, article, years):
    listed = article is not None and 7 <= article <= 17
    inside = {
        "any": True,
        "convention": listed,
        "convention-or-serious": listed or years >= 4,
    }[kind_law_of(LAW, THE_CONVENTION, kind).offences]
    assert (not scope_reasons(HERE, kind, Offence(article, years))) == inside


@pytest.mark.law_line(4)
@pytest.mark.parametrize("kind", ["law_enforcement_cooperation", "joint_investigation"])
def test_a_serious_crime_does_not_open_what_is_for_convention_offences_alone(kind):
    assert ids(scope_reasons(HERE, kind, Offence(None, 25))) == ["scope-convention-offences-only"]
    assert scope_reasons(HERE, kind, Offence(7, 1)) == []


@pytest.mark.law_line(7)
def test_article_four_is_no_basis():
    offence = Offence(4, 3)
    assert ids(scope_reasons(HERE, "preservation", offence)) == ["basis-offence-outside"]
    assert "scope-article-four" in ids(scope_warnings(HERE, "preservation", offence))
    assert "scope-article-four" in ids(
        scope_warnings(HERE, "preservation", Offence(7, 3), ["42(1)", "4(1)"])
    )
    assert scope_warnings(HERE, "preservation", Offence(7, 3), ["42(1)", "§ 4"]) == []


def test_a_crime_serious_in_one_state_alone_is_shown_with_both_maxima():
    (warning, only_electronic) = scope_warnings(HERE, "mla_general", Offence(None, 5, 3))
    assert warning.code.id == "scope-serious-in-one-state"
    assert (warning.fields["requesting"], warning.fields["requested"]) == (5, "3")
    assert only_electronic.code.id == "scope-electronic-evidence-only"
    (unknown, _) = scope_warnings(HERE, "mla_general", Offence(None, 5))
    assert unknown.code.id == "scope-maximum-unknown"
    assert "that of the requested State is not recorded" in unknown.sentence()
    assert ids(scope_warnings(HERE, "mla_general", Offence(None, 5, 4))) == [
        "scope-electronic-evidence-only"
    ]


def test_a_kind_that_the_law_does_not_know_is_outside():
    assert ids(scope_reasons(HERE, "haircut\n", Offence(7, 9))) == ["scope-kind-unknown"]


def test_an_emergency_is_a_danger_to_life_or_safety():
    found = emergency(LAW)
    assert (found.article, found.certainty) == ("2(o)", "seen")


@pytest.mark.law_line(13)
@pytest.mark.parametrize("category", ["subscriber", "traffic", "content"])
def test_a_foreign_based_provider_is_ordered_to_give_subscriber_information_alone(category):
    found = ids(foreign_provider_warnings(HERE, [category]))
    assert found == ([] if category == "subscriber" else ["power-production-order-reach"])


@pytest.mark.law_line(11)
def test_real_time_traffic_is_no_way_to_content_nor_interception_to_subscribers():
    assert category_reasons(HERE, "mla_realtime_traffic", ["traffic"]) == []
    assert (
        len(category_reasons(HERE, "mla_realtime_traffic", ["content", "traffic", "content"])) == 1
    )
    assert category_reasons(HERE, "mla_interception", ["content"]) == []
    assert category_reasons(HERE, "mla_interception", ["subscriber"])
    assert category_reasons(HERE, "preserved_traffic_disclosure", ["content"])
    assert category_reasons(HERE, "preservation", ["thoughts"])


def test_content_needs_more_than_subscriber_information():
    order = [
        data_category(LAW, name).intrusiveness for name in ("subscriber", "traffic", "content")
    ]
    assert order == sorted(set(order))
    assert data_category(LAW, "content").needs_independent_authorisation
    assert {*data_category(LAW, "content").powers} >= {"interception", "search-seizure"}
    assert "interception" not in data_category(LAW, "traffic").powers
    assert {power for one in LAW.categories for power in one.powers} <= {
        one.id for one in LAW.orders
    }


@pytest.mark.law_line(29)
def test_a_domestic_order_to_preserve_lasts_ninety_days_at_most_and_may_be_renewed():
    found = domestic_order(LAW, "preservation-order")
    assert (found.most_days, found.is_renewable, found.is_secret) == (90, True, True)


@pytest.mark.law_line(39)
@pytest.mark.parametrize("kind", ["mla_realtime_traffic", "mla_interception"])
def test_no_real_time_measure_without_independent_authorisation_on_either_side(kind):
    for ask in (questions_before_sending, questions_before_executing):
        questions = [one for one in ask(HERE, kind) if one.article == "24(2)"]
        assert [one.blocks for one in questions] == ["empty"]
        assert not questions[0].categories


@pytest.mark.law_line(39)
def test_content_is_not_disclosed_without_independent_authorisation():
    for kind in ("mla_stored_data", "mla_general", "evidence_collection"):
        (questions,) = [
            one for one in questions_before_executing(HERE, kind) if one.article == "24(2)"
        ]
        assert (questions.blocks, "content" in questions.categories) == ("empty", True)


ASKS = sorted(
    set(OPENING_KINDS)
    # An offer has no information yet: what is asked is asked before the information.
    - {"technical_advice", "legal_information", "information_offered", "policy_notice", "drill"}
)


OF_EXTRADITION = ("rights-expression-of-extradition", "discriminatory-purpose")
"""The questions of an extradition, whose article has a clause of its own on discrimination."""


@pytest.mark.law_line(38)
@pytest.mark.parametrize("kind", ASKS)
def test_speech_belief_and_assembly_go_to_a_senior_officer(kind):
    for ask in (questions_before_sending, questions_before_executing):
        questions = {one.id: one for one in ask(HERE, kind)}
        usual = ("rights-expression", "discrimination")
        expression, discrimination = OF_EXTRADITION if kind == "extradition" else usual
        assert questions[expression].senior_on == "yes"
        assert questions["human-rights"].blocks == "no"
        assert questions[discrimination].blocks == "yes"


@pytest.mark.law_line(24)
def test_an_emergency_is_asked_on_both_sides():
    for ask in (questions_before_sending, questions_before_executing):
        questions = {one.id: one for one in ask(HERE, "emergency_data")}
        assert (questions["emergency"].blocks, questions["emergency"].certainty) == ("no", "seen")


def test_what_concerns_a_category_is_asked_where_that_category_is_asked_for():
    for categories, expected in ((["subscriber"], False), (["subscriber", "content"], True)):
        questions = questions_before_executing(HERE, "mla_stored_data", categories)
        assert ("independent-authorisation-content" in {one.id for one in questions}) is expected
        assert "human-rights" in {one.id for one in questions}
    questions = questions_before_sending(HERE, "mla_stored_data", [])
    assert {one.id for one in questions} >= {"human-rights", "discrimination", "sovereignty"}


@pytest.mark.parametrize("kind", ["mla_stored_data", "mla_general", "emergency_data"])
def test_sovereignty_and_personal_data_are_asked_on_both_sides(kind):
    for ask in (questions_before_sending, questions_before_executing):
        articles = {one.article.partition("(")[0] for one in ask(HERE, kind)}
        assert {"5", "6", "24", "36", "40"} <= articles


@pytest.mark.parametrize(
    ("instrument", "kind", "offence", "codes"),
    [
        ("ets-185", "mla_general", Offence(None, 1), []),
        ("untoc", "mla_general", Offence(None, 5), []),
        ("untoc", "mla_general", Offence(None, 3), ["basis-offence-not-serious"]),
        ("untoc", "mla_general", Offence(None, 3, articles=(("untoc", "8(1)"),)), []),
        (
            "untoc",
            "mla_general",
            Offence(None, 3, articles=(("untoc", "9"),)),
            ["basis-offence-not-serious"],
        ),
        (
            "untoc",
            "mla_general",
            Offence(None, 3, articles=(("uncac", "8"),)),
            ["basis-offence-not-serious"],
        ),
        ("uncac", "mla_general", Offence(None, 9), ["basis-offence-not-established"]),
        ("uncac", "oral_request", Offence(None, 1, articles=(("uncac", "25(a)"),)), []),
        (
            "uncac",
            "oral_request",
            Offence(None, 1, is_corruption=True),
            ["basis-offence-not-established"],
        ),
        ("untoc", "preservation", Offence(None, 9), ["basis-kind-not-covered"]),
        ("comity", "law_enforcement_cooperation", Offence(None, 1), []),
        ("no-such", "mla_general", Offence(None, 9), ["treaty-instrument-unknown"]),
    ],
)
def test_the_scope_is_that_of_the_instrument_of_the_request(instrument, kind, offence, codes):
    assert ids(scope_reasons(under(instrument), kind, offence)) == codes


def test_article_four_and_serious_crimes_are_warned_of_under_the_convention_alone():
    for kind, offence in (("preservation", Offence(4, 1)), ("mla_general", Offence(None, 5, 3))):
        assert scope_warnings(HERE, kind, offence)
        assert scope_warnings(under("ets-185"), kind, offence) == []
