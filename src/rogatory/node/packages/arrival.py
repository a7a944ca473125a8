# SPDX-License-Identifier: Apache-2.0
"""The arrival of a package from another State: the common part of the line and the courier."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace

from blake3 import blake3

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import CustodyAct
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.hooks.changes import notify_of_package
from rogatory.node.packages import package_refusals
from rogatory.node.packages.package_documents import (
    CheckedSeal,
    begin_record,
    check_documents,
    is_sealed_to,
    kept_seal,
)
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageRecord
from rogatory.node.threads.thread_keys import thread_of_key
from rogatory.wire.words import P_, FilledText

PLACES_AT_ONCE = 500
"""Places of segments read from the store at a time; a terabyte has 65,536."""

MOST_DISKS_NAMED = 20
"""In one event; its reason has its limit."""


def accept(
    node: Node, documents: Mapping[str, bytes], *, seal: str, state: str, thread: str
) -> CheckedSeal:
    """Begin a package that another State delivered, in a thread with that State.

    1. The seal holds (the list in `check_documents`) and is of that State.
    2. It is sealed to an authority of this State.
    3. It is of that thread, or of none.

    Raises:
        Refused: with every reason of 1, or of 2 and 3; nothing is begun.
    """
    at = node.clock.now()
    checked = check_documents(
        node.register.view(),
        documents,
        network=node.network,
        sender_state=state,
        at=at,
        seal=seal,
    )  # 1
    reasons: list[Reason] = []
    if not is_sealed_to(checked.seal, node.state):  # 2
        reasons.append(
            package_refusals.SEAL_OTHER.because(
                what=FilledText(P_("recipients")),
                found=FilledText(P_("none of ours")),
                expected=node.state,
            )
        )
    expected = thread_of_key(node, thread)
    if checked.seal.thread not in {None, expected}:  # 3
        reasons.append(
            package_refusals.SEAL_OTHER.because(
                what=FilledText(P_("thread")), found=str(checked.seal.thread), expected=expected
            )
        )
    refuse_if_any(reasons)
    begin_record(node, checked, thread=thread, direction=Direction.IN, peer=state, at=at)
    return checked


def take_what_is_here(node: Node, checked: CheckedSeal) -> int:
    """Copy the missing segments that another package here has; returns how many.

    A package wrapped anew for another recipient has the very segments of the one before. A copy is
    compared like a segment from the line: what has changed on this disk is left to be fetched.
    """
    taken, after = 0, -1
    while places := node.store.segments_elsewhere(checked.digest, after, PLACES_AT_ONCE):
        for index, other, there in places:
            if index > after and _copy(node, checked, index, other, there):
                taken, after = taken + 1, index
        after = places[-1][0]
    return taken


def _copy(node: Node, checked: CheckedSeal, index: int, other: str, there: int) -> bool:
    try:
        data = node.objects.get_segment(other, there)
    except Refused:
        return False
    size = checked.segment_size(index)
    if len(data) != size or blake3(data).digest() != checked.segments[index]:
        return False
    node.objects.put_segment(checked.digest, index, data)
    with node.store.transaction():
        node.store.mark_segment(checked.digest, index)
    return True


def complete(
    node: Node,
    seal: str,
    end: Callable[[], AbstractContextManager[None]],
) -> None:
    """Mark a package complete, once every segment is here, with one custody event.

    `end` is the transaction in which it becomes so. Of several that bring the last segment, through
    any channel, the first records it.
    """
    record = node.store.package(seal)
    assert record is not None
    event = own_event(
        node,
        _act(node, record),
        of=record.bag,
        authority=_receiver(node, record),
        at=node.clock.now(),
        thread=record.thread,
    )
    with end():
        standing = node.store.package(seal)
        if standing is not None and not standing.complete:
            node.store.put_package(replace(standing, complete=True, present=standing.segments))
            event.append(node)
            notify_of_package(node, standing)


def _receiver(node: Node, record: PackageRecord) -> str:
    """Return the own authority that the package is sealed to; the first, if several are."""
    seal = kept_seal(node, record)
    return next(to.authority for to in seal.recipients if to.authority[:2].upper() == node.state)


def _act(node: Node, record: PackageRecord) -> CustodyAct:
    """Return by which way it came."""
    found, peer = node.store.transfer(record.seal, record.peer or ""), record.peer
    if found is None or not found.disks:
        return act("fetched-whole", from_=peer)
    more = len(found.disks) - MOST_DISKS_NAMED
    return act(
        "received-by-courier",
        from_=peer,
        by_disk=found.by_courier,
        by_line=max(found.segments - found.by_courier, 0),
        disks=found.disks[:MOST_DISKS_NAMED],
        more=more if more > 0 else None,
    )
