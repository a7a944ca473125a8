# SPDX-License-Identifier: Apache-2.0
"""Catalogues use the words that docs/glossary.md decides, without exception."""

import csv

import glossary_terms
import pytest

TREATY_TERMS = glossary_terms.PACKAGE / "console" / "language" / "glossary.csv"

PLACES = [
    (catalogue, language)
    for catalogue in glossary_terms.CATALOGUES
    for language in glossary_terms.LANGUAGES
]


def test_each_term_is_decided_once_with_a_reason_in_six_languages():
    rows = glossary_terms.decisions()
    assert len(rows) > 40
    for name, row in rows.items():
        assert all(row.values()), name


@pytest.mark.parametrize("term", glossary_terms.terms(), ids=lambda term: term.name)
def test_each_decided_word_is_found_by_its_own_stem(term):
    name = term.name.removesuffix(" node")
    assert term.is_used(name) or term.is_used(f"the {name}")
    for language, word in term.decided.items():
        assert term.is_translated(language, word), (language, word)


def test_terms_of_different_meaning_have_different_words():
    """Where a page shows both, a reader must be able to distinguish them."""
    pairs = (
        ("evidence", "proof"),
        ("emergency", "urgent"),
        ("custody journal", "custody log"),
        ("digest", "fingerprint"),
        ("seal", "timestamp"),
        ("message", "letter"),
        ("acknowledgement", "approve"),
        ("preservation", "chain of custody"),
        ("package", "bundle"),
        ("directory", "evidence"),
    )
    rows = glossary_terms.decisions()
    for one, other in pairs:
        for language in glossary_terms.LANGUAGES:
            assert rows[one][language] != rows[other][language], (one, other, language)


def test_the_treaty_s_terms_are_those_of_the_law_s_pages():
    rows, shared = glossary_terms.decisions(), 0
    for term in csv.DictReader(TREATY_TERMS.read_text("utf-8").splitlines()):
        if term["en"] in rows:
            shared += 1
            for language in glossary_terms.LANGUAGES:
                word = glossary_terms.plain(rows[term["en"]][language])
                assert glossary_terms.plain(term[language]) == word, (term["en"], language)
    assert shared >= 8


OTHERWISE = {
    "At", "From", "Ground", "Item", "Since", "Source", "To be destroyed after", "accepted", "confirmed",
    "fails", "folder", "holds", "none", "open",
}  # fmt: skip
"""Texts whose form follows what is beside them: gender, or a preposition before the value."""


@pytest.mark.parametrize("language", glossary_terms.LANGUAGES)
def test_the_report_and_the_pages_translate_a_text_alike(language):
    """An expert who reads a report beside the page must not wonder whether two words are two things."""
    pages = dict(glossary_terms.entries("console", language))
    report = dict(glossary_terms.entries("report", language))
    shared = pages.keys() & report.keys()
    assert len(shared) > 300
    assert {one for one in shared if pages[one] != report[one]} - OTHERWISE == set()


@pytest.mark.parametrize(("catalogue", "language"), PLACES)
def test_translations_use_the_decided_words(catalogue, language):
    assert glossary_terms.departures(catalogue, language) == {}, (
        "these translations use another word than docs/glossary.md decides: correct them; "
        "`python tests/docs/glossary_terms.py` prints them"
    )
