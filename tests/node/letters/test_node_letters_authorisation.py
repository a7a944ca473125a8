# SPDX-License-Identifier: Apache-2.0
"""A letter states which kind of authority authorised a measure, and for which categories of data."""

import pytest

from casts.node.letters import bodies, values, whole_text
from rogatory.node.letters.write import letter_document
from rogatory.node.printing.languages import LANGUAGES


def letter(kind, member, language="en", **stated):
    body = bodies.one_of_each()[kind]
    body = body | {member: body[member] | stated}
    return whole_text(letter_document(values(kind, body), language))


@pytest.mark.parametrize(
    ("kind", "member"),
    [("mla_interception", "independent_authorisation"), ("acceptance", "domestic_authorisation")],
)
def test_the_kind_of_authority_and_its_categories_are_sentences(kind, member):
    stated = {"authority_kind": "judge", "categories": ["content", "user_identification"]}
    text = letter(kind, member, **stated)
    assert "The kind of that authority is: a judge." in text
    assert (
        "It covers the following categories of data: content data, traffic data only to identify "
        "the user." in text
    )
    assert "Kind of authority" not in text
    assert "kind of that authority" not in letter(kind, member)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_code_of_a_value_is_printed(language):
    stated = {"authority_kind": "other_authority", "categories": ["user_identification"]}
    text = letter("mla_interception", "independent_authorisation", language, **stated)
    assert "other_authority" not in text
    assert "user_identification" not in text
