# SPDX-License-Identifier: Apache-2.0
"""Events that were signed where the act was done come into the node's log."""

from collections.abc import Sequence
from functools import partial

from rogatory.custody.events.event import event_digest, parse_event
from rogatory.custody.log.commitment import new_salt
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.completeness.closed import refuse_closed
from rogatory.node.context import Node
from rogatory.node.custody_log import custody_refusals
from rogatory.node.custody_log.log import prove, with_leaf
from rogatory.node.directory.directory_signature import verify_listed
from rogatory.node.witnesses.ask import checkpoint_for_proofs
from rogatory.seal.signatures import Signatures
from rogatory.wire.identifiers import Authority, parse_authority

MOST_EVENTS = 200
"""Events in one submission: their signatures are checked one by one while the asker waits."""


def log_events(
    node: Node, events: Sequence[tuple[bytes, Signatures]], *, thread: str | None = None
) -> list[bytes]:
    """Log events and return their `.tlog-proof` files, in order.

    1. There are not too many, and each is in its form.
    2. Each is of this network or of none, and of an authority of this State.
    3. Each was signed with that authority's certificates in force today.
    4. Each names as the one before an event of the same authority on the same object that is in the
       log, or comes before it here; the first of all names none.
    5. All are appended in one transaction; one that is in the log already stays as it is.

    Raises:
        Refused: the store is being recovered, or with every reason; then none was appended.
    """
    refuse_closed(node.store)
    if len(events) > MOST_EVENTS:
        raise Refused(
            custody_refusals.EVENTS_TOO_MANY.because(count=len(events), limit=MOST_EVENTS)
        )
    refuse_if_any(
        reason for event, signatures in events for reason in _reasons(node, event, signatures)
    )
    at = node.clock.now()
    with node.store.transaction():  # 5
        if not _continue(node, [event for event, _ in events]):  # 4
            raise Refused(custody_refusals.EVENT_CHAIN.because())
        for event, signatures in events:
            node.store.append_event(event, signatures, new_salt(node.random), at, thread)
    if not events:
        return []
    digests = (event_digest(event) for event, _signatures in events)
    logged = [with_leaf(node, partial(node.store.event, digest)) for digest in digests]
    checkpoint = checkpoint_for_proofs(node)
    return [prove(node, one, checkpoint) for one in logged]


def _reasons(node: Node, event: bytes, signatures: Signatures) -> Sequence[Reason]:
    try:
        read = parse_event(event)  # 1
        if read.authority.state != node.state:  # 2
            return [custody_refusals.EVENT_OTHER.because(authority=str(read.authority))]
        if read.network not in {None, node.network}:
            return [custody_refusals.EVENT_NETWORK.because(network=str(read.network)[:16])]
        verify_listed(
            node.register.view(),
            event,
            signatures,
            holder=str(read.authority),
            use="authority",
            at=node.clock.now(),
        )  # 3
    except Refused as error:
        return error.reasons
    return ()


def _continue(node: Node, events: Sequence[bytes]) -> bool:
    """Decide whether a journal with the node's own events could have these.

    Two acts on two copies may name the same event before. Where the log has nothing of the authority
    on the object, the one before may be one that a node lost with its disk.
    """
    known: dict[tuple[str, Authority], set[str]] = {}
    read = [parse_event(data) for data in events]
    # In one order, so that two submissions never wait for each other.
    for of, signer in sorted({(event.object, str(event.authority)) for event in read}):
        node.store.last_of(of, signer)  # for its lock
        authority = parse_authority(signer)
        known[of, authority] = _logged(node, of, authority)
    for data, event in zip(events, read, strict=True):
        digest, before = event_digest(data), known[event.object, event.authority]
        if before and digest not in before and event.previous not in before:
            return False
        before.add(digest)
    return True


def _logged(node: Node, of: str, authority: Authority) -> set[str]:
    """Return the digests of an authority's events on an object that are in the log."""
    return {
        event_digest(logged.event)
        for logged in node.store.events_of(of)
        if parse_event(logged.event).authority == authority
    }
