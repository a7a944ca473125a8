# SPDX-License-Identifier: Apache-2.0
"""Leases where several machines share a database: by its clock, whatever theirs say, and no more than asked for."""

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


def test_no_more_is_leased_than_asked_for_however_the_database_plans_it(jobs):
    """A plan that runs the choice once for each row of the table would lease all of them."""
    with DatabaseStore().transaction():
        for number in range(8):
            jobs.enqueue("deliver", f"job-{number}", {}, datetime.now(UTC))
    others = ("hashjoin", "mergejoin", "material", "hashagg", "sort")
    with connection.cursor() as cursor:
        for each in others:
            cursor.execute(f"SET enable_{each} = off")
    try:
        now = datetime.now(UTC)
        leased = [[each.key for each in jobs.lease("a", 4, now)] for _ in range(3)]
    finally:
        connection.close()
    assert [len(each) for each in leased] == [4, 4, 1]
    assert len({key for each in leased for key in each}) == 9
