# SPDX-License-Identifier: Apache-2.0
"""The acts of other States' authorities on a package, as the journal beside it records them.

Each act is judged again: its signature by the directory, and its place in its State's log by the
proof that came along. An act that does not hold is shown all the same, with the reason: a court
will ask for it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rogatory.custody.events.event import Event, parse_event
from rogatory.custody.log.checkpoint import parse_checkpoint
from rogatory.custody.log.epoch import parse_origin
from rogatory.custody.log.proof import parse_proof, verify_proof
from rogatory.errors import Reason, Refused
from rogatory.node.context import Node
from rogatory.node.directory.directory_signature import verify_listed
from rogatory.node.packages.package_documents import kept_documents
from rogatory.node.repositories.packages import PackageRecord
from rogatory.seal.notes import parse_note
from rogatory.seal.signatures import Signatures
from rogatory.wire.digests import sha256

MOST_JUDGED = 40
"""Acts shown, the newest: each costs two signatures and a proof whenever the page is opened."""

_EVENT = re.compile(r"custody/(?P<name>[A-Za-z0-9.-]+)\.json\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class TravelledEvent:
    """An act. `log` and `index` are its proved place in the log of its State, or None; `reasons`
    why its signature, or its place, does not hold.
    """

    digest: str
    event: Event
    title: str
    log: str | None
    index: int | None
    reasons: tuple[Reason, ...]


def travelled_events(node: Node, record: PackageRecord) -> tuple[TravelledEvent, ...]:
    """Return the acts of other States, in the order in which they are said to have occurred."""
    documents = kept_documents(node, record)
    found = list(_read(documents))
    found = [one for one in found if one[1].authority.state != node.state]
    found.sort(key=lambda one: (one[1].occurred, one[0]))
    return tuple(_judged(node, record, documents, *one) for one in found[-MOST_JUDGED:])


def _read(documents: Mapping[str, bytes]) -> Iterator[tuple[str, Event]]:
    """Yield the events; a document that is no event is skipped here, and the journal's own checks
    report it.
    """
    for name in documents:
        match = _EVENT.match(name)
        if match is not None:
            try:
                yield f"custody/{match['name']}", parse_event(documents[name])
            except Refused:
                continue


def _judged(
    node: Node, record: PackageRecord, documents: Mapping[str, bytes], name: str, event: Event
) -> TravelledEvent:
    data, reasons = documents[f"{name}.json"], list[Reason]()
    signatures = Signatures(
        documents.get(f"{name}.p256.p7s", b""), documents.get(f"{name}.mldsa65.p7s")
    )
    view, holder = node.register.view(), str(event.authority)
    try:
        verify_listed(view, data, signatures, holder=holder, use="authority", at=record.received)
    except Refused as error:
        reasons += error.reasons
    log = index = None
    proof = documents.get(f"{name}.tlog-proof")
    try:
        if proof is not None:
            log, index = _place(node, proof, data)
    except Refused as error:
        reasons += error.reasons
    return TravelledEvent(sha256(data), event, event.action.title, log, index, tuple(reasons))


def _place(node: Node, proof: bytes, event: bytes) -> tuple[str, int]:
    """Return the State whose log has the event according to the proof, and the event's place there."""
    origin = parse_checkpoint(parse_note(parse_proof(proof).checkpoint).text).origin
    vkeys = node.register.view().log_vkeys(origin)
    logged = verify_proof(proof, event, origin=origin, vkeys=vkeys)
    return parse_origin(origin).state, logged.index
