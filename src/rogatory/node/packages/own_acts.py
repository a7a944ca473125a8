# SPDX-License-Identifier: Apache-2.0
"""The acts of this State's authorities on a package, as the log has them: for the journal beside
it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.custody.refusals import JOURNAL_CHAIN
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.custody_log.log import prove
from rogatory.node.packages import package_refusals
from rogatory.node.packages.package_parties import takes_part
from rogatory.node.repositories.packages import PackageRecord
from rogatory.node.threads import dispatch_refusals
from rogatory.node.threads.dispatch import (
    from_base64,
    signatures_from_json,
    signatures_to_json,
    to_base64,
)
from rogatory.node.witnesses.ask import checkpoint_for_proofs
from rogatory.seal.signatures import Signatures
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_

LARGEST_ACTS = 24 << 20
"""Bytes as they travel: some hundred events with signatures and proofs, as documents of a package."""


@dataclass(frozen=True, slots=True)
class LoggedAct:
    """An event with its signatures and the proof that it is in the log."""

    event: bytes
    signatures: Signatures
    proof: bytes


def own_acts(node: Node, record: PackageRecord) -> Iterator[LoggedAct]:
    """Yield every event of this State's authorities on the evidence in a package, in the log's
    order.
    """
    checkpoint = checkpoint_for_proofs(node)
    for logged in node.store.events_of(record.bag):
        if parse_event(logged.event).authority.state == node.state:
            signatures = Signatures(logged.p256, logged.mldsa65)
            yield LoggedAct(logged.event, signatures, prove(node, logged, checkpoint))


def acts_on(node: Node, seal: str, authority: str) -> Iterator[LoggedAct]:
    """Return those on a complete package, for the workstation of an authority that has a part in it.

    Raises:
        Refused: there is no such package for it. What one authority does for its own reasons is not
            another one's to read.
    """
    record = node.store.package(seal)
    if record is None or not record.complete or not takes_part(node, record, authority):
        raise Refused(package_refusals.PACKAGE_UNKNOWN.because(seal=seal))
    return own_acts(node, record)


def record_acts(journal: Journal, acts: Iterable[LoggedAct]) -> None:
    """Put acts with their proofs into a journal, in their order. What is there already stays as it is.

    An act on another copy of the evidence may name the same event before as one that is there. It is
    left out: a journal has one row of events an authority, and the log keeps the act.

    Raises:
        Refused: an event is about another object than the journal, or the journal is damaged.
    """
    there = {entry.event for entry in journal}
    for act in acts:
        if act.event in there:
            continue
        try:
            entry = journal.add(act.event, act.signatures)
        except Refused as error:
            if any(reason.code != JOURNAL_CHAIN for reason in error.reasons):
                raise
            continue
        journal.attach_proof(entry.number, act.proof)


def encode_acts(acts: Iterator[LoggedAct]) -> bytes:
    return canonical.encode(
        {
            "events": [
                {
                    "event": to_base64(act.event),
                    "proof": to_base64(act.proof),
                    **signatures_to_json(act.signatures),
                }
                for act in acts
            ]
        }
    )


def decode_acts(data: bytes) -> list[LoggedAct]:
    """Raise Refused: it is not in its form. What the events say is for who reads the journal."""
    events = canonical.decode_object(data, limit=LARGEST_ACTS).get("events")
    if isinstance(events, str) or not isinstance(events, Sequence):
        raise Refused(dispatch_refusals.DISPATCH_MALFORMED.because(problem=P_("no list of events")))
    return [_act(each) for each in events]


def _act(value: Json) -> LoggedAct:
    if not isinstance(value, Mapping) or value.keys() != {"event", "proof", "p256", "mldsa65"}:
        raise Refused(
            dispatch_refusals.DISPATCH_MALFORMED.because(problem=P_("an event has other parts"))
        )
    signatures = signatures_from_json({name: value[name] for name in ("p256", "mldsa65")})
    return LoggedAct(from_base64(value["event"]), signatures, from_base64(value["proof"]))
