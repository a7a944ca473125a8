# SPDX-License-Identifier: Apache-2.0
"""A treaty from a file on running nodes: loaded by two persons, a basis at one end or at both."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from casts.law.cases import (
    CENTRAL_XA,
    CENTRAL_XB,
    LAWYER,
    SECOND,
    a_request,
    answered,
    codes,
    refused,
    second_edition,
)
from casts.law.cases import TREATY_FILE as FILE
from casts.law.stored import with_rows
from casts.node.law import opened
from casts.node.world import bodies
from rogatory.node.corrections.correct_law import correction_history, review
from rogatory.node.corrections.load_treaty import propose_treaty
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import before_executing, before_sending
from rogatory.node.letters.of_node import letter
from rogatory.node.provisions.law_data import kept_law, law_in_force
from rogatory.node.threads.transcript import thread_state
from rogatory.node.views.thread_view import clocks_of
from rogatory.treaty.grounds import stated_labels

ON = date(2026, 11, 24)
BASIS = {"instrument": "mlat-xa-xb", "articles": ["3"]}
LABEL = "the offence concerns harbour dues"
OWN_GROUND = {"ground": "harbour_dues", "article": "5(1)(b)"}


def proposed(world, state, text=FILE):
    officer = f"{state.lower()}{LAWYER[2:]}"
    return propose_treaty(world.node(state), text.encode(), officer, reason="In force.", dated=ON)


def loaded(world, *states, text=FILE):
    for state in states:
        record = proposed(world, state, text)
        second = f"{state.lower()}{SECOND[2:]}"
        review(world.node(state), record.id, second, accept=True, reason="Compared.")


def treaties(node):
    return [one.edition for one in law_in_force(node).treaties]


def test_a_treaty_counts_once_a_second_person_has_accepted_it(world):
    node = world.node("XA")
    record = proposed(world, "XA")
    assert treaties(node) == []
    assert refused(node, lambda: review(node, record.id, LAWYER, accept=True, reason="Sure.")) == [
        "law-correction-own"
    ]
    assert treaties(node) == []
    review(node, record.id, SECOND, accept=True, reason="Compared with the journal.")
    assert treaties(node) == [1]
    assert treaties(world.node("XB")) == []


def test_nobody_but_a_lawyer_proposes_one(world):
    node = world.node("XA")

    def attempt():
        propose_treaty(node, FILE.encode(), "xa-0001", reason="In force.", dated=ON)

    assert "officer-role" in refused(node, attempt)
    assert not correction_history(node)


def test_a_treaty_of_two_other_states_is_refused(world):
    node, text = world.node("XA"), FILE.replace("[XA, XB]", "[XB, XM]")

    def attempt():
        propose_treaty(node, text.encode(), LAWYER, reason="In force.", dated=ON)

    assert refused(node, attempt) == ["law-treaty-of-others"]
    assert treaties(node) == []


def test_of_two_editions_that_wait_the_older_one_is_not_accepted_after_the_newer(world):
    node = world.node("XA")
    old, new = proposed(world, "XA"), proposed(world, "XA", second_edition())
    review(node, new.id, SECOND, accept=True, reason="The newest.")
    found = refused(
        node, lambda: review(node, old.id, SECOND, accept=True, reason="The older one.")
    )
    assert found == ["treaty-data"]
    assert treaties(node) == [2]


def test_a_decision_keeps_the_edition_it_was_taken_under(world):
    node = world.node("XA")
    loaded(world, "XA")
    draft = a_request(world, legal_basis=BASIS)
    taken = answered(world, "XA", draft.id, "human-rights", "yes", officer=LAWYER)
    loaded(world, "XA", text=second_edition())
    assert [one.edition for one in kept_law(node, taken.law).treaties] == [1]
    grounds = {one.id for one in kept_law(node, taken.law).grounds}
    assert "harbour_dues" in grounds
    assert treaties(node) == [2]


def test_a_request_to_another_state_than_the_treatys_is_not_sent_on_it(world):
    loaded(world, "XA", text=FILE.replace("[XA, XB]", "[XA, XM]"))
    draft = a_request(world, legal_basis=BASIS)
    assert "basis-other-pair" in codes(before_sending(world.node("XA"), draft).blocks)


def test_a_treaty_is_among_the_bases_of_a_draft_and_goes_first(world):
    loaded(world, "XA")
    draft = a_request(world, legal_basis=BASIS)
    found = before_sending(world.node("XA"), draft)
    assert found.bases[0].instrument == "mlat-xa-xb"
    assert "treaty-goes-first" not in codes(found.shows)
    found = before_sending(world.node("XA"), a_request(world))
    assert "treaty-goes-first" in codes(found.shows)


@pytest.mark.law_line(31)
def test_its_own_ground_refuses_and_one_of_article_40_does_not(world):
    loaded(world, "XA", "XB")
    thread = opened(world, body=bodies.mla_stored_data(legal_basis=BASIS))
    node = world.node("XB")
    own = bodies.refusal() | OWN_GROUND
    assert codes(before_executing(node, thread, "refusal", own).blocks) == []
    other = bodies.refusal() | {"ground": "domestic_prohibition", "article": "40(21)(c)"}
    found = codes(before_executing(node, thread, "refusal", other).blocks)
    assert found == ["ground-not-listed"]
    world.sent(CENTRAL_XB, CENTRAL_XA, "refusal", own, thread=thread)
    world.settle()
    assert annotations(world.node("XA"), thread) == {}
    assert thread_state(world.node("XA"), thread).standing.refused is not None


def of_both(world, thread):
    return [thread_state(world.node(state), thread).standing for state in ("XA", "XB")]


def refused_on(world, thread, ground):
    body = bodies.refusal() | {"ground": ground, "article": "5(1)(b)"}
    world.sent(CENTRAL_XB, CENTRAL_XA, "refusal", body, thread=thread)
    world.settle()


def test_one_end_without_the_file_remarks_and_both_compute_one_thread(world):
    """The fold reads messages alone: what one State has loaded moves nothing at the other."""
    loaded(world, "XA")
    thread = opened(world, body=bodies.mla_stored_data(legal_basis=BASIS))
    remarks = [codes(each) for each in annotations(world.node("XB"), thread).values()]
    assert remarks == [["law-basis-unknown"]]
    opening = thread_state(world.node("XB"), thread).standing.opening
    printed = letter(world.node("XB"), opening.digest, "en", pdf=False)
    assert b"mlat-xa-xb" in printed.html
    refused_on(world, thread, "harbour_dues")
    requesting, requested = of_both(world, thread)
    assert requesting.refused == requested.refused is not None
    assert requesting.status == requested.status
    assert annotations(world.node("XA"), thread) == {}


def letter_of_refusal(world, state, thread):
    refusal = thread_state(world.node(state), thread).standing.refused
    return letter(world.node(state), refusal, "fr", pdf=False).html.decode()


def test_a_letter_names_the_treatys_own_ground_as_a_lawyer_wrote_it(world):
    """Where the treaty is not loaded nobody knows what the ground's id means: it is printed alone."""
    loaded(world, "XB")
    thread = opened(world, body=bodies.mla_stored_data(legal_basis={"instrument": "comity"}))
    refused_on(world, thread, "harbour_dues")
    assert f"{LABEL} (harbour_dues)" in letter_of_refusal(world, "XB", thread)
    page = letter_of_refusal(world, "XA", thread)
    assert "harbour_dues" in page
    assert LABEL not in page


def test_a_ground_that_two_treaties_call_differently_has_no_label(world):
    loaded(world, "XA")
    law = law_in_force(world.node("XA"))
    assert stated_labels(law)["harbour_dues"] == LABEL
    (own,) = [one for one in law.grounds if one.id == "harbour_dues"]
    other = replace(own, instrument="mlat-xa-xm", label="dues of any port")
    assert "harbour_dues" not in stated_labels(with_rows(law, "grounds", (*law.grounds, other)))


def test_ends_with_two_editions_compute_one_thread_and_remark_the_ground(world):
    loaded(world, "XA", "XB")
    loaded(world, "XB", text=second_edition())
    thread = opened(world, body=bodies.mla_stored_data(legal_basis=BASIS))
    assert annotations(world.node("XB"), thread) == {}
    refused_on(world, thread, "light_dues")
    requesting, requested = of_both(world, thread)
    assert requesting.refused == requested.refused is not None
    remarks = [codes(each) for each in annotations(world.node("XA"), thread).values()]
    assert remarks == [["ground-not-listed"]]
    assert annotations(world.node("XB"), thread) == {}


def test_a_time_limit_of_the_treaty_has_its_clock_where_nobody_has_loaded_it(world):
    """120 days as the request states them: the end without the file counts as the other does."""
    loaded(world, "XA")
    term = {"id": "execution", "days": 120, "from": ["received"], "article": "7(2)"}
    thread = opened(world, body=bodies.mla_stored_data(legal_basis=BASIS, terms=[term]))
    found = []
    for state in ("XA", "XB"):
        node = world.node(state)
        transcript = node.store.transcript(thread)
        clocks = clocks_of(node, transcript, thread_state(node, thread))
        found.append([one for one in clocks if one.is_stated])
    assert [one.due for one in found[0]] == [one.due for one in found[1]]
    ((one,), _) = found
    assert one.due - one.started == timedelta(days=120)


MINISTRY_TREATY = Path(__file__).parents[2] / "treaty" / "bilateral" / "ministry_treaty.yaml"
WHOLE = {
    "legal_basis": {"instrument": "mlat-xa-xb", "articles": ["12"]},
    "persons": [{"name": "Pat Example", "role": "suspect"}],
    "deadline": {"date": "2027-02-01", "reason": "The trial begins then."},
}


@pytest.mark.parametrize(("answer", "is_blocked"), [("no", True), ("yes", False)])
def test_a_question_of_the_treaty_is_answered_before_it_is_executed(world, answer, is_blocked):
    loaded(world, "XA", "XB", text=MINISTRY_TREATY.read_text("utf-8"))
    thread, node = opened(world, body=bodies.mla_stored_data(**WHOLE)), world.node("XB")
    question = "death-penalty-mlat-xa-xb"
    questions = {one.id: one.article for one in before_executing(node, thread, "acceptance").asked}
    assert questions[question] == "5(3) of MLAT XA-XB 2011"
    assert questions["human-rights"] == "1(3) of MLAT XA-XB 2011"
    assert "third-parties" in questions
    answered(world, "XB", thread, question, answer, topic="before-executing", officer="xb-0010")
    found = before_executing(node, thread, "acceptance")
    stopping = [one for one in found.blocks if one.fields.get("article") == questions[question]]
    assert bool(stopping) == is_blocked
    assert question not in {one.id for one in found.open_questions}
    assert annotations(node, thread) == {}


def test_a_letter_cites_the_provisions_of_the_treaty(world):
    loaded(world, "XA", "XB", text=MINISTRY_TREATY.read_text("utf-8"))
    thread = opened(world, body=bodies.mla_stored_data(**WHOLE))
    opening = thread_state(world.node("XA"), thread).standing.opening
    printed = letter(world.node("XA"), opening.digest, "en", pdf=False).html.decode()
    assert "article 4, paragraph 1 (d)" in printed
    assert "article 40, paragraph 15" not in printed
