# SPDX-License-Identifier: Apache-2.0
"""Remarks of this State's law data on what came in, which are no part of the thread."""

from datetime import date

import pytest

from casts.law.cases import CENTRAL_XA, CENTRAL_XB, LAWYER, SECOND, a_correction, codes
from casts.node.law import opened
from casts.node.world import bodies
from rogatory.node.corrections.correct_law import propose, review
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import before_executing
from rogatory.node.threads.transcript import thread_state


def left(name, day):
    """Return the correction by which Arcadia has not been bound by the Convention since a day."""
    row = {
        "state": "XA",
        "instrument": "un-cybercrime",
        "deposited": "2026-01-15",
        "in_force_from": "2026-06-01",
        "ended": day,
        "source": "Notification 40",
        "certainty": "seen",
    }
    reason = "Arcadia denounces the Convention."
    return a_correction(name, row=row, reason=reason, dated=date(2026, 11, 2))


GONE, LEAVING = left("xa-has-left", "2026-11-01"), left("xa-leaves", "2026-11-27")


def remarks(world, state, thread):
    return [codes(each) for each in annotations(world.node(state), thread).values()]


def corrected(world, state):
    node, low = world.node(state), state.lower()
    record = propose(node, GONE, f"{low}{LAWYER[2:]}")
    review(node, record.id, f"{low}{SECOND[2:]}", accept=True, reason="Right.")


def test_a_request_that_our_data_agree_with_has_no_remark(world):
    assert remarks(world, "XB", opened(world)) == []


@pytest.mark.law_line(1)
def test_a_basis_that_does_not_bind_by_our_data_is_remarked_and_moves_nothing(world):
    thread = opened(world)
    before = thread_state(world.node("XB"), thread).standing
    corrected(world, "XB")
    assert remarks(world, "XB", thread) == [["basis-ended"]]
    assert thread_state(world.node("XB"), thread).standing == before
    assert thread_state(world.node("XA"), thread).standing.status == before.status


def test_our_own_messages_have_no_remarks_of_ours(world):
    thread = opened(world)
    corrected(world, "XA")
    assert remarks(world, "XA", thread) == []


@pytest.mark.law_line(31)
def test_a_refusal_on_a_ground_of_no_list_is_remarked_where_it_arrives(world):
    """Their node let it pass, by data of their own; ours says what the list here has."""
    thread = opened(world)
    held = world.node("XB")
    row = {
        "id": "too_busy",
        "label": "the authority is busy",
        "offences": "all",
        "kinds": {
            "mla_stored_data": {"article": "40(21)(d)", "certainty": "practice", "source": "own"}
        },
    }
    own = a_correction("our-ground", section="grounds", row=row, reason="We hold so.")
    record = propose(held, own, "xb-0010")
    review(held, record.id, "xb-0011", accept=True, reason="So we do.")
    body = bodies.refusal() | {"ground": "too_busy", "article": "40(21)(d)"}
    world.sent(CENTRAL_XB, CENTRAL_XA, "refusal", body, thread=thread)
    world.settle()
    assert remarks(world, "XA", thread) == [["ground-not-listed"]]
    assert thread_state(world.node("XA"), thread).standing.refused is not None


@pytest.mark.law_line(1)
def test_what_was_asked_before_a_state_left_the_instrument_is_shown_as_still_owed(world):
    thread = opened(world)
    node = world.node("XB")

    def shown(kind):
        return "basis-ended-since" in codes(before_executing(node, thread, kind).shows)

    assert not shown("acceptance")
    record = propose(node, LEAVING, f"xb{LAWYER[2:]}")
    review(node, record.id, f"xb{SECOND[2:]}", accept=True, reason="Right.")
    assert not shown("acceptance")
    world.clock.forward(days=5)
    assert {kind: shown(kind) for kind in ("acceptance", "delivery", "refusal")} == dict.fromkeys(
        ("acceptance", "delivery", "refusal"), True
    )
    assert remarks(world, "XB", thread) == []
