# SPDX-License-Identifier: Apache-2.0
"""Taking a watch in another's place at short notice: people fall ill, and a roster takes longer."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from rogatory.errors import Reason, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.duty import refusals
from rogatory.node.officers.dual_control import acting_reasons, reason_reasons
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.duty import StandIn
from rogatory.wire.identifiers import uuid7
from rogatory.wire.moments import format_moment

LONGEST_STAND_IN = timedelta(days=14)
"""For longer a roster must say it, where gaps and the second person are judged."""


def stand_in(
    node: Node,
    authority: str,
    officer: str,
    *,
    starts: datetime,
    ends: datetime,
    by: str,
    reason: str,
) -> StandIn:
    """Give duty to an officer for a while, whatever the roster says.

    1. An officer who takes duty may hand duty over; one who gives duty to another may set rosters.
    2. The officer may answer alerts for the authority.
    3. It lasts not too long, not into the past, and a reason is given.

    Raises:
        Refused: with every reason; nothing is written.
    """
    at = node.clock.now().replace(microsecond=0)
    permission = Permission.HAND_OVER_WATCH if by == officer else Permission.WRITE_ROSTER
    refuse_if_any(
        [
            *acting_reasons(node, by, authority, permission, at),  # 1
            *officer_reasons(
                node.register.view(), officer, authority, Permission.ACKNOWLEDGE_PAGE, at
            ),  # 2
            *_period_reasons(starts, ends, at),  # 3
            *reason_reasons(reason),
        ]
    )
    record = StandIn(
        id=uuid7(at, node.random(10)),
        authority=authority,
        officer=officer,
        starts=starts,
        ends=ends,
        by=by,
        at=at,
        reason=node.own_words(reason),
    )
    with node.store.transaction():
        node.store.add_stand_in(record)
    return record


def _period_reasons(starts: datetime, ends: datetime, at: datetime) -> Iterator[Reason]:
    if ends <= max(starts, at) or ends - starts > LONGEST_STAND_IN:
        yield refusals.STAND_IN_PERIOD.because(
            start=format_moment(starts), end=format_moment(ends), days=LONGEST_STAND_IN.days
        )
