# SPDX-License-Identifier: Apache-2.0
"""A phrase that was kept in English is read again: which one it is, and what stands in its fields."""

import re
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rogatory.node.texts.phrases import LEAST_LETTERS, PHRASES, read_phrase
from rogatory.wire.words import Said, SaidInTurn

ALL = PHRASES.read_text("utf-8").splitlines()
FIELD = re.compile(r"\{(\w+)\}")


def test_every_phrase_that_says_enough_is_read_again():
    """As itself, or as one that says the same in English: no field is lost, and none is misread."""
    for phrase in ALL:
        fields = {name: f"<{name}-7>" for name in FIELD.findall(phrase)}
        text = phrase.format(**fields)
        found = read_phrase(text)
        says = sum(one.isalpha() for one in FIELD.sub("", phrase))
        if fields and says < LEAST_LETTERS:
            continue
        assert found == text, phrase
        if "; " not in text:
            assert FIELD.sub("{}", found.template) == FIELD.sub("{}", phrase)
            assert [*found.fields.values()] == [*fields.values()], phrase


def test_several_phrases_and_one_within_another_are_read():
    several = SaidInTurn.of([Said("missing or surplus: {names}", names="'x'"), "waits is no table"])
    found = read_phrase(several)
    assert [getattr(one, "template", one) for one in found.parts] == [
        "missing or surplus: {names}",
        "waits is no table",
    ]
    within = read_phrase("the time zone (`time_zone`) is missing")
    assert within.template == "{name} is missing"
    assert within.fields["name"].template == "the time zone (`time_zone`)"


@pytest.mark.parametrize("text", ["", "It is.", "seals of others", "; ; ", "is missing"])
def test_what_is_no_phrase_of_ours_is_not_read(text):
    assert read_phrase(text) is None


@given(st.text(max_size=300))
def test_any_text_is_read_or_not_and_what_is_read_says_the_same(text):
    for asked in (text, f"{text} is missing", f"it is not TOML ({text})"):
        assert read_phrase(asked) in {None, asked}


def test_a_text_made_to_be_slow_is_read_at_once():
    began = process_time()
    read_phrase("is missing; " * 150 + "(" * 200)
    assert process_time() - began < 1
