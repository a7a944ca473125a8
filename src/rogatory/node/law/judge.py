# SPDX-License-Identifier: Apache-2.0
"""The law's judgement of a message before it leaves: every block, warning and note at once.

It applies the law in force here now, on the day on which it is asked. A draft's page, the API and
the command line show the same, and it makes `send` refuse.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.emergencies.outcome import (
    FEEDBACK,
    emergency_blocks,
    emergency_warnings,
    feedback_blocks,
)
from rogatory.node.law.basis import (
    CHANGING,
    bases_of,
    basis_blocks,
    basis_shows,
    basis_warnings,
    category_blocks,
    change_blocks,
    change_warnings,
    proposed_change,
)
from rogatory.node.law.conditions.offers import offer_blocks, offer_warnings
from rogatory.node.law.executing import executing_blocks, executing_warnings, secrecy_blocks
from rogatory.node.law.in_lieu import shown_in_lieu
from rogatory.node.law.notices import (
    bulk_warnings,
    material_warnings,
    shown_of_addressee,
    shown_of_ended,
    shown_of_language,
    shown_of_material,
    shown_of_request,
    shown_of_urgency,
)
from rogatory.node.law.onward import onward_blocks
from rogatory.node.law.questions import (
    DISCLOSING_PATH,
    answered_since,
    open_questions,
    question_reasons,
    subject_questions,
    subject_questions_executing,
    subject_questions_refusing,
)
from rogatory.node.law.refusal_grounds import (
    denial_blocks,
    denial_warnings,
    denied_kind,
    offered_grounds,
)
from rogatory.node.law.request_terms.channels import channel_warnings, marking_warnings
from rogatory.node.law.request_terms.confiscation import finality_warnings
from rogatory.node.law.request_terms.declared import declared_notes, language_warnings
from rogatory.node.law.request_terms.extraditions import (
    shown_of_extradition,
    submission_warnings,
)
from rogatory.node.law.request_terms.filing import RECOGNISING, filing_reasons, filing_warnings
from rogatory.node.law.request_terms.holds import (
    CONFIRMING,
    hold_blocks,
    hold_warnings,
    received_for_hold,
)
from rogatory.node.law.request_terms.returns import priority_warnings
from rogatory.node.law.request_terms.terms import judge_terms
from rogatory.node.law.subject import Subject, is_asking, of_draft, of_thread, regime_for
from rogatory.node.law.use.evidence_given import (
    NOTIFYING,
    REPORTING,
    notice_warnings,
    shown_conditions,
    shown_of_use,
    unagreed_warnings,
    unrecorded_tombstones,
)
from rogatory.node.peers.policy_effects import channel_notes
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.provisions.request_law import RequestLaw
from rogatory.node.provisions.required_contents import required_reasons
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.law import Decision
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.kinds.families import ACCEPTANCES, DELIVERIES, REPORTS
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.treaty.bases import LegalBasis
from rogatory.treaty.refusing import IntendedReply as Denial
from rogatory.treaty.tables.questions import Question
from rogatory.wire.canonical import Json

EXECUTING = (
    ACCEPTANCES
    | DELIVERIES
    | REPORTS
    | {
        "preservation_confirmed",
        "measure_executed",
        "answer",
        "preserved_traffic_disclosure",
        "use_consent",
        "onward_transfer_authorisation",
    }
)
"""Messages with which the State that was asked acts: the executing side's questions come first."""

DENYING = frozenset({"refusal", "postponement", "extension_declined", "path_withheld"})
"""Messages with which it does not, or not now: on a ground of the law's list alone."""

_AWAITED: Mapping[str, Callable[[ThreadFacts], Sequence[AwaitedDecision]]] = {
    "use_consent": lambda standing: standing.consents,
    "onward_transfer_authorisation": lambda standing: standing.transfers,
}
"""Messages by which a State decides on one of several things that it can be asked for in a thread."""

DECLINED = "declined"
"""How consent and authorisation say no: then nothing is done, and no question is asked."""


@dataclass(frozen=True, slots=True)
class Lawful:
    """The law's judgement: `blocks` keep the message here; `open_questions` are among them.

    `subject` is the draft or thread on which decisions are taken, `law` the version that judged.
    """

    subject: str
    law: str
    blocks: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    shows: tuple[Reason, ...] = ()
    asked: tuple[Question, ...] = ()
    open_questions: tuple[Question, ...] = ()
    bases: tuple[LegalBasis, ...] = ()
    decisions: tuple[Decision, ...] = ()


def before_leaving(node: Node, draft: Draft) -> Lawful:
    """Return what the law says of a draft, whichever side of a request it is on."""
    if is_asking(law_in_force(node), draft.kind):
        return before_sending(node, draft)
    return before_executing(node, draft.thread, draft.kind, draft.body)


def before_sending(node: Node, draft: Draft) -> Lawful:
    """Return what the law says of a request that is to leave."""
    subject = of_draft(draft)
    found = _of_request(node, subject, draft)
    return _cited(node, subject, found, draft.kind, draft.body)


def before_executing(
    node: Node, thread: str, kind: str, body: Mapping[str, Json] | None = None
) -> Lawful:
    """Return what the law says of an answer of that kind in a thread; `body` is what it is to say."""
    subject = of_thread(node, thread)
    found = _of_answer(node, subject, thread, kind, body or {})
    return _cited(node, subject, found, kind, body)


def _cited(
    node: Node, subject: Subject, found: Lawful, kind: str, body: Mapping[str, Json] | None
) -> Lawful:
    """Give each reason the provision of the instrument of the request, and add what this instrument demands
    of the message, where there is one.
    """
    law, on = law_in_force(node), node.clock.now().date()
    about = RequestLaw(regime_for(law, subject, on), subject.kind)
    unsaid = () if body is None else required_reasons(about.regime, about.kind, kind, body)
    return replace(
        found,
        blocks=(*about.cited(found.blocks), *unsaid),
        warnings=about.cited(found.warnings),
        shows=about.cited(found.shows),
    )


def _of_request(node: Node, subject: Subject, draft: Draft) -> Lawful:
    law, on = law_in_force(node), node.clock.now().date()
    view = node.register.view()
    decisions = tuple(node.store.decisions(subject.id))
    found = bases_of(law, subject, on)
    channel = channel_notes(node, view, subject.requested, draft.kind, node.clock.now())
    regime = regime_for(law, subject, on)
    questions, terms = subject_questions(regime, subject), judge_terms(law, subject, on)
    return Lawful(
        subject=subject.id,
        law=law.version,
        blocks=(
            *basis_blocks(law, subject, found, decisions, on),
            *category_blocks(law, subject, on),
            *terms.blocks,
            *offer_blocks(node, subject),
            *question_reasons(questions, decisions),
        ),
        warnings=(
            *basis_warnings(law, subject, found, on),
            *terms.warnings,
            *channel_warnings(law, subject, on),
            *language_warnings(law, subject, draft.language, draft.attachments, on),
            *marking_warnings(subject),
            *finality_warnings(regime, subject),
            *filing_warnings(node, draft),
            *offer_warnings(node, law, subject, on),
            *bulk_warnings(subject),
            *channel.warnings,
        ),
        shows=(
            *basis_shows(law, subject, found, on),
            *terms.shows,
            *declared_notes(law, subject, on),
            *channel.shows,
            *shown_of_request(subject),
            *shown_of_urgency(regime, subject),
            *shown_of_extradition(subject, draft.kind),
            *shown_of_material(law, subject),
            *shown_of_addressee(view, draft),
            *shown_of_language(view, draft),
        ),
        asked=questions,
        open_questions=open_questions(questions, decisions),
        bases=found,
        decisions=decisions,
    )


def _of_answer(
    node: Node, subject: Subject, thread: str, kind: str, stated: Mapping[str, Json]
) -> Lawful:
    law, on = law_in_force(node), node.clock.now().date()
    state = thread_state(node, thread)
    standing = state.standing
    issued = standing.opening.issued.date() if standing.opening else on
    shows = (
        *shown_of_request(subject),
        *shown_of_ended(law, subject, issued, on),
        *shown_in_lieu(law, subject, on),
        *shown_of_material(law, subject),
        *shown_conditions(node, thread, kind),
        *shown_of_extradition(subject, kind),
    )
    decisions = tuple(node.store.decisions(subject.id))
    if kind in DENYING:
        denial = Denial(kind)
        regime = regime_for(law, subject, on)
        denied = denied_kind(regime, subject, stated, standing)
        questions = subject_questions_refusing(regime, denied)
        return Lawful(
            subject=subject.id,
            law=law.version,
            blocks=(
                *denial_blocks(law, subject, denial, stated, decisions, standing, on),
                *question_reasons(questions, decisions),
            ),
            warnings=(
                *denial_warnings(law, subject, denial, stated, standing, on),
                *submission_warnings(subject, kind, stated),
            ),
            shows=shows,
            asked=questions,
            open_questions=open_questions(questions, decisions),
            decisions=decisions,
        )
    if kind in CHANGING:
        change = proposed_change(subject, kind, stated, node.state, standing, standing.proposals)
        return Lawful(
            subject=subject.id,
            law=law.version,
            blocks=tuple(change_blocks(law, change, on)) if change else (),
            warnings=tuple(change_warnings(law, change, on)) if change else (),
            shows=shows,
        )
    if kind in {RECOGNISING, FEEDBACK}:
        found = (
            filing_reasons(node, law, subject, stated, on)
            if kind == RECOGNISING
            else feedback_blocks(node, thread, stated)
        )
        return Lawful(subject.id, law.version, tuple(found), shows=shows)
    if kind in {REPORTING, NOTIFYING}:
        is_report, at = kind == REPORTING, node.clock.now()
        blocks = tuple(unrecorded_tombstones(node, stated) if is_report else ())
        warnings = tuple(() if is_report else notice_warnings(state, stated, at))
        return Lawful(subject.id, law.version, blocks, warnings, shows)
    if kind not in EXECUTING or stated.get("decision") == DECLINED:
        return Lawful(subject.id, law.version, shows=shows)
    questions = subject_questions_executing(regime_for(law, subject, on), subject, kind)
    decisions = answered_since(
        decisions, questions, _requested_at(node, subject, kind, stated, standing)
    )
    return Lawful(
        subject=subject.id,
        law=law.version,
        blocks=(
            *question_reasons(questions, decisions),
            *executing_blocks(questions, decisions, on),
            *secrecy_blocks(regime_for(law, subject, on), subject, state),
            *(hold_blocks(law, subject, decisions, standing, on) if kind == CONFIRMING else ()),
            *onward_blocks(node, subject, kind, stated, on),
            *emergency_blocks(node, thread, kind),
        ),
        warnings=(
            *executing_warnings(law, subject, kind, decisions, standing, on),
            *material_warnings(law, subject, kind, stated),
            *_of_hold(node, subject, kind, stated),
            *emergency_warnings(node, thread, kind),
            *unagreed_warnings(law, subject, state, kind, stated, on),
            *priority_warnings(kind, stated),
        ),
        shows=(
            *shows,
            *shown_of_use(law, subject, state, kind, on),
            *offered_grounds(law, subject, kind, decisions, on),
        ),
        asked=questions,
        open_questions=open_questions(questions, decisions),
        decisions=decisions,
    )


def _requested_at(
    node: Node, subject: Subject, kind: str, stated: Mapping[str, Json], standing: ThreadFacts
) -> datetime | None:
    """Return when the further use or the transfer was asked for that a message decides on: the one that it
    names, else the newest that waits; of provider and path, when the data were held or the last were disclosed.
    None where it decides on the request itself.
    """
    if kind == DISCLOSING_PATH:
        before = {CONFIRMING, DISCLOSING_PATH}
        return max(
            (one.at for one in node.store.transcript(subject.id) if one.kind in before),
            default=None,
        )
    awaited = _AWAITED[kind](standing) if kind in _AWAITED else ()
    named = [one for one in awaited if one.message.digest == stated.get("answers_to")]
    waiting = named or [one for one in awaited if one.is_open]
    if not waiting:
        return None
    digest = waiting[-1].message.digest
    # Not the receipt's moment, which has no fractions: two requests can come within one second.
    return next((one.at for one in node.store.transcript(subject.id) if one.digest == digest), None)


def _of_hold(node: Node, subject: Subject, kind: str, body: Mapping[str, Json]) -> Iterator[Reason]:
    """Yield that a hold that is to be confirmed now ends too early."""
    opening = thread_state(node, subject.id).standing.opening
    if kind == CONFIRMING and opening is not None:
        now = node.clock.now()
        since = received_for_hold(node.store.transcript(subject.id), opening, now)
        yield from hold_warnings(law_in_force(node), subject, body, since, now.date())
