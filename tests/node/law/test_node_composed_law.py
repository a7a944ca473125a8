# SPDX-License-Identifier: Apache-2.0
"""A request is judged by the law that its instrument brings in: terms, questions, channels, oral requests."""

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, answered
from casts.node.law import SERIOUS, bound, opened
from casts.node.terms import ITS_KIND, ITS_TERM, TREATY, about_terms, clock, corrected, judged, sent
from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.drafting.terms import proposals
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import before_executing
from rogatory.node.threads.transcript import thread_state
from rogatory.node.views.thread_view import thread as thread_view

KIND = "mla_stored_data"
BUDAPEST = {"instrument": "ets-185", "articles": ["31"]}
UNTOC = {"instrument": "untoc", "articles": ["18"]}
ETS_30 = {"instrument": "ets-30", "articles": ["3"]}
ITS_QUESTION = {
    "id": "part-mlat",
    "instrument": "mlat-xa-xb",
    "article": "10",
    "when": ["refusing"],
    "kinds": [KIND],
    "text": "Why can the request not be granted in part?",
    "answer": "text",
    "blocks": "empty",
    "certainty": "seen",
    "source": "its full text",
}


def treaty_beside(world, instrument, *states):
    """Bind both by an instrument, and let these nodes know of the treaty on assistance of the two."""
    bound(world, instrument)
    for state in states:
        rows = {"kinds": [ITS_KIND], "terms": [ITS_TERM], "questions": [ITS_QUESTION]}
        corrected(world, state, instruments=[TREATY], **rows)


def test_a_term_of_a_treaty_that_is_brought_in_is_proposed_and_has_its_clock_at_both_ends(world):
    treaty_beside(world, "ets-185", "XA", "XB")
    body = bodies.mla_stored_data(legal_basis=BUDAPEST)
    (proposed,) = proposals(world.node("XA"), KIND, "XB", body)
    assert proposed == bodies.term("execution", 120, "9(2) of MLAT 1987", ["received"])

    stated = body | {"terms": [proposed]}
    found = judged(world, stated, KIND, CENTRAL_XA, CENTRAL_XB)
    assert about_terms((*found.blocks, *found.warnings)) == []
    thread = sent(world, stated, KIND, CENTRAL_XA, CENTRAL_XB)
    mine, theirs = (clock(world, state, thread, "term-execution") for state in ("XA", "XB"))
    assert mine == theirs
    assert mine.article == "9(2) of MLAT 1987"
    assert [one for each in annotations(world.node("XB"), thread).values() for one in each] == []


def test_a_term_longer_than_that_of_a_treaty_that_is_brought_in_keeps_the_request_here(world):
    treaty_beside(world, "ets-185", "XA", "XB")
    term = bodies.term("execution", 150, "9(2) of MLAT 1987", ["received"])
    body = bodies.mla_stored_data(legal_basis=BUDAPEST, terms=[term])
    before = world.node("XA").store.summaries()
    with pytest.raises(Refused) as caught:
        sent(world, body, KIND, CENTRAL_XA, CENTRAL_XB)
    assert "law-term-long" in caught.value.codes
    assert world.node("XA").store.summaries() == before


def test_both_ends_agree_where_one_alone_knows_the_treaty_that_is_brought_in(world):
    treaty_beside(world, "ets-185", "XA")
    term = bodies.term("execution", 120, "9(2) of MLAT 1987", ["received"])
    body = bodies.mla_stored_data(legal_basis=BUDAPEST, terms=[term])
    thread = sent(world, body, KIND, CENTRAL_XA, CENTRAL_XB)
    mine, theirs = (thread_state(world.node(state), thread).standing for state in ("XA", "XB"))
    assert mine == theirs
    assert clock(world, "XA", thread, "term-execution") == clock(
        world, "XB", thread, "term-execution"
    )
    noted = [one for each in annotations(world.node("XB"), thread).values() for one in each]
    assert about_terms(noted) == ["law-term-unknown"]


def test_the_question_of_the_treaty_is_asked_in_place_of_the_instruments_own(world):
    bound(world, "ets-185")
    thread = opened(world, KIND, bodies.mla_stored_data(legal_basis=BUDAPEST))
    questions = {one.id for one in before_executing(world.node("XB"), thread, "refusal").asked}
    assert questions == {"part-or-conditions-ets-185"}
    corrected(world, "XB", instruments=[TREATY], kinds=[ITS_KIND], questions=[ITS_QUESTION])
    (question,) = before_executing(world.node("XB"), thread, "refusal").asked
    assert (question.id, question.article) == ("part-mlat", "10 of MLAT 1987")


@pytest.mark.parametrize(
    ("bases", "basis", "question"),
    [
        (("ets-185",), BUDAPEST, "part-mlat"),
        (("ets-30", "ets-182"), ETS_30, "part-or-conditions-ets-182"),
        (("untoc", "ets-30", "ets-182"), UNTOC, "part-or-conditions-ets-182"),
    ],
)
def test_a_question_that_is_brought_in_is_answered_and_holds_back_no_refusal(
    world, bases, basis, question
):
    for one in bases:
        bound(world, one)
    if question == "part-mlat":
        corrected(world, "XB", instruments=[TREATY], kinds=[ITS_KIND], questions=[ITS_QUESTION])
    persons = [{"name": "Pat Example", "role": "suspect"}]
    body = bodies.mla_general(legal_basis=basis, offence=SERIOUS, persons=persons)
    kind, body = (
        (KIND, bodies.mla_stored_data(legal_basis=basis))
        if basis is BUDAPEST
        else ("mla_general", body)
    )
    thread, node = opened(world, kind, body), world.node("XB")
    assert question in {one.id for one in before_executing(node, thread, "refusal").open_questions}
    answered(
        world,
        "XB",
        thread,
        question,
        "No part is lawful.",
        topic="before-executing",
        officer="xb-0010",
    )
    assert question not in {
        one.id for one in before_executing(node, thread, "refusal").open_questions
    }


def test_a_question_of_a_treaty_that_is_not_brought_in_cannot_be_answered(world):
    bound(world, "ets-185")
    thread, node = (
        opened(world, KIND, bodies.mla_stored_data(legal_basis=BUDAPEST)),
        world.node("XB"),
    )
    before = node.store.decisions(thread)
    with pytest.raises(Refused) as caught:
        answered(
            world, "XB", thread, "part-or-conditions-ets-182", "None.",
            topic="before-executing", officer="xb-0010",
        )  # fmt: skip
    assert caught.value.codes == ("law-question-unknown",)
    assert node.store.decisions(thread) == before


def test_a_channel_that_a_treaty_replaces_is_warned_of(world):
    bound(world, "untoc")
    body = bodies.mla_general(legal_basis=UNTOC, offence=SERIOUS, channel="diplomatic_channel")
    found = judged(world, body, "mla_general", CENTRAL_XA, CENTRAL_XB)
    assert about_terms(found.warnings) == []
    bound(world, "ets-30")
    found = judged(world, body, "mla_general", CENTRAL_XA, CENTRAL_XB)
    assert about_terms(found.warnings) == ["law-channel-other"]
    (warned,) = [one for one in found.warnings if one.code.id == "law-channel-other"]
    assert warned.basis.article == "15(1) of ETS 30"
    bound(world, "ets-182")
    found = judged(world, body, "mla_general", CENTRAL_XA, CENTRAL_XB)
    (warned,) = [one for one in found.warnings if one.code.id == "law-channel-other"]
    assert warned.basis.article == "4 of ETS 182"


def test_a_request_that_judges_send_directly_needs_urgency_or_the_protocol_to_ets_30(world):
    """ETS 30 15(1)-(2) of 1959, and 15(1) as article 4 of ETS 182 has it; the State that is asked sees the same."""
    bound(world, "ets-30")
    basis = {"instrument": "ets-30", "articles": ["3"]}
    body = bodies.mla_stored_data(legal_basis=basis, offence=SERIOUS, channel="competent_authority")
    assert about_terms(judged(world, body, KIND, CENTRAL_XA, CENTRAL_XB).warnings) == [
        "law-channel-urgent"
    ]
    bound(world, "ets-182")
    assert about_terms(judged(world, body, KIND, CENTRAL_XA, CENTRAL_XB).warnings) == []


# Oral requests


def an_oral_request(basis, **changes):
    return bodies.oral_request(legal_basis=basis, **changes)


@pytest.mark.law_line(17)
@pytest.mark.parametrize(("instrument", "article"), [("untoc", "18(14)"), ("uncac", "46(14)")])
def test_an_oral_request_is_possible_and_is_owed_its_confirmation(world, instrument, article):
    bound(world, instrument)
    basis = {"instrument": instrument, "articles": [article]}
    thread = sent(world, an_oral_request(basis), "oral_request", CENTRAL_XA, CENTRAL_XB)
    for state in ("XA", "XB"):
        view = thread_view(world.node(state), thread)
        (owed,) = [one for one in view.clocks if one.name == "written-confirmation"]
        assert view.provisions[owed.cites].article.startswith(f"{article} of ")
    noted = annotations(world.node("XB"), thread).values()
    assert [one for notes in noted for one in notes] == []


def test_an_oral_request_does_not_leave_where_a_treaty_on_assistance_wants_writing(world):
    bound(world, "untoc")
    bound(world, "ets-30")
    body = an_oral_request({"instrument": "untoc", "articles": ["18(14)"]})
    found = judged(world, body, "oral_request", CENTRAL_XA, CENTRAL_XB)
    (reason,) = [one for one in found.blocks if one.code.id == "basis-kind-replaced"]
    assert reason.basis.article == "18(6)-(7) of A/RES/55/25"
