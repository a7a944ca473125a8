# SPDX-License-Identifier: Apache-2.0
"""Statements that are put together once read and write what Django's object layer would."""

from datetime import UTC, datetime

import pytest

from django_home import emptied
from rogatory.wire.statements import older

AT = datetime(2026, 3, 1, 9, 30, 15, 250_000, tzinfo=UTC)


@pytest.fixture
def jobs():
    from rogatory.storage import models
    from rogatory.storage.transactions.statements import Table

    emptied()
    return Table(models.Job)


def _plain(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_a_row_reads_as_through_the_object_layer(jobs):
    from rogatory.storage import models

    add, by_key = jobs.insert(), jobs.select("WHERE key = %s")
    assert add(kind="apply", key="apply/1", payload={"thread": "1"}, run_at=AT)
    row = by_key.first("apply/1")
    assert _plain(row) == _plain(models.Job.objects.get(key="apply/1"))
    assert row.payload == {"thread": "1"}
    assert row.run_at == AT
    assert row.priority == models.Job._meta.get_field("priority").default
    assert by_key.first("apply/2") is None
    assert by_key.all("apply/2") == []


def test_what_the_object_layer_wrote_is_read_alike(jobs):
    from rogatory.storage import models

    models.Job.objects.create(
        kind="a",
        key="a",
        payload=[1, "ü"],
        run_at=AT,
        again_at=AT,
        problem=older("?"),
        leased_by="w",
    )
    assert _plain(jobs.select("WHERE key = %s").first("a")) == _plain(models.Job.objects.get())


def test_a_second_row_of_a_key_is_not_written_where_nothing_shall_be_done(jobs):
    add = jobs.insert("ON CONFLICT (key) DO NOTHING")
    assert add(kind="a", key="a", payload={}, run_at=AT)
    assert not add(kind="b", key="a", payload={}, run_at=AT)
    assert [row.kind for row in jobs.select("").all()] == ["a"]


def test_a_column_that_is_not_there_is_our_fault_and_writes_nothing(jobs):
    with pytest.raises(TypeError, match="colour"):
        jobs.insert()(kind="a", key="a", payload={}, run_at=AT, colour="red")
    assert jobs.select("").all() == []


def test_a_row_that_is_put_keeps_what_it_shall_keep():
    from rogatory.storage import models
    from rogatory.storage.transactions.statements import Table

    emptied()
    threads = Table(models.Thread)
    put = threads.put("thread", keeps=("restricted",))
    values = {
        "thread": "1",
        "peer": "XB",
        "kind": "preservation",
        "title": "Preservation",
        "role": "requesting",
        "urgency": "routine",
        "opened": AT,
        "last_activity": AT,
        "needs_answer": False,
        "related": [],
    }
    put(status="open", **values)
    models.Thread.objects.update(restricted=True)
    put(status="closed", **values)
    row = models.Thread.objects.get()
    assert (row.status, row.restricted) == ("closed", True)


def test_several_rows_are_written_at_once(jobs):
    jobs.insert().many(
        {"kind": "a", "key": str(number), "payload": {}, "run_at": AT} for number in range(3)
    )
    assert [row.key for row in jobs.select("ORDER BY key").all()] == ["0", "1", "2"]
