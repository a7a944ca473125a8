# SPDX-License-Identifier: Apache-2.0
"""The beginning of a message: its addressee, and the contents that nobody should have to type."""

from datetime import datetime, timedelta

from casts.node.world import bodies
from rogatory.node.drafting.beginning import beginning, correspondence
from rogatory.node.drafting.form_body import as_typed
from rogatory.node.drafting.judge import judge_text
from rogatory.node.drafting.texts import begun
from rogatory.node.law.judge import before_executing
from rogatory.wire.moments import format_moment

XA, XB = "xa/contact-point", "xb/contact-point"
OFFICER = "xb-0001"


def sent(world, kind, body, **more):
    found = world.sent(XA, XB, kind, body, **more)
    world.settle()
    return found


def test_an_answer_goes_to_who_asked_and_not_to_the_authority_that_was_called_back(world):
    thread = sent(world, "emergency_data", bodies.emergency_data()).thread
    world.clock.forward(seconds=1)
    world.confirmed(thread, "denied")
    last = world.node("XB").store.transcript(thread)[-1]
    assert last.kind == "call_back_answer"
    for kind in ("refusal", "answer", "acknowledgement"):
        assert correspondence(world.node("XB"), kind, OFFICER, thread=thread).addressees[0] == XA


def test_the_hold_of_a_confirmation_begins_now_and_lasts_as_long_as_is_demanded(world):
    node, thread = world.node("XB"), sent(world, "preservation", bodies.preservation()).thread
    world.clock.forward(hours=2)
    body = beginning(node, "preservation_confirmed", OFFICER, thread=thread)
    assert body["hold_start"] == format_moment(world.clock.now())
    ends = datetime.fromisoformat(body["hold_end"])
    assert ends - world.clock.now() >= timedelta(days=60)
    assert not before_executing(node, thread, "preservation_confirmed", body).warnings
    options = correspondence(node, "preservation_confirmed", OFFICER, thread=thread)
    text = begun(node, options, OFFICER)
    assert text.body == as_typed(body)
    assert "hold_start" not in str(judge_text(node, text).of_body)


def test_assistance_asked_for_by_another_authority_does_not_name_the_contact_points_persons(world):
    node = world.node("XA")
    thread = sent(world, "preservation", bodies.preservation()).thread
    of_another = beginning(node, "mla_stored_data", "xa-0010", related=thread)
    assert "authority" not in of_another
    assert of_another["facts"] == bodies.preservation()["facts"]
    of_the_same = beginning(node, "mla_stored_data", "xa-0001", related=thread)
    assert of_the_same["authority"] == bodies.preservation()["authority"]
