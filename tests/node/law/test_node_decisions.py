# SPDX-License-Identifier: Apache-2.0
"""Decisions under the law: who may take them, what counts as an answer, and where they are kept."""

from datetime import timedelta

import pytest

from casts.law.cases import (
    XA,
    XB,
    a_preservation,
    a_request,
    answered,
    codes,
    refused,
)
from casts.node.world import bodies
from rogatory.custody.events.event import parse_event
from rogatory.node.law.decisions import decide
from rogatory.node.law.judge import before_leaving, before_sending
from rogatory.node.messages.send import send
from rogatory.wire import canonical

CATEGORIES = {"categories": {"traffic": "It shows who logged in.", "content": "It is the lie."}}


def judged(world, draft, state="XA"):
    return before_leaving(world.node(state), draft)


def test_every_question_is_open_until_somebody_answers(world):
    draft = a_preservation(world)
    lawful = judged(world, draft)
    assert len(lawful.open_questions) == len(lawful.asked) > 5
    assert {"law-basis-open", "law-question-open"} == set(codes(lawful.blocks))
    answered(world, "XA", draft.id, "human-rights", "yes")
    assert len(judged(world, draft).open_questions) == len(lawful.asked) - 1


@pytest.mark.law_line(38)
def test_a_request_whose_questions_are_not_answered_is_not_sent(world):
    node, draft = world.node("XA"), a_preservation(world)
    found = refused(node, lambda: send(node, draft.id, "xa-0001"))
    assert "law-question-open" in found


@pytest.mark.law_line(38)
@pytest.mark.parametrize(
    ("question", "answer"),
    [("human-rights", "no"), ("discrimination", "yes"), ("specific-case", "no")],
)
def test_an_answer_that_forbids_to_go_on_keeps_the_request_here(world, question, answer):
    node, draft = world.node("XA"), world.approved(a_preservation(world))
    answered(world, "XA", draft.id, question, answer)
    assert refused(node, lambda: send(node, draft.id, "xa-0001")) == ["law-question-forbids"]


@pytest.mark.law_line(6)
def test_a_request_that_goes_past_the_territorial_state_is_not_sent(world):
    node, draft = world.node("XA"), world.approved(a_preservation(world))
    answered(world, "XA", draft.id, "sovereignty", "no")
    (reason,) = before_sending(node, draft).blocks
    assert reason.code.id == "law-question-forbids"
    assert reason.fields["article"].startswith("5")
    assert refused(node, lambda: send(node, draft.id, "xa-0001")) == ["law-question-forbids"]


def test_the_newest_answer_counts_and_the_older_one_stays(world):
    node, draft = world.node("XA"), world.approved(a_preservation(world))
    answered(world, "XA", draft.id, "human-rights", "no")
    world.clock.forward(seconds=1)
    answered(world, "XA", draft.id, "human-rights", "yes")
    assert send(node, draft.id, "xa-0001").thread == draft.thread
    given = [one for one in node.store.decisions(draft.id) if one.question == "human-rights"]
    assert [one.answer for one in given] == ["yes", "no", "yes"]


@pytest.mark.law_line(40)
def test_proportionality_is_said_for_each_category(world):
    draft = a_preservation(world)
    named = {item["category"] for item in bodies.preservation()["data"]}
    node = world.node("XA")
    for details in ({}, {"categories": {}}, {"categories": dict.fromkeys(named, " ")}):
        found = refused(
            node,
            lambda given=details: answered(
                world, "XA", draft.id, "proportionality", "One account.", details=given
            ),
        )
        assert found == ["law-proportionality-categories"]
    notes = dict.fromkeys(named, "Without it nothing can be shown.")
    kept = answered(
        world, "XA", draft.id, "proportionality", "One account.", details={"categories": notes}
    )
    assert kept.details == {"categories": notes}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"answer": "perhaps"}, "law-answer-form"),
        ({"question": "weather"}, "law-question-unknown"),
        ({"question": None}, "law-question-unknown"),
        ({"question": "third-parties", "answer": "  "}, "law-answer-form"),
        ({"reason": ""}, "law-reason-missing"),
        ({"officer": "xa-0003"}, None),
        ({"officer": "xb-0001"}, "officer-office"),
        ({"officer": "xa-0010"}, "officer-office"),
        ({"topic": "basis", "answer": "our-gut"}, "law-basis-unknown"),
        ({"topic": "refusal", "answer": "essential_interests"}, "law-answer-form"),
        ({"topic": "data-protection"}, "law-question-unknown"),
        ({"subject": "no such thing"}, "thread-unknown"),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_written(world, changes, code):
    draft, node = a_preservation(world), world.node("XA")
    given = {
        "subject": draft.id,
        "topic": "before-sending",
        "question": "human-rights",
        "answer": "yes",
        "reason": "Looked at.",
        "officer": "xa-0001",
    } | changes
    if code is None:
        assert decide(node, **given).officer == given["officer"]
    else:
        assert code in refused(node, lambda: decide(node, **given))
        assert not node.store.decisions(draft.id)


def test_what_has_left_is_no_longer_decided_on(world):
    node, message = world.node("XA"), world.sent(XA, XB, "preservation", bodies.preservation())
    (draft,) = node.store.drafts(unsent=False)
    assert draft.sent_as == message.digest
    assert refused(node, lambda: answered(world, "XA", draft.id, "human-rights", "no")) == [
        "draft-sent"
    ]


@pytest.mark.law_line(38)
def test_facts_of_speech_and_belief_wait_for_a_senior_officer(world):
    node, draft = world.node("XA"), a_preservation(world)
    answered(world, "XA", draft.id, "rights-expression", "yes")
    world.approved(draft)
    assert refused(node, lambda: send(node, draft.id, "xa-0001")) == ["law-senior-open"]
    review = {
        "subject": draft.id,
        "topic": "senior-review",
        "question": "rights-expression",
        "answer": "go-on",
        "reason": "The post is a threat, not an opinion.",
    }
    assert refused(node, lambda: decide(node, **review, officer="xa-0001")) == [
        "law-senior-same",
        "officer-role",
    ]
    decide(node, **review, officer="xa-0002")
    assert send(node, draft.id, "xa-0001").kind == "preservation"


def test_a_senior_officer_may_stop_it(world):
    node, draft = world.node("XA"), a_preservation(world)
    answered(world, "XA", draft.id, "rights-expression", "yes")
    world.approved(draft)
    decide(
        node,
        subject=draft.id,
        topic="senior-review",
        question="rights-expression",
        answer="stop",
        reason="It is criticism of the government.",
        officer="xa-0002",
    )
    assert refused(node, lambda: send(node, draft.id, "xa-0001")) == ["law-senior-stopped"]


def test_a_review_of_the_time_before_the_facts_were_flagged_does_not_count(world):
    node, draft = world.node("XA"), a_preservation(world)
    review = {
        "subject": draft.id,
        "topic": "senior-review",
        "question": "rights-expression",
        "answer": "go-on",
        "reason": "Nothing to see.",
        "officer": "xa-0002",
    }
    decide(node, **review)
    world.clock.forward(seconds=1)
    answered(world, "XA", draft.id, "rights-expression", "yes")
    world.approved(draft)
    assert "law-senior-open" in refused(node, lambda: send(node, draft.id, "xa-0001"))


def test_a_message_leaves_with_the_record_of_its_decisions_in_the_log(world):
    node = world.node("XA")
    message = world.sent(XA, XB, "preservation", bodies.preservation())
    (logged,) = [one for one in node.store.events_since(0, 100) if one.action == "decided"]
    event = parse_event(logged.event)
    assert (event.basis, event.officer) == (message.digest, "xa-0001")
    record = canonical.decode_object(node.store.decisions_record(event.object))
    assert (record["message"], record["network"]) == (message.digest, node.network)
    assert {one["officer"] for one in record["decisions"]} == {"xa-0001"}
    (basis,) = [one for one in record["decisions"] if one["matter"] == "basis"]
    assert basis["answer"] == "un-cybercrime"
    assert len(record["decisions"]) == len(node.store.decisions(_draft_of(node).id))


def test_a_message_that_needs_no_decision_leaves_without_a_record(world):
    opened = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    world.sent(XB, XA, "acknowledgement", bodies.acknowledgement(), thread=opened.thread)
    events = world.node("XB").store.events_since(0, 100)
    assert not [one for one in events if one.action == "decided"]


@pytest.mark.law_line(2)
def test_a_request_whose_basis_nobody_chose_is_not_sent(world):
    node, draft = world.node("XA"), a_request(world)
    assert "law-basis-open" in refused(node, lambda: send(node, draft.id, "xa-0010"))


@pytest.mark.law_line(2)
def test_a_basis_chosen_otherwise_than_the_request_says_keeps_it_here(world):
    node, draft = world.node("XA"), a_request(world)
    answered(world, "XA", draft.id, None, "comity", topic="basis", officer="xa-0010")
    world.approved(draft)
    assert refused(node, lambda: send(node, draft.id, "xa-0010")) == ["law-basis-other"]


def _draft_of(node):
    (draft,) = node.store.drafts(unsent=False)
    return draft


def test_decisions_are_dated_by_the_nodes_clock(world):
    draft = a_preservation(world)
    first = answered(world, "XA", draft.id, "human-rights", "yes")
    world.clock.forward(minutes=3)
    second = answered(world, "XA", draft.id, "discrimination", "no")
    assert second.at - first.at == timedelta(minutes=3, seconds=1)
