# SPDX-License-Identifier: Apache-2.0
"""Limits of the bytes of evidence that this node takes from each State: in a day, and under way at
one time.

A State with a thread here may deliver package after package, each of terabytes, by fault or on
purpose, and fill the disk on which all others' evidence is kept. A package beyond a quota is not
refused: its fetch waits, a human is alerted, and the administrator raises the quota or frees space.
Evidence that an emergency waits for may take as much again.
"""

from datetime import datetime, timedelta

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.limits.bandwidth import filled_until, left_over
from rogatory.node.packages import package_refusals
from rogatory.node.packages.package_documents import CheckedSeal
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageFilter, PackageRecord
from rogatory.node.repositories.queue import Priority

DAY = timedelta(days=1)

MOST_LOOKED_AT = 1000
"""Packages of one State under way: with more, each of a few segments, the sum is over a quota anyhow, or
small."""


def quota_reason(node: Node, state: str, checked: CheckedSeal, priority: int) -> Reason | None:
    """Return why no more of a package may be fetched now, if so."""
    return _day_reason(node, state, priority) or _under_way_reason(node, state, checked, priority)


def take(node: Node, state: str, size: int) -> None:
    """Take a segment from the State's quota of the day."""
    limit, at = node.settings.fetching.day(state), node.clock.now()
    with node.store.transaction():
        found = node.store.allowance(_name(state))
        balance = _left_of_day(found, limit, at)
        node.store.put_allowance(_name(state), balance - size, filled_until(found, at))


def _name(state: str) -> str:
    return f"fetch-day/{state}"


def _left_of_day(found: tuple[float, datetime] | None, limit: int, at: datetime) -> float:
    return left_over(found, limit / DAY.total_seconds(), float(limit), at)


def _day_reason(node: Node, state: str, priority: int) -> Reason | None:
    limit = node.settings.fetching.day(state)
    owed = limit if priority > Priority.BULK else 0
    found = node.store.allowance(_name(state))
    if _left_of_day(found, limit, node.clock.now()) + owed > 0:
        return None
    return package_refusals.FETCH_DAY.because(state=state, limit=limit)


def _under_way_reason(node: Node, state: str, checked: CheckedSeal, priority: int) -> Reason | None:
    """Return why it must wait: only packages that came before it count, so that the first always
    goes on.
    """
    limit = node.settings.fetching.under_way(state) * (2 if priority > Priority.BULK else 1)
    wanted = PackageFilter(peer=state, direction=Direction.IN, complete=False)
    found = node.store.packages_listed(wanted, MOST_LOOKED_AT)
    own = next((one for one in found if one.seal == checked.digest), None)
    if own is None:
        return None
    place = (own.received, own.seal)
    size = sum(_left(one) for one in found if (one.received, one.seal) <= place)
    if size <= limit:
        return None
    return package_refusals.FETCH_UNDER_WAY.because(state=state, size=size, limit=limit)


def _left(record: PackageRecord) -> int:
    return max(0, record.payload_size - record.present * record.segment_size)
