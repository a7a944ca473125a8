# SPDX-License-Identifier: Apache-2.0
"""Threads in a list, with their summaries."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from rogatory.node.repositories.threads import ThreadSummary

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)


def thread_of(number):
    return f"01938f3e-0000-7000-8000-{number:012}"


def a_summary(number=1, **changes):
    found = ThreadSummary(
        thread=thread_of(number),
        peer="XA",
        kind="preservation",
        title="Request to preserve stored data",
        status="open",
        role="requested",
        urgency="routine",
        opened=NOW + timedelta(minutes=number),
        last_activity=NOW + timedelta(hours=number),
        basis="un-cybercrime",
    )
    return replace(found, **changes)


def put(store, *summaries):
    with store.transaction():
        for one in summaries:
            store.put_summary(one)
    return summaries
