# SPDX-License-Identifier: Apache-2.0
"""The decision whether a node may open its doors: made once, before its processes are started.

1. No recovery is under way in its database.
2. No witness shows a checkpoint of its log over entries that are not here.

Witnesses are asked all at once and for a few seconds. One that does not answer keeps nothing
closed: an attacker who could silence witnesses could otherwise silence the node. Its silence is
reported, as is what a failover of the database's server would lose.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from rogatory.bootstrap.processes.admission import OpeningCheck
from rogatory.errors import Refused, RogatoryError
from rogatory.node.completeness.record import what_is_missing
from rogatory.node.completeness.refusals import RECOVERING
from rogatory.node.context import Node
from rogatory.node.failover.promise import remarks_at_start
from rogatory.node.witnesses.refusals import RESTORED
from rogatory.node.witnesses.restored_store import WitnessCopy, look, witnesses_to_ask
from rogatory.storage.transactions.writing import connections_closed

SECONDS_TO_ASK = 6.0
"""All witnesses together: the line gives each five, and an operator waits for the node."""

MOST_AT_ONCE = 16
"""Witnesses that are asked at the same time, each by a thread."""


def admit(node: Node) -> OpeningCheck:
    """Return the reasons against opening the doors."""
    missing = what_is_missing(node.store)
    if missing:
        return OpeningCheck((RECOVERING.because(missing="; ".join(missing)),))
    remarks = tuple(remarks_at_start(node.store.replication()))
    try:
        _directory(node)
    except RogatoryError:
        return OpeningCheck(remarks=remarks)
    states = witnesses_to_ask(node)
    looked = _looked(node, states)
    size = str(node.store.log_size())
    reasons = tuple(
        RESTORED.because(state=one.state, seen=str(one.beyond), size=size)
        for one in looked
        if one.beyond is not None
    )
    heard = {one.state for one in looked if one.problem is None}
    return OpeningCheck(
        reasons, tuple(state for state in states if state not in heard), len(states), remarks
    )


def is_recovering(found: OpeningCheck) -> bool:
    """Decide whether the doors stay closed because a recovery is under way."""
    return any(reason.code is RECOVERING for reason in found.reasons)


def _directory(node: Node) -> None:
    """Use the directory as it is here, or fetch it: without one no witness is known."""
    try:
        node.register.view().entry(node.state)
    except Refused:
        node.register.refresh(node.clock.now()).entry(node.state)


def _looked(node: Node, states: Sequence[str]) -> list[WitnessCopy]:
    if not states:
        return []

    def ask(state: str) -> WitnessCopy:
        with connections_closed():
            return look(node, state)

    pool = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="witness")
    try:
        done, _late = wait([pool.submit(ask, state) for state in states], timeout=SECONDS_TO_ASK)
        return [one.result() for one in done]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
