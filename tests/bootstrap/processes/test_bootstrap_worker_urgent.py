# SPDX-License-Identifier: Apache-2.0
"""Every thread of a real worker fetches bulk, and an emergency comes in."""

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from casts.node.packages import OFFICER, SEGMENT, XA, XB, delivered, sealed
from casts.node.world import World, bodies, new_state
from casts.steady.patience import PATIENCE, until
from rogatory.bootstrap.processes.worker import Worker
from rogatory.node.packages.hand_over import hand_over
from rogatory.storage.queue.bell import Bell

THREADS = 2
SECONDS_A_SEGMENT = 1.0
BULK_SEGMENTS = 16


class MachineClock:
    def now(self):
        return datetime.now(UTC)


@pytest.fixture
def world():
    return World({code: new_state(code) for code in ("XA", "XB")}, clock=MachineClock())


def package(world, folder, level, segments):
    """A package in a thread of that urgency, announced to Arcadia, whose worker does not run yet."""
    body = bodies.mla_stored_data()
    body["urgency"] = {"level": level, "reason": "A child is missing"}
    request = world.sent(XA, XB, "mla_stored_data", body)
    world.settle()
    world.sent(XB, XA, "acceptance", bodies.acceptance(), thread=request.thread)
    world.settle()
    if level == "emergency":
        world.confirmed(request.thread, number=3)
    folder.mkdir()
    source = sealed(world, folder, request.thread, size=segments * SEGMENT - SEGMENT // 2)
    return hand_over(world.node("XB"), source, thread=request.thread, officer=OFFICER)


def announce(world, record):
    delivered(world, record)
    world.work("XB")


def slowly(node):
    """The line, at a bearable speed."""
    real = node.peers

    class Slow:
        seal_documents = real.seal_documents

        def segment(self, state, digest, size, write):
            time.sleep(SECONDS_A_SEGMENT)
            return real.segment(state, digest, size, write)

    settings = replace(node.settings, segments_at_once=1)
    return replace(node, peers=Slow(), settings=settings)


def test_an_emergency_is_fetched_at_once_though_every_thread_fetches_bulk(world, tmp_path):
    bulk = [package(world, tmp_path / f"bulk-{n}", "routine", BULK_SEGMENTS) for n in range(2)]
    emergency = package(world, tmp_path / "emergency", "emergency", 2)
    node = slowly(world.node("XA"))

    def present(record):
        found = node.store.package(record.seal)
        return found.present if found else 0

    for record in bulk:
        announce(world, record)
    stop, bell = threading.Event(), Bell(tmp_path / "bell")
    worker = threading.Thread(target=Worker(node, bell, threads=THREADS).work, args=(stop,))
    worker.start()
    try:
        until(lambda: all(present(record) for record in bulk))
        announce(world, emergency)
        until(lambda: present(emergency) == emergency.segments)
        for record in bulk:
            assert 0 < present(record) < record.segments
            assert node.store.transfer(record.seal, "XB").failures == 0
        before = [present(record) for record in bulk]
        until(lambda: all(present(r) > n for r, n in zip(bulk, before, strict=True)))
    finally:
        stop.set()
        bell.ring()
        worker.join(PATIENCE)
        bell.close()
    assert not worker.is_alive()
