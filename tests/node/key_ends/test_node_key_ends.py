# SPDX-License-Identifier: Apache-2.0
"""Keys that end: warned of at a third, a tenth and a fortieth of their lifetime, the same way everywhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.directory.key_periods import KeyPeriod, key_periods
from rogatory.node.key_ends.key_end_alerts import watch_key_ends
from rogatory.node.key_ends.key_ends import (
    period_of_token,
    periods_that_count,
    unlisted,
    warning,
)
from rogatory.node.repositories.systems import TokenRecord

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("left", "code"),
    [
        (41.0, None),
        (40.0, "key-ends-third"),
        (12.1, "key-ends-third"),
        (12.0, "key-ends-tenth"),
        (3.1, "key-ends-tenth"),
        (3.0, "key-ends-fortieth"),
        (0.1, "key-ends-fortieth"),
        (0.0, "key-ended"),
        (-5.0, "key-ended"),
    ],
)
def test_a_warning_is_due_by_the_part_of_the_lifetime_that_is_left(left, code):
    found = warning(listed("log", left, begun=120 - left), NOW)
    assert (None if found is None else found.code.id) == code


@pytest.mark.parametrize(
    ("left", "code"),
    [
        (41, None),
        (40, "token-ends-third"),
        (12, "token-ends-tenth"),
        (3, "token-ends-fortieth"),
        (0, "token-ended"),
    ],
)
def test_a_systems_token_is_warned_of_by_the_same_parts_until_the_operator_ends_it(left, code):
    made, expires = NOW - timedelta(days=120 - left), NOW + timedelta(days=left)
    token = TokenRecord("register", "ab" * 32, ("requests:read",), made, expires)
    (period,) = periods_that_count([period_of_token(token)])
    found = warning(period, NOW)
    assert (None if found is None else found.code.id) == code
    assert found is None or found.fields["holder"] == "register"
    for ended in (NOW - timedelta(hours=1), NOW + timedelta(days=1)):
        assert not periods_that_count([period_of_token(replace(token, ended=ended))])


def listed(kind, days, *, begun=100, name="xa", ended=None, mark="a", where=""):
    """Return a key of the entry that began some days ago, and ends in so many."""
    return KeyPeriod(
        kind,
        name,
        "p256",
        mark * 64,
        NOW - timedelta(days=begun),
        NOW + timedelta(days=days),
        where,
        is_listed=True,
        ended=ended,
    )


def test_of_several_listed_keys_the_last_one_counts_and_one_that_was_put_away_does_not():
    keys = (
        listed("tsa", 1),
        listed("tsa", 300, mark="b"),
        listed("tsa", 900, mark="c", ended="rotated"),
        listed("log", 5, name="9f/xa/1", mark="d"),
        listed("log", 400, name="9f/xa/2", mark="e"),
        listed("passkey", 1, mark="f"),
    )
    assert [one.fingerprint[0] for one in periods_that_count(keys)] == ["b", "e"]


def test_of_a_certificate_in_use_its_own_end_counts_though_a_newer_one_is_listed():
    used = listed("node-http", 2, where="keys/node/http.pem")
    newer = listed("node-http", 700, mark="b")
    waiting = listed("node-http", 800, mark="c", where="keys/node/next/http.pem")
    assert periods_that_count([used, newer, waiting]) == [used]
    assert periods_that_count([newer, waiting]) == [newer]
    stranger = replace(used, is_listed=False)
    successor = replace(waiting, is_listed=False)
    assert list(unlisted([used, newer, stranger, successor])) == [stranger]


def test_a_key_that_ends_alerts_once_for_each_of_its_warnings(world):
    node = world.node("XA")
    world.work("XA")
    before = len(node.store.pages())
    watch_key_ends(node)
    assert len(node.store.pages()) == before
    (end, *_rest) = periods_that_count(key_periods(node.register.view(), "XA"))
    lifetime = end.until - end.start
    for left, code in ((5, "key-ends-third"), (20, "key-ends-tenth"), (100, "key-ends-fortieth")):
        world.clock.at = end.until - lifetime / left
        watch_key_ends(node)
        watch_key_ends(node)
        found = [one for one in node.store.pages() if one.id.startswith(f"key-end/{code}/")]
        assert len({one.id for one in found}) == len(found) >= 1
        assert {one.urgency for one in found} == {"routine"}
        assert f"key-end/{code}/{end.fingerprint}" in {one.id for one in found}
        assert any(end.name in str(one.reason) for one in found)
