# SPDX-License-Identifier: Apache-2.0
"""A reason is the words of a person, in whatever script; what only fills the field is none."""

import pytest

from rogatory.wire.empty_words import EMPTY_WORDS, has_words, says_something


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "--", "…", ".", "x", "xxx", "XX", "1", "2026-11-24", "N/A", "n.a.", "None.", "(none)",
     "Sans  objet", "н/д", "Нет", "无", "لا يوجد", "s/o", "\u200b-", "- / -", "See above."],
)  # fmt: skip
def test_what_fills_the_field_is_no_reason(text):
    assert not says_something(text)


@pytest.mark.parametrize(
    "text",
    ["No.", "The court forbids it.", "Нет двойной преступности", "证据不足", "无管辖权", "权", "القانون يمنعه",
     "None of the accounts is here", "Nothing was found", "Ça nuit à l’enquête", "See 12 U.S.C. 3401"],
)  # fmt: skip
def test_a_few_words_of_a_person_are_one(text):
    assert says_something(text)


def test_none_may_answer_a_question_and_is_no_reason():
    """*Which rights of third persons does the measure touch?*"""
    assert has_words("None.")
    assert has_words("无")
    assert not has_words("-")
    assert not has_words("x")


def test_each_empty_word_is_written_as_it_is_compared():
    assert not [one for one in EMPTY_WORDS if says_something(one)]
