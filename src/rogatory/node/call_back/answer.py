# SPDX-License-Identifier: Apache-2.0
"""Confirming or denying, in one act, a request of this State that another State calls back for.

The content to approve is settled before anybody looks at it (it contains no time and no number), so
the page shows the challenges of both answers, and one touch of a passkey is the whole act. The
officer who answers writes, approves and sends; the second person is ensured by the rule that this
officer had no part in the request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.drafts.stored_drafts import content_of
from rogatory.node.emergencies import refusals
from rogatory.node.emergencies.confirmation import KIND, same_officer_reasons
from rogatory.node.messages.send import send_at_once
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.envelope import Envelope, content_digest
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.prefill import beginning_of
from rogatory.wire.identifiers import uuid7

OUTCOMES = ("confirmed", "denied")


@dataclass(frozen=True, slots=True)
class CallBackQuestion:
    """A call-back that waits here: what is asked, by whom, and who may answer it as which authority."""

    awaited: AwaitedDecision
    request: Envelope
    authority: str
    against: tuple[Reason, ...]
    """Why the officer may not answer; empty where he may."""


def call_back_question(node: Node, thread: str, officer: str) -> CallBackQuestion | None:
    """Return the oldest call-back of a thread that waits for a word of this State; None where none
    does.
    """
    standing = thread_state(node, thread).standing
    opening = standing.opening
    waiting = [one for one in standing.call_backs if one.is_open]
    if opening is None or opening.sender.state != node.state or not waiting:
        return None
    named = node.register.view().entry(node.state).call_back
    office = str(waiting[0].message.addressee)
    tried = [
        (authority, _against(node, opening, authority, officer))
        for authority in sorted(named, key=lambda one: one != office)
    ]
    if not tried:
        nobody = refusals.NO_CALL_BACK_AUTHORITY.because(authority=office)
        return CallBackQuestion(waiting[0], opening, office, (nobody,))
    authority, against = next((one for one in tried if not one[1]), tried[0])
    return CallBackQuestion(waiting[0], opening, authority, against)


def answer_draft(node: Node, thread: str, outcome: str, officer: str) -> Draft:
    """Return the answer as it would be approved: the same bytes whenever and however often it is
    made.

    Raises:
        Refused: nothing waits, the officer may not answer it, or the outcome is none.
    """
    question = call_back_question(node, thread, officer)
    if question is None:
        raise Refused(refusals.NOT_WAITING.because())
    unknown = (
        []
        if outcome in OUTCOMES
        else [refusals.OUTCOME_UNKNOWN.because(outcome=ascii(outcome)[:40])]
    )
    refuse_if_any([*question.against, *unknown])
    message = question.awaited.message
    body = {
        **beginning_of(KIND, thread_state(node, thread).standing),
        "answers_to": message.digest,
        "outcome": outcome,
        "by_officer": officer,
    }
    at = node.clock.now()
    draft = Draft(
        id=uuid7(at, node.random(10)),
        thread=thread,
        kind=KIND,
        sender=question.authority,
        addressee=str(message.sender),
        language=question.request.language,
        body=body,
        attachments=(),
        related=(),
        content="",
        drafted_by=officer,
        drafted=at,
    )
    return replace(draft, content=content_digest(content_of(node, draft)))


def answer_call_back(
    node: Node, thread: str, outcome: str, officer: str, approval: Mapping[str, str]
) -> StoredMessage:
    """Say whether the request is this State's own, and send that.

    Raises:
        Refused: with every reason; nothing is written, and nothing waits as a draft.
    """
    draft = answer_draft(node, thread, outcome, officer)
    return send_at_once(node, replace(draft, approvals=(dict(approval),)), officer)


def _against(node: Node, opening: Envelope, authority: str, officer: str) -> tuple[Reason, ...]:
    view, at = node.register.view(), node.clock.now()
    request = node.store.message(opening.digest)
    return (
        *officer_reasons(view, officer, authority, Permission.APPROVE_MESSAGE, at),
        *(same_officer_reasons(node, request, officer) if request is not None else ()),
    )
