# SPDX-License-Identifier: Apache-2.0
"""Webhooks of the State's own systems and what waits for them, over both twins."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rogatory.node.repositories.systems import HookDelivery, HookRecord
from rogatory.node.systems import refusals
from rogatory.wire.words import Statement

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)
REQUEST = "019aaf00-0000-7000-8000-000000000001"


def a_hook(name="case-management", **changes):
    hook = HookRecord(
        name=name,
        url="https://cases.xb.example/rogatory",
        kinds=("package.changed", "request.changed"),
        is_inside=True,
        authorities="",
        secret="sealed:of-nobody",
        made=NOW,
    )
    return replace(hook, **changes)


def a_delivery(number=1, hook="case-management", subject=REQUEST, **changes):
    found = HookDelivery(
        hook=hook,
        kind="request.changed",
        subject=subject,
        delivery=f"019aaf00-0000-7000-8000-{number:012d}",
        at=NOW + timedelta(seconds=number),
    )
    return replace(found, **changes)


def test_a_hook_comes_back_as_it_was_written_and_is_there_once(store):
    failed = a_hook(
        failures=3,
        failing=NOW,
        problem=Statement(refusals.HOOK_STATUS.because(status=500)),
        old_secret="sealed:before",
        old_until=NOW + timedelta(days=1),
    )
    with store.transaction():
        store.put_hook(a_hook("statistics"))
        store.put_hook(a_hook())
        store.put_hook(failed)
    assert store.hook("case-management") == failed
    assert store.hook("none") is None
    assert store.hooks() == [failed, a_hook("statistics")]


def test_of_one_thing_and_kind_one_delivery_waits_and_the_newest_identifier_counts(store):
    first, newer = a_delivery(1), a_delivery(2)
    with store.transaction():
        store.put_hook_delivery(first)
        store.put_hook_delivery(newer)
        store.put_hook_delivery(a_delivery(3, subject="other"))
        store.put_hook_delivery(a_delivery(4, hook="statistics"))
    assert store.hook_deliveries("case-management", 5) == [newer, a_delivery(3, subject="other")]
    assert store.hook_deliveries("case-management", 1) == [newer]
    assert store.count_hook_deliveries("case-management") == 2
    with store.transaction():
        store.end_hook_delivery(first)
    assert store.count_hook_deliveries("case-management") == 2
    with store.transaction():
        store.end_hook_delivery(newer)
    assert store.hook_deliveries("case-management", 5) == [a_delivery(3, subject="other")]


def test_with_a_hook_goes_what_waits_for_it_and_nothing_else(store):
    with store.transaction():
        for name in ("case-management", "statistics"):
            store.put_hook(a_hook(name))
            store.put_hook_delivery(a_delivery(hook=name))
    with store.transaction():
        store.delete_hook("case-management")
    assert [one.name for one in store.hooks()] == ["statistics"]
    assert store.count_hook_deliveries("case-management") == 0
    assert store.count_hook_deliveries("statistics") == 1


def test_a_transaction_that_fails_leaves_no_delivery(store):
    def broken_off():
        with store.transaction():
            store.put_hook_delivery(a_delivery())
            raise LookupError

    with pytest.raises(LookupError):
        broken_off()
    assert store.count_hook_deliveries("case-management") == 0
    with pytest.raises(AssertionError):
        store.put_hook_delivery(a_delivery())
