# SPDX-License-Identifier: Apache-2.0
"""Evidence on its way: limits, urgency, giving way, and what each side can see of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.packages import (  # noqa: F401 - fixtures are handed on by name
    OFFICER,
    SEGMENT,
    XA,
    XB,
    accepted,
    delivered,
    folder,
    record,
    requested_segments,
    sealed,
    thread,
)
from casts.node.transfers import breaking
from casts.node.world import bodies
from rogatory.bootstrap.doctor.fetching import of_fetching
from rogatory.node.limits.bandwidth import Bandwidth, PauseRequestedError
from rogatory.node.limits.fetch_limits import FetchLimits, fetching_problem
from rogatory.node.packages.hand_over import hand_over
from rogatory.node.packages.transfers import WINDOW, progress, progress_of
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import TransferRecord
from rogatory.node.repositories.queue import Priority
from rogatory.node.worker.work import run_once
from rogatory.transport.refusals import PEER_SILENT
from rogatory.wire.statements import LONGEST_STATEMENT, encode


def settled(world, code, **settings):
    node = world.node(code)
    node = replace(node, settings=replace(node.settings, **settings))
    world.exchange.nodes[code] = node
    return node


def run_for(world, seconds, step=1):
    for _ in range(seconds // step):
        world.clock.forward(seconds=step)
        world.settle()


def only(found):
    (one,) = found
    return one


def test_both_sides_see_how_far_it_is(world, record):
    delivered(world, record)
    world.settle()
    for code, direction, peer in (("XA", Direction.IN, "XB"), ("XB", Direction.OUT, "XA")):
        seen = only(progress(world.node(code), record.seal))
        assert (seen.direction, seen.peer) == (direction, peer)
        assert (seen.segments, seen.of_segments) == (3, 3)
        assert seen.size == seen.of_size == record.payload_size
        assert seen.is_whole
        assert (seen.stalled_since, seen.rate, seen.remaining) == (None, None, None)
        assert world.node(code).store.transfer(record.seal, peer).moved == record.payload_size


def test_no_more_is_served_than_the_limit_allows_and_the_asker_waits_without_failing(world, record):
    settled(world, "XB", bandwidth=Bandwidth(serve={"XA": SEGMENT // 4}))
    settled(world, "XA", segments_at_once=1)
    delivered(world, record)
    world.settle()
    at_xa = world.node("XA")
    assert at_xa.store.package(record.seal).present == 1
    seen = only(progress(at_xa, record.seal))
    assert "come again" in seen.problem or "within the next" in seen.problem
    run_for(world, 2)
    assert at_xa.store.package(record.seal).present == 1
    run_for(world, 12)
    assert at_xa.store.package(record.seal).complete
    assert world.calls["XA"].pages == []
    assert at_xa.store.transfer(record.seal, "XB").failures == 0


def test_no_more_is_fetched_than_the_own_limit_allows(world, record):
    settled(world, "XA", bandwidth=Bandwidth(fetch={"XB": SEGMENT // 4}))
    delivered(world, record)
    world.settle()
    assert len(requested_segments(world)) == 1
    run_for(world, 3)
    assert len(requested_segments(world)) == 2
    run_for(world, 12)
    assert world.node("XA").store.package(record.seal).complete
    assert len(requested_segments(world)) == record.segments


def second_package(world, tmp_path, level):
    """A package in a thread of that urgency, handed over at Borealia."""
    body = bodies.mla_stored_data()
    body["urgency"] = {"level": level, "reason": "A child is missing"}
    request = world.sent(XA, XB, "mla_stored_data", body)
    world.settle()
    world.sent(XB, XA, "acceptance", bodies.acceptance(), thread=request.thread)
    world.settle()
    if level == "emergency":
        world.confirmed(request.thread, number=3)
    place = tmp_path / level
    place.mkdir()
    found = sealed(world, place, request.thread)
    return hand_over(world.node("XB"), found, thread=request.thread, officer=OFFICER)


def priorities(node):
    return {job.key: job.priority for job in node.queue.waiting() if job.kind == "fetch"}


@pytest.mark.parametrize(
    ("level", "priority"), [("emergency", Priority.ORDINARY), ("urgent", Priority.URGENT)]
)
def test_evidence_has_the_priority_of_its_request(world, tmp_path, record, level, priority):
    urgent = second_package(world, tmp_path, level)
    delivered(world, record)
    delivered(world, urgent)
    world.work("XB")
    node = world.node("XA")
    for job in node.queue.lease("a", 10, world.clock.now()):
        if job.kind == "apply":
            from rogatory.node.worker.work import run

            run(node, job)
    assert priorities(node) == {
        f"fetch/{record.seal}": Priority.BULK,
        f"fetch/{urgent.seal}": priority,
    }


def test_an_emergency_is_fetched_before_bulk_that_waits_for_the_same_allowance(
    world, tmp_path, record
):
    emergency = second_package(world, tmp_path, "emergency")
    settled(world, "XA", bandwidth=Bandwidth(fetch={"XB": SEGMENT // 4}))
    delivered(world, record)
    world.settle()
    assert world.node("XA").store.package(record.seal).present == 1
    delivered(world, emergency)
    world.settle()
    assert world.node("XA").store.package(emergency.seal).complete
    assert world.node("XA").store.package(record.seal).present == 1
    run_for(world, 60, step=5)
    assert world.node("XA").store.package(record.seal).complete


def test_a_running_fetch_gives_way_to_what_finds_no_worker(world, record):
    """With one worker: a message that is due comes after the segments under way, not after all."""
    node = settled(world, "XA", segments_at_once=1)
    delivered(world, record)
    world.work("XB")
    real, at_each = node.peers.segment, []

    class Asking:
        seal_documents = node.peers.seal_documents

        def segment(self, state, digest, size, write):
            if not at_each:
                with node.store.transaction():
                    node.queue.enqueue("clocks", "due", {}, world.clock.now())
                world.clock.forward(seconds=2)
            at_each.append([job.key for job in node.queue.waiting()])
            return real(state, digest, size, write)

    busy = replace(node, peers=Asking())
    for _ in range(2):
        run_once(busy, "one")
    assert node.store.package(record.seal).present == 1
    assert node.store.transfer(record.seal, "XB").failures == 0
    jobs = node.queue.lease("one", 1, world.clock.now())
    assert [job.key for job in jobs] == ["due"]
    with node.store.transaction():
        node.queue.finish(jobs[0])
    run_once(busy, "one")
    assert node.store.package(record.seal).complete


def test_a_line_that_stays_broken_is_shown_as_standing_and_calls_a_human_late(world, record):
    node = settled(world, "XA", segments_at_once=1)
    world.exchange.nodes["XA"] = replace(node, peers=breaking(node, 1))
    delivered(world, record)
    world.settle()
    began = world.clock.now()
    run_for(world, 25)
    seen = only(progress(node, record.seal))
    assert seen.stalled_since is None
    assert len(encode(seen.problem)) <= LONGEST_STATEMENT
    assert world.calls["XA"].pages == []
    run_for(world, 600, step=20)
    seen = only(progress(node, record.seal))
    assert seen.stalled_since == began
    assert (seen.rate, seen.remaining) == (None, None)
    assert [page.id for page in world.calls["XA"].pages] == [f"package/{record.seal}"]


def test_a_break_after_progress_is_tried_again_at_once_however_many_there_were(world, record):
    """The pause grows with failures in a row, and a segment that came ends the row."""
    node = settled(world, "XA", segments_at_once=1)
    delivered(world, record)
    world.work("XB")
    for present in (1, 2):
        world.exchange.nodes["XA"] = replace(node, peers=breaking(node, 1))
        world.work("XA")
        assert node.store.package(record.seal).present == present
        assert node.store.transfer(record.seal, "XB").failures == 1
        world.clock.forward(seconds=3)
    world.exchange.nodes["XA"] = node
    world.work("XA")
    assert node.store.package(record.seal).complete


def test_a_peer_that_only_ever_asks_to_wait_calls_a_human(world, record):
    class Putting:
        seal_documents = world.node("XA").peers.seal_documents

        def segment(self, state, digest, size, write):
            raise PauseRequestedError(PEER_SILENT.because(address="XB", problem="busy"), 60)

    world.exchange.nodes["XA"] = replace(world.node("XA"), peers=Putting())
    delivered(world, record)
    world.settle()
    run_for(world, 29 * 60, step=60)
    assert world.calls["XA"].pages == []
    run_for(world, 3 * 60, step=60)
    assert len(world.calls["XA"].pages) == 1


@pytest.fixture
def moving(record):
    """A transfer of 1 MiB a second for the last two minutes, of a package of a GiB."""
    package = replace(
        record, payload_size=1 << 30, segment_size=1 << 20, segments=1024, present=100
    )

    def made(now):
        second = int(now.timestamp())
        recent = tuple((second - back, 1 << 20) for back in range(WINDOW, 0, -1))
        last = now - timedelta(seconds=1)
        return package, TransferRecord(
            "s", "XB", Direction.IN, began=now, last=last, recent=recent, segments=100
        )

    return made


def test_the_rest_is_estimated_from_the_last_minute_and_fades_when_nothing_comes(world, moving):
    now = world.clock.now()
    package, transfer = moving(now)
    seen = progress_of(package, transfer, now)
    assert seen.rate == pytest.approx(1 << 20, rel=0.05)
    assert seen.remaining.total_seconds() == pytest.approx(924, rel=0.05)
    later = progress_of(package, transfer, now + timedelta(seconds=25))
    assert later.rate < seen.rate
    assert later.remaining > seen.remaining
    stalled = progress_of(package, transfer, now + timedelta(seconds=40))
    assert (stalled.rate, stalled.remaining) == (None, None)
    assert stalled.stalled_since == transfer.last


def test_one_segment_alone_gives_no_estimate(world, moving):
    package, transfer = moving(world.clock.now())
    seen = progress_of(package, replace(transfer, recent=transfer.recent[-1:]), world.clock.now())
    assert (seen.rate, seen.remaining, seen.stalled_since) == (None, None, None)


def test_a_slow_line_on_which_a_segment_takes_minutes_does_not_stall(world, moving):
    now = world.clock.now()
    second = int(now.timestamp())
    recent = tuple((second - back, 64 << 20) for back in (480, 320, 160, 100))
    package, transfer = moving(now)
    slow = replace(transfer, recent=recent, last=now - timedelta(seconds=100))
    seen = progress_of(package, slow, now)
    assert seen.stalled_since is None
    assert seen.rate == pytest.approx(3 * (64 << 20) / 479, rel=0.01)


def test_beyond_the_day_s_quota_a_fetch_waits_and_goes_on_with_the_day(world, record):
    settled(world, "XA", segments_at_once=1, fetching=FetchLimits(bytes_per_day={"XB": SEGMENT}))
    delivered(world, record)
    world.settle()
    at_xa = world.node("XA")
    assert at_xa.store.package(record.seal).present == 1
    seen = only(progress(at_xa, record.seal))
    assert seen.problem.startswith("[fetch-quota-day]")
    assert len(world.calls["XA"].pages) > 0
    assert at_xa.store.transfer(record.seal, "XB").failures == 0
    run_for(world, 24 * 3600, step=3600)
    assert at_xa.store.package(record.seal).present > 1
    run_for(world, 3 * 24 * 3600, step=3600)
    assert at_xa.store.package(record.seal).complete


def test_an_administrator_raises_the_quota_and_the_fetch_goes_on(world, record):
    settled(world, "XA", segments_at_once=1, fetching=FetchLimits(bytes_per_day={"other": 1}))
    delivered(world, record)
    world.settle()
    assert not world.node("XA").store.package(record.seal).complete
    settled(world, "XA", fetching=FetchLimits(bytes_per_day={"XB": 1 << 40}))
    run_for(world, 120, step=60)
    assert world.node("XA").store.package(record.seal).complete


def test_more_than_may_be_under_way_at_one_time_waits_for_space(world, record):
    limits = FetchLimits(bytes_under_way={"XB": record.payload_size - 1})
    settled(world, "XA", fetching=limits)
    delivered(world, record)
    world.settle()
    at_xa = world.node("XA")
    assert at_xa.store.package(record.seal).present == 0
    assert only(progress(at_xa, record.seal)).problem.startswith("[fetch-quota-under-way]")
    settled(world, "XA", fetching=FetchLimits(bytes_under_way={"XB": record.payload_size}))
    run_for(world, 120, step=60)
    assert at_xa.store.package(record.seal).complete


@pytest.mark.parametrize(
    "value", [{"per_day": {"XB": 1}}, {"bytes_per_day": {"xb": 1}}, {"bytes_under_way": {"XB": 0}}]
)
def test_a_quota_that_is_none_is_reported_to_the_operator(value):
    assert fetching_problem(value) is not None
    assert fetching_problem({"bytes_per_day": {"XB": 1, "other": 5}}) is None


def test_the_doctor_reports_whose_evidence_waits():
    waiting = [{"state": "XB", "code": "fetch-quota-day"}]
    waiting += [{"state": "XT", "code": "fetch-quota-under-way"}, {"state": "XA", "code": "other"}]
    assert [one.kind.id for one in of_fetching(waiting)] == [
        "doctor-fetch-quota-day",
        "doctor-fetch-quota-under-way",
    ]
