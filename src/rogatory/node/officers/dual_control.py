# SPDX-License-Identifier: Apache-2.0
"""The rules of dual control: one officer proposes and a second one decides."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rogatory.custody.events.values import CustodyAct
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import SignedEvent, own_event
from rogatory.node.officers import refusals
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.peers import Proposal, ProposalTopic
from rogatory.wire.empty_words import says_something
from rogatory.wire.identifiers import parse_authority, uuid7

LONGEST_REASON = 1000
"""The most characters of a reason: it is read beside others on a screen, and is part of a custody
event, which ends at 2000.
"""


def acting_reasons(
    node: Node, officer: str, authority: str, permission: Permission, at: datetime
) -> Iterator[Reason]:
    """Yield why the officer may not do this for the authority, which must be one of this State."""
    if parse_authority(authority).state != node.state:
        yield refusals.OWN_AUTHORITY.because(authority=authority, state=node.state)
        return
    view = node.register.view()
    try:
        view.authority(authority)
    except Refused as error:
        yield from error.reasons
    yield from officer_reasons(view, officer, authority, permission, at)


def reason_reasons(reason: str) -> Iterator[Reason]:
    """Yield why these words are no reason: there are none, or too many."""
    if not says_something(reason) or len(reason) > LONGEST_REASON:
        yield refusals.REASON_NEEDED.because(limit=LONGEST_REASON)


def write_proposal(
    node: Node, topic: ProposalTopic, subject: str, document: bytes, *, authority: str, officer: str
) -> Proposal:
    """Write a proposal down, its document kept among the objects. The caller has checked it."""
    at = node.clock.now()
    node.objects.put(document)
    proposal = Proposal(
        id=uuid7(at, node.random(10)),
        matter=topic,
        subject=subject,
        document=document,
        authority=authority,
        proposed_by=officer,
        proposed=at,
    )
    with node.store.transaction():
        node.store.add_proposal(proposal)
    return proposal


def proposal_of(node: Node, subject: ProposalTopic, proposal: str) -> Proposal:
    """Return the proposal of that identifier, if it is on the subject."""
    found = node.store.proposal(proposal)
    if found is None or found.matter is not subject:
        raise Refused(refusals.PROPOSAL_UNKNOWN.because(proposal=ascii(proposal)[:40]))
    return found


def deciding_reasons(
    node: Node, found: Proposal, officer: str, permission: Permission, reason: str, at: datetime
) -> Iterator[Reason]:
    """Yield why the officer may not decide on a proposal.

    1. He may do so for the authority that proposed.
    2. He is not who proposed.
    3. Nobody has decided yet.
    4. He says why.
    """
    yield from acting_reasons(node, officer, found.authority, permission, at)  # 1
    if officer == found.proposed_by:  # 2
        yield refusals.SAME_PERSON.because(officer=officer)
    if found.decided_by is not None:  # 3
        yield refusals.PROPOSAL_DECIDED.because(proposal=found.id, officer=found.decided_by)
    yield from reason_reasons(reason)  # 4


def decided_meanwhile(node: Node, found: Proposal) -> Reason:
    """Return who decided on a proposal since it was read."""
    standing = node.store.proposal(found.id)
    if standing is None or standing.decided_by is None:
        return refusals.PROPOSAL_UNKNOWN.because(proposal=found.id)
    return refusals.PROPOSAL_DECIDED.because(proposal=found.id, officer=standing.decided_by)


def decided_event(
    node: Node,
    found: Proposal,
    officer: str,
    act: CustodyAct,
    at: datetime,
    *,
    words: str | None = None,
    thread: str | None = None,
) -> SignedEvent:
    """Return the custody event of a decision, on the proposal's document."""
    return own_event(
        node,
        act,
        of=found.digest,
        authority=found.authority,
        officer=officer,
        words=words,
        at=at,
        thread=thread,
    )


def decide_proposal(
    node: Node,
    found: Proposal,
    officer: str,
    permission: Permission,
    *,
    accepted: bool,
    reason: str,
    act: CustodyAct,
    further: Sequence[Reason] = (),
) -> Proposal:
    """Decide on a proposal; the decision and its custody event are one transaction.

    Raises:
        Refused: with every reason of `deciding_reasons` and those `further` ones of the subject;
            nothing is written.
    """
    at = node.clock.now()
    refuse_if_any([*deciding_reasons(node, found, officer, permission, reason, at), *further])
    event = decided_event(node, found, officer, act, at, words=reason)
    with node.store.transaction():
        if not node.store.decide_proposal(
            found.id, officer, at, accepted=accepted, reason=node.own_words(reason)
        ):
            raise Refused(decided_meanwhile(node, found))
        event.append(node)
    decided = node.store.proposal(found.id)
    assert decided is not None
    return decided
