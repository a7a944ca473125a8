# SPDX-License-Identifier: Apache-2.0
"""The node's lists of its log and its work leave out requests that are restricted to others."""

from casts.node.world import NOW, bodies
from rogatory.node.audit.journals import audit_page
from rogatory.node.audit.need_to_know import open_events, open_jobs
from rogatory.node.case_files.journal import read_case_file
from rogatory.node.case_files.restricting import restrict
from rogatory.node.repositories.audit import AuditFilter, Source
from rogatory.node.repositories.queue import TroubledJob
from rogatory.wire.statements import older

XA, XB = "xa/contact-point", "xb/contact-point"


def job(**payload):
    return TroubledJob("apply", "apply/1", payload, 1, older("it failed"), NOW)


def test_events_and_jobs_of_a_restricted_request_are_for_its_officers(world):
    closed = world.sent(XA, XB, "preservation", bodies.preservation())
    opened = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    node = world.node("XB")
    restrict(node, closed.thread, ["xb-0002"], "xb-0002", "An officer is a suspect.")
    events = node.store.events_since(0, 100)
    assert {one.thread for one in events} >= {closed.thread, opened.thread}
    seen = {one.thread for one in open_events(node, "xb-0001", events)}
    assert opened.thread in seen
    assert closed.thread not in seen
    assert list(open_events(node, "xb-0002", events)) == list(events)
    hidden = [job(thread=closed.thread), job(message=closed.digest)]
    shown = [job(thread=opened.thread), job(message=opened.digest), job(day="2026-11-24")]
    assert list(open_jobs(node, "xb-0001", [*hidden, *shown])) == shown
    assert list(open_jobs(node, "xb-0002", [*hidden, *shown])) == [*hidden, *shown]


def test_a_request_that_follows_from_a_restricted_one_is_restricted_by_itself(world):
    """Else the request for the data shows everybody whom the preservation was about."""
    first = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    for state in ("XA", "XB"):
        officer = f"{state.lower()}-0002"
        restrict(world.node(state), first.thread, [officer], officer, "An officer is a suspect.")
    second = world.sent(XA, XB, "preservation", bodies.preservation(), related=[first.thread])
    third = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    for state in ("XA", "XB"):
        node, own = world.node(state), state.lower()
        threads = [second.thread, third.thread]
        assert node.store.closed_to(f"{own}-0001", threads) == {second.thread}
        assert node.store.closed_to(f"{own}-0002", threads) == frozenset()
        assert read_case_file(node, second.thread).readers == (f"{own}-0002",)
        lines = audit_page(node, AuditFilter(source=Source.CASE_FILE)).lines
        [line] = [one for one in lines if one.entry.action == "restricted-as-following"]
        assert line.title == "restricted automatically: it follows from a restricted request"
        assert not line.entry.officer
