# SPDX-License-Identifier: Apache-2.0
"""A letter that a ministry would sign: prose with an operative sentence, all else in annexes."""

import re

import pytest

from casts.node import letters as cast
from casts.node.letters import AT, bodies, body_lines, values
from rogatory.exercises import case
from rogatory.exercises.cast import STATES
from rogatory.node.letters.citations import cited
from rogatory.node.letters.languages import words_in
from rogatory.node.letters.prose.acts import ACTS, DECIDED
from rogatory.node.letters.prose.operative import operative_sentence
from rogatory.node.letters.prose.plans import PLANS
from rogatory.node.letters.prose.sentences import written
from rogatory.node.letters.references import (
    DEGREES,
    provision_of_message,
    provision_of_request,
)
from rogatory.node.letters.titles import TITLES, title_of
from rogatory.node.letters.values import LetterBasis, OpeningMessage
from rogatory.node.letters.write import letter_document
from rogatory.node.printing.blocks import Point
from rogatory.node.printing.languages import LANGUAGES
from rogatory.requests.contents.body import schema
from rogatory.requests.contents.labels import NO, YES
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.citation import citation
from rogatory.wire.digests import sha256

BODIES = bodies.one_of_each()
WITHOUT_ARTICLE = {
    "policy_notice",
    "drill",
    "drill_acknowledgement",
    "information_offered",
    "offer_answered",
}
"""Kinds that name no instrument, in threads that name none, and offers, which are practice under the Convention."""

OFFICER = re.compile(r"\bx[ab]-\d{4}\b")
DIGEST = re.compile(r"[0-9a-f]{64}|[0-9a-f]{4} [0-9a-f]{4} [0-9a-f]{4}")


def of_kind(kind):
    """The values of a letter of a kind, as an answer where it does not open a thread."""
    found = KINDS[kind]
    if found.opens_thread:
        return values(kind, BODIES[kind])
    opener = "preservation" if "preservation" in found.follows else min(found.follows)
    opened = OpeningMessage(opener, AT, sha256(b"message"), case.CASE_NUMBER)
    return values(kind, BODIES[kind], opened=opened, basis=cast.basis_of(BODIES[opener]))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_letter_has_yes_or_no_certainty_officers_or_commands_before_its_annexes(kind, language):
    words = words_in(language)
    lines = body_lines(letter_document(of_kind(kind), language))
    assert not {words(YES), words(NO)} & set(lines)
    whole = "\n".join(lines)
    for degree in DEGREES.values():
        assert words(degree) not in whole
    for never in (
        OFFICER,
        DIGEST,
        re.compile(r"openssl|sha256sum|rogatory "),
        re.compile(r"\bx[ab]/"),
    ):
        assert never.search(whole) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(set(KINDS) - WITHOUT_ARTICLE))
def test_each_letter_says_what_is_done_under_which_article(kind, language):
    found, words = of_kind(kind), words_in(language)
    sentence = operative_sentence(found, words)
    provision = provision_of_message(found) or provision_of_request(found)
    lines = body_lines(letter_document(found, language))
    assert sentence in lines
    for number in citation(provision.articles[0], language).fields.values():
        assert number in sentence
    for article in provision.articles[1:]:
        assert cited(article, words) in "\n".join(lines)


@pytest.mark.parametrize(
    ("language", "short_form", "in_the_sentence"),
    [
        (
            "en",
            "article 42, paragraph 1",
            "pursuant to article 42, paragraph 1, of the United Nations",
        ),
        ("fr", "article 42, paragraphe 1", "en application de l’article 42, paragraphe 1, de la"),
        ("es", "artículo 42, párrafo 1", "de conformidad con el artículo 42, párrafo 1, de la"),
        ("ru", "пункт 1 статьи 42", "на основании пункта 1 статьи 42 Конвенции"),
        ("zh", "第四十二条第一款", "根据《联合国打击网络犯罪公约》第四十二条第一款"),
        ("ar", "الفقرة 1 من المادة 42", "بموجب الفقرة 1 من المادة 42 من اتفاقية"),
    ],
)
def test_an_article_is_cited_as_each_language_cites_it(language, short_form, in_the_sentence):
    document = letter_document(values(), language)
    assert short_form in document.subtitle
    assert in_the_sentence in "\n".join(body_lines(document))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "article 42, paragraph 3 (b)"),
        ("fr", "article 42, paragraphe 3, alinéa b"),
        ("es", "artículo 42, párrafo 3, apartado b"),
        ("ru", "подпункт (b) пункта 3 статьи 42"),
        ("zh", "第四十二条第三款第（b）项"),
        ("ar", "الفقرة 3 (ب) من المادة 42"),
    ],
)
def test_a_subparagraph_is_cited_as_each_language_cites_it(language, expected):
    cited = citation("42(3)(b)", language)
    assert words_in(language)(cited.template).format(**cited.fields) == expected


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        ("7", "七"),
        ("10", "十"),
        ("17", "十七"),
        ("40", "四十"),
        ("100", "一百"),
        ("105", "一百零五"),
        ("118", "一百一十八"),
    ],
)
def test_chinese_articles_have_chinese_numerals(number, numeral):
    assert citation(number, "zh").fields["article"] == numeral


@pytest.mark.parametrize(
    "article", ["", "-", "42(", "0", "40(21)(b) by 42(6)", "section 263a", "42(0)"]
)
def test_what_is_no_article_of_the_short_form_is_not_taken_for_one(article):
    assert citation(article, "en") is None


def test_several_articles_of_another_instrument_are_named_one_by_one():
    found = values(basis=LetterBasis("untoc", ("18", "27(1)", "annex I")))
    expected = (
        "pursuant to the following provisions of the United Nations Convention against Transnational "
        "Organized Crime: article 18; article 27, paragraph 1; annex I"
    )
    assert expected in operative_sentence(found, words_in("en"))


def test_a_letter_on_comity_cites_no_article():
    found = values(basis=LetterBasis("comity", ("-",)))
    sentence = operative_sentence(found, words_in("en"))
    assert "on the basis of comity and reciprocity between States" in sentence
    assert "article" not in sentence


@pytest.mark.parametrize("kind", sorted(DECIDED))
def test_a_decision_is_said_by_the_operative_sentence(kind):
    field, clauses = DECIDED[kind]
    sentences = {
        operative_sentence(values(kind, {**BODIES[kind], field: value}), words_in("en"))
        for value in clauses
    }
    assert len(sentences) == len(clauses)
    options = schema(kind)["properties"][field].get("enum", [True, False])
    assert set(clauses) == set(options)


def test_every_kind_has_its_clause_and_its_paragraphs():
    assert set(PLANS) == set(KINDS)
    assert set(ACTS) | set(DECIDED) | {"drill"} == set(KINDS)


def test_a_preservation_asks_for_a_duration():
    sentence = "\n".join(body_lines(letter_document(values(), "ru")))
    assert "не менее чем на 60 дней" in sentence
    other = values(basis=LetterBasis("comity", ("-",)))
    assert "for as long as is necessary" in "\n".join(body_lines(letter_document(other, "en")))


@pytest.mark.parametrize(
    ("language", "years", "penalty"),
    [
        ("ru", 1, "до 1 года"),
        ("ru", 5, "до 5 лет"),
        ("ar", 2, "لمدة سنتين"),
        ("ar", 5, "لمدة 5 سنوات"),
        ("ar", 15, "لمدة 15 سنة"),
        ("en", 1, "for 1 year."),
    ],
)
def test_numbers_go_with_their_noun(language, years, penalty):
    offence = {**case.OFFENCE, "maximum_years": years}
    body = {**case.preservation(AT, "un-cybercrime"), "offence": offence}
    assert penalty in "\n".join(body_lines(letter_document(values(body=body), language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_of_a_letter_is_the_one_to_which_a_reply_refers(language):
    words = words_in(language)
    assert set(TITLES) <= set(KINDS)
    for kind in KINDS:
        subject = words(title_of(kind))
        assert letter_document(of_kind(kind), language).title == subject
    reply = of_kind("preservation_confirmed")
    assert words(title_of("preservation")) in operative_sentence(reply, words)


def test_an_unknown_kind_is_its_own_subject():
    assert title_of("later_kind") == "later_kind"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_footer_of_a_letter_has_no_digest(language):
    assert DIGEST.search(letter_document(values(), language).footer) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_state_is_named_in_a_sentence_without_its_code(language):
    body = "\n".join(body_lines(letter_document(of_kind("preserved_traffic_disclosure"), language)))
    names = STATES["XT"].names
    assert names.get(language, names["en"]) in body
    assert "XT" not in body


def test_grounds_and_measures_are_in_the_words_of_treaties():
    refused = "\n".join(body_lines(letter_document(of_kind("refusal"), "en")))
    assert "execution would prejudice the sovereignty, security, public order" in refused
    requested = "\n".join(body_lines(letter_document(of_kind("mla_stored_data"), "en")))
    assert "seizure or securing of the data" in requested
    assert "seize or secure" not in requested


@pytest.mark.parametrize(
    ("language", "one", "two"),
    [
        ("en", "The person concerned is", "The persons concerned are"),
        ("fr", "La personne concernée est la suivante", "Les personnes concernées sont"),
        ("ar", "الشخص المعني هو", "الشخصان المعنيان هما"),
    ],
)
def test_persons_go_with_their_number(language, one, two):
    person = BODIES["locate_suspect"]["persons"][0]
    for count, expected in ((1, one), (2, two)):
        body = {**BODIES["locate_suspect"], "persons": [person] * count}
        letter = letter_document(values("locate_suspect", body), language)
        assert expected in "\n".join(body_lines(letter))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_about_data_begins_with_a_capital_letter(language):
    letter = letter_document(values(), language)
    labelled = [
        entry.wordings[0].text
        for section in letter.sections
        for block in section.blocks
        if isinstance(block, Point)
        for entry in block.entries
        if entry.label in {"(1)", "\N{FULLWIDTH LEFT PARENTHESIS}1\N{FULLWIDTH RIGHT PARENTHESIS}"}
    ]
    assert labelled
    assert all(text[0] == text[0].upper() for text in labelled)


def test_a_signed_letter_names_the_office_that_signed_it():
    lines = body_lines(letter_document(values(), "en"))
    at = lines.index("Signed electronically; annex C states how the signature is verified.")
    assert lines[at - 2 : at] == ["24/7 contact point", "Arcadia"]


def test_what_no_sentence_says_is_in_an_annex():
    body = {**case.preservation(AT, "un-cybercrime"), "later_field": "of a later version"}
    document = letter_document(values(body=body), "en")
    assert "of a later version" not in "\n".join(body_lines(document))
    annexed = [
        wording.text
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Point)
        for entry in block.entries
        for wording in entry.wordings
    ]
    assert any("of a later version" in one for one in annexed)


def test_a_field_of_which_nothing_is_known_is_left_to_the_annexes():
    assert not list(written(None, "preservation", "later_field"))
