# SPDX-License-Identifier: Apache-2.0
"""Leases where several machines share a database: by its clock, whatever theirs say."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from casts.steady.patience import PATIENCE
from django_home import emptied
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore

pytestmark = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="of one machine: there is one clock"
)
FAR = timedelta(minutes=10)


@pytest.fixture
def jobs():
    """A lease of half a minute, and one job that has been due for an hour."""
    emptied()
    queue, store = DatabaseQueue(lease=timedelta(seconds=30)), DatabaseStore()
    with store.transaction():
        queue.enqueue("deliver", "one", {}, datetime.now(UTC) - timedelta(hours=1))
    return queue


@pytest.mark.parametrize("holder", [-FAR, timedelta(0), FAR])
@pytest.mark.parametrize("other", [-FAR, FAR])
def test_a_machine_whose_clock_is_ten_minutes_off_takes_no_job_of_another(jobs, holder, other):
    now = datetime.now(UTC)
    (job,) = jobs.lease("a", 1, now + holder)
    assert jobs.lease("b", 1, now + other) == []
    assert jobs.begin(job, now + holder)
    assert jobs.renew(job, now + holder)
    assert jobs.lease("b", 1, now + other) == []
    with DatabaseStore().transaction():
        assert jobs.finish(job)


@pytest.mark.parametrize("off", [-FAR, FAR])
def test_a_lease_ends_by_the_database_s_clock(jobs, off):
    short = DatabaseQueue(lease=timedelta(seconds=0.2))
    now = datetime.now(UTC)
    (job,) = short.lease("a", 1, now + off)
    until = time.monotonic() + PATIENCE
    while not (taken := jobs.lease("b", 1, datetime.now(UTC))):
        assert time.monotonic() < until
        time.sleep(0.05)
    assert [each.key for each in taken] == [job.key]
    with DatabaseStore().transaction():
        assert not jobs.finish(job)
