# SPDX-License-Identifier: Apache-2.0
"""A message as a model form: the same numbers in every language, and nothing left unsaid."""

import json

import pytest

from casts.node.letters import AT, values
from rogatory.exercises import case
from rogatory.node.letters.form_page import (
    ADDED,
    EMPTY,
    filled_form,
    form_document,
    form_json,
    form_letter,
)
from rogatory.node.letters.languages import words_in
from rogatory.node.printing.blocks import Point
from rogatory.node.printing.languages import LANGUAGES
from rogatory.requests.forms.form import FORMS, form
from rogatory.requests.forms.importing import import_answers
from rogatory.requests.forms.reading import read_json

T_CY = form("t-cy-2018-11")


def points(document):
    return {
        block.number: block
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Point)
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_numbers(language):
    document = form_document(filled_form(T_CY, values()), values(), words_in(language))
    found = points(document)
    tops = {one.number.partition(".")[0] for one in T_CY.fields}
    assert set(found) == tops


def test_a_field_that_nobody_filled_in_is_empty_with_its_number():
    found = points(form_document(filled_form(T_CY, values()), values(), words_in("en")))
    rows = {entry.label: entry.wordings[0].text for entry in found["5"].entries}
    assert rows["5.1 Organisation"] == "24/7 contact point of Arcadia"
    assert rows["5.7 Fax"] == EMPTY


def test_each_number_says_how_certain_it_is_that_the_form_has_it():
    found = points(form_document(filled_form(T_CY, values()), values(), words_in("en")))
    assert found["2"].reference == "read in its text"
    assert found["10"].reference == "to be verified"
    assert found["R1"].reference == ADDED


@pytest.mark.parametrize("language", ["en", "ar", "zh"])
def test_the_json_of_any_language_gives_the_body_back(language):
    document = form_json(filled_form(T_CY, values()), language)
    assert json.loads(document)["language"] == language
    back = import_answers(T_CY, read_json(document))
    assert back.body == case.preservation(AT, "un-cybercrime")
    assert back.problems == ()


def test_numbers_with_brackets_keep_their_order_in_arabic():
    page = form_letter(filled_form(T_CY, values()), values(), "ar", pdf=False).html.decode()
    assert "\u206811[1].4[2].2\u2069" in page


@pytest.mark.parametrize("name", FORMS)
def test_every_form_has_a_title_in_every_language(name):
    for language in LANGUAGES:
        assert language == "en" or words_in(language).knows(form(name).title)


def test_the_same_values_give_the_same_bytes():
    first, second = (form_letter(filled_form(T_CY, values()), values(), "fr") for _ in range(2))
    assert (first.html, first.pdf) == (second.html, second.pdf)
