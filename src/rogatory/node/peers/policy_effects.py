# SPDX-License-Identifier: Apache-2.0
"""The effects of a policy: on a request that arrives, on one kept for review, on our drafts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused
from rogatory.node.context import Node
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.peers import letter_refusals, policy_refusals
from rogatory.node.peers.counterparts import DAYS_VERIFIED, Counterpart, counterpart_of
from rogatory.node.peers.policy import (
    ASKS_NOTHING,
    NEVER_REFUSED,
    REFUSING,
    PeerPolicy,
    Stance,
    is_never_refused,
    notice_terms,
    policy_for,
    requested_kinds,
)
from rogatory.node.provisions.request_law import RequestLaw
from rogatory.node.repositories.messages import Direction, StoredMessage
from rogatory.node.repositories.peers import HeldReview
from rogatory.node.threads.transcript import envelope_of
from rogatory.requests import envelope
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.registry import OPENING_KINDS
from rogatory.wire.moments import format_moment

WITHOUT_REVIEW = frozenset(
    {
        "acknowledgement",
        "additional_information",
        "basis_answered",
        "basis_proposed",
        "call_back",
        "consultation",
        "consultation_answer",
        "postponement",
        "refusal",
        "extension_declined",
        "path_withheld",
        "status_answer",
        "confidentiality_failure",
        "repair",
    }
)
"""Kinds allowed in a request that is held for review: messages that execute nothing. Every other
kind waits for the review, including those that nobody has thought of yet.
"""


def arrival_reasons(node: Node, message: Envelope, thread: str, at: datetime) -> Iterator[Reason]:
    """Yield the reasons to refuse a message of a State that we suspended, or ask for the diplomatic
    channel.

    Only the beginning of a request is refused: a message whose thread is not known here, whatever
    kind it claims to be, and a request in a known one. A message that one kept here names already
    (a gap that is filled) belongs to a thread that goes on. `thread` is the key of its thread.
    """
    state = message.sender.state
    kinds = requested_kinds(message.kind, message.body)
    found = policy_for(node, state, kinds, at)
    if found is None or found.stance not in REFUSING or is_never_refused(message.kind, kinds):
        return
    if not _begins(node, message, thread):
        return
    fields = {"state": node.state, "peer": state, "kind": message.kind}
    if found.stance is Stance.SUSPENDED:
        yield policy_refusals.PEER_SUSPENDED.because({**policy_refusals.NO_ARTICLE, **fields})
    else:
        yield policy_refusals.PEER_DIPLOMATIC_CHANNEL.because(fields)


POLICY_CODES = frozenset({policy_refusals.PEER_SUSPENDED, policy_refusals.PEER_DIPLOMATIC_CHANNEL})


def call_for_refused_emergency(node: Node, message: Envelope, error: Refused, at: datetime) -> None:
    """Raise an alert for a request that claims an emergency and that our policy alone refuses.

    Its signature holds; the receipt informs the State that emergency data is taken. There is one
    alert a State and day, so that nobody fills the desk with them.
    """
    if not {reason.code for reason in error.reasons} <= POLICY_CODES:
        return
    urgency = message.body.get("urgency")
    if not isinstance(urgency, Mapping) or urgency.get("level") != "emergency":
        return
    page(
        node,
        f"policy-emergency/{message.sender.state}/{at.date().isoformat()}",
        alert_codes.POLICY_EMERGENCY.because(
            sender=str(message.sender), state=message.sender.state, kind=message.kind
        ),
        at=at,
        thread=None,
    )


def _begins(node: Node, message: Envelope, thread: str) -> bool:
    if message.kind not in OPENING_KINDS and node.store.thread_channel(thread):
        return False
    known = [envelope_of(stored) for stored in node.store.transcript(thread)]
    named = {digest for one in known for digest in (one.previous, one.seen)}
    return message.digest not in named


def held_by(node: Node, thread: str) -> PeerPolicy | None:
    """Return it as `holding_policy`; of a thread only the requests that came are read."""
    came = [
        one.digest
        for one in node.store.outlines(thread)
        if one.direction is Direction.IN and one.kind in OPENING_KINDS - ASKS_NOTHING
    ]
    return holding_policy(node, list(filter(None, map(node.store.message, came))))


def holding_policy(node: Node, transcript: Sequence[StoredMessage]) -> PeerPolicy | None:
    """Return the policy for which a request of this thread is held, as it was when the request
    came.
    """
    for stored in transcript:
        if stored.direction is Direction.IN and stored.kind in OPENING_KINDS - ASKS_NOTHING:
            kinds = requested_kinds(stored.kind, envelope_of(stored).body)
            found = policy_for(node, stored.peer, kinds, stored.at)
            if found is not None and found.stance is not Stance.OPEN:
                return found
    return None


def newest_review(node: Node, thread: str) -> HeldReview | None:
    """Return the senior officer's word that counts: the last one."""
    return next(reversed(node.store.held_reviews(thread)), None)


def held_reasons(node: Node, thread: str) -> Iterator[Reason]:
    """Yield why nothing of a thread may be executed: its request is held and nobody let it proceed."""
    policy = held_by(node, thread)
    review = newest_review(node, thread)
    if policy is not None and not (review is not None and review.proceed):
        yield policy_refusals.HELD_FOR_REVIEW.because(
            policy_refusals.NO_ARTICLE,
            state=policy.terms.state,
            stance=policy.stance.value,
            policy=policy.id,
        )


def held_answer_reasons(node: Node, thread: str, kind: str) -> Iterator[Reason]:
    """Yield why a message of this kind may not answer in a thread that is held."""
    if kind not in WITHOUT_REVIEW | OPENING_KINDS:
        yield from held_reasons(node, thread)


def policy_reasons(
    node: Node, view: DirectoryView, content: envelope.MessageDraft, thread: str, at: datetime
) -> Iterator[Reason]:
    """Yield why our own message may not be drafted or sent: we suspended the State for its kind, or
    it answers a request that is held.
    """
    state = content.addressee.state
    yield from channel_notes(node, view, state, content.kind, at).blocks
    yield from held_answer_reasons(node, thread, content.kind)


@dataclass(frozen=True, slots=True)
class ChannelNotes:
    """The notes on the channel for an officer who writes to a State: `blocks` stop the officer,
    `warnings` are what the State will do, and `shows` the channels that it takes.
    """

    blocks: tuple[Reason, ...]
    warnings: tuple[Reason, ...]
    shows: tuple[Reason, ...]

    def cited(self, about: RequestLaw) -> "ChannelNotes":
        """Return the notes with the provisions that they cite by an id."""
        return ChannelNotes(*map(about.cited, (self.blocks, self.warnings, self.shows)))


def channel_notes(
    node: Node, view: DirectoryView, state: str, kind: str, at: datetime
) -> ChannelNotes:
    """Return the notes on the channel: the addressee's demands, its notices to us, and our own
    policy.

    Line 18 of the law's list, article 40(12) (parallel). A request to a State that we suspended for
    the kind is blocked: it would ask of others what we refuse. Emergency data may be asked of
    anybody. A demand of the other State is a warning, since its own node decides and urgent cases
    may go otherwise.
    """
    if kind not in OPENING_KINDS - ASKS_NOTHING:
        return ChannelNotes((), (), ())
    blocks: list[Reason] = []
    warnings: list[Reason] = []
    shows: list[Reason] = []
    own = policy_for(node, state, frozenset({kind}), at)
    if own is not None and own.stance is Stance.SUSPENDED:
        reason = policy_refusals.OWN_SUSPENSION.because(
            policy_refusals.NO_ARTICLE, state=state, kind=kind, policy=own.id
        )
        (warnings if kind in NEVER_REFUSED else blocks).append(reason)
    reasons = notice_of(node, state, kind, at)
    if reasons is not None:
        warnings.append(reasons)
    if state in view.listed and state not in view.held:
        channels = view.entry(state).channels
        if channels.diplomatic_only:
            warnings.append(policy_refusals.ENTRY_DIPLOMATIC.because(state=state))
        if channels.interpol_urgent:
            shows.append(policy_refusals.ENTRY_INTERPOL.because(state=state))
    elif state not in view.listed:
        stale, fresh = verified_notes(counterpart_of(node, state), at)
        warnings += stale
        shows += fresh
    return ChannelNotes(tuple(blocks), tuple(warnings), tuple(shows))


def verified_notes(
    found: Counterpart | None, at: datetime
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """Apply line 23 of the law's list (article 41(2), memory): when an entry of the register of
    States without a node was last verified, as a warning if that is too long ago, else as a thing
    to show.

    An entry of the directory is signed anew by its State within a year, or the State is held.
    """
    if found is None:
        return (), ()
    fields = {"state": found.state, "verified": found.verified.isoformat()}
    if at.date() - found.verified > timedelta(days=DAYS_VERIFIED):
        return (letter_refusals.COUNTERPART_STALE.because(fields, days=DAYS_VERIFIED),), ()
    return (), (letter_refusals.COUNTERPART_VERIFIED.because(fields),)


def notice_of(node: Node, state: str, kind: str, at: datetime) -> Reason | None:
    """Return the content of a State's newest notice on the kind, while it lasts; None if open."""
    for stored in reversed(node.store.notices(state)):
        terms = notice_terms(state, envelope_of(stored).body)
        if terms is None or not terms.speaks_of(frozenset({kind})):
            continue
        if terms.start > at or (terms.until is not None and terms.until <= at):
            continue
        if terms.stance is Stance.OPEN:
            return None
        stated = {
            "state": state,
            "stance": terms.stance.value,
            "since": format_moment(terms.start),
            "reason": terms.reason[:300],
        }
        if not terms.channel:
            return policy_refusals.PEER_DECLARED_NO_CHANNEL.because(stated)
        return policy_refusals.PEER_DECLARED.because(stated, channel=terms.channel[:300])
    return None
