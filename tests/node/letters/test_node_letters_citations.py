# SPDX-License-Identifier: Apache-2.0
"""A letter cites the instrument that its request rests on, and no article of another one."""

import re
from dataclasses import replace
from datetime import date

import pytest

from casts.law.stored import with_rows
from casts.node import letters as cast
from casts.node.letters import AT, bodies, body_lines, values, whole_text
from rogatory.exercises import case
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.prose.operative import operative_sentence
from rogatory.node.letters.prose.plans import TERMS
from rogatory.node.letters.references import (
    Provision,
    offence_provision,
    provision_of_field,
    provision_of_message,
    provision_of_request,
    provision_stated,
)
from rogatory.node.letters.values import LetterBasis, OpeningMessage
from rogatory.node.letters.write import letter_document
from rogatory.node.printing.blocks import Point
from rogatory.node.printing.languages import LANGUAGES
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.law import FEDERATION, packaged_law
from rogatory.treaty.tables.parties import PartyRecord
from rogatory.wire.digests import sha256

BODIES = bodies.one_of_each()
LAW = packaged_law(FEDERATION)
BUDAPEST, CONVENTION = "ets-185", "un-cybercrime"


def letter_of(kind, instrument, opener="mla_stored_data", body=None, **changes):
    """The values of a letter of a kind whose request rests on an instrument."""
    body = dict(BODIES[kind] if body is None else body)
    if "legal_basis" in body:
        body["legal_basis"] = {"instrument": instrument, "articles": ["-"]}
    given = {"basis": LetterBasis(instrument, ("-",)), "law": LAW}
    if not KINDS[kind].opens_thread:
        given["opened"] = OpeningMessage(opener, AT, sha256(b"message"), case.CASE_NUMBER)
    return values(kind, body, **{**given, **changes})


@pytest.mark.parametrize(
    ("kind", "opener", "expected"),
    [
        ("preservation", "", "29(1)"),
        ("preservation_confirmed", "preservation", "29(7)"),
        ("preservation_warning", "preservation", "29(6)"),
        ("preserved_traffic_disclosure", "preservation", "30(1)"),
        ("mla_stored_data", "", "31(1)"),
        ("mla_realtime_traffic", "", "33(1)"),
        ("mla_interception", "", "34"),
        ("mla_general", "", "25(1)"),
        ("spontaneous_information", "", "26(1)"),
        ("confidentiality_failure", "preservation", "27(8)"),
        ("consultation", "mla_stored_data", "27(6)"),
        ("use_consent_request", "mla_stored_data", "28(2)(b)"),
    ],
)
def test_a_letter_under_the_budapest_convention_cites_that_one(kind, opener, expected):
    found = letter_of(kind, BUDAPEST, opener)
    assert provision_of_message(found) == Provision(BUDAPEST, (expected,))


@pytest.mark.parametrize(
    ("instrument", "article", "cited"),
    [
        (BUDAPEST, "30(2)(b)", ("30(2)(b)",)),
        (CONVENTION, "40(21)(b) by 43(2)", ("40(21)(b)", "43(2)")),
    ],
)
def test_a_letter_that_withholds_a_path_cites_the_article_that_it_states(
    instrument, article, cited
):
    body = BODIES["path_withheld"] | {"article": article}
    found = letter_of("path_withheld", instrument, "preservation", body)
    assert provision_of_message(found) == Provision(instrument, cited)


@pytest.mark.parametrize(
    ("instrument", "language"),
    list(zip((BUDAPEST, "ets-30", "untoc", "uncac", "comity", BUDAPEST), LANGUAGES, strict=True)),
)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_letter_under_another_instrument_names_an_article_of_the_convention(
    kind, instrument, language
):
    found = letter_of(kind, instrument)
    if "article" in found.body:
        found = replace(found, body={**found.body, "article": "-"})
    title = words_in(language)("United Nations Convention against Cybercrime")
    assert title not in whole_text(letter_document(found, language))
    for provision in (provision_of_message(found), provision_of_request(found)):
        assert provision is None or provision.instrument == instrument
    for field in found.body:
        provision = provision_of_field(found, field)
        assert provision is None or provision.instrument == instrument


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_letter_on_comity_names_no_article_anywhere(kind):
    found = letter_of(kind, "comity")
    if "article" in found.body:
        found = replace(found, body={**found.body, "article": "-"})
    assert re.search(r"\barticle\b", whole_text(letter_document(found, "en"))) is None


def test_where_an_instrument_has_no_provision_of_the_kind_the_letter_rests_on_its_request():
    progress = letter_of("status_enquiry", BUDAPEST)
    assert provision_of_message(progress) == Provision("ets-185", ("27(7)",))
    found = letter_of("no_longer_required", BUDAPEST)
    assert provision_of_message(found) is None
    expected = "made pursuant to article 31, paragraph 1, of the Convention on Cybercrime (Budapest"
    assert expected in operative_sentence(found, words_in("en"))


def test_an_answer_cites_article_40_only_where_the_request_is_made_under_it():
    about_assistance = letter_of("additional_information", CONVENTION, "mla_stored_data")
    assert provision_of_message(about_assistance) == Provision(CONVENTION, ("40(16)",))
    about_a_hold = letter_of("additional_information", CONVENTION, "preservation")
    assert provision_of_message(about_a_hold) == Provision(CONVENTION, ("42(6)",))
    on_the_hold = letter_of("status_enquiry", CONVENTION, "preservation")
    assert provision_of_message(on_the_hold) is None
    assert provision_of_request(on_the_hold) == Provision(CONVENTION, ("42(1)",))


def test_each_field_is_cited_where_the_instrument_demands_it():
    hold = letter_of("preservation", BUDAPEST)
    assert provision_of_field(hold, "necessity") == Provision(BUDAPEST, ("29(2)(e)",))
    assert provision_of_field(hold, "case_number") is None
    assistance = letter_of("mla_general", "untoc")
    assert provision_of_field(assistance, "facts") == Provision("untoc", ("18(15)(c)",))
    assert provision_of_field(letter_of("mla_general", "comity"), "facts") is None


@pytest.mark.parametrize(
    ("instrument", "stated", "expected"),
    [
        (BUDAPEST, "27(4)(b)", Provision(BUDAPEST, ("27(4)(b)",))),
        (BUDAPEST, "27(4)(b) of ETS 185", Provision(BUDAPEST, ("27(4)(b)",))),
        (BUDAPEST, "2(b) of ETS 30", Provision("ets-30", ("2(b)",))),
        (BUDAPEST, "4 of ETS 182", Provision("ets-182", ("4",))),
        (BUDAPEST, "40(21)(b)", None),
        (BUDAPEST, "section 66 of the Act on Assistance", None),
        (BUDAPEST, "-", None),
        ("comity", "40(21)(b)", None),
        (CONVENTION, "40(21)(b)", Provision(CONVENTION, ("40(21)(b)",))),
        (CONVENTION, "40(21)(b) by 42(6)", Provision(CONVENTION, ("40(21)(b)", "42(6)"))),
    ],
)
def test_a_ground_is_cited_with_the_instrument_that_has_it(instrument, stated, expected):
    body = {**BODIES["refusal"], "article": stated}
    found = letter_of("refusal", instrument, body=body)
    assert provision_stated(found) == expected
    text = "\n".join(body_lines(letter_document(found, "en")))
    if expected is None:
        assert "article 40, paragraph 21 (b), of" not in text
        assert stated == "-" or "The provision relied on is the following: " in text
    else:
        assert provision_of_message(found) == expected


def test_a_treaty_on_assistance_that_takes_the_place_of_a_paragraph_is_cited_for_it():
    parties = tuple(
        PartyRecord(
            **{
                **{name: getattr(LAW.parties[0], name) for name in LAW.parties[0].__slots__},
                "state": state,
                "instrument": "ets-30",
                "signed": None,
                "deposited": None,
                "in_force_from": date(2020, 1, 1),
                "ended": None,
            }
        )
        for state in ("XA", "XB")
    )
    law = replace(LAW, parties=(*LAW.parties, *parties))
    found = letter_of("mla_stored_data", BUDAPEST, law=law)
    assert provision_of_field(found, "confidentiality") is None
    body = {**BODIES["refusal"], "article": "2(b)"}
    refused = letter_of("refusal", BUDAPEST, body=body, law=law)
    assert provision_stated(refused) == Provision("ets-30", ("2(b)",))
    assert "of the European Convention on Mutual Assistance in Criminal Matters" in (
        operative_sentence(refused, words_in("en"))
    )


@pytest.mark.parametrize(
    ("instrument", "expected"),
    [
        (CONVENTION, Provision(CONVENTION, ("13",))),
        (BUDAPEST, Provision(BUDAPEST, ("8",))),
        ("untoc", None),
        ("comity", None),
    ],
)
def test_an_offence_is_that_of_the_letters_own_instrument(instrument, expected):
    found = letter_of("preservation", instrument)
    assert offence_provision(found, 13) == expected
    text = "\n".join(body_lines(letter_document(found, "en")))
    assert ("article 13" in text) == (instrument == CONVENTION)
    if expected is not None:
        assert text.index("It corresponds to") < text.index("The maximum penalty is")
    assert ("article 8 of the Convention on Cybercrime" in text) == (instrument == BUDAPEST)


@pytest.mark.parametrize(
    ("instrument", "expected"),
    [
        (CONVENTION, "for at least 60 days"),
        (BUDAPEST, "for at least 60 days"),
        ("comity", "for as long as is necessary"),
    ],
)
def test_the_duration_asked_for_is_the_least_that_the_law_of_the_request_sets(instrument, expected):
    found = letter_of("preservation", instrument)
    assert expected in "\n".join(body_lines(letter_document(found, "en")))


def test_a_minimum_that_a_ministry_corrected_is_the_one_that_a_letter_asks_for():
    terms = tuple(
        replace(one, days=90) if (one.id, one.instrument) == ("hold", None) else one
        for one in LAW.terms
    )
    found = letter_of("preservation", CONVENTION, law=with_rows(LAW, "terms", terms))
    assert "for at least 90 days" in "\n".join(body_lines(letter_document(found, "en")))


def test_the_article_that_a_message_states_is_not_cited_under_another_instrument():
    other = cast.values(basis=LetterBasis("untoc", ("18",)), law=LAW)
    assert "13" not in whole_text(letter_document(other, "en"))


def test_where_no_instrument_is_named_an_annex_says_whose_article_a_message_states():
    labels = [
        entry.label
        for section in letter_document(cast.values(basis=None, law=LAW), "en").sections
        for block in section.blocks
        if isinstance(block, Point)
        for entry in block.entries
    ]
    assert "Corresponding article of the United Nations Convention against Cybercrime" in labels


def test_a_letter_asks_for_the_days_that_the_request_states_and_lists_its_time_limits():
    stated = bodies.with_terms(bodies.term(days=90))
    found = letter_of("preservation", BUDAPEST, body=stated)
    text = whole_text(letter_document(found, "en"))
    assert "for at least 90 days" in text
    assert "annex B" not in text.split("Time limits")[1].split("Channel")[0]
    assert "through the following channel: contact point" in text
    assert "article 8 of the Convention on Cybercrime" in text


def limits_stated(language, *stated):
    """Return the entries of a letter on the time limits of its request, under ETS 185."""
    found = letter_of("mla_stored_data", BUDAPEST, body=bodies.mla_stored_data(terms=[*stated]))
    document, title = letter_document(found, language), words_in(language)(TERMS)
    (point,) = [
        block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Point) and block.title == title
    ]
    return point.entries


def sentence(entry):
    return "".join(wording.text for wording in entry.wordings)


def test_a_letter_has_one_sentence_for_each_time_limit():
    decision = bodies.term("decision", 30, "31(3)", ("received",))
    execution = bodies.term("execution", 1, "-", ("issued",))
    texts = [
        re.sub(r"[\u2066-\u2069]", "", sentence(one))
        for one in limits_stated("en", decision, execution)
    ]
    basis = "article 31, paragraph 3, of the Convention on Cybercrime (Budapest, 2001, ETS 185)"
    starts = "counted from: arrival of the request; pursuant to"
    assert texts == [
        f"A decision on the request is due within 30 days ({starts} {basis}).",
        "The execution of the request is due within 1 day (counted from: issue of the request).",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_time_limits_are_numbered_sentences_in_each_language(language):
    starts = bodies.term("decision", 2, "31(3)", ("issued", "received"))
    (only,) = limits_stated(language, starts)
    assert words_in(language)("arrival of the request") in sentence(only)
    assert only.label == (
        "\N{FULLWIDTH LEFT PARENTHESIS}1\N{FULLWIDTH RIGHT PARENTHESIS}"
        if language == "zh"
        else "(1)"
    )


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_chinese_letter_has_brackets_of_full_width(kind):
    text = whole_text(letter_document(values(kind, BODIES[kind]), "zh"))
    assert re.findall(r".*[\u4e00-\u9fff] ?\(.*", text) == []
    assert "\n(1)" not in text


@pytest.mark.parametrize(("instrument", "article"), [(CONVENTION, "51"), ("uncac", "56")])
def test_proceeds_found_unasked_rest_on_the_article_on_special_cooperation(instrument, article):
    body = bodies.spontaneous_information(property=bodies.PROPERTY)
    found = letter_of("spontaneous_information", instrument, body=body)
    assert provision_of_field(found, "property") == Provision(instrument, (article,))
