# SPDX-License-Identifier: Apache-2.0
"""The view of this State's law data on received messages: a remark beside a message, never a
transition. The other State computes the same thread without it.
"""

from collections.abc import Iterator, Mapping

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.law.basis import (
    CHANGING,
    bases_of,
    change_remarks,
    named_reasons,
    place_warnings,
    proposed_change,
    reservation_warnings,
)
from rogatory.node.law.conditions.offers import offer_remarks
from rogatory.node.law.executing import secrecy_remarks
from rogatory.node.law.judge import DENYING
from rogatory.node.law.notices import bulk_warnings
from rogatory.node.law.questions import RELEASES
from rogatory.node.law.refusal_grounds import denial_reasons, denial_warnings
from rogatory.node.law.request_terms.channels import channel_warnings
from rogatory.node.law.request_terms.cited_articles import (
    cited_notes,
    cited_warnings,
    offence_warnings,
)
from rogatory.node.law.request_terms.declared import language_warnings
from rogatory.node.law.request_terms.filing import RECOGNISING, filing_reasons
from rogatory.node.law.request_terms.holds import CONFIRMING, hold_warnings, received_for_hold
from rogatory.node.law.request_terms.terms import term_remarks
from rogatory.node.law.subject import Subject, as_classified, of_request, of_thread, regime_for
from rogatory.node.law.use.evidence_given import unagreed_warnings
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.provisions.request_law import RequestLaw
from rogatory.node.provisions.required_contents import required_reasons
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import INFORMATION
from rogatory.requests.kinds.registry import OPENING_KINDS
from rogatory.requests.thread.basis_history import answered_before, basis_at
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.law import Law
from rogatory.treaty.refusing import IntendedReply as Denial
from rogatory.treaty.scope import scope_warnings

JUDGED = frozenset({*DENYING, *CHANGING, RECOGNISING, "confidentiality_failure"})
"""Kinds of the other State that follow a request and are remarked on, each by the basis in force where it was written."""


def annotations(node: Node, thread: str) -> Mapping[str, tuple[Reason, ...]]:
    """Return by digest, what is to be said of each message that the other State sent in a thread,
    and of what either State sent: whether the conditions stated with what is given were agreed to, and
    whether a confirmed hold lasts long enough.

    Of a request: whether the instrument that it names binds both States on the day it was issued,
    and reaches the offence, whether it states what it demands and the terms that the instrument sets, and whether it names
    identifiers. Of a refusal or postponement: whether its ground is one of the list,
    with reasons and consultation. Of a recognised filing: whether it is one. Of a change of the basis: whether the instrument carries the request. All by the law in force here now.
    """
    law, state = law_in_force(node), thread_state(node, thread)
    found = {}
    for entry in state.entries:
        message = entry.envelope
        is_theirs = message.sender.state != node.state
        theirs = (
            (*_of(node, law, message, state), *_unsaid(law, message, state)) if is_theirs else ()
        )
        notes = (
            *theirs,
            *_of_conditions(node, law, message, state),
            *_of_hold(node, law, message, state),
        )
        if notes:
            found[message.digest] = _cited(law, message, state, notes)
    return found


def _unsaid(law: Law, message: Envelope, thread: ThreadState) -> Iterator[Reason]:
    """Yield what the instrument of the request demands of a message, and the message does not
    state.
    """
    opening = thread.standing.opening
    if opening is not None:
        request = message if message.kind in OPENING_KINDS else opening
        subject = of_request(request, basis_at(thread, message.digest))
        regime = regime_for(law, subject, message.issued.date())
        yield from required_reasons(regime, subject.kind, message.kind, message.body)


def _cited(
    law: Law, message: Envelope, thread: ThreadState, notes: tuple[Reason, ...]
) -> tuple[Reason, ...]:
    """Return the notes with the provisions that they cite, by the basis in force where it was
    written.
    """
    opening = thread.standing.opening
    if opening is None:
        return notes
    is_opening = message.kind in OPENING_KINDS
    subject = of_request(message if is_opening else opening, basis_at(thread, message.digest))
    regime = regime_for(law, subject, message.issued.date())
    return RequestLaw(regime, subject.kind).cited(notes)


def _of_conditions(
    node: Node, law: Law, message: Envelope, thread: ThreadState
) -> Iterator[Reason]:
    """Yield which conditions of what was given bind nobody by agreement: the same at both ends."""
    if message.kind in INFORMATION:
        yield from offer_remarks(node, law, message)
    elif message.kind in RELEASES and thread.standing.opening is not None:
        subject = of_request(thread.standing.opening, basis_at(thread, message.digest))
        on = message.issued.date()
        yield from unagreed_warnings(law, subject, thread, message.kind, message.body, on)


def _of_hold(node: Node, law: Law, message: Envelope, thread: ThreadState) -> Iterator[Reason]:
    """Yield that a confirmed hold ends too early: at both ends, whether or not the request states terms."""
    opening = thread.standing.opening
    if message.kind == CONFIRMING and opening is not None:
        subject = of_request(opening, basis_at(thread, message.digest))
        transcript = node.store.transcript(message.thread)
        since = received_for_hold(transcript, opening, message.issued)
        yield from hold_warnings(law, subject, message.body, since, message.issued.date())


def _of(node: Node, law: Law, message: Envelope, thread: ThreadState) -> Iterator[Reason]:
    if message.kind in OPENING_KINDS:
        yield from _of_request(law, as_classified(node, of_request(message)), message)
        return
    standing = thread.standing
    if message.kind not in JUDGED or standing.opening is None:
        return
    subject = of_thread(node, message.thread, basis_at(thread, message.digest))
    on = message.issued.date()
    if message.kind in DENYING:
        yield from _of_denial(law, subject, message, standing)
    elif message.kind == "confidentiality_failure":
        yield from secrecy_remarks(regime_for(law, subject, on), subject)
    elif message.kind == RECOGNISING:
        yield from filing_reasons(node, law, subject, message.body, on)
    else:
        writer = message.sender.state
        answered = answered_before(thread, message.digest)
        change = proposed_change(subject, message.kind, message.body, writer, standing, answered)
        yield from change_remarks(law, change, on) if change else ()


def _of_request(law: Law, subject: Subject, message: Envelope) -> Iterator[Reason]:
    on = message.issued.date()
    found = bases_of(law, subject, on)
    yield from named_reasons(law, subject, found, on)
    yield from reservation_warnings(law, subject, found, on)
    if subject.states_offence:
        regime = regime_for(law, subject, on)
        yield from scope_warnings(regime, subject.kind, subject.offence, subject.articles)
    yield from cited_warnings(law, subject)
    yield from cited_notes(law, subject)
    yield from place_warnings(law, subject, on)
    yield from offence_warnings(law, subject)
    yield from term_remarks(law, subject, on)
    yield from channel_warnings(law, subject, on)
    attached = [one.as_json() for one in message.attachments]
    yield from language_warnings(law, subject, message.language, attached, on)
    yield from bulk_warnings(subject)


def _of_denial(
    law: Law, subject: Subject, message: Envelope, standing: ThreadFacts
) -> Iterator[Reason]:
    denial, on = Denial(message.kind), message.issued.date()
    yield from denial_reasons(law, subject, denial, message.body, standing, on)
    yield from denial_warnings(law, subject, denial, message.body, standing, on)
