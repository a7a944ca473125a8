# SPDX-License-Identifier: Apache-2.0
"""How often one caller may ask, and how often at once, before a nonce of its is even kept."""

import copy
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern

from casts.node.world import new_state
from casts.servers.door_client import Door
from rogatory.node.limits.bandwidth import PauseRequestedError
from rogatory.node.limits.operator_settings import Settings
from rogatory.storage.memory import MemoryStore
from rogatory.transport.door import door_urlpatterns
from rogatory.transport.door.crowd import Crowd, NotTheCallersError, charge_request

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SERVED = 422
"""The endpoint was reached: this log has no checkpoint yet."""
SETTINGS = replace(Settings(), requests_per_minute=6, requests_at_once=2)


@pytest.fixture(scope="module")
def states():
    return {code: new_state(code) for code in ("XA", "XB", "XT")}


def ask(crowd, caller="XA", at=NOW):
    with crowd.admit(caller, SETTINGS, at):
        pass


def test_who_asks_too_often_learns_when_to_come_again():
    crowd = Crowd()
    for _ in range(6):
        ask(crowd)
    with pytest.raises(PauseRequestedError) as caught:
        ask(crowd)
    assert (caught.value.codes, caught.value.seconds) == (("requests-too-fast",), 10)
    ask(crowd, "XT")
    ask(crowd, at=NOW + timedelta(seconds=10))


def test_who_is_inside_too_often_waits_for_his_own_requests():
    crowd = Crowd()
    with crowd.admit("XA", SETTINGS, NOW), crowd.admit("XA", SETTINGS, NOW):
        with pytest.raises(PauseRequestedError) as caught:
            ask(crowd)
        assert caught.value.codes == ("requests-at-once",)
        ask(crowd, "XT")
    ask(crowd)


def test_a_request_that_was_not_the_caller_s_costs_him_nothing():
    crowd = Crowd()
    for _ in range(50):
        with pytest.raises(NotTheCallersError), crowd.admit("XA", SETTINGS, NOW):
            raise NotTheCallersError
    for _ in range(6):
        ask(crowd)


def charged(store, state="XA", at=NOW):
    with store.relaxed_transaction():
        return charge_request(store, state, SETTINGS, at)


def test_the_processes_of_a_door_count_together():
    store = MemoryStore()
    assert [charged(store) for _ in range(6)] == [None] * 6
    pause = charged(store)
    assert (pause.codes, pause.seconds) == (("requests-too-fast",), 10)
    assert charged(store, "XT") is None
    assert charged(store, at=NOW + timedelta(seconds=10)) is None


def another_process(door):
    """The same door served by another process: it counts for itself, over one database."""
    found = copy.copy(door)
    found.urls = URLResolver(RegexPattern(r"^/"), door_urlpatterns(door.node))
    return found


def test_a_peer_is_not_given_its_share_by_each_process(states):
    door = Door(states, requests_per_minute=4)
    other, path = another_process(door), "/v1/log/checkpoint"
    answers = [one.ask("GET", path).status_code for one in (door, other) * 3]
    assert answers == [SERVED] * 4 + [429] * 2


def test_a_replay_costs_the_caller_nothing_in_any_process(states):
    door = Door(states, requests_per_minute=4)
    doors = (door, another_process(door))
    signed = door.signed("GET", "/v1/log/checkpoint")
    answers = [one.send(signed).status_code for one in doors * 5]
    assert answers == [SERVED] + [401] * 9
    answers = [one.ask("GET", "/v1/log/checkpoint").status_code for one in doors * 2]
    assert answers == [SERVED] * 3 + [429]
