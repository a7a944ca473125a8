# SPDX-License-Identifier: Apache-2.0
"""The delivery history of each message of a thread, by both States' clocks.

The steps of this node are by its own clock, those of the other State by that one's: the time of
issue and that of its receipt are its claims. No receipt states that the other State applied a
message; the first message of that State which builds on it shows it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from rogatory.custody.events.event import CustodyAction, parse_event
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.officers import refusals
from rogatory.node.peer_health.clock_difference import shown_difference
from rogatory.node.repositories.delivery_trace import DeliveryStep, StepKind
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.threads.receipt import KEPT, Receipt, parse_receipt
from rogatory.node.threads.transcript import envelopes
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.transcript import MessageOutcome, TranscriptEntry, fold
from rogatory.seal.approval_document import parse_approvals
from rogatory.wire.identifiers import Authority
from rogatory.wire.words import N_


class DeliveryStage(Enum):
    """The stages of a delivery, in the order in which they are shown."""

    WRITTEN = "written"
    APPROVED = "approved"
    SENT = "sent"
    TRANSCRIBED = "transcribed"
    DISPATCHED = "dispatched"
    ATTEMPTED = "attempted"
    RECEIVED = "received"
    REFUSED = "refused"
    RECEIPTED = "receipted"
    REPEATED = "repeated"
    APPLIED = "applied"
    APPLIED_THERE = "applied-there"
    READ = "read"

    @property
    def title(self) -> str:
        """In plain words (English source for translation)."""
        return _TITLES[self]


_TITLES: Mapping[DeliveryStage, str] = {
    DeliveryStage.WRITTEN: N_("Written"),
    DeliveryStage.APPROVED: N_("Approved"),
    DeliveryStage.SENT: N_("Signed and sent"),
    DeliveryStage.TRANSCRIBED: N_("Transcribed from paper"),
    DeliveryStage.DISPATCHED: N_("Dispatched by letter"),
    DeliveryStage.ATTEMPTED: N_("Handed over without a receipt"),
    DeliveryStage.RECEIVED: N_("Accepted by the receiving node"),
    DeliveryStage.REFUSED: N_("Refused by the receiving node"),
    DeliveryStage.RECEIPTED: N_("Receipt"),
    DeliveryStage.REPEATED: N_("Handed over again"),
    DeliveryStage.APPLIED: N_("Applied here"),
    DeliveryStage.APPLIED_THERE: N_("Applied there, as a later message shows"),
    DeliveryStage.READ: N_("Read by an officer of this State"),
}


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One step: when by this node's clock, when by the other State's, by whom, how often."""

    stage: DeliveryStage
    title: str
    ours: datetime | None = None
    theirs: datetime | None = None
    who: str | None = None
    detail: str = ""
    times: int = 1
    last: datetime | None = None
    """Of what happened more than once: the last time, by this node's clock."""


@dataclass(frozen=True, slots=True)
class MessageTrace:
    digest: str
    kind: str
    title: str
    sequence: int
    sender: Authority
    addressee: Authority
    direction: Direction
    delivery: Delivery
    outcome: MessageOutcome
    problem: str | None
    """Why it has not been delivered yet, for a person."""
    steps: tuple[TraceStep, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Messages of a thread in the order in which it reads."""

    thread: str
    peer: str
    messages: tuple[MessageTrace, ...]
    missing: tuple[str, ...]
    """Digests of messages that others name and nobody here has."""
    skew: int | None = None
    """Seconds by which the other State's clock is ahead of ours, as last measured; None if it goes
    alike, or nobody knows."""


@dataclass(frozen=True, slots=True)
class _Known:
    """All records of a thread's deliveries, read once."""

    drafts: Mapping[str, Draft]
    steps: Mapping[str, Sequence[DeliveryStep]]
    senders: Mapping[str, str]
    shown: Mapping[str, tuple[datetime, datetime]]


def trace(node: Node, thread: str, only: Collection[str] | None = None) -> Trace:
    """Return the delivery histories of a thread's messages, or only of those whose digests are
    `only`; refuse an unknown thread.
    """
    transcript = node.store.transcript(thread)
    if not transcript:
        raise Refused(refusals.THREAD_UNKNOWN.because(thread=thread[:40]))
    state = fold(envelopes(transcript))
    stored = {message.digest: message for message in transcript}
    known = _Known(
        {one.sent_as: one for one in node.store.drafts(thread, unsent=False) if one.sent_as},
        _by_subject(node.store.delivery_steps(thread)),
        _senders(node, stored if only is None else only),
        _shown(node.state, [entry.envelope for entry in state.entries], stored),
    )
    return Trace(
        thread=thread,
        peer=transcript[0].peer,
        messages=tuple(
            _message_trace(stored[entry.envelope.digest], entry, known)
            for entry in state.entries
            if only is None or entry.envelope.digest in only
        ),
        missing=tuple(gap.digest for gap in state.gaps),
        skew=shown_difference(node.store.peer_line(transcript[0].peer)),
    )


def _message_trace(message: StoredMessage, entry: TranscriptEntry, known: _Known) -> MessageTrace:
    envelope = entry.envelope
    kind = KINDS.get(envelope.kind)
    steps = _out(message, known) if message.direction is Direction.OUT else _in(message, entry)
    noted = known.steps.get(message.digest, ())
    all_steps = [*steps, *_noted(message, noted), *_applied_there(message, known)]
    order = list(DeliveryStage)
    return MessageTrace(
        digest=message.digest,
        kind=envelope.kind,
        title=kind.title if kind else envelope.kind,
        sequence=envelope.sequence,
        sender=envelope.sender,
        addressee=envelope.addressee,
        direction=message.direction,
        delivery=message.delivery,
        outcome=entry.outcome,
        problem=None if message.delivery is Delivery.RECEIPTED else message.problem,
        steps=tuple(sorted(all_steps, key=lambda step: order.index(step.stage))),
    )


def _out(message: StoredMessage, known: _Known) -> Iterator[TraceStep]:
    draft = known.drafts.get(message.digest)
    if draft is not None:
        yield _step(DeliveryStage.WRITTEN, ours=draft.drafted, who=draft.drafted_by)
    at = {
        one.officer: one.first
        for one in known.steps.get(draft.id if draft else "", ())
        if one.kind is StepKind.APPROVED
    }
    for approval in parse_approvals(message.approvals):
        yield _step(DeliveryStage.APPROVED, ours=at.get(approval.officer), who=approval.officer)
    yield _step(DeliveryStage.SENT, ours=message.at, who=known.senders.get(message.digest))
    if message.delivery is Delivery.DISPATCHED:
        yield _step(DeliveryStage.DISPATCHED)
    if message.receipt is not None:
        yield _answered(parse_receipt(message.receipt))


def _answered(receipt: Receipt) -> TraceStep:
    stage = DeliveryStage.RECEIVED if receipt.verdict == KEPT else DeliveryStage.REFUSED
    return _step(stage, theirs=receipt.received, who=receipt.node, detail=" ".join(receipt.codes))


def _in(message: StoredMessage, entry: TranscriptEntry) -> Iterator[TraceStep]:
    if message.delivery is Delivery.TRANSCRIBED:
        yield _step(DeliveryStage.WRITTEN, theirs=entry.envelope.issued)
        yield _step(DeliveryStage.TRANSCRIBED, ours=message.at)
        return
    for approval in parse_approvals(message.approvals):
        yield _step(DeliveryStage.APPROVED, who=approval.officer)
    yield _step(DeliveryStage.SENT, theirs=entry.envelope.issued)
    yield _step(DeliveryStage.RECEIVED, ours=message.at)


_STAGES: Mapping[StepKind, DeliveryStage] = {
    StepKind.ATTEMPTED: DeliveryStage.ATTEMPTED,
    StepKind.RECEIPTED: DeliveryStage.RECEIPTED,
    StepKind.REPEATED: DeliveryStage.REPEATED,
    StepKind.APPLIED: DeliveryStage.APPLIED,
    StepKind.READ: DeliveryStage.READ,
}


def _noted(message: StoredMessage, noted: Sequence[DeliveryStep]) -> Iterator[TraceStep]:
    """Yield what was noted; the receipt of an older message, of which nothing was, by what is kept."""
    kinds = {one.kind for one in noted}
    if message.receipt is not None and StepKind.RECEIPTED not in kinds:
        yield _step(DeliveryStage.RECEIPTED)
    for one in noted:
        yield TraceStep(
            stage=_STAGES[one.kind],
            title=_STAGES[one.kind].title,
            ours=one.first,
            who=one.officer or None,
            detail=one.detail,
            times=one.times,
            last=one.last if one.times > 1 else None,
        )


def _applied_there(message: StoredMessage, known: _Known) -> Iterator[TraceStep]:
    found = known.shown.get(message.digest)
    if found is not None:
        theirs, ours = found
        yield _step(DeliveryStage.APPLIED_THERE, ours=ours, theirs=theirs)


def _step(
    stage: DeliveryStage,
    *,
    ours: datetime | None = None,
    theirs: datetime | None = None,
    who: str | None = None,
    detail: str = "",
) -> TraceStep:
    return TraceStep(stage, stage.title, ours, theirs, who, detail)


def _by_subject(steps: Iterable[DeliveryStep]) -> dict[str, list[DeliveryStep]]:
    found: dict[str, list[DeliveryStep]] = {}
    for step in steps:
        found.setdefault(step.subject, []).append(step)
    return found


def _senders(node: Node, stored: Iterable[str]) -> dict[str, str]:
    """Return who sent which message, as the custody log says."""
    found: dict[str, str] = {}
    for logged in node.store.events_of(*stored):
        if logged.action == CustodyAction.MESSAGE_SENT.value and logged.object not in found:
            officer = parse_event(logged.event).officer
            if officer is not None:
                found[logged.object] = officer
    return found


def _shown(
    own: str, messages: Sequence[Envelope], stored: Mapping[str, StoredMessage]
) -> dict[str, tuple[datetime, datetime]]:
    """Return, of each own message, the first of the other State's that builds on it: issued, and
    here since.
    """
    chain = {one.digest: one.previous for one in messages if one.sender.state == own}
    shown: dict[str, tuple[datetime, datetime]] = {}
    for message in messages:
        at = message.seen if message.sender.state != own else None
        while at in chain and at not in shown:
            shown[at] = (message.issued, stored[message.digest].at)
            at = chain[at]
    return shown
