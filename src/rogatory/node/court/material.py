# SPDX-License-Identifier: Apache-2.0
"""A node's material on a package, gathered for a court.

A plain value, so that a workstation could get it over a line just as well.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rogatory.custody.events.event import parse_event
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.court import refusals
from rogatory.node.custody_log.log import prove
from rogatory.node.packages.package_documents import kept_documents
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.node.repositories.messages import Delivery, StoredMessage
from rogatory.node.repositories.packages import PackageRecord
from rogatory.node.threads.transcript import envelope_of
from rogatory.node.witnesses.ask import checkpoint_for_proofs
from rogatory.node.witnesses.trust import witness_policy
from rogatory.seal.certificates.reading import to_der
from rogatory.seal.signatures import Signatures
from rogatory.seal.timestamping.token import parse_token

type ExportDirectory = Callable[[Sequence[str]], Mapping[str, bytes]]
"""The files of the directory's copy that speak for these States (`directory.export`)."""

MOST_MESSAGES = 500
"""The most messages: a request has dozens; a node whose store links every thread to every other
must not fill a court's disk.
"""


@dataclass(frozen=True, slots=True)
class ProvenEvent:
    """A custody event of the exporting State's node, with its proof."""

    event: bytes = field(repr=False)
    signatures: Signatures = field(repr=False)
    proof: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class MessageFiles:
    """A message as it was signed or received, with its receipt and what the node recorded."""

    digest: str
    message: bytes = field(repr=False)
    signatures: Signatures = field(repr=False)
    approvals: bytes = field(repr=False)
    receipt: bytes | None = field(default=None, repr=False)
    receipt_signatures: Signatures | None = field(default=None, repr=False)
    attachments: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    events: tuple[ProvenEvent, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class CourtMaterial:
    """Everything of a bundle that a node has. `request` is the digest of the message that asked
    for the evidence, among `messages`, which are in the order in which the node had them.
    """

    state: str
    network: str
    seal: str
    documents: Mapping[str, bytes] = field(repr=False)
    request: str | None
    messages: tuple[MessageFiles, ...] = field(repr=False)
    events: tuple[ProvenEvent, ...] = field(repr=False)
    directory: Mapping[str, bytes] = field(repr=False)


def collect_material(node: Node, seal: str, *, export: ExportDirectory) -> CourtMaterial:
    """Return what this node has of the package with that seal.

    The messages are those of its thread, and of the threads that these name as related.

    Raises:
        Refused: the node has no such package, or its copy of the directory cannot be relied on.
    """
    record = node.store.package(seal)
    if record is None:
        raise Refused(refusals.NO_PACKAGE.because(seal=seal[:16]))
    documents = kept_documents(node, record)
    stored = _messages(node, record)
    checkpoint = checkpoint_for_proofs(node)
    states = {node.state, record.sender[:2].upper()}
    states |= {state for one in stored for state in (one.peer, one.sender_state)}
    states |= _timestamp_states(node, documents)
    states |= _witness_states(node, states)
    return CourtMaterial(
        state=node.state,
        network=node.network,
        seal=seal,
        documents=documents,
        request=_request(stored, record.thread),
        messages=tuple(_files(node, one, checkpoint) for one in stored),
        events=tuple(_proven(node, node.store.events_of(record.bag), checkpoint)),
        directory=export(tuple(sorted(states))),
    )


def _messages(node: Node, record: PackageRecord) -> list[StoredMessage]:
    """Return the messages of the package's thread and of those it names, in order of arrival."""
    found: dict[str, StoredMessage] = {}
    seen: set[str] = set()
    threads = [record.thread] if record.thread else []
    while threads and len(found) < MOST_MESSAGES:
        thread = threads.pop()
        if thread in seen:
            continue
        seen.add(thread)
        for one in node.store.transcript(thread):
            # Nobody signed what was transcribed: a court gets the original by another channel.
            if one.delivery is not Delivery.TRANSCRIBED:
                threads += envelope_of(one).related
                found[one.digest] = one
    return sorted(found.values(), key=lambda one: (one.at, one.sequence, one.digest))


def _request(stored: Sequence[StoredMessage], thread: str | None) -> str | None:
    """Return the message that opened the package's thread: the one nothing in it comes before."""
    for one in stored:
        envelope = envelope_of(one)
        if one.thread == thread and envelope.previous is None and envelope.seen is None:
            return one.digest
    return None


def _files(node: Node, stored: StoredMessage, checkpoint: str) -> MessageFiles:
    receipt = None
    if stored.receipt_p256 is not None:
        receipt = Signatures(stored.receipt_p256, stored.receipt_mldsa65)
    attachments = envelope_of(stored).attachments
    return MessageFiles(
        digest=stored.digest,
        message=stored.message,
        signatures=Signatures(stored.p256, stored.mldsa65),
        approvals=stored.approvals,
        receipt=stored.receipt,
        receipt_signatures=receipt,
        attachments={one.sha256: node.objects.get(one.sha256) for one in attachments},
        events=tuple(_proven(node, node.store.events_of(stored.digest), checkpoint)),
    )


def _proven(node: Node, logged: Iterable[LoggedEvent], checkpoint: str) -> Iterable[ProvenEvent]:
    for one in logged:
        if parse_event(one.event).authority.state == node.state:
            signatures = Signatures(one.p256, one.mldsa65)
            yield ProvenEvent(one.event, signatures, prove(node, one, checkpoint))


def _witness_states(node: Node, states: Iterable[str]) -> set[str]:
    """Return the States whose witnesses cosign these States' logs, as far as they are listed: a
    court needs their keys.
    """
    view, found = node.register.view(), set[str]()
    for state in states:
        try:
            policy = witness_policy(view, state)
        except Refused:
            continue
        found |= set(policy.states if policy else ()) & set(view.states)
    return found


def _timestamp_states(node: Node, documents: Mapping[str, bytes]) -> set[str]:
    """Return the States whose entries list the authorities that stamped the seal."""
    view, states = node.register.view(), set()
    for name, token in documents.items():
        if not name.endswith(".tst"):
            continue
        for certificate in parse_token(token).certificates:
            der = to_der(certificate)
            listing = (
                state
                for state in view.states
                if any(record.der == der for record in view.entry(state).certificates)
            )
            states |= set(listing)
    return states
