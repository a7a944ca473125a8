# SPDX-License-Identifier: Apache-2.0
"""The judgement of information that names an offer: what was answered to it, and which conditions bind.

Information rests in a thread of its own, so no thread forbids it where an offer was declined: its giver
decides. Here its officers read what was answered before they sign, and those of both States afterwards
which conditions bind. An answer counts if the giver had it when it gave, by the giver's own receipt:
who declines later, or only states that it did, has received under the conditions as they came.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.law.conditions import refusals
from rogatory.node.law.conditions.given_conditions import condition_names, stated_in
from rogatory.node.law.subject import Subject, of_request, regime_for
from rogatory.node.threads.postal_threads import is_by_letter
from rogatory.node.threads.received import moments_received
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import INFORMATION, OFFER
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.treaty.citing import basis_of
from rogatory.treaty.grounds import BindingRule, binding_rule
from rogatory.treaty.law import Law
from rogatory.wire.canonical import Json

ANSWERING = "offer_answered"
"""The rule on the answer to an offer, by its id in the law's data."""

WITHDRAWING = "no_longer_required"
"""The rule on the withdrawal of an offer."""

ACCEPTED = "accepted"

LOOKED_BACK = timedelta(days=90)
"""How long before information a declined offer is looked for: else a page would read every offer ever made."""

MOST_OFFERS = 50
"""The newest offers of a State that are looked at: one that makes thousands would make our pages slow."""

(INFORMATION_KIND,) = INFORMATION
"""The kind of what is offered: the law has its rules on conditions for that kind."""


@dataclass(frozen=True, slots=True)
class Offered:
    """The offer that information names, with the `answer` that its giver had when it gave; one that came
    later is `late`. `is_withdrawn` where its giver had withdrawn it by then.
    """

    offer: Envelope
    answer: Envelope | None
    late: Envelope | None = None
    is_withdrawn: bool = False

    @property
    def is_accepted(self) -> bool:
        return self.answer is not None and self.answer.body.get("decision") == ACCEPTED

    @property
    def is_declined(self) -> bool:
        return self.answer is not None and not self.is_accepted


@dataclass(frozen=True, slots=True)
class BindingConditions:
    """The conditions of information that bind its receiver, those that it states and that do not, and the
    language of each.
    """

    bound: Mapping[str, Json]
    unagreed: Mapping[str, Json]
    languages: Mapping[str, str]


def what_binds(
    rule: BindingRule, information: Envelope, found: Offered | None
) -> BindingConditions:
    """Return which conditions of information bind. Without an answer to an offer, as it came; where it was
    accepted, what was accepted; and where the instrument binds the receiver to what its giver
    asks, what the information states, whatever was answered.
    """
    stated = stated_in(information.body)
    languages = dict.fromkeys(stated, information.language)
    if found is None or found.answer is None:
        return BindingConditions(stated, {}, languages)
    accepted = stated_in(found.offer.body) if found.is_accepted else {}
    agreed = dict.fromkeys(accepted, found.offer.language)
    if rule.is_by_giver:
        return BindingConditions({**accepted, **stated}, {}, agreed | languages)
    return BindingConditions(accepted, _beyond(accepted, stated), languages | agreed)


def offered_before(node: Node, opening: Envelope | None) -> Offered | None:
    """Return the offer that information which opened a thread names, by what this node has."""
    return None if opening is None else _offered(node, of_request(opening), opening.issued)


def offer_blocks(node: Node, subject: Subject) -> Iterator[Reason]:
    """Yield that the offer which is named is none that the same State made to the same State."""
    if _names_offer(subject) and _offer(node, subject) is None:
        yield refusals.OFFER_UNKNOWN.because(giver=subject.requesting, receiver=subject.requested)


def offer_warnings(
    node: Node, law: Law, subject: Subject, on: date, given: datetime | None = None
) -> Iterator[Reason]:
    """Yield that the offer was withdrawn, was not answered in time or was declined, or that other conditions
    were accepted, and what binds. `given` is when the information was, None where it is a draft.
    """
    found = _offered(node, subject, given)
    if found is None:
        yield from _unnamed(node, subject, given or node.clock.now())
        return
    regime, receiver = regime_for(law, subject, on), subject.requested
    rule = binding_rule(regime, subject.kind)
    rests = rule.basis._asdict()
    others = _beyond(stated_in(found.offer.body), stated_in(subject.body))
    if found.is_withdrawn:
        withdrawing = basis_of(regime, found.offer.kind, WITHDRAWING)._asdict()
        yield refusals.OFFER_WITHDRAWN.because(withdrawing, state=subject.requesting)
    if found.answer is None and found.is_withdrawn:
        return
    if found.answer is None:
        answering = basis_of(regime, subject.kind, ANSWERING)._asdict()
        late = refusals.OFFER_ANSWERED_LATE if found.late else refusals.OFFER_UNANSWERED
        yield late.because(answering, state=receiver)
    elif found.is_declined and rule.is_by_giver:
        yield refusals.OFFER_DECLINED.because(rests, state=receiver)
    elif found.is_declined:
        yield refusals.OFFER_NOT_BINDING.because(rests, state=receiver)
    elif others and rule.is_by_giver:
        yield refusals.OFFER_OF_OTHER_CONDITIONS.because(rests, state=receiver)
    elif others:
        names = condition_names(others)
        yield refusals.OFFER_OF_UNAGREED.because(rests, state=receiver, problem=names)


def unagreed_of_information(
    node: Node, law: Law, subject: Subject, on: date, given: datetime | None
) -> Mapping[str, Json]:
    """Return the conditions that information states after an offer, and that do not bind its receiver."""
    found = _offered(node, subject, given)
    rule = binding_rule(regime_for(law, subject, on), subject.kind)
    if found is None or found.answer is None or rule.is_by_giver:
        return {}
    accepted = stated_in(found.offer.body) if found.is_accepted else {}
    return _beyond(accepted, stated_in(subject.body))


def offer_remarks(node: Node, law: Law, message: Envelope) -> Iterator[Reason]:
    """Yield what is to be said of information that was given after an offer, at both ends."""
    subject = of_request(message)
    yield from offer_blocks(node, subject)
    yield from offer_warnings(node, law, subject, message.issued.date(), message.issued)


def _unnamed(node: Node, subject: Subject, given: datetime) -> Iterator[Reason]:
    """Yield that information which names no offer follows one that was declined, as far as its case or its
    conditions show: a giver could leave the offer out.
    """
    if subject.kind not in INFORMATION or "offer" in subject.body:
        return
    is_own = subject.requesting == node.state
    sides = (
        subject.requested if is_own else subject.requesting,
        "requesting" if is_own else "requested",
    )
    offers = node.store.summaries_opened(given - LOOKED_BACK, given, OFFER)
    for one in [each for each in offers if (each.peer, each.role) == sides][-MOST_OFFERS:]:
        for offer in thread_state(node, one.thread).standing.offers:
            if offer.outcome not in {None, ACCEPTED} and _is_alike(offer.message, subject):
                yield refusals.OFFER_UNNAMED.because(state=subject.requested, thread=one.thread)
                return


def _is_alike(offer: Envelope, subject: Subject) -> bool:
    stated = stated_in(subject.body)
    is_same_case = offer.body.get("case_number") == subject.body.get("case_number")
    return is_same_case or (bool(stated) and stated == stated_in(offer.body))


def _beyond(accepted: Mapping[str, Json], stated: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return what is stated and was not accepted so; what a flag leaves out is no condition."""
    return {
        name: value
        for name, value in stated.items()
        if value not in (None, False) and accepted.get(name) != value
    }


def _names_offer(subject: Subject) -> bool:
    return subject.kind in INFORMATION and "offer" in subject.body


def _offered(node: Node, subject: Subject, given: datetime | None) -> Offered | None:
    found = _offer(node, subject) if _names_offer(subject) else None
    if found is None:
        return None
    answer, is_withdrawn = found.answer, _was_withdrawn(node, found.message.thread, given)
    if answer is None or given is None:
        return Offered(found.message, answer, is_withdrawn=is_withdrawn)
    transcript = node.store.transcript(answer.thread)
    known = moments_received(transcript).get(answer.digest)
    if known is None and is_by_letter(transcript):
        known = answer.issued  # a letter has no receipt
    if known is None or known > given:
        return Offered(found.message, None, late=answer, is_withdrawn=is_withdrawn)
    return Offered(found.message, answer, is_withdrawn=is_withdrawn)


def _was_withdrawn(node: Node, thread: str, given: datetime | None) -> bool:
    """Decide whether an offer was withdrawn before the information was given: both by the same State, so by
    its own clock.
    """
    state = thread_state(node, thread)
    withdrawn = state.standing.withdrawn
    if withdrawn is None:
        return False
    return given is None or state.entry(withdrawn).envelope.issued <= given


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
