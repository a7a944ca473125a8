# SPDX-License-Identifier: Apache-2.0
"""Terms, channel and articles of an offence by instrument, as a body states them."""

import pytest

from casts.requests import bodies
from rogatory.requests.contents.body import check, schema
from rogatory.requests.contents.terms import (
    AFTER_FILING,
    DECISION,
    EXECUTION,
    HOLD,
    HOLD_START,
    ISSUED,
    LONGEST_TERM,
    RECEIVED,
    StatedTerm,
    stated_terms,
)
from rogatory.requests.kinds.families import INFORMATION, ORAL, REQUESTS
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.tables.terms import STARTS, TERMS


def found(kind, body):
    return [(one.code.id, one.fields.get("field")) for one in check(kind, body)]


def test_a_request_states_terms_channel_and_articles_by_instrument():
    assert check("preservation", bodies.with_terms()) == []


def test_an_earlier_body_without_them_says_the_same_as_before():
    assert check("preservation", bodies.preservation()) == []
    assert stated_terms(bodies.preservation()) == ()


@pytest.mark.parametrize("kind", sorted(REQUESTS))
def test_every_request_in_writing_has_terms_and_a_channel(kind):
    body = bodies.one_of_each()[kind]
    body |= {"terms": [bodies.term("execution", starts=["received"])], "channel": "interpol"}
    assert check(kind, body) == []


@pytest.mark.parametrize("kind", sorted(ORAL | INFORMATION))
def test_what_asks_for_nothing_in_writing_has_a_channel_and_no_terms(kind):
    body = bodies.one_of_each()[kind] | {"channel": "police"}
    assert check(kind, body) == []
    assert "content-unknown" in [code for code, _ in found(kind, body | {"terms": [bodies.term()]})]


def test_the_law_and_the_schema_name_the_same_terms():
    shape = schema("definitions")["$defs"]["time_term"]["properties"]
    assert tuple(shape["id"]["enum"]) == TERMS == (HOLD, AFTER_FILING, DECISION, EXECUTION)
    assert tuple(shape["from"]["items"]["enum"]) == STARTS == (HOLD_START, RECEIVED, ISSUED)
    assert shape["days"]["maximum"] == LONGEST_TERM


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"days": 0}, "terms.0.days"),
        ({"days": LONGEST_TERM + 1}, "terms.0.days"),
        ({"days": "60"}, "terms.0.days"),
        ({"id": "forever"}, "terms.0.id"),
        ({"from": []}, "terms.0.from"),
        ({"from": ["received", "received"]}, "terms.0.from"),
        ({"from": "received"}, "terms.0.from"),
        ({"until": "decision"}, "terms.0.until"),
        ({"article": " "}, "terms.0.article"),
    ],
)
def test_a_term_of_another_form_is_refused_at_its_place(changed, expected):
    body = bodies.with_terms(bodies.term() | changed)
    assert ("content-form", expected) in found("preservation", body)


def test_a_term_that_never_ends_is_refused_with_what_is_missing():
    endless = {key: value for key, value in bodies.term().items() if key != "days"}
    body = bodies.with_terms(endless, bodies.AFTER_FILING | {"days": 5})
    reasons = found("preservation", body)
    assert ("content-part-missing-practice", "terms.0.days") in reasons
    assert ("content-form", "terms.1.days") in reasons


def test_a_term_stated_twice_is_refused():
    body = bodies.with_terms(bodies.term(), bodies.term(days=30))
    assert found("preservation", body) == [("content-form", "terms.1.id")]


def test_only_a_request_to_preserve_states_a_hold():
    body = bodies.mla_stored_data(
        terms=[bodies.term(), bodies.term("execution", starts=["hold_start"])]
    )
    assert found("mla_stored_data", body) == [
        ("content-form", "terms.0.id"),
        ("content-form", "terms.1.from"),
    ]


def test_a_term_is_no_period_that_ends_before_it_begins():
    """`from` and `until` of a term are no moments: no two of them can be in the wrong order."""
    body = bodies.with_terms(bodies.term(), bodies.AFTER_FILING | {"from": ["received"]})
    assert found("preservation", body) == []


def test_an_offence_is_placed_under_some_article():
    offence = {key: value for key, value in bodies.OFFENCE.items() if key != "convention_article"}
    missing = ("content-part-missing", "offence.convention_article")
    assert found("preservation", bodies.preservation(offence=offence)) == [missing]
    placed = offence | {"articles": [{"instrument": "ets-185", "article": "8"}]}
    assert found("preservation", bodies.preservation(offence=placed)) == []


def test_two_articles_of_the_convention_for_one_offence_are_refused():
    named = {"instrument": "un-cybercrime", "article": "7"}
    both = bodies.OFFENCE | {"articles": [named]}
    assert found("preservation", bodies.preservation(offence=both)) == [
        ("content-form", "offence.articles")
    ]
    same = bodies.OFFENCE | {"articles": [named | {"article": "13"}]}
    assert found("preservation", bodies.preservation(offence=same)) == []


@pytest.mark.parametrize(
    "terms",
    ["60", [None], [{"id": "hold"}], [bodies.term() | {"from": "x"}], [bodies.term() | {"id": 7}]],
)
def test_what_of_terms_cannot_be_read_states_none(terms):
    assert stated_terms({"terms": terms}) == ()


def test_of_a_term_stated_twice_the_first_counts_and_a_boolean_is_no_number():
    listed = [bodies.term(days=True), bodies.term(days=30)]
    starts = frozenset({HOLD_START, RECEIVED})
    assert stated_terms({"terms": listed}) == (StatedTerm(HOLD, None, None, starts, "29(7)"),)


def test_every_kind_that_names_a_basis_lists_the_fields_in_its_contents():
    """But for a proposed basis: what it changes is not by which way the request came."""
    for kind in KINDS.values():
        keys = [one.key for one in kind.contents]
        names_basis = "legal_basis" in keys and kind.name != "basis_proposed"
        assert ("channel" in keys) == (names_basis or kind.name == "policy_notice")
        assert ("terms" in keys) == (kind.name in REQUESTS)
