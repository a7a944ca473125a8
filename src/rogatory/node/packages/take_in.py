# SPDX-License-Identifier: Apache-2.0
"""A workstation hands a sealed package over in segments; the node then serves it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from blake3 import blake3

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import CustodyAct
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.node.context import Node
from rogatory.node.packages import package_refusals
from rogatory.node.packages.arrival import take_what_is_here
from rogatory.node.packages.handover_checks import (
    dispatched,
    documents_size_reasons,
    finish_record,
    stamped,
    thread_reasons,
)
from rogatory.node.packages.package_documents import begin_record, check_documents
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageRecord
from rogatory.node.threads.thread_keys import thread_key
from rogatory.wire.words import P_, FilledText


def take_documents(
    node: Node, documents: Mapping[str, bytes], *, seal: str, authority: str
) -> list[bytes]:
    """Begin a package that a workstation hands over in segments; returns the digests missing.

    The authority is the one whose key signed the request; which officer sat there nobody knows.

    1. The seal holds (the list in `check_documents`), and the authority is the one that sealed.
    2. The seal names a thread, and is sealed to an authority of that thread's other State.
    3. What lies beside the seal is not more than a node fetches.
    4. The seal is timestamped; where the token is pending, the node adds it, if it can.
    5. Segments that another package here has are taken from there; are they all, it is whole.

    Raises:
        Refused: the seal does not hold, or with every reason of 1 to 3; nothing is begun.
    """
    at = node.clock.now()
    checked = check_documents(
        node.register.view(),
        documents,
        network=node.network,
        sender_state=node.state,
        at=at,
        seal=seal,
    )
    thread = _thread_of(node, checked.seal)
    refuse_if_any(
        [
            *_handing_reasons(node, checked.seal, authority, thread),  # 1, 2
            *documents_size_reasons(documents),  # 3
        ]
    )
    assert thread is not None
    checked = replace(checked, documents=stamped(node, documents))  # 4
    peer = node.store.transcript(thread)[0].peer
    record = begin_record(node, checked, thread=thread, direction=Direction.OUT, peer=peer, at=at)
    if not record.complete and take_what_is_here(node, checked):  # 5
        _finish_if_whole(node, record, act("seal-arrived-from-workstation"))
    return [checked.segments[index] for index in node.store.missing_segments(record.seal)]


def _thread_of(node: Node, seal: Seal) -> str | None:
    """Return the key of the thread that a seal names: the one with a State that it is sealed to."""
    if seal.thread is None:
        return None
    states = dict.fromkeys(to.authority[:2].upper() for to in seal.recipients)
    keys = [thread_key(node, state, seal.thread) for state in states if state != node.state]
    known = [key for key in keys if node.store.outlines(key)]
    return next(iter(known), seal.thread)


def _handing_reasons(
    node: Node, seal: Seal, authority: str, thread: str | None
) -> Iterator[Reason]:
    if seal.sender != authority:
        yield package_refusals.SEAL_OTHER.because(
            what=FilledText(P_("sender")), found=seal.sender, expected=authority
        )
    if thread is None:
        yield package_refusals.SEAL_THREADLESS.because()
    else:
        yield from thread_reasons(node, seal, thread)


def take_segment(node: Node, digest: bytes, data: bytes, *, authority: str) -> bool:
    """Take one segment of packages that the authority began by `take_documents`.

    True when it was the last of each.
    """
    found = [
        (record, index)
        for record, index in node.store.packages_of_segment(digest)
        if record.direction is Direction.OUT and record.sender == authority
    ]
    if not found:
        raise Refused(package_refusals.SEGMENT_UNKNOWN.because(blake3=digest.hex()))
    if blake3(data).digest() != digest:
        raise Refused(package_refusals.SEGMENT_DIGEST.because(index=found[0][1]))
    whole = [_take_into(node, record, index, data) for record, index in found]
    return all(whole)


def _take_into(node: Node, record: PackageRecord, index: int, data: bytes) -> bool:
    """Put a segment at its place in one package; True when the package is whole."""
    if record.complete:
        return True
    node.objects.put_segment(record.seal, index, data)
    with node.store.transaction():
        node.store.mark_segment(record.seal, index)
    return _finish_if_whole(node, record, act("arrived-from-workstation"))


def _finish_if_whole(node: Node, record: PackageRecord, how: CustodyAct) -> bool:
    if node.store.missing_segments(record.seal, limit=1):
        return False
    event = dispatched(node, record, None, how, node.clock.now(), thread=record.thread)
    finish_record(node, record, event)
    return True
