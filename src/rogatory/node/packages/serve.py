# SPDX-License-Identifier: Apache-2.0
"""Serving a peer's requests: this State's own messages to it, and packages sealed to it.

The line authenticates the peer (RFC 9421). Anything not for the peer does not exist for it: there
is one refusal, and it does not distinguish the two cases.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.emergencies.priorities import priority_of
from rogatory.node.limits.bandwidth import PauseRequestedError, charge, seconds_up
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.packages import package_refusals
from rogatory.node.packages.package_documents import (
    kept_documents,
    recipients_of,
    segment_size,
)
from rogatory.node.packages.package_parties import takes_part
from rogatory.node.packages.transfers import note_gone
from rogatory.node.peer_health.resend_refused import resend_all
from rogatory.node.repositories.messages import BY_LETTER, Direction
from rogatory.node.repositories.packages import PackageRecord
from rogatory.node.threads.dispatch import LARGEST_DISPATCH, page_size
from rogatory.node.threads.thread_keys import thread_key

MESSAGES_AT_ONCE = 50
"""Dispatches in one answer; the peer asks again after the last. A thread of thousands would
otherwise be held in memory for any peer.
"""

LARGEST_PAGE = 4 * LARGEST_DISPATCH
"""Bytes of one answer with dispatches, as they travel: two of the largest size, which base64 makes
a third larger. The asker reads no more, so that nobody has to hold more at once."""


def messages_after(node: Node, peer: str, thread: str, sequence: int) -> Sequence[bytes]:
    """Return the dispatches of this State's own messages to `peer` in a thread, after a number.

    Nothing of a thread that goes by letter. Not all, if they are many or large, but always at least one: the asker gets on.
    What the asker had refused goes to it anew as well: it asks for it, and its receipt is needed here.
    """
    found = [
        message
        for message in node.store.transcript(thread_key(node, peer, thread))
        if message.sender_state == node.state
        and message.peer == peer
        and message.delivery not in BY_LETTER
        and message.sequence > sequence
    ]
    found.sort(key=lambda message: message.sequence)
    page: list[bytes] = []
    for message in found[:MESSAGES_AT_ONCE]:
        dispatch = dispatch_of(node, message)
        if page and page_size([*page, dispatch]) > LARGEST_PAGE:
            break
        page.append(dispatch)
    resend_all(node, found[: len(page)], node.clock.now())
    return page


def documents(
    node: Node, state: str, seal: str, authority: str | None = None
) -> Mapping[str, bytes]:
    """Return what lies beside a sealed package, for a State that it is sealed to, or its sender's own: there
    for the workstation of an `authority` that has a part in it.
    """
    record = _served(node, state, seal)
    if authority is not None and not takes_part(node, record, authority):
        raise Refused(package_refusals.PACKAGE_UNKNOWN.because(seal=seal))
    return kept_documents(node, record)


@dataclass(frozen=True, slots=True)
class ServedSegment:
    """A segment for who asked for it, read as it is sent: `size` bytes, unless the store fails midway."""

    size: int
    parts: Iterator[bytes]


def segment(node: Node, state: str, blake3: bytes, authority: str | None = None) -> ServedSegment:
    """Return one segment by its digest, for who may have the documents of a package that has it.

    Another State's is charged to its allowance and noted, so that this side sees how far it is. The first part was
    read when this returns, so that a segment which is not there is never begun.

    Raises:
        AskedToWaitError: that State's allowance is spent.
        Refused: there is no such segment for it.
    """
    places = node.store.packages_of_segment(blake3)
    found = [
        (record, index)
        for record, index in places
        if may_have(node, state, record)
        and (authority is None or takes_part(node, record, authority))
    ]
    if not found:
        raise Refused(package_refusals.SEGMENT_UNKNOWN.because(blake3=blake3.hex()))
    if state == node.state:
        return _begin(node, *found[0])
    _charge(node, state, found)
    begun = _begin(node, *found[0])
    _note_served(node, state, found, begun.size)
    return begun


def _begin(node: Node, record: PackageRecord, index: int) -> ServedSegment:
    parts = node.objects.segment_parts(record.seal, index)
    first = next(parts)
    return ServedSegment(segment_size(record, index), chain((first,), parts))


def _charge(node: Node, state: str, found: Sequence[tuple[PackageRecord, int]]) -> None:
    seconds = charge(
        node.store,
        node.settings.bandwidth,
        "serve",
        state,
        segment_size(*found[0]),
        priority=max(priority_of(node, record.thread) for record, _index in found),
        at=node.clock.now(),
    )
    if seconds:
        wait = seconds_up(seconds)
        raise PauseRequestedError(
            package_refusals.BANDWIDTH_SPENT.because(state=state, seconds=wait), wait
        )


def _note_served(
    node: Node, state: str, found: Sequence[tuple[PackageRecord, int]], size: int
) -> None:
    """Note it for every package that has the segment: it is unknown for which one it was fetched."""
    at = node.clock.now()
    with node.store.transaction():
        for record, index in found:
            new = node.store.mark_served(record.seal, state, index)
            note_gone(node, record.seal, state, Direction.OUT, size, at, new=new)


def _served(node: Node, state: str, seal: str) -> PackageRecord:
    record = node.store.package(seal)
    if record is None or not may_have(node, state, record):
        raise Refused(package_refusals.PACKAGE_UNKNOWN.because(seal=seal))
    return record


def may_have(node: Node, state: str, record: PackageRecord) -> bool:
    """Decide who may have a complete package: who it is sealed to, and the own State's
    workstations.
    """
    if not record.complete:
        return False
    return state == node.state or any(
        authority[:2].upper() == state for authority in recipients_of(node, record)
    )
