# SPDX-License-Identifier: Apache-2.0
"""A whole thread between two nodes, over the line without sockets and with real keys."""

from node_cast import bodies

from rogatory.node.records import Delivery

XA, XB = "xa/contact-point", "xb/contact-point"


def test_a_request_is_kept_receipted_and_shown_at_both_ends(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    at_xa = world.node("XA").books.message(sent.digest)
    at_xb = world.node("XB").books.message(sent.digest)
    assert at_xa.delivery is at_xb.delivery is Delivery.RECEIPTED
    assert at_xa.message == at_xb.message
    assert at_xa.receipt == at_xb.receipt
    assert at_xa.receipt_p256 == at_xb.receipt_p256
    listed = world.node("XB").books.summary(sent.thread)
    assert (listed.status, listed.role, listed.urgency) == ("open", "requested", "urgent")
    assert listed.needs_answer
    assert not world.node("XA").books.summary(sent.thread).needs_answer
    assert [page.reason for page in world.calls["XB"].pages] == [
        "A new request (urgent) from xa/contact-point"
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
    mine, theirs = (world.node(code).books.summary(first.thread) for code in ("XA", "XB"))
    assert mine.status == theirs.status == "holding"
    assert mine.hold_end == theirs.hold_end
    assert len(world.node("XA").books.transcript(first.thread)) == 3
