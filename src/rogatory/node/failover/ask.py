# SPDX-License-Identifier: Apache-2.0
"""Asking another State, after a failover, whether it holds something of this node that is not here.

Nothing is taken and nothing is written. What counts is signed by this node or by its State: checkpoints of its log,
its receipts, its messages. A State can keep such things back, but it cannot make them up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, RogatoryError
from rogatory.node.completeness.others_checkpoints import own_checkpoint
from rogatory.node.completeness.refusals import ENDLESS, OWN_RECEIPT_OTHER
from rogatory.node.context import Node
from rogatory.node.failover import refusals
from rogatory.node.recovery.begin import newest_entry
from rogatory.node.recovery.judge import judge_item
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.recovery import HandedOut
from rogatory.node.threads.receipt import parse_receipt
from rogatory.node.witnesses.restored_store import is_beyond, look

CLOCKS_APART = timedelta(hours=1)
"""Margin before the newest entry here: what is missing is younger, by this State's clock; others' clocks differ."""

MOST_PAGES = 2000
"""Pages in a row from one State: an honest one passes over a thousand old messages with each."""


@dataclass(frozen=True, slots=True)
class HeldElsewhere:
    """Data that one State holds beyond what is here: a checkpoint over so many entries, and so many messages or
    receipts; or why it did not show it.
    """

    state: str
    beyond: int | None = None
    missing: int = 0
    problem: str | None = None

    @property
    def is_more(self) -> bool:
        return self.beyond is not None or self.missing > 0


def states_to_ask(node: Node) -> tuple[str, ...]:
    """Return every other State that the directory lists: threads that were lost completely are not known."""
    return tuple(sorted(state for state in node.register.view().states if state != node.state))


def held_elsewhere(node: Node, state: str) -> HeldElsewhere:
    """Ask one State for what it cosigned, followed and exchanged.

    1. The newest checkpoint that it cosigned as a witness.
    2. The exchange since shortly before the newest entry here: each message with its receipt.
    3. At the end of the exchange, the newest checkpoint that it cosigned or accepted as it followed this log.
    """
    copy = look(node, state)  # 1
    if copy.problem is not None:
        return HeldElsewhere(state, problem=copy.problem)
    beyond, missing = [copy.beyond or 0], set[str]()
    since, place = newest_entry(node) - CLOCKS_APART, None
    view = node.register.view()
    try:
        for _page in range(MOST_PAGES):
            page = node.peers.exchange_since(state, since, place)
            for item in page.items:  # 2
                _compare(node, view, state, item, beyond, missing)
            if page.next is None:
                beyond.append(_beyond(node, page.checkpoint))  # 3
                break
            place = page.next
        else:
            raise Refused(ENDLESS.because(state=state))
    except RogatoryError as error:
        return HeldElsewhere(state, max(beyond) or None, len(missing), str(error))
    return HeldElsewhere(state, max(beyond) or None, len(missing))


def reasons_against(
    node: Node, answers: Sequence[HeldElsewhere], *, is_promised: bool
) -> tuple[Reason, ...]:
    """Return why the node must not work on the new server, every reason at once.

    A State that did not answer is waited for, unless commits were known to wait for a standby.
    """
    size = str(node.store.log_size())
    found = [
        refusals.LOG_BEHIND.because(state=one.state, seen=str(one.beyond), size=size)
        for one in answers
        if one.beyond is not None
    ]
    found += [
        refusals.MESSAGES_BEHIND.because(state=one.state, count=one.missing)
        for one in answers
        if one.missing
    ]
    silent = [one.state for one in answers if one.problem is not None and not one.is_more]
    if silent and not is_promised:
        found.append(refusals.UNCONFIRMED.because(states=", ".join(silent)))
    return tuple(found)


def _compare(
    node: Node,
    view: DirectoryView,
    state: str,
    item: HandedOut,
    beyond: list[int],
    missing: set[str],
) -> None:
    """Compare one message, with its receipt, with what is here; what does not hold counts for nothing."""
    try:
        found = judge_item(node, view, state, item)
    except Refused as error:
        if OWN_RECEIPT_OTHER.id in error.codes:
            # Our node signed it, and another event has its place here.
            beyond.append(node.store.log_size())
        return
    standing, given = node.store.message(found.message.digest), found.message
    is_ours_to_receipt = given.direction is Direction.IN
    if standing is None or (is_ours_to_receipt and standing.receipt is None):
        missing.add(given.digest)
    if is_ours_to_receipt and given.receipt is not None:
        entry = parse_receipt(given.receipt).log
        beyond.append(_beyond(node, None if entry is None else entry.checkpoint))


def _beyond(node: Node, note: str | None) -> int:
    """Return the size of a checkpoint of this node's log that the log here does not cover; else 0."""
    seen = None if note is None else own_checkpoint(node, note)
    return seen.size if seen is not None and is_beyond(node, seen) else 0
