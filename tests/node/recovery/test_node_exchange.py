# SPDX-License-Identifier: Apache-2.0
"""A whole thread between two nodes, over the line without sockets and with real keys."""

import pytest

from casts.node.world import bodies
from rogatory.custody.log.proof import verify_proof
from rogatory.errors import Refused
from rogatory.node.custody_log.log import prove, publish_checkpoint, signed_checkpoint, tile
from rogatory.node.repositories.messages import Delivery
from rogatory.node.views import node_state, thread_view

XA, XB = "xa/contact-point", "xb/contact-point"


@pytest.mark.law_line(16, 20)
def test_a_request_is_kept_receipted_and_shown_at_both_ends(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    at_xa = world.node("XA").store.message(sent.digest)
    at_xb = world.node("XB").store.message(sent.digest)
    assert at_xa.delivery is at_xb.delivery is Delivery.RECEIPTED
    assert at_xa.message == at_xb.message
    assert at_xa.receipt == at_xb.receipt
    assert at_xa.receipt_p256 == at_xb.receipt_p256
    listed = world.node("XB").store.summary(sent.thread)
    assert (listed.status, listed.role, listed.urgency) == ("open", "requested", "urgent")
    assert listed.needs_answer
    assert not world.node("XA").store.summary(sent.thread).needs_answer
    assert [page.reason for page in world.calls["XB"].pages] == [
        "[alert-request] A new request (urgent) from xa/contact-point"
    ]


def test_a_thread_goes_from_request_to_hold_and_both_fold_it_alike(world):
    first = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    world.sent(XB, XA, "acknowledgement", bodies.acknowledgement(), thread=first.thread)
    world.settle()
    world.sent(
        XB, XA, "preservation_confirmed", bodies.preservation_confirmed(), thread=first.thread
    )
    world.settle()
    mine, theirs = (world.node(code).store.summary(first.thread) for code in ("XA", "XB"))
    assert mine.status == theirs.status == "holding"
    assert mine.hold_end == theirs.hold_end
    assert len(world.node("XA").store.transcript(first.thread)) == 3


def test_the_desk_shows_the_thread_in_words_with_clocks_and_next_steps(world):
    first = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    world.sent(XB, XA, "acknowledgement", bodies.acknowledgement(), thread=first.thread)
    world.settle()
    shown = thread_view.thread(world.node("XB"), first.thread)
    assert [message.title for message in shown.messages] == [
        "Request to preserve stored data",
        "Acknowledgement by an officer",
    ]
    assert shown.messages[0].approved_by == ("xa-0002",)
    assert {clock.name for clock in shown.clocks} == {"acknowledgement"}
    assert "preservation_confirmed" in {action.kind for action in shown.actions}
    assert [event.title for event in shown.events] == [
        "A message was received",
        "A message was sent",
    ]
    assert world.node("XB").store.summaries(needs_answer=True)[0].thread == first.thread
    assert world.node("XA").store.summaries()[0].status == "acknowledged"


def test_the_log_proves_each_event_to_who_has_the_vkey(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    node = world.node("XB")
    logged = node.store.events_of(sent.digest)[0]
    proof = prove(node, logged, signed_checkpoint(node, node.store.log_size()))
    vkey = world.states["XB"].log.vkey
    found = verify_proof(proof, logged.event, origin=node.log_origin, vkeys=[vkey])
    assert found.event.object == sent.digest
    publish_checkpoint(node)
    state = node_state.log_state(node)
    assert state.size == state.published.size == 1
    assert state.newest[0].is_published


def test_tiles_are_served_only_as_far_as_a_published_checkpoint_reaches(world):
    node = world.node("XB")
    world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    with pytest.raises(Refused):
        tile(node, "tile/0/000.p/1")
    publish_checkpoint(node)
    assert tile(node, "tile/0/000.p/1") == node.store.read_tile(0, 0, 1)
    for path in ("tile/0/000.p/2", "tile/0/000", "tile/1/000.p/1", "tile/0/../0", "tile/0/1"):
        with pytest.raises(Refused):
            tile(node, path)
