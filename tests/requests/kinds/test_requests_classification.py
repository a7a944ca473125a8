# SPDX-License-Identifier: Apache-2.0
"""A protective marking: of which kinds of message, in which form, and who takes it over."""

import pytest

from casts.requests import bodies
from rogatory.requests.contents.body import check
from rogatory.requests.contents.plain_words import body_lines
from rogatory.requests.kinds.families import INFORMATION, OFFER, ORAL, REQUESTS
from rogatory.requests.kinds.registry import KINDS

ALL = sorted(REQUESTS | INFORMATION | ORAL | OFFER)
BOTH = bodies.classification()


@pytest.mark.parametrize("kind", ALL)
def test_every_request_can_state_a_marking_with_or_without_the_other_states(kind):
    body = bodies.one_of_each()[kind]
    unmatched = {name: text for name, text in BOTH.items() if name != "equivalent"}
    assert check(kind, body | {"classification": BOTH}) == []
    assert check(kind, body | {"classification": unmatched}) == []


@pytest.mark.parametrize(
    "stated",
    [
        "VERTRAULICH",
        {"marking": "VERTRAULICH"},
        {"scheme": "The Act", "equivalent": "CONFIDENTIAL"},
        bodies.classification(marking=""),
        bodies.classification(level=3),
        bodies.classification(marking="x" * 301),
        bodies.classification(marking="SECRET\u202eno"),
    ],
)
def test_a_marking_of_another_form_is_refused(stated):
    assert check("preservation", bodies.preservation() | {"classification": stated})


def test_it_is_stated_where_secrecy_and_a_basis_are_and_nowhere_else():
    for kind in KINDS.values():
        keys = [one.key for one in kind.contents]
        asks = "confidentiality" in keys and "legal_basis" in keys
        assert ("classification" in keys) == asks, kind.name


def test_the_markings_of_both_states_are_shown_together():
    lines = body_lines("preservation", {"classification": BOTH})
    values = [str(one.value) for one in lines]
    at = values.index(BOTH["marking"])
    assert values[at : at + 3] == [BOTH["marking"], BOTH["scheme"], BOTH["equivalent"]]
