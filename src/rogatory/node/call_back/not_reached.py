# SPDX-License-Identifier: Apache-2.0
"""Deciding without an answer to the call-back: a named officer telephones, and answers for it.

The number is one of the requesting State's card, never one that a message gives: who sent a forged
request would be glad to confirm it. What the officer learnt is written down with the decision, and a
second officer reviews it; until he has, the desk is reminded every day.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.custody.events.act_codes import act
from rogatory.directory.entry.card import Card
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.call_back.ask import authority_to_ask
from rogatory.node.contact_cards import card_of
from rogatory.node.context import Node
from rogatory.node.custody_log.own_events import own_event
from rogatory.node.emergencies import refusals
from rogatory.node.emergencies.outcome import (
    GO_ON,
    STOP,
    Confirmation,
    EmergencyOutcome,
    confirmation_of,
)
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.officers.dual_control import acting_reasons, reason_reasons
from rogatory.node.permissions import Permission
from rogatory.node.provisions.law_data import keep_law, law_in_force
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.node.repositories.queue import Job
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.deadlines.reply_deadlines import CALL_BACK_WITHIN
from rogatory.requests.envelope import Envelope
from rogatory.wire import canonical
from rogatory.wire.identifiers import uuid7
from rogatory.wire.moments import format_moment

REVIEW_AFTER = timedelta(days=1)
"""The time until the desk is reminded that nobody has reviewed a decision of one officer."""

LONGEST_CONVERSATION = 1000
"""The most characters of the record of a telephone call: it is read beside the reason and is no
minutes.
"""

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_GAPS = re.compile(r"[ ()./-]")


@dataclass(frozen=True, slots=True)
class Telephoned:
    """The call: which number, who answered, what was said; where the number is from if not a card."""

    number: str
    spoke_with: str
    conversation: str
    source: str = ""

    @property
    def e164(self) -> str:
        return _GAPS.sub("", self.number)


def decide_not_reached(
    node: Node, thread: str, *, answer: str, call: Telephoned, reason: str, officer: str
) -> Decision:
    """Decide whether data are given although the call-back was not answered.

    1. The request requires a confirmation, and the State has neither confirmed nor denied it.
    2. The call-back has waited its time, or there is nobody to be called back.
    3. The officer may decide for the authority that was asked.
    4. The decision is one of `go-on` and `stop`, with a reason.
    5. The record of the telephone call is complete. The number is on the card that this node holds
       of the State or, where it holds none, the officer states its source; it is in no message of
       the thread.

    Raises:
        Refused: with every reason; nothing is written.
    """
    at = node.clock.now()
    found, opening = confirmation_of(node, thread), thread_state(node, thread).standing.opening
    if found is None or opening is None:
        raise Refused(refusals.NOTHING_TO_CONFIRM.because())
    refuse_if_any(
        [
            *_answered(found, opening),  # 1
            *_too_early(node, found, opening, at),  # 2
            *acting_reasons(node, officer, str(opening.addressee), Permission.DECIDE, at),  # 3
            *_decision_reasons(answer, reason),  # 4
            *_call_reasons(node, thread, opening, call),  # 5
        ]
    )
    decision = Decision(
        id=uuid7(at, node.random(10)),
        at=at,
        officer=officer,
        authority=str(opening.addressee),
        matter=DecisionTopic.CALL_BACK,
        subject=thread,
        question=None,
        answer=answer,
        reason=node.own_words(reason),
        law=keep_law(node, law_in_force(node)),
        details={
            "number": call.e164,
            "spoke_with": call.spoke_with,
            "said": call.conversation,
            "called_at": format_moment(at),
            **({"source": call.source} if call.source.strip() else {}),
        },
    )
    event = own_event(
        node,
        act("call-back-not-reached", answer=answer),
        of=opening.digest,
        authority=decision.authority,
        officer=officer,
        words=reason,
        at=at,
        thread=thread,
    )
    with node.store.transaction():
        node.store.add_decision(decision)
        event.append(node)
        node.queue.enqueue(REVIEW, f"{REVIEW}/{thread}", {"thread": thread}, at + REVIEW_AFTER)
    return decision


REVIEW = "call-back-review"
"""The job that reminds of a review."""


def remind_of_review(node: Node, job: Job) -> None:
    """Call the desk while nobody has reviewed the decision, and again every day."""
    thread, now = str(job.payload["thread"]), node.clock.now()
    found = confirmation_of(node, thread)
    is_owed = found is not None and found.decision is not None and found.review is None
    if is_owed:
        page(
            node,
            f"emergency-review/{thread}/{now.date().isoformat()}",
            alert_codes.EMERGENCY_REVIEW.because(),
            at=now,
            thread=thread,
        )
    with done(node, job):
        if is_owed:
            node.queue.enqueue(REVIEW, job.key, {"thread": thread}, now + REVIEW_AFTER)


def _answered(found: Confirmation, opening: Envelope) -> Iterator[Reason]:
    if found.outcome in {EmergencyOutcome.CONFIRMED, EmergencyOutcome.DENIED}:
        yield refusals.NOT_NEEDED.because(state=opening.sender.state, outcome=found.outcome.value)


def _too_early(
    node: Node, found: Confirmation, opening: Envelope, at: datetime
) -> Iterator[Reason]:
    since = found.waiting_since
    if since is None and authority_to_ask(node, opening) is None:
        return
    until = (since or at) + CALL_BACK_WITHIN
    if at < until:
        yield refusals.TOO_EARLY.because(
            minutes=int((at - (since or at)).total_seconds() // 60),
            allowed=int(CALL_BACK_WITHIN.total_seconds() // 60),
            until=format_moment(until),
        )


def _decision_reasons(answer: str, reason: str) -> Iterator[Reason]:
    if answer not in {GO_ON, STOP}:
        yield refusals.DECISION_UNKNOWN.because(answer=ascii(answer)[:40])
    yield from reason_reasons(reason)


def _call_reasons(node: Node, thread: str, opening: Envelope, call: Telephoned) -> Iterator[Reason]:
    texts: Mapping[str, str] = {"spoke_with": call.spoke_with, "said": call.conversation}
    missing = [
        name for name, text in texts.items() if not 0 < len(text.strip()) <= LONGEST_CONVERSATION
    ]
    if missing:
        yield refusals.CALL_PARTS.because(missing=", ".join(missing))
    if not _E164.fullmatch(call.e164):
        yield refusals.NUMBER_FORM.because(number=ascii(call.number)[:40])
        return
    state = opening.sender.state
    card = card_of(node, state)
    if card is None:
        if not call.source.strip():
            yield refusals.NUMBER_WITHOUT_SOURCE.because(state=state)
    elif call.e164 not in _numbers_of(card):
        yield refusals.NUMBER_OFF_CARD.because(
            number=call.e164, state=state, issued=str(card.issued)
        )
        return
    if card is None and _stands_in_messages(node, thread, call.e164):
        yield refusals.NUMBER_FROM_MESSAGE.because(number=call.e164)


def _numbers_of(card: Card) -> frozenset[str]:
    """Return duty numbers, and the channels of call-back that are telephones."""
    channels = (_GAPS.sub("", one.value) for one in card.call_back)
    return frozenset({one.e164 for one in card.numbers} | set(filter(_E164.fullmatch, channels)))


def _stands_in_messages(node: Node, thread: str, number: str) -> bool:
    """Decide whether the digits of the number occur in any message of the other State in the
    thread.
    """
    digits = number.removeprefix("+")
    written = (
        canonical.encode(entry.envelope.body).decode()
        for entry in thread_state(node, thread).entries
        if entry.envelope.sender.state != node.state
    )
    return any(digits in _GAPS.sub("", text) for text in written)
