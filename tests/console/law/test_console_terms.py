# SPDX-License-Identifier: Apache-2.0
"""The treaty's terms: whole in six languages, honest about what was read, and used in the catalogues."""

import pytest

from rogatory.console import catalogues
from rogatory.console.law.terms import LANGUAGES, terms
from rogatory.treaty.law import packaged_law

KNOWN = {"seen", "parallel", "memory"}


def test_each_term_has_a_name_in_six_languages_and_a_certainty():
    for term in terms():
        assert [*term.names] == [*LANGUAGES]
        assert all(name.strip() == name and name for name in term.names.values()), term
        assert term.certainty in KNOWN
    names = [term.names["en"] for term in terms()]
    assert len(set(names)) == len(names)


def test_each_article_of_a_term_is_one_of_the_convention():
    numbers = {str(one.number) for one in packaged_law("world").articles}
    assert {term.article for term in terms()} <= numbers | {"-"}


@pytest.mark.parametrize("language", ["ar", "es", "fr", "ru", "zh"])
def test_where_the_console_says_a_term_alone_it_says_it_as_the_glossary_does(language):
    """A text that is nothing but the term; a term in a sentence is inflected."""
    folder = {"zh": "zh_Hans"}.get(language, language)
    translations = {
        message.id.casefold(): message.string.casefold()
        for message in catalogues.catalogue_of(folder).updated(catalogues.template())
        if isinstance(message.id, str)
    }
    wrong = {}
    for term in terms():
        found, expected = (
            translations.get(term.names["en"].casefold()),
            term.names[language].casefold(),
        )
        if found is not None and found != expected:
            wrong[term.names["en"]] = (found, expected)
    assert wrong == {}
