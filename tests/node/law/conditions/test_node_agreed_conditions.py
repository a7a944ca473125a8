# SPDX-License-Identifier: Apache-2.0
"""Conditions bind as they were agreed to; a report of destruction is its State's word, and joins custody."""

import re

import pytest

from casts.node.law import bound
from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.law.annotations import annotations
from rogatory.node.law.conditions.agreed_conditions import agreed_in
from rogatory.node.law.judge import before_executing
from rogatory.node.law.use.evidence_given import unrecorded_tombstones
from rogatory.node.letters.of_node import letter
from rogatory.node.threads.transcript import thread_state
from rogatory.node.views import thread_view

CENTRAL_A, CENTRAL_B = "xa/central-authority", "xb/central-authority"
AGREED, DECLINED = bodies.TERMS
TOMBSTONE = "7" * 64


def sent(world, kind, body, *, by=(CENTRAL_A, CENTRAL_B), **more):
    found = world.sent(*by, kind, body, **more)
    world.settle()
    return found


@pytest.fixture
def accepted_on_terms(world):
    thread = sent(world, "mla_stored_data", bodies.mla_stored_data()).thread
    by = (CENTRAL_B, CENTRAL_A)
    acceptance = sent(world, "acceptance", bodies.acceptance(*bodies.TERMS), by=by, thread=thread)
    return thread, acceptance.digest


def obligations(world, thread):
    found = thread_view.thread(world.node("XA"), thread).obligations
    return [one for one in found if one.name == "terms"]


def test_conditions_bind_nobody_before_they_are_agreed_to(world, accepted_on_terms):
    thread, acceptance = accepted_on_terms
    assert obligations(world, thread) == []
    answer = sent(
        world, "conditions_answered", bodies.conditions_answered(acceptance), thread=thread
    )
    (owed,) = obligations(world, thread)
    assert (owed.owed_by, owed.message, owed.stated) == ("XA", answer.digest, (AGREED,))


def test_before_something_is_given_its_conditions_are_shown_with_who_agreed(
    world, accepted_on_terms
):
    thread, acceptance = accepted_on_terms
    body = bodies.conditions_answered(acceptance)
    answer = sent(world, "conditions_answered", body, thread=thread)
    law = before_executing(world.node("XB"), thread, "delivery", bodies.delivery())
    (shown,) = [one for one in law.shows if one.code.id == "law-conditions-agreed"]
    assert (shown.fields["state"], shown.fields["message"]) == ("XA", answer.digest)
    assert shown.fields["conditions"] == AGREED


def delivered(world, thread, acceptance, **conditions):
    """Deliver on conditions of the delivery's own after those of the acceptance were answered."""
    sent(world, "conditions_answered", bodies.conditions_answered(acceptance), thread=thread)
    body = bodies.delivery() | {"conditions": bodies.CONDITIONS | conditions}
    law = before_executing(world.node("XB"), thread, "delivery", body)
    given = sent(world, "delivery", body, by=(CENTRAL_B, CENTRAL_A), thread=thread)
    return given, [one for one in law.warnings if one.code.id == "law-conditions-unagreed"]


def remarked(world, given):
    """Return what each end reads of the conditions of a delivery."""
    found = (annotations(world.node(state), given.thread) for state in ("XA", "XB"))
    return [
        [one for one in each.get(given.digest, ()) if one.code.id == "law-conditions-unagreed"]
        for each in found
    ]


def test_a_giver_that_adds_conditions_with_its_delivery_is_shown_as_alone_with_them(
    world, accepted_on_terms
):
    """Before it signs, and afterwards at both ends and in the letter; what was agreed to stays the same."""
    thread, acceptance = accepted_on_terms
    given, warned = delivered(world, thread, acceptance, secrecy=AGREED, retention="One week.")
    mine, theirs = remarked(world, given)
    assert warned == mine == theirs
    (reason,) = mine
    assert (reason.fields["state"], str(reason.fields["problem"])) == ("XA", "Retention")
    (owed,) = obligations(world, thread)
    assert owed.stated == (AGREED,)
    for state in ("XA", "XB"):
        page = letter(world.node(state), given.digest, "en", pdf=False).html.decode()
        sentence = "agrees to the conditions on the following: Retention."
        assert sentence in " ".join(re.sub(r"[\u2066-\u2069]", "", page).split())


@pytest.mark.parametrize("stated", [{}, {"secrecy": AGREED}, {"onward_transfer": "forbidden"}])
def test_what_was_agreed_to_or_the_instrument_sets_is_not_remarked_on(
    world, accepted_on_terms, stated
):
    thread, acceptance = accepted_on_terms
    given, warned = delivered(world, thread, acceptance, **stated)
    assert warned == []
    assert remarked(world, given) == [[], []]


def test_under_ets_185_a_use_that_nobody_agreed_to_is_the_givers_word_alone(world):
    bound(world, "ets-185")
    basis = {"instrument": "ets-185", "articles": ["31", "34"]}
    request = bodies.mla_stored_data(legal_basis=basis, purpose="The trial of the shop's owners")
    thread = sent(world, "mla_stored_data", request).thread
    by = (CENTRAL_B, CENTRAL_A)
    sent(world, "acceptance", bodies.acceptance(), by=by, thread=thread)
    own = bodies.CONDITIONS | {"purpose": request["purpose"]}
    for stated, names in ((own, None), (own | {"purpose": "Nothing else"}, "Purpose")):
        law = before_executing(world.node("XB"), thread, "delivery", {"conditions": stated})
        found = [one for one in law.warnings if one.code.id == "law-conditions-unagreed"]
        assert [str(one.fields["problem"]) for one in found] == ([names] if names else [])
        assert all(one.basis == ("28(3) of ETS 185", "seen") for one in found)


def test_terms_of_a_consultation_are_agreed_to_in_its_answer(world):
    thread = sent(world, "mla_stored_data", bodies.mla_stored_data()).thread
    by = (CENTRAL_B, CENTRAL_A)
    consultation = sent(world, "consultation", bodies.consultation(), by=by, thread=thread)
    body = bodies.consultation_answer(consultation.digest)
    answer = sent(world, "consultation_answer", body, thread=thread)
    (found,) = agreed_in(thread_state(world.node("XA"), thread))
    assert (found.message, found.set_in) == (answer.digest, consultation.digest)


def test_a_delivery_before_the_answer_stays_at_its_node(world, accepted_on_terms):
    thread, _ = accepted_on_terms
    before = len(world.node("XB").store.transcript(thread))
    with pytest.raises(Refused) as caught:
        sent(world, "delivery", bodies.delivery(), by=(CENTRAL_B, CENTRAL_A), thread=thread)
    assert "thread-conditions-unanswered" in caught.value.codes
    assert len(world.node("XB").store.transcript(thread)) == before


def test_a_tombstone_that_no_custody_event_records_is_not_reported(world, accepted_on_terms):
    body = bodies.returned_or_destroyed(seal=bodies.SEAL, tombstones=[TOMBSTONE])
    (reason,) = unrecorded_tombstones(world.node("XA"), body)
    assert (reason.code.id, reason.fields["tombstone"]) == ("law-tombstone-unrecorded", TOMBSTONE)
