# SPDX-License-Identifier: Apache-2.0
"""The decision whether a node may open its doors: made once, before its processes are started.

1. No recovery is under way in its database.
2. No State shows a checkpoint of its log over entries that are not here: as its witness, or in a receipt.
3. No State shows a message or receipt of this node that is not here: a witness may be behind the receipts.

Every listed State is asked, all at once and for a few seconds: threads that were lost completely are
unknown. One that does not answer keeps nothing closed: an attacker who could silence States could
otherwise silence the node. Its silence is reported, as is what a failover of the database's server would
lose. A State that the last recovery did without is left to the worker, which takes back what it has.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from rogatory.bootstrap.processes.admission import OpeningCheck
from rogatory.errors import Reason, Refused, RogatoryError
from rogatory.node.completeness.record import is_outstanding, what_is_missing
from rogatory.node.completeness.refusals import RECOVERING, RESTORED_INCOMPLETE
from rogatory.node.context import Node
from rogatory.node.failover.ask import HeldElsewhere, held_elsewhere, states_to_ask
from rogatory.node.failover.promise import remarks_at_start
from rogatory.node.witnesses.refusals import RESTORED
from rogatory.storage.transactions.writing import connections_closed

SECONDS_TO_ASK = 6.0
"""All States together: the line gives a witness five, and an operator waits for the node."""

MOST_AT_ONCE = 16
"""States that are asked at the same time, each by a thread."""


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
    states = tuple(one for one in states_to_ask(node) if not is_outstanding(node, one))
    answers = _answers(node, states)
    reasons = tuple(_reasons(answers, str(node.store.log_size())))
    heard = {one.state for one in answers if one.problem is None}
    return OpeningCheck(
        reasons, tuple(state for state in states if state not in heard), len(states), remarks
    )


def is_recovering(found: OpeningCheck) -> bool:
    """Decide whether the doors stay closed because a recovery is under way."""
    return any(reason.code is RECOVERING for reason in found.reasons)


def _directory(node: Node) -> None:
    """Use the directory as it is here, or fetch it: without one no State is known."""
    try:
        node.register.view().entry(node.state)
    except Refused:
        node.register.refresh(node.clock.now()).entry(node.state)


def _answers(node: Node, states: Sequence[str]) -> list[HeldElsewhere]:
    if not states:
        return []

    def ask(state: str) -> HeldElsewhere:
        with connections_closed():
            return held_elsewhere(node, state)

    pool = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="opening")
    try:
        done, _late = wait([pool.submit(ask, state) for state in states], timeout=SECONDS_TO_ASK)
        return sorted((one.result() for one in done), key=lambda one: one.state)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _reasons(answers: Sequence[HeldElsewhere], size: str) -> Iterator[Reason]:
    for one in answers:
        if one.beyond is not None:
            yield RESTORED.because(state=one.state, seen=str(one.beyond), size=size)
        if one.missing:
            yield RESTORED_INCOMPLETE.because(state=one.state, count=one.missing)
