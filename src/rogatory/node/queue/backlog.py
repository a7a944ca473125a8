# SPDX-License-Identifier: Apache-2.0
"""The work of a node that is not yet done, as counts: nothing of what it is about."""

from dataclasses import dataclass

from rogatory.node.context import Node
from rogatory.node.repositories.queue import Backlog, JobCount

MOST_COUNTED = 10_000
"""Jobs of either sort. A backlog of millions must not be read through whenever somebody looks."""


@dataclass(frozen=True, slots=True)
class WorkCount:
    """By kind and standing; `is_whole` unless there is more than was counted."""

    counts: tuple[JobCount, ...]
    is_whole: bool


def backlog(node: Node) -> WorkCount:
    found = node.queue.counted(MOST_COUNTED + 1)
    aside = sum(one.count for one in found if one.standing is Backlog.ASIDE)
    todo = sum(one.count for one in found) - aside
    return WorkCount(tuple(found), max(aside, todo) <= MOST_COUNTED)
