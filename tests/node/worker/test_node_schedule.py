# SPDX-License-Identifier: Apache-2.0
"""The automatic work of a node: checkpoints, the directory, the clocks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.world import bodies
from rogatory.custody.events.event import CustodyAction
from rogatory.directory.refusals import NO_COPY, STATE_KEY_CHANGED, UNREACHABLE
from rogatory.errors import Refused, Unreachable
from rogatory.node.directory.accepted_directory import directory_digest
from rogatory.node.repositories.messages import Delivery
from rogatory.node.worker.schedule import after_clock_was_set_back, start_schedule
from rogatory.transport.refusals import PEER_SILENT

XA, XB = "xa/contact-point", "xb/contact-point"


def calls(world, code, prefix):
    """Return the sentences of the alerts of a kind, without their codes."""
    found = [page.reason for page in world.calls[code].pages if page.id.startswith(prefix)]
    return [one.partition("] ")[2] for one in found]


def test_beats_go_on_and_are_never_doubled(world):
    node = world.node("XB")
    start_schedule(node)
    start_schedule(node)
    for _ in range(3):
        world.work("XB")
        start_schedule(node)
        world.clock.forward(minutes=10)
    assert sorted(job.kind for job in node.queue.waiting()) == [
        "cards",
        "checkpoint",
        "clocks",
        "directory",
        "drills",
        "logs",
        "object-removal",
        "witnesses",
    ]


def test_no_beat_waits_for_a_moment_that_a_fast_clock_set(world):
    """The clock was a day ahead for some beats, and is corrected: all go on within their pauses."""
    node = world.node("XB")
    start_schedule(node)
    world.clock.forward(hours=25)
    world.work("XB")
    world.clock.forward(hours=-25)
    assert not node.queue.lease("worker", 9, world.clock.now() + timedelta(hours=7))
    after_clock_was_set_back(node)
    assert [job.kind for job in node.queue.lease("worker", 9, world.clock.now())] == ["directory"]
    due = node.queue.lease("worker", 9, world.clock.now() + timedelta(minutes=10))
    assert sorted(job.kind for job in due) == [
        "cards",
        "checkpoint",
        "clocks",
        "directory",
        "logs",
        "witnesses",
    ]
    late = node.queue.lease("worker", 9, world.clock.now() + timedelta(hours=6))
    assert "drills" in {job.kind for job in late}


def test_messages_that_a_fast_clock_put_off_are_tried_at_once(world):
    away = world.exchange.nodes.pop("XB")
    world.clock.forward(hours=25)
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    for _ in range(5):
        world.work("XA")
        world.clock.forward(minutes=20)
    world.clock.forward(hours=-26)
    world.exchange.nodes["XB"] = away
    world.work("XA")
    node = world.node("XA")
    assert node.store.message(sent.digest).delivery is Delivery.WAITING
    after_clock_was_set_back(node)
    before = len(world.exchange.requests)
    world.work("XA")
    assert ("XA", "XB", "message") in world.exchange.requests[before:]


def test_a_node_without_a_copy_of_the_directory_tries_again_soon(world):
    """Its doors are shut meanwhile; the beat alone would come five minutes later."""
    node = world.node("XB")
    node = replace(node, register=NoDirectory(world.directory))
    world.exchange.nodes["XB"] = node
    start_schedule(node)
    tried = []
    for second in range(90):
        before = node.register.tries
        world.work("XB")
        if node.register.tries > before:
            tried.append(second)
        world.clock.forward(seconds=1)
    assert tried == [0, 2, 7, 22, 82]
    assert len(calls(world, "XB", "directory/")) == 1
    (waiting,) = [job for job in node.queue.troubled() if job.key == "directory"]
    assert "cut" in str(waiting.problem)
    node.register.is_away = False
    world.clock.forward(minutes=5)
    world.work("XB")
    assert not [job for job in node.queue.troubled() if job.key == "directory"]


class NoDirectory:
    """The register of a node that never reached the directory."""

    def __init__(self, directory):
        self.directory, self.is_away, self.tries = directory, True, 0

    def view(self):
        if self.is_away:
            raise Refused(NO_COPY.because())
        return self.directory.view()

    def refresh(self, at):
        self.tries += 1
        if self.is_away:
            raise Unreachable(UNREACHABLE.because(problem="the line is cut"))
        return self.directory.refresh(at)


def test_each_accepted_version_of_the_directory_is_logged_once(world):
    node = world.node("XB")
    start_schedule(node)
    world.work("XB")
    first = world.directory.newest
    world.clock.forward(minutes=10)
    world.work("XB")
    world.relist()
    world.clock.forward(minutes=10)
    world.work("XB")
    for view in (first, world.directory.newest):
        (logged,) = node.store.events_of(directory_digest(view))
        assert logged.action == CustodyAction.DIRECTORY_ACCEPTED.value
    assert node.store.log_size() == 2


def test_a_state_that_is_held_calls_a_human_once_for_each_reason(world):
    node = world.node("XB")
    start_schedule(node)
    reason = STATE_KEY_CHANGED.because(state="XA", keyids="ab" * 32)
    held = {"held": {"XA": (reason,)}, "unconfirmed": {"XA": ("ab" * 32,)}}
    world.directory.newest = replace(world.directory.newest, **held)
    for _ in range(3):
        world.work("XB")
        world.clock.forward(minutes=10)
    (call,) = calls(world, "XB", "state-held/XA/")
    assert "compare the new key's fingerprint with XA" in call
    held["unconfirmed"] = {"XA": ("cd" * 32,)}
    world.directory.newest = replace(world.directory.newest, **held)
    world.work("XB")
    assert len(calls(world, "XB", "state-held/XA/")) == 2, "another key is another reason"


def test_a_checkpoint_is_published_on_its_beat_not_at_each_event(world):
    node = world.node("XB")
    start_schedule(node)
    world.work("XB")
    published = node.store.checkpoint()
    world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    assert node.store.checkpoint() == published
    world.clock.forward(minutes=1)
    world.work("XB")
    assert node.store.checkpoint() != published


def test_a_directory_that_cannot_be_refreshed_calls_a_human_once_a_day(world):
    class Away:
        def view(self):
            return world.directory.view()

        def refresh(self, at):
            raise Unreachable(PEER_SILENT.because(address="directory", problem="no answer"))

    world.exchange.nodes["XB"] = node = replace(world.node("XB"), register=Away())
    start_schedule(node)
    for _ in range(5):
        world.work("XB")
        world.clock.forward(minutes=6)
    assert len(calls(world, "XB", "directory/")) == 1
    world.clock.forward(days=1)
    world.work("XB")
    assert len(calls(world, "XB", "directory/")) == 2


def test_a_request_that_nobody_answers_calls_louder_and_stops_when_answered(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    start_schedule(world.node("XB"))
    start_schedule(world.node("XA"))
    for _ in range(60):
        world.settle()
        world.clock.forward(minutes=5)
    assert [reason.split(" (")[1].split(",")[0] for reason in calls(world, "XB", "clock/")] == [
        "warning",
        "overdue",
    ]
    assert calls(world, "XA", "clock/") == []
    world.sent(XB, XA, "acknowledgement", bodies.acknowledgement(), thread=sent.thread)
    world.clock.forward(hours=8)
    world.settle()
    assert len(calls(world, "XB", "clock/")) == 2


@pytest.mark.law_line(26, 27)
def test_a_hold_that_runs_out_calls_officers_of_both_states(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    world.sent(
        XB, XA, "preservation_confirmed", bodies.preservation_confirmed(), thread=sent.thread
    )
    world.settle()
    for state in ("XA", "XB"):
        start_schedule(world.node(state))
    for _ in range(62):
        for state in ("XA", "XB"):
            world.work(state)
        world.clock.forward(seconds=timedelta(days=1).total_seconds())

    def levels(state, title):
        calls_found = [one for one in calls(world, state, "clock/") if one.startswith(title)]
        return [reason.split(" (")[1].split(",")[0] for reason in calls_found]

    filing = "Request for assistance to be filed"
    assert levels("XA", filing) == ["notice", "warning", "critical", "overdue"]
    assert levels("XB", filing) == []
    for state in ("XA", "XB"):
        assert levels(state, "Data held") == ["warning", "critical", "expired"]


def test_an_emergency_that_is_over_is_remembered_until_it_was_looked_at_again(world):
    sent = world.sent(XA, XB, "emergency_data", bodies.emergency_data())
    world.settle()
    world.confirmed(sent.thread)
    world.sent(XB, XA, "answer", bodies.answer(), thread=sent.thread)
    world.settle()
    assert world.node("XA").store.summary(sent.thread).status == "answered"
    start_schedule(world.node("XA"))
    for _ in range(9):
        world.work("XA")
        world.clock.forward(seconds=timedelta(days=1).total_seconds())
    found = calls(world, "XA", "clock/")
    assert [one.split(" (")[0] for one in found] == ["Emergency to be looked at again"] * 2


def filed_in_time(world):
    """A hold of XB, and XA's request for what is held; the thread of the hold and the filing."""
    office_a, office_b = "xa/central-authority", "xb/central-authority"
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.settle()
    world.sent(
        XB, XA, "preservation_confirmed", bodies.preservation_confirmed(), thread=sent.thread
    )
    world.settle()
    filing = world.sent(
        office_a, office_b, "mla_stored_data", bodies.mla_stored_data(), related=(sent.thread,)
    )
    world.settle()
    return sent.thread, filing


def two_months(world):
    start_schedule(world.node("XA"))
    for _ in range(62):
        world.work("XA")
        world.clock.forward(seconds=timedelta(days=1).total_seconds())


def test_a_request_filed_in_time_and_recognised_silences_the_clock(world):
    thread, filing = filed_in_time(world)
    body = bodies.filing_recognised(filing.thread)
    body["filing"]["message"] = filing.digest
    world.sent(XB, XA, "filing_recognised", body, thread=thread)
    world.settle()
    two_months(world)
    assert calls(world, "XA", "clock/") == []


def test_a_request_filed_in_time_that_nobody_recognises_leaves_the_hold_running(world):
    filed_in_time(world)
    two_months(world)
    found = {one.split(" (")[0] for one in calls(world, "XA", "clock/")}
    assert found == {"Data held", "Recognition of a request as filed"}
