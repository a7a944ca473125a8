# SPDX-License-Identifier: Apache-2.0
"""The test alert at the start of a shift: sent once, to who came on duty, and an alert where nothing took it."""

from datetime import timedelta

import pytest

from casts.node.duty import FIRST, SECOND, XB, hours, rostered, who
from casts.node.world import NOW
from rogatory.node.duty.duty_alerts import watch_duty
from rogatory.node.duty.duty_view import duty_of, unreached_officers
from rogatory.node.duty.hand_over import contents, prepare_hand_over
from rogatory.node.duty.shift_alert import TESTED_WITHIN


@pytest.fixture
def duty(world):
    rostered(world)
    world.clock.at = NOW + hours(12)
    return world


def watched(world):
    watch_duty(world.node("XB"))
    world.work("XB")


def unreached(world):
    return [
        one.id for one in world.node("XB").store.pages() if one.id.startswith("shift-unreached/")
    ]


def test_who_comes_on_duty_is_sent_one_test_alert(duty):
    watched(duty)
    watched(duty)
    assert who(duty) == [SECOND]
    found = duty_of(duty.node("XB"), XB).test
    assert (found.officer, found.failed, len(found.attempts)) == (SECOND, False, 1)
    assert duty.node("XB").store.pages() == []
    assert unreached_officers(duty.node("XB")) == []


def test_each_shift_has_its_own_test_alert(duty):
    watched(duty)
    duty.clock.at = NOW + hours(24)
    watched(duty)
    assert who(duty) == [SECOND, FIRST]


def test_where_no_means_took_it_an_alert_goes_up_the_ladder(duty):
    duty.calls["XB"].means = ("mail",)
    duty.calls["XB"].failing = {"mail"}
    watched(duty)
    node = duty.node("XB")
    assert unreached(duty) == [f"shift-unreached/{XB}/2026-11-24T15:00:00Z/{SECOND}"]
    assert [one.officer for one in unreached_officers(node)] == [SECOND]
    assert duty_of(node, XB).test.failed
    assert len(set(who(duty))) > 1


def test_one_means_that_took_it_is_enough(duty):
    duty.calls["XB"].means = ("mail", "webhook oncall")
    duty.calls["XB"].failing = {"mail"}
    watched(duty)
    assert unreached(duty) == []
    assert not duty_of(duty.node("XB"), XB).test.failed


def test_a_shift_that_began_long_ago_is_not_tested(duty):
    duty.clock.at = NOW + hours(12) + TESTED_WITHIN + timedelta(seconds=1)
    watched(duty)
    assert who(duty) == []
    assert duty_of(duty.node("XB"), XB).test is None


def test_a_test_alert_is_no_alert_that_an_officer_answered(duty):
    watched(duty)
    assert contents(prepare_hand_over(duty.node("XB"), XB, SECOND))["answered"] == []
