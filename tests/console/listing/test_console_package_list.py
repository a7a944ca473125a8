# SPDX-License-Identifier: Apache-2.0
"""The list of evidence: narrowed and paged by its address, without what is restricted to others."""

import dataclasses
from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from casts.console.api import JSON
from casts.console.world import NOW, requested
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageRecord
from rogatory.storage import models
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore

AT = "/evidence/"


def a_package(number, **changes):
    record = PackageRecord(
        seal=f"{number:064x}", package=f"01938f3e-0000-7000-8000-{number:012x}", bag="ba" * 32,
        thread=None, direction=Direction.IN, peer="XA", sender="xa/central-authority",
        payload_size=7, segment_size=7, segments=2, present=2, complete=True,
        received=NOW - timedelta(days=number),
    )  # fmt: skip
    return dataclasses.replace(record, **changes)


@pytest.fixture
def kept(world):
    """Three packages: one of a request, one under way, one that was given a month ago."""
    node, thread = world.node("XB"), requested(world).thread
    given = {"direction": Direction.OUT, "sender": "xb/central-authority", "peer": "XT"}
    with node.store.transaction():
        node.store.put_package(a_package(1, thread=thread))
        node.store.put_package(a_package(2, complete=False, present=1))
        node.store.put_package(a_package(30, **given))
    return thread


def document(client, query=""):
    answer = client.get(f"{AT}{query}", headers=JSON)
    return answer.status_code, answer.json()


def found(client, query=""):
    return [int(one["seal"], 16) for one in document(client, query)[1]["data"]["packages"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [1, 2, 30]),
        ("?show=whole", [1, 30]),
        ("?show=under-way", [2]),
        ("?direction=out", [30]),
        ("?state=xa", [1, 2]),
        ("?state=xa&show=whole", [1]),
        ("?from=2026-11-01", [1, 2]),
        ("?until=2026-11-22", [2, 30]),
        ("?rows=1", [1]),
    ],
)
def test_the_list_is_narrowed_by_its_address(kept, officer, query, expected):
    assert found(officer(), query) == expected
    assert officer().get(f"{AT}{query}").content.decode().count('class="row-title"') == len(
        expected
    )


def test_what_a_list_cannot_be_asked_for_is_refused_with_every_reason(kept, officer):
    query = "?show=some&direction=up&from=yesterday&rows=none&state=" + "x" * 65
    status, body = document(officer(), query)
    assert status == 409
    codes = [one["code"] for one in body["reasons"]]
    assert sorted(codes) == ["console-choice-unknown"] * 4 + ["console-day-unreadable"]
    status, body = document(officer(), "?after=nowhere")
    assert (status, [one["code"] for one in body["reasons"]]) == (409, ["list-place-unreadable"])
    assert body["data"]["packages"] == []


def test_pages_lead_on_until_the_last(kept, officer):
    client, seen, query = officer(), [], "?rows=1"
    while query:
        seen += found(client, query)
        page = client.get(f"{AT}{query}").content.decode()
        after = document(client, query)[1]["data"]["after"]
        assert ('rel="next"' in page) is (after is not None)
        query = after and f"?rows=1&after={after}"
    assert seen == [1, 2, 30]


def test_packages_of_a_restricted_request_are_for_its_officers_alone(world, kept, officer):
    node = world.node("XB")
    with node.store.transaction():
        node.store.restrict(kept, ["xb-0002"])
    assert found(officer("xb-0001")) == [2, 30]
    assert found(officer("xb-0001"), "?rows=1") == [2]
    assert found(officer("xb-0002")) == [1, 2, 30]


def test_the_list_queries_as_often_for_a_thousand_packages_as_for_ten(world, officer, monkeypatch):
    from django.db import connection

    node = dataclasses.replace(world.node("XB"), store=DatabaseStore(), queue=DatabaseQueue())
    monkeypatch.setattr("rogatory.bootstrap.node.running_node", lambda: node)
    client, counts = officer(), []
    for numbers in (range(10), range(10, 1000)):
        models.Package.objects.bulk_create(
            models.Package(**_columns(a_package(number, complete=number % 3 > 0)))
            for number in numbers
        )
        counts.append([])
        for query in ("", "?show=under-way&state=XA", "?direction=in&from=2020-01-01"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{AT}{query}").status_code == 200
            counts[-1].append(len(queries))
    assert counts[0] == counts[1]


def _columns(record):
    values = dataclasses.asdict(record) | {"direction": record.direction.value}
    del values["documents"]
    return values
