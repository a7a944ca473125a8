# SPDX-License-Identifier: Apache-2.0
"""Tokens of the State's own systems: what is made, what is stored, and which one is refused."""

from dataclasses import asdict

import pytest

from rogatory.errors import Refused
from rogatory.node.repositories.audit import AuditFilter, Source
from rogatory.node.systems.scopes import Scope
from rogatory.node.systems.tokens import MOST_DAYS, MOST_TOKENS, add_token, end_token, token_of

READ = [Scope.READ_REQUESTS]


@pytest.fixture
def node(world):
    return world.node("XB")


def refused(act, *values):
    with pytest.raises(Refused) as caught:
        act(*values)
    return set(caught.value.codes)


def test_a_token_is_known_by_its_text_which_is_stored_nowhere(node):
    token, text = add_token(node, "case-management", READ, 30)
    assert token_of(node, text) == token
    secret = text[-43:]
    assert text == f"rogatory_case-management_{secret}"
    assert secret not in str(asdict(token))
    assert secret not in str(vars(node.store.tables))


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: "",
        lambda text: text[:-1],
        lambda text: text + "A",
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: text.replace("case-management", "statistics"),
        lambda text: text.replace("case-management", "unknown"),
        lambda text: text.replace("rogatory_", "rogatory_ "),
        lambda text: f"{text}\n",
        lambda text: text.replace("_", "_é", 1),
    ],
)
def test_any_other_text_is_refused_in_the_same_words(node, changed):
    _token, text = add_token(node, "case-management", READ, 30)
    add_token(node, "statistics", READ, 30)
    with pytest.raises(Refused) as caught:
        token_of(node, changed(text))
    assert str(caught.value) == (
        "[system-token-refused] No token that is in force was sent. Send the token as"
        " Authorization: Bearer; the operator makes a new one when it has ended."
    )


def test_a_token_ends_by_time_and_by_the_operator_at_once(node, world):
    _token, text = add_token(node, "case-management", READ, 1)
    _other, ended = add_token(node, "statistics", READ, 30)
    end_token(node, "statistics")
    assert refused(token_of, node, ended) == {"system-token-refused"}
    token_of(node, text)
    world.clock.forward(days=1)
    assert refused(token_of, node, text) == {"system-token-refused"}
    assert refused(end_token, node, "statistics") == {"system-token-unknown"}
    end_token(node, "case-management")
    assert refused(end_token, node, "case-management") == {"system-token-unknown"}
    assert refused(token_of, node, text) == {"system-token-refused"}


def test_all_that_is_wrong_with_a_new_token_is_refused_at_once(node):
    assert refused(add_token, node, "Case Management", [], MOST_DAYS + 1) == {
        "system-token-name",
        "system-token-scopes",
        "system-token-days",
    }
    assert refused(add_token, node, "x" * 41, READ, 0) == {"system-token-name", "system-token-days"}
    assert refused(add_token, node, "", READ, 10**9) == {"system-token-name", "system-token-days"}
    assert node.store.system_tokens() == []


def test_a_name_is_used_once_since_journals_name_it(node):
    add_token(node, "case-management", READ, 30)
    end_token(node, "case-management")
    assert refused(add_token, node, "case-management", READ, 30) == {"system-token-exists"}


def test_there_are_no_more_tokens_than_anybody_oversees(node):
    for number in range(MOST_TOKENS):
        add_token(node, f"system-{number}", READ, 30)
    assert refused(add_token, node, "one-more", READ, 30) == {"system-tokens-many"}
    end_token(node, "system-7")
    add_token(node, "one-more", READ, 30)


def test_that_a_token_was_made_and_ended_is_in_the_journal_without_its_secret(node):
    _token, text = add_token(node, "case-management", READ, 30)
    end_token(node, "case-management")
    lines = node.store.audit_entries(Source.ACCESS, AuditFilter(), 10)
    assert [one.about.split()[:2] for one in lines] == [
        ["system-token-ended", "case-management"],
        ["system-token-added", "case-management"],
    ]
    assert {one.action for one in lines} == {"administered"}
    assert text[-43:] not in str(lines)
