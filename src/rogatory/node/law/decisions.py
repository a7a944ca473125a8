# SPDX-License-Identifier: Apache-2.0
"""Officers' decisions under the law: who answered what, why, when, and under which version of it.

Decisions are only added. An officer who reconsiders decides again, and the newest answer to a
question counts; the earlier decision stays. A message that rests on decisions leaves with a record
of them, whose digest is in the custody log beside the message's.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from rogatory.custody.events.values import LONGEST_REASON
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.drafts import draft_refusals
from rogatory.node.emergencies import refusals as emergency_refusals
from rogatory.node.emergencies.single_officer import review_reasons
from rogatory.node.law import refusals
from rogatory.node.law.answers import answer_reasons
from rogatory.node.law.subject import Subject, regime_for, subject_of
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.provisions.law_data import keep_law, law_in_force
from rogatory.node.provisions.request_law import RequestLaw
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.treaty.composed.establishing import classified_under
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.empty_words import says_something
from rogatory.wire.identifiers import uuid7
from rogatory.wire.moments import format_moment

RECORD_VERSION = 2
"""Of the record of decisions; 1 had no language of the reasons."""

_PERMISSIONS: Mapping[DecisionTopic, Permission] = {
    DecisionTopic.OFFENCE: Permission.CLASSIFY_OFFENCE,
    DecisionTopic.SENIOR_REVIEW: Permission.SENIOR_REVIEW,
}


def decide(
    node: Node,
    *,
    subject: str,
    topic: DecisionTopic | str,
    answer: str,
    reason: str,
    officer: str,
    question: str | None = None,
    details: Mapping[str, Json] | None = None,
) -> Decision:
    """Write an officer's decision on a draft or a thread down.

    1. The subject is a draft that was not sent, or a thread that is known.
    2. The officer may decide for this State's authority in it; a lawyer classifies the offence; a senior review is by a senior
       officer who neither drafted nor flagged the facts; an emergency is reviewed by another than
       who decided without an answer to the call-back, what was sent alone by another than who sent it.
    3. The answer is one that the law's question takes, with what it must consist of.
    4. A reason is given.

    Raises:
        Refused: with every reason; nothing is written.
    """
    topic, law, at = DecisionTopic(topic), law_in_force(node), node.clock.now()
    found = subject_of(node, law, subject)  # 1
    permission = _PERMISSIONS.get(topic, Permission.DECIDE)
    view = node.register.view()
    reasons = officer_reasons(view, officer, found.authority, permission, at)
    if topic is DecisionTopic.SENIOR_REVIEW and officer in _concerned(node, found):
        reasons.append(refusals.SENIOR_SAME.because(officer=officer))  # 2
    if topic is DecisionTopic.EMERGENCY_REVIEW and officer in _decided_unanswered(node, found):
        reasons.append(emergency_refusals.REVIEW_BY_DECIDER.because(officer=officer))  # 2
    if topic is DecisionTopic.SINGLE_REVIEW:
        reasons += review_reasons(
            node, found.id, officer, str((details or {}).get("decision"))
        )  # 2
    reasons += answer_reasons(law, found, topic, question, answer, details or {}, at.date())  # 3
    reasons += stated_reasons(reason)  # 4
    regime = regime_for(law, found, at.date())
    refuse_if_any(RequestLaw(regime, found.kind).cited(reasons))
    stated = dict(details or {})
    if topic is DecisionTopic.OFFENCE:
        stated["instrument"] = classified_under(regime)[0]
    decision = Decision(
        id=uuid7(at, node.random(10)),
        at=at,
        officer=officer,
        authority=found.authority,
        matter=topic,
        subject=found.id,
        question=question,
        answer=answer,
        reason=node.own_words(reason),
        law=keep_law(node, law),
        details=stated,
    )
    with node.store.transaction():
        _refuse_sent(node, found)
        node.store.add_decision(decision)
    return decision


def decisions_record(
    network: str, message: str, decisions: Sequence[Decision], at: datetime
) -> bytes:
    """Return the record of the decisions that a message rests on: canonical JSON, kept
    as a row.
    """
    records: list[Json] = [
        {
            "id": decision.id,
            "at": format_moment(decision.at),
            "officer": decision.officer,
            "authority": decision.authority,
            "matter": decision.matter.value,
            "question": decision.question,
            "answer": decision.answer,
            "reason": {"words": str(decision.reason), "language": decision.reason.language},
            "law": decision.law,
            "details": dict(decision.details),
        }
        for decision in decisions
    ]
    return canonical.encode(
        {
            "version": RECORD_VERSION,
            "network": network,
            "message": message,
            "at": format_moment(at),
            "decisions": records,
        }
    )


def _concerned(node: Node, subject: Subject) -> frozenset[str]:
    """Return who drafted, and who answered questions: a review by them would be none."""
    answered = {
        decision.officer
        for decision in node.store.decisions(subject.id)
        if decision.matter is not DecisionTopic.SENIOR_REVIEW
    }
    return frozenset(answered | ({subject.draft.drafted_by} if subject.draft else set()))


def _decided_unanswered(node: Node, subject: Subject) -> frozenset[str]:
    """Return who decided although the call-back was not answered."""
    return frozenset(
        one.officer
        for one in node.store.decisions(subject.id)
        if one.matter is DecisionTopic.CALL_BACK
    )


def _refuse_sent(node: Node, subject: Subject) -> None:
    """Refuse, inside the transaction, what was sent: what has left can no longer be decided on."""
    draft = subject.draft and node.store.draft(subject.draft.id)
    if draft and draft.sent_as is not None:
        raise Refused(draft_refusals.DRAFT_SENT.because(draft=draft.id))


def stated_reasons(reason: str) -> list[Reason]:
    """Return why a reason that an officer gives does not count as one."""
    if says_something(reason) and len(reason) <= LONGEST_REASON:
        return []
    return [refusals.REASON_MISSING.because(limit=LONGEST_REASON)]
