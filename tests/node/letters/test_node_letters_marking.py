# SPDX-License-Identifier: Apache-2.0
"""A letter states the marking of its State, with that of the other State beside it."""

import pytest

from casts.node.letters import bodies, values, whole_text
from rogatory.node.letters.write import letter_document
from rogatory.node.printing.languages import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "kind", ["preservation", "mla_general", "spontaneous_information", "oral_request"]
)
def test_both_markings_and_their_scheme_are_in_the_letter(language, kind):
    stated = bodies.classification()
    body = bodies.one_of_each()[kind] | {"classification": stated}
    text = whole_text(letter_document(values(kind, body), language))
    assert all(one in text for one in stated.values())


def test_a_letter_without_a_marking_speaks_of_none():
    text = whole_text(letter_document(values(), "en"))
    assert "marking" not in text
