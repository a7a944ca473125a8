# SPDX-License-Identifier: Apache-2.0
"""Acts of the cast in an exercise: answers to what the law asks and nobody answered, and no others."""

import pytest

from casts.node.world import World, bodies, new_state, snapshot
from rogatory.exercises.acts.lawyers import answer_law
from rogatory.node.drafts.stored_drafts import draft_of
from rogatory.node.law.decisions import decide
from rogatory.node.law.judge import before_leaving
from rogatory.node.repositories.law import DecisionTopic

XA, XB, OFFICER = "xa/contact-point", "xb/contact-point", "xa-0001"


@pytest.fixture
def world():
    return World({code: new_state(code) for code in ("XA", "XB", "XT")})


def test_the_cast_answers_every_open_question_and_each_once(world):
    node = world.node("XA")
    draft = world.drafted(XA, XB, "preservation", bodies.preservation()).id
    questions = before_leaving(node, draft_of(node, draft)).open_questions
    taken = answer_law(node, draft, OFFICER)
    assert {one.question for one in taken} == {one.id for one in questions} | {None}
    assert all(one.officer == OFFICER and one.reason for one in taken)
    assert before_leaving(node, draft_of(node, draft)).open_questions == ()
    before = snapshot(node)
    assert answer_law(node, draft, OFFICER) == []
    assert snapshot(node) == before


def test_what_an_officer_answered_before_stays_as_it_was(world):
    node = world.node("XA")
    draft = world.drafted(XA, XB, "preservation", bodies.preservation()).id
    first = before_leaving(node, draft_of(node, draft)).open_questions[0]
    answer = {"yes": "no", "no": "yes"}.get(first.blocks or "", "yes")
    own = decide(
        node,
        subject=draft,
        topic=DecisionTopic.BEFORE_SENDING,
        question=first.id,
        answer=answer,
        reason="By the officer in person.",
        officer=OFFICER,
    )
    assert first.id not in {one.question for one in answer_law(node, draft, OFFICER)}
    kept = [one for one in node.store.decisions(draft) if one.question == first.id]
    assert [one.id for one in kept] == [own.id]
