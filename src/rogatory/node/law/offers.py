# SPDX-License-Identifier: Apache-2.0
"""The judgement of information that names an offer: which one it is, and what was answered to it.

Information rests in a thread of its own, so no thread forbids it where an offer was declined: its giver
decides. Here its officers read what was answered before they sign, and those of the receiving State which
conditions they accepted.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.law import refusals
from rogatory.node.law.subject import Subject, regime_for
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.kinds.families import INFORMATION, OFFER
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.treaty.citing import basis_of
from rogatory.treaty.law import Law

ANSWERING = "offer_answered"
"""The rule on the answer to an offer, by its id in the law's data."""

ACCEPTED = "accepted"


def offer_blocks(node: Node, subject: Subject) -> Iterator[Reason]:
    """Yield that the offer which is named is none that the same State made to the same State."""
    if _names_offer(subject) and _offer(node, subject) is None:
        yield refusals.OFFER_UNKNOWN.because(giver=subject.requesting, receiver=subject.requested)


def offer_warnings(node: Node, law: Law, subject: Subject, on: date) -> Iterator[Reason]:
    """Yield that the offer is not answered, that it was declined, or that other conditions were accepted."""
    found = _offer(node, subject) if _names_offer(subject) else None
    if found is None:
        return
    rests = basis_of(regime_for(law, subject, on), subject.kind, ANSWERING)._asdict()
    if found.is_open:
        yield refusals.OFFER_UNANSWERED.because(rests, state=subject.requested)
    elif found.outcome != ACCEPTED:
        yield refusals.OFFER_DECLINED.because(rests, state=subject.requested)
    elif subject.body.get("conditions") != found.message.body.get("conditions"):
        yield refusals.OFFER_OF_OTHER_CONDITIONS.because(rests, state=subject.requested)


def offer_remarks(node: Node, law: Law, subject: Subject, on: date) -> Iterator[Reason]:
    """Yield what is to be said of information that the other State sent after an offer."""
    yield from offer_blocks(node, subject)
    yield from offer_warnings(node, law, subject, on)


def _names_offer(subject: Subject) -> bool:
    return subject.kind in INFORMATION and "offer" in subject.body


def _offer(node: Node, subject: Subject) -> AwaitedDecision | None:
    """Return the offer that information names, if its giver made it to its receiver."""
    named = subject.body.get("offer")
    stated = named if isinstance(named, Mapping) else {}
    thread = stated.get("thread")
    if not isinstance(thread, str) or node.store.summary(thread) is None:
        return None
    standing = thread_state(node, thread).standing
    if standing.request_kind not in OFFER:
        return None
    sides = (standing.requesting, standing.requested)
    if sides != (subject.requesting, subject.requested):
        return None
    meant = stated.get("message")
    return next((one for one in standing.offers if one.message.digest == meant), None)
