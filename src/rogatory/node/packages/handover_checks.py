# SPDX-License-Identifier: Apache-2.0
"""Checks of a package of this State, through whichever channel it comes into the node that serves
it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from rogatory.custody.events.event import CustodyAction
from rogatory.custody.events.values import CustodyAct
from rogatory.custody.journal.journal import TOMBSTONE
from rogatory.errors import Reason, Unreachable
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import SignedEvent, own_event
from rogatory.node.hooks.changes import notify_of_package
from rogatory.node.law.onward import origin_blocks
from rogatory.node.officers import refusals
from rogatory.node.packages import package_refusals
from rogatory.node.packages.package_documents import (
    LARGEST_DOCUMENTS,
    MOST_DOCUMENTS,
    SEAL,
    documents_size,
    is_sealed_to,
)
from rogatory.node.peers.policy_effects import held_reasons
from rogatory.node.repositories.packages import PackageRecord
from rogatory.node.threads.thread_keys import thread_of_key
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText

STAMP_AND_EVENT = 5
"""The documents that a node adds at handing over: timestamp, event, two signatures, proof."""

SPACE_FOR_STAMP_AND_EVENT = 256 << 10
"""The most bytes of those in base64, each as large as is read; but a proof has some kilobytes."""

SPACE_FOR_PROOF = 8 << 10
"""A proof with the longest path and its checkpoint, in base64; each event that has none gets one."""


def documents_size_reasons(documents: Mapping[str, bytes]) -> Iterator[Reason]:
    """Yield why nobody could fetch what lies beside a seal, once the node has added its own to it."""
    events = [
        name
        for name in documents
        if name.startswith("custody/")
        and name.endswith(".json")
        and not name.endswith(f".{TOMBSTONE}")
    ]
    proofs = sum(name.replace(".json", ".tlog-proof") not in documents for name in events)
    count = len(documents) + proofs + STAMP_AND_EVENT
    size = documents_size(documents) + proofs * SPACE_FOR_PROOF + SPACE_FOR_STAMP_AND_EVENT
    if count > MOST_DOCUMENTS or size > LARGEST_DOCUMENTS:
        yield package_refusals.DOCUMENTS_TOO_LARGE.because(
            count=count, most=MOST_DOCUMENTS, size=size, limit=LARGEST_DOCUMENTS
        )


def thread_reasons(node: Node, seal: Seal, thread: str) -> Iterator[Reason]:
    """Yield why a package is not for the other State of a thread.

    It is of this thread, or of none; the thread is known here; it is sealed to an authority of the
    thread's other State; the thread's request is not held for review. What another State gave goes
    on only with that State's leave.
    """
    yield from held_reasons(node, thread)
    expected = thread_of_key(node, thread)
    if seal.thread not in {None, expected}:
        yield package_refusals.SEAL_OTHER.because(
            what=FilledText(P_("thread")), found=str(seal.thread), expected=expected
        )
    transcript = node.store.transcript(thread)
    if not transcript:
        yield refusals.THREAD_UNKNOWN.because(thread=thread)
    elif not is_sealed_to(seal, transcript[0].peer):
        found = ", ".join(to.authority for to in seal.recipients)[:200]
        yield package_refusals.SEAL_OTHER.because(
            what=FilledText(P_("recipients")),
            found=found,
            expected=FilledText(P_("an authority of {state}"), state=transcript[0].peer),
        )
    if transcript:
        on = node.clock.now().date()
        yield from origin_blocks(node, seal.package, transcript[0].peer, on)


def stamped(node: Node, documents: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """Return the documents with a timestamp over the seal; without a line to one it stays pending."""
    if f"{SEAL}.tst" in documents:
        return documents
    try:
        token = node.timestamps.stamp(bytes.fromhex(sha256(documents[SEAL])))
    except Unreachable:
        return documents
    return {**documents, f"{SEAL}.tst": token}


def finish_record(node: Node, record: PackageRecord, event: SignedEvent) -> None:
    """Record that the package is whole here, for a thread, which is an event: in one transaction,
    once.
    """
    with node.store.transaction():
        standing = node.store.package(record.seal)
        if standing is None or not standing.complete:
            node.store.put_package(replace(record, complete=True, present=record.segments))
        elif event.thread in _threads_handed(node, record):
            return
        event.append(node)
        notify_of_package(node, record)


def _threads_handed(node: Node, record: PackageRecord) -> set[str | None]:
    """Return the threads for which a package of this bag was handed over: one folder may serve
    several.
    """
    return {
        logged.thread
        for logged in node.store.events_of(record.bag)
        if logged.action == CustodyAction.DISPATCHED.value
    }


def dispatched(
    node: Node,
    record: PackageRecord,
    officer: str | None,
    how: CustodyAct,
    at: datetime,
    *,
    thread: str | None,
    words: str | None = None,
) -> SignedEvent:
    return own_event(
        node,
        how,
        of=record.bag,
        authority=record.sender,
        officer=officer,
        words=words,
        at=at,
        thread=thread,
    )
