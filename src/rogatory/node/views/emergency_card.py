# SPDX-License-Identifier: Apache-2.0
"""An emergency in one card: the danger, who asks for what and by when, and the one step that comes next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rogatory.errors import Reason
from rogatory.node.call_back.not_reached import REVIEW_AFTER
from rogatory.node.context import Node
from rogatory.node.emergencies.confirmation import approvers
from rogatory.node.emergencies.outcome import (
    EXECUTING,
    Confirmation,
    EmergencyOutcome,
    confirmation_of,
    emergency_blocks,
)
from rogatory.node.repositories.messages import Delivery
from rogatory.node.views.thread_view import ThreadView
from rogatory.requests.contents.plain_words import BodyLine, BodyPart, body_parts
from rogatory.requests.deadlines.thread_deadlines import STOPPED, Deadline
from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.actions import ThreadAction
from rogatory.requests.thread.facts import item_count
from rogatory.requests.thread.thread_facts import ENDED, ThreadFacts

MOST_IDENTIFIERS = 3
"""Accounts and numbers named in the line of what is asked for: an officer must see the steps below it at once.
The message has all."""

_DANGER = ("/danger/", "/urgency/reason", "/averts")
_IDENTIFIER = "/identifiers/"
_NEEDED = ("needed-by", "deadline")
"""The names of deadlines that the requesting State sets, the most pressing sort first."""

_AFTERWARDS = "emergency-review"
_REFUSAL = "refusal"

_CALLED_BACK = frozenset(
    {EmergencyOutcome.CONFIRMED, EmergencyOutcome.DENIED, EmergencyOutcome.NOT_REACHED}
)
"""Outcomes with a word on the emergency: the other State's, or that of an officer who telephoned."""


class EmergencyStep(StrEnum):
    """The steps that an officer takes in an emergency, in this order."""

    ACKNOWLEDGE = "acknowledge"
    CALL_BACK = "call-back"
    DECIDE = "decide"


class StepStatus(StrEnum):
    """The status of a step: taken, the next one, for later, or not needed since the request ended without it."""

    DONE = "done"
    NEXT = "next"
    LATER = "later"
    NOT_NEEDED = "not-needed"


@dataclass(frozen=True, slots=True)
class DecidingAct:
    """A message that decides the emergency; `against` are the reasons for which it is still locked."""

    action: ThreadAction
    against: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class EmergencyCard:
    """An emergency that another State claims, as the officer who must act sees it."""

    request: Envelope
    danger: tuple[BodyPart, ...]
    """The threat, the persons at risk, the moment, and how the data avert it, in the sender's words."""
    sought: tuple[BodyPart, ...]
    """The categories, accounts and services that are asked for, a few of each."""
    items: int
    """How many items of data are asked for."""
    needed_by: Deadline | None
    is_signed: bool
    """True if a node has checked the signature against the directory; a transcribed letter has none."""
    approved_by: tuple[str, ...]
    steps: Mapping[str, StepStatus]
    acts: tuple[DecidingAct, ...]
    """The messages with which to decide, those that give data before a refusal."""
    is_ended: bool
    reviewed_by: datetime | None
    """When the decision of one officer must have been reviewed by a second, while it was not."""
    review_of_request: Deadline | None
    """When the requesting State must look at the emergency again, with its reasons in writing."""


def emergency_card(node: Node, found: ThreadView) -> EmergencyCard | None:
    """Return the card of a thread; None where no other State claims an emergency in it."""
    standing, opening = found.standing, found.standing.opening
    confirmation = confirmation_of(node, found.thread)
    if opening is None or confirmation is None:
        return None
    parts = body_parts(opening.kind, opening.body)
    stored = node.store.message(opening.digest)
    return EmergencyCard(
        request=opening,
        danger=tuple(one for one in parts if one.place.startswith(_DANGER) and one.line.value),
        sought=tuple(_data_sought(parts)),
        items=item_count(opening),
        needed_by=_needed_by(found.clocks),
        is_signed=stored is not None and stored.delivery is not Delivery.TRANSCRIBED,
        approved_by=tuple(sorted(approvers(stored.approvals))) if stored is not None else (),
        steps=steps(standing, confirmation),
        acts=tuple(_acts(node, found)),
        is_ended=standing.status in ENDED,
        reviewed_by=_reviewed_by(confirmation),
        review_of_request=next((one for one in found.clocks if one.name == _AFTERWARDS), None),
    )


def steps(standing: ThreadFacts, confirmation: Confirmation) -> Mapping[str, StepStatus]:
    """Return each step with its status: one is the next, unless the request has ended.

    A call-back is done once it was answered, or a named officer decided without an answer.
    """
    has_ended = standing.status in ENDED
    decided = bool(
        has_ended or standing.accepted or standing.hold or standing.deliveries or standing.answers
    )
    done = {
        EmergencyStep.ACKNOWLEDGE: standing.acknowledged is not None,
        EmergencyStep.CALL_BACK: confirmation.outcome in _CALLED_BACK,
        EmergencyStep.DECIDE: decided,
    }
    found: dict[str, StepStatus] = {}
    for step, is_done in done.items():
        if is_done:
            found[step] = StepStatus.DONE
        elif has_ended or (decided and step is EmergencyStep.ACKNOWLEDGE):
            found[step] = StepStatus.NOT_NEEDED
        else:
            is_next = StepStatus.NEXT not in found.values()
            found[step] = StepStatus.NEXT if is_next else StepStatus.LATER
    return found


def _data_sought(parts: Sequence[BodyPart]) -> Iterator[BodyPart]:
    """Yield the categories and services, and the first identifiers, of the data; each value once."""
    seen: set[BodyLine] = set()
    identifiers = 0
    for one in parts:
        name = one.place.rpartition("/")[2]
        is_identifier = _IDENTIFIER in one.place and name == "value"
        if not one.place.startswith("/data/") or one.line in seen:
            continue
        if is_identifier:
            identifiers += 1
        if name in {"category", "service"} or (is_identifier and identifiers <= MOST_IDENTIFIERS):
            seen.add(one.line)
            yield one


def _needed_by(clocks: Sequence[Deadline]) -> Deadline | None:
    running = {one.name: one for one in clocks if one.due is not None and one.level not in STOPPED}
    return next((running[name] for name in _NEEDED if name in running), None)


def _acts(node: Node, found: ThreadView) -> Iterator[DecidingAct]:
    kinds = [*sorted(EXECUTING), "preservation_confirmed", _REFUSAL]
    for kind in kinds:
        for action in found.actions:
            if action.kind == kind and not action.in_new_thread:
                yield DecidingAct(action, tuple(emergency_blocks(node, found.thread, kind)))


def _reviewed_by(confirmation: Confirmation) -> datetime | None:
    if confirmation.decision is None or confirmation.review is not None:
        return None
    return confirmation.decision.at + REVIEW_AFTER
