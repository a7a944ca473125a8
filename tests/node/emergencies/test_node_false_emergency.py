# SPDX-License-Identifier: Apache-2.0
"""An emergency that proves false is closed as that, at both ends; nothing else is closed so."""

import re

import pytest

from casts.node.world import bodies, snapshot
from rogatory.errors import Refused
from rogatory.node.law.judge import before_executing
from rogatory.node.letters.of_node import letter
from rogatory.node.messages.send import send
from rogatory.node.views import thread_view
from rogatory.node.views.deadline_alerts import watch_clocks

XA, XB = "xa/contact-point", "xb/contact-point"
GIVEN = {"complete": True, "answer": "The connection ends at 12 Quay Street."}


@pytest.fixture
def given(world):
    """An emergency of Arcadia in which Borealia gave what was asked for."""
    thread = sent(world, "emergency_data", bodies.emergency_data()).thread
    world.clock.forward(seconds=1)
    world.confirmed(thread)
    sent(world, "answer", bodies.answer(**GIVEN), by=(XB, XA), thread=thread)
    return thread


def sent(world, kind, body, *, by=(XA, XB), **more):
    found = world.sent(*by, kind, body, **more)
    world.settle()
    return found


def review(world, thread):
    """Return the state of the review at each end: of its clock, and of the obligation with what met it."""
    found = []
    for state in ("XA", "XB"):
        view = thread_view.thread(world.node(state), thread)
        (clock,) = [one for one in view.clocks if one.name == "emergency-review"]
        (owed,) = [one for one in view.obligations if one.name == "emergency-review"]
        found.append((clock.level.value, owed.status.value, owed.met_by))
    assert found[0] == found[1]
    return found[0]


@pytest.mark.law_line(24)
def test_a_false_emergency_ends_its_review_with_its_own_words_at_both_ends(world, given):
    assert review(world, given)[1:] == ("open", None)
    unknown = bodies.feedback(usefulness="not_yet_known")
    sent(world, "feedback", unknown, thread=given)
    assert review(world, given)[1:] == ("open", None)  # who does not know yet has not reviewed it
    closed = sent(world, "feedback", bodies.feedback(usefulness="false_emergency"), thread=given)
    assert review(world, given) == ("met", "met", closed.digest)
    for state in ("XA", "XB"):
        assert world.node(state).store.summary(given).status == "answered"
        page = letter(world.node(state), closed.digest, "en", pdf=False).html.decode()
        shown = " ".join(re.sub(r"<[^>]+>|[\u2066-\u2069]", "", page).split())
        assert "there was no emergency" in shown
        assert "not known yet" not in shown


@pytest.mark.law_line(24)
@pytest.mark.parametrize("kind", ["preservation", "mla_stored_data"])
def test_what_claimed_no_emergency_is_not_closed_as_a_false_one(world, kind):
    request = sent(world, kind, getattr(bodies, kind)())
    sent(world, "no_longer_required", {"request": request.digest}, thread=request.thread)
    body = bodies.feedback(usefulness="false_emergency")
    draft = world.approved(world.drafted(XA, XB, "feedback", body, thread=request.thread))
    before = [snapshot(world.node(state)) for state in ("XA", "XB")]
    with pytest.raises(Refused) as refused:
        send(world.node("XA"), draft.id, draft.drafted_by)
    assert refused.value.codes == ("emergency-none-claimed",)
    assert [snapshot(world.node(state)) for state in ("XA", "XB")] == before


def test_a_request_of_another_kind_that_claimed_an_emergency_is_closed_as_a_false_one(world):
    urgent = {"level": "emergency", "reason": "A child is held at the quay."}
    thread = sent(world, "preservation", bodies.preservation(urgency=urgent)).thread
    body = bodies.feedback(usefulness="false_emergency")
    assert not before_executing(world.node("XA"), thread, "feedback", body).blocks


@pytest.mark.law_line(24)
def test_who_was_helped_in_an_emergency_of_another_kind_is_alerted_to_look_at_it_again(world):
    """The thread has ended by then: it is watched all the same."""
    urgent = {"level": "emergency", "reason": "A child is held at the quay."}
    body = bodies.locate_suspect(urgency=urgent)
    thread = sent(world, "locate_suspect", body).thread
    world.clock.forward(seconds=1)
    world.confirmed(thread)
    sent(world, "answer", bodies.answer(**GIVEN), by=(XB, XA), thread=thread)
    assert review(world, thread)[1:] == ("open", None)
    world.clock.forward(days=8)
    node = world.node("XA")
    watch_clocks(node)
    assert [one.thread for one in node.store.pages() if "emergency-review" in one.id] == [thread]
    closed = sent(world, "feedback", bodies.feedback(usefulness="false_emergency"), thread=thread)
    assert review(world, thread) == ("met", "met", closed.digest)
