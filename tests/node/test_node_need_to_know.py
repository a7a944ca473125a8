# SPDX-License-Identifier: Apache-2.0
"""What the node tells of its log and its work leaves out requests that are restricted to others."""

from node_cast import NOW, bodies

from rogatory.node.audit.need_to_know import open_events, open_jobs
from rogatory.node.matters.restricting import restrict
from rogatory.node.records import TroubledJob

XA, XB = "xa/contact-point", "xb/contact-point"


def job(**payload):
    return TroubledJob("apply", "apply/1", payload, 1, "it failed", NOW)


def test_events_and_jobs_of_a_restricted_request_are_for_its_officers(world):
    closed = world.sent(XA, XB, "preservation", bodies.preservation())
    opened = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    node = world.node("XB")
    restrict(node, closed.thread, ["xb-0002"], "xb-0002", "An officer is a suspect.")
    events = node.books.events_since(0, 100)
    assert {one.thread for one in events} >= {closed.thread, opened.thread}
    seen = {one.thread for one in open_events(node, "xb-0001", events)}
    assert opened.thread in seen
    assert closed.thread not in seen
    assert list(open_events(node, "xb-0002", events)) == list(events)
    hidden = [job(thread=closed.thread), job(message=closed.digest)]
    shown = [job(thread=opened.thread), job(message=opened.digest), job(day="2026-11-24")]
    assert list(open_jobs(node, "xb-0001", [*hidden, *shown])) == shown
    assert list(open_jobs(node, "xb-0002", [*hidden, *shown])) == [*hidden, *shown]
