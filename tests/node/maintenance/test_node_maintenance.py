# SPDX-License-Identifier: Apache-2.0
"""Maintenance of a node: peers keep their messages and try again, nobody is called, nothing is stored."""

from datetime import timedelta

import pytest

from casts.node.world import NOW, bodies
from rogatory.node.maintenance.mode import (
    RETRY_AFTER,
    MaintenanceWatch,
    begin_maintenance,
    end_maintenance,
    last_maintenance,
    maintenance_of,
)
from rogatory.node.peer_health.contact import MAINTENANCE_PATIENCE, is_silent, watch_lines
from rogatory.node.repositories.messages import Delivery

XA, XB = "xa/contact-point", "xb/contact-point"


def requested(world, level="routine"):
    urgency = {"level": level} | ({"reason": "A life."} if level != "routine" else {})
    return world.sent(XA, XB, "preservation", bodies.preservation(urgency=urgency))


def minutes_pass(world, count):
    for _ in range(count):
        world.work("XA")
        watch_lines(world.node("XA"))
        world.clock.forward(minutes=1)


def undelivered_calls(world):
    return [
        one for one in world.calls["XA"].pages if one.id.startswith(("undelivered/", "silent/"))
    ]


@pytest.fixture
def maintained(world):
    begin_maintenance(world.node("XB"), "operator@a")
    return world


def test_it_begins_once_and_ends_once(world):
    node = world.node("XB")
    assert (
        maintenance_of(node.store) is last_maintenance(node.store) is end_maintenance(node) is None
    )
    began = begin_maintenance(node, "operator@a")
    world.clock.forward(minutes=5)
    assert begin_maintenance(node, "operator@a") == began == maintenance_of(node.store)
    ended = end_maintenance(node)
    assert (ended.since, ended.until) == (NOW, NOW + timedelta(minutes=5))
    assert maintenance_of(node.store) is None
    assert last_maintenance(node.store) == ended
    assert end_maintenance(node) is None


def test_a_process_notices_within_a_second_and_writes_it_into_its_log_once(world, caplog):
    node = world.node("XB")
    watch = MaintenanceWatch(node)
    assert watch.current() is None
    begin_maintenance(node, "operator@a")
    assert watch.current() is None  # known from less than a second ago
    world.clock.forward(seconds=1)
    assert not watch.is_known
    assert watch.current() == watch.current() is not None
    assert watch.is_known
    end_maintenance(node)
    world.clock.forward(seconds=1)
    assert watch.current() is None
    noted = [one.getMessage() for one in caplog.records if "maintenance" in one.getMessage()]
    assert [text.split(" since ")[0] for text in noted] == [
        "in maintenance",
        "the maintenance has ended",
    ]


def test_a_clock_that_was_set_back_does_not_keep_what_was_known(world):
    watch = MaintenanceWatch(world.node("XB"))
    watch.current()
    begin_maintenance(world.node("XB"), "operator@a")
    world.clock.forward(hours=-1)
    assert watch.current() is not None


def test_a_message_waits_without_an_alarm_and_arrives_once_afterwards(maintained):
    world, kept = maintained, requested(maintained)
    minutes_pass(world, 60)
    node = world.node("XA")
    found = node.store.message(kept.digest)
    assert found.delivery is Delivery.WAITING
    assert found.problem.codes == ("peer-maintenance",)
    assert not is_silent(node.store.peer_line("XB"))
    assert undelivered_calls(world) == []
    assert world.node("XB").store.message(kept.digest) is None
    end_maintenance(world.node("XB"))
    world.clock.forward(seconds=RETRY_AFTER.total_seconds() + 1)
    world.work("XA")
    assert node.store.message(kept.digest).delivery is Delivery.RECEIPTED
    assert world.node("XB").store.message(kept.digest) is not None


def test_for_an_emergency_a_human_is_called_early(maintained):
    urgent = requested(maintained, "emergency")
    minutes_pass(maintained, 6)
    (call,) = undelivered_calls(maintained)
    assert call.thread == urgent.thread
    assert call.at - NOW <= timedelta(minutes=4)
    assert "in maintenance" in call.reason


def test_a_node_that_was_forgotten_in_maintenance_is_reported(maintained):
    requested(maintained)
    maintained.clock.forward(seconds=MAINTENANCE_PATIENCE.total_seconds() - 600)
    maintained.work("XA")
    watch_lines(maintained.node("XA"))
    assert undelivered_calls(maintained) == []
    minutes_pass(maintained, 12)
    assert len(undelivered_calls(maintained)) == 1
