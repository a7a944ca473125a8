# SPDX-License-Identifier: Apache-2.0
"""How often one caller may ask, and how often at once, before a nonce of its is even kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.context import Settings
from rogatory.node.limits.bandwidth import PauseRequestedError
from rogatory.transport.door.crowd import Crowd, NotTheCallersError

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
SETTINGS = replace(Settings(), requests_per_minute=6, requests_at_once=2)


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
