# SPDX-License-Identifier: Apache-2.0
"""Sentences and phrases: written in another language with all their parts, wherever they were
made.
"""

import pickle

import pytest

from rogatory.errors import Code, Refused
from rogatory.wire.words import (
    P_,
    FilledText,
    TextsInTurn,
    Theirs,
    in_words,
    problem_of,
    reasons_text,
)

CODE = Code("sample-words", "The plan is not one: {problem}.", "Its author must correct it.")


def shouted(text):
    return text.upper().replace("{AT}", "{at}").replace("{PROBLEM}", "{problem}")


def test_a_phrase_is_rendered_with_the_phrase_inside_it_and_data_stay_as_they_are():
    phrase = FilledText(P_("{at} is wrong: {problem}"), at="shift 2", problem=P_("it is empty"))
    assert phrase == "shift 2 is wrong: it is empty"
    assert phrase.in_words(shouted) == "shift 2 IS WRONG: IT IS EMPTY"


def test_what_a_library_says_is_kept_as_it_is_and_shown_as_the_edge_wants():
    phrase = FilledText(P_("it is not that ({problem})"), problem=Theirs("expected value"))
    assert phrase.in_words(
        lambda text: text.replace("not", "pas"), lambda expected: f"<{expected}>"
    ) == ("it is pas that (<expected value>)")


def test_several_are_rendered_in_turn():
    both = TextsInTurn.of([FilledText(P_("one")), FilledText(P_("two"))])
    assert both == "one; two"
    assert in_words(both, str.upper) == "ONE; TWO"


@pytest.mark.parametrize(
    "phrase",
    [
        FilledText(P_("{at} {{is}} wrong: {problem}"), at="{x}", problem=P_("it is empty")),
        TextsInTurn.of([FilledText(P_("{at} ends"), at="{y}"), FilledText(P_("two"))]),
        CODE.because(problem=FilledText(P_("{at} ends"), at="a shift")),
    ],
)
def test_a_child_process_hands_over_what_can_still_be_rendered(phrase):
    restored = pickle.loads(pickle.dumps(phrase))
    assert restored == phrase
    assert str(restored) == str(phrase)
    if isinstance(phrase, FilledText):
        assert restored.in_words(shouted) == phrase.in_words(shouted)


def test_the_reasons_of_an_error_are_a_phrase_of_another():
    inside = CODE.because(problem=P_("it is empty"))
    phrase = reasons_text([inside])
    assert phrase == inside.sentence()
    assert phrase.in_words(lambda text: text.replace("it is empty", "c'est vide")).startswith(
        "The plan is not one: c'est vide."
    )


def test_an_error_is_rendered_by_what_it_was_raised_with():
    assert problem_of(ValueError(FilledText(P_("a name occurs twice")))).in_words(str.upper) == (
        "A NAME OCCURS TWICE"
    )
    assert problem_of(Refused(CODE.because(problem=P_("it is empty")))) == (
        "The plan is not one: it is empty. Its author must correct it."
    )


def test_a_librarys_error_is_cut_and_holds_nothing_that_is_not_seen():
    problem = problem_of(ValueError("line\n\u202e" + "x" * 999))
    assert isinstance(problem, Theirs)
    assert problem.isprintable()
    assert len(problem) < 300
    assert problem_of(ValueError()) == "ValueError"
