# SPDX-License-Identifier: Apache-2.0
"""A reason is words of a person, wherever one is required: decisions, and what a message says of why."""

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, codes, refused
from casts.node.law import opened
from casts.node.world import bodies
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.law.decisions import decide
from rogatory.node.law.judge import before_executing
from rogatory.requests.contents.body import check
from rogatory.requests.contents.reasons_given import reasons_without_words

COMITY = {"instrument": "comity"}
EMPTY = ["-", "—", "n/a", "None.", "x", "无", "нет", "1"]


def new(kind, body, thread=None):
    return NewMessage(kind, CENTRAL_XB, CENTRAL_XA, "en", body, thread=thread)


@pytest.mark.law_line(34)
@pytest.mark.parametrize("words", EMPTY)
def test_a_refusal_without_words_stays_here_though_no_duty_of_reasons_is_listed(world, words):
    """Under comity nothing demands reasons; the form does, and a dash is none."""
    thread = opened(world, body=bodies.mla_stored_data(legal_basis=COMITY))
    body = bodies.refusal() | {"ground": "policy", "article": "Circular 12", "reasons": words}
    node = world.node("XB")
    action = lambda: draft_message(node, new("refusal", body, thread), "xb-0010")  # noqa: E731
    assert refused(node, action) == ["content-reason-without-words"]
    body["reasons"] = "Our policy on such offences."
    draft_message(node, new("refusal", body, thread), "xb-0010")


@pytest.mark.parametrize(
    ("field", "body"),
    [
        ("urgency.reason", {"urgency": {"level": "urgent", "reason": "-"}}),
        ("conditions.0.reason", {"conditions": [{"number": 1, "reason": "n/a"}]}),
        ("reasons", {"decision": "declined", "reasons": "."}),
        ("necessity", {"necessity": "none"}),
    ],
)
def test_every_reason_in_a_body_is_looked_at_wherever_it_lies(field, body):
    assert [one.fields["field"] for one in reasons_without_words(body)] == [field]


def test_a_dash_that_came_in_stays_readable(world):
    """It is asked of who drafts; the law of the request may ask for reasons besides (40(25))."""
    body = bodies.refusal() | {"reasons": "-"}
    assert check("refusal", body) == []
    thread = opened(world)
    found = codes(before_executing(world.node("XB"), thread, "refusal", body).blocks)
    assert "ground-reasons-missing" in found


@pytest.mark.law_line(41)
@pytest.mark.parametrize("words", ["", " ", *EMPTY])
def test_a_decision_without_words_is_not_written_down(world, words):
    thread, node = opened(world), world.node("XB")
    action = lambda: decide(  # noqa: E731 - it is called once
        node, subject=thread, topic="offence", answer="outside", reason=words, officer="xb-0010"
    )
    assert refused(node, action) == ["law-reason-missing"]
