# SPDX-License-Identifier: Apache-2.0
"""The list of packages, over both twins: every filter, page by page, and who may see what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.storage.rows import a_package
from casts.storage.summaries import NOW, a_summary, put, thread_of
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageFilter, PackagePlace
from rogatory.storage import models

DAY = timedelta(days=1)


def seal_of(number):
    return f"{number:064x}"


def write(store, *packages):
    with store.transaction():
        for one in packages:
            store.put_package(one)


def listed(store, limit=100, after=None, **wanted):
    found = store.packages_listed(PackageFilter(**wanted), limit, after)
    return [int(one.seal, 16) for one in found]


@pytest.fixture
def packages(store):
    """Four of different kinds, the fourth of no thread; the second and third came in one moment."""
    first = a_package(seal_of(1), received=NOW, thread=thread_of(1))
    second = a_package(seal_of(2), received=NOW + DAY, peer="XM", thread=thread_of(2))
    third = a_package(
        seal_of(3), received=NOW + DAY, direction=Direction.OUT, thread=thread_of(1), bag="bb" * 32
    )
    fourth = a_package(seal_of(4), received=NOW + 2 * DAY, complete=True, present=3, thread=None)
    write(store, third, first, fourth, second)
    return store


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, [4, 3, 2, 1]),
        ({"peer": "XM"}, [2]),
        ({"direction": Direction.OUT}, [3]),
        ({"complete": True}, [4]),
        ({"complete": False}, [3, 2, 1]),
        ({"received_since": NOW + DAY}, [4, 3, 2]),
        ({"received_before": NOW + DAY}, [1]),
        ({"complete": False, "direction": Direction.IN, "peer": "XB"}, [1]),
    ],
)
def test_packages_are_listed_the_newest_first_as_a_filter_lets_them_through(
    packages, wanted, expected
):
    assert listed(packages, **wanted) == expected


@pytest.mark.parametrize("rows", [1, 2, 3, 5])
def test_pages_follow_each_other_by_key_and_miss_nothing(packages, rows):
    seen, place = [], None
    while found := packages.packages_listed(PackageFilter(), rows, place):
        seen += [int(one.seal, 16) for one in found]
        place = PackagePlace(found[-1].received, found[-1].seal)
    assert seen == [4, 3, 2, 1]


def test_packages_of_a_restricted_thread_are_listed_for_its_officers_only(packages):
    put(packages, a_summary(1), a_summary(2))
    with packages.transaction():
        packages.restrict(thread_of(1), ["xb-0001"])
        packages.restrict(thread_of(2), ["xb-0001", "xb-0002"])
    assert listed(packages, reader="xb-0001") == [4, 3, 2, 1]
    assert listed(packages, reader="xb-0002") == [4, 2]
    assert listed(packages, reader="xb-0003") == [4]
    assert listed(packages) == [4, 3, 2, 1]


def test_a_package_is_found_after_any_re_wrapping(packages):
    resealed = replace(a_package(seal_of(9)), received=NOW - DAY, bag="cc" * 32)
    write(packages, resealed)
    found = packages.packages_of_origin(resealed.package)
    assert [int(one.seal, 16) for one in found] == [9, 1, 2, 3, 4]
    assert packages.packages_of_origin("019aaf00-0000-7000-8000-00000000ffff") == []


def test_the_packages_of_one_origin_are_looked_up_and_not_searched_through():
    """Asked at each way out: going through all packages would cost more the more a node holds."""
    query = models.Package.objects.filter(package="019aaf00-0000-7000-8000-000000000001")
    plan = query.order_by("received", "seal").explain()
    assert "SCAN" not in plan
    assert "(package=?)" in plan or "Index Cond: ((package)" in plan
