# SPDX-License-Identifier: Apache-2.0
"""The call-back of an emergency on a thread's page: ask, answer with one touch, or decide without."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rogatory.console.drafts.page import ASSERTED
from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Refused
from rogatory.node.call_back.answer import (
    OUTCOMES,
    answer_call_back,
    answer_draft,
    call_back_question,
)
from rogatory.node.call_back.ask import ask_back, authority_to_ask
from rogatory.node.call_back.not_reached import Telephoned, decide_not_reached
from rogatory.node.contact_cards import card_of
from rogatory.node.context import Node
from rogatory.node.emergencies.claim import is_over_limit, states_danger
from rogatory.node.emergencies.outcome import EmergencyOutcome, confirmation_of
from rogatory.node.permissions import Permission
from rogatory.node.threads.transcript import thread_state
from rogatory.node.views.draft_view import passkey_for
from rogatory.requests.envelope import Envelope


@require_POST
@officer_page(Permission.SEND_MESSAGE)
def ask(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Call the requesting State back where the node has not done so by itself."""
    ask_back(this_node(), str(thread), officer=reader_of(request).number)
    return done(request, _("The call-back is on its way."), "thread", thread=thread)


@require_POST
@officer_page(Permission.APPROVE_MESSAGE)
def answer(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Confirm or deny a request of this State (`outcome`), with the assertion over that answer."""
    officer = reader_of(request).number
    approval = {name: request.POST.get(name, "") for name in ASSERTED}
    approval |= {"officer": officer, "verdict": "approve"}
    outcome = form_values.text(request, "outcome")
    sent = answer_call_back(this_node(), str(thread), outcome, officer, approval)
    message = _("Your answer is signed and on its way.")
    return done(request, message, "thread", created=sent.digest, thread=thread)


@require_POST
@officer_page(Permission.DECIDE)
def decide(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Decide without an answer to the call-back, after a telephone call (`answer`, `number`, `spoke_with`,
    `said`, `source`, `reason`).
    """
    call = Telephoned(
        number=form_values.text(request, "number"),
        spoke_with=form_values.text(request, "spoke_with"),
        conversation=form_values.text(request, "said"),
        source=form_values.text(request, "source"),
    )
    decide_not_reached(
        this_node(),
        str(thread),
        answer=form_values.text(request, "answer"),
        call=call,
        reason=form_values.text(request, "reason"),
        officer=reader_of(request).number,
    )
    return done(
        request,
        _("The decision is recorded; a second officer reviews it."),
        "thread",
        thread=thread,
    )


def call_back_page(node: Node, thread: str, officer: str) -> dict[str, Any]:
    """Return the view of a thread's call-back for its page: on the side that asks, or the one that
    answers.
    """
    found = confirmation_of(node, thread)
    opening = thread_state(node, thread).standing.opening
    if found is None or opening is None:
        return {"call_back": None, "to_confirm": _question(node, thread, officer)}
    card = card_of(node, opening.sender.state)
    is_open = found.outcome in {
        EmergencyOutcome.NOT_CALLED,
        EmergencyOutcome.WAITING,
        EmergencyOutcome.NOT_REACHED,
    }
    return {
        "call_back": {
            "outcome": found.outcome,
            "states_danger": states_danger(opening),
            "over_limit": _is_over_limit(node, opening),
            "allows": found.allows,
            "asked": [
                {
                    "authority": str(one.message.addressee),
                    "at": one.message.issued,
                    "outcome": one.outcome,
                    "by": one.answer.body.get("by_officer") if one.answer else None,
                }
                for one in found.call_backs
            ],
            "decision": found.decision,
            "review": found.review,
            "may_ask": is_open
            and found.waiting_since is None
            and authority_to_ask(node, opening) is not None,
            "may_decide": is_open,
            "numbers": [(one.authority, one.label, one.e164) for one in card.numbers]
            if card
            else [],
            "card": card.issued if card else None,
        },
        "to_confirm": None,
    }


def _is_over_limit(node: Node, opening: Envelope) -> bool:
    came = node.store.message(opening.digest)
    return came is not None and is_over_limit(node, opening, came.peer, came.at)


def _question(node: Node, thread: str, officer: str) -> Mapping[str, Any] | None:
    """Return what waits for this State's word, and the challenges of both answers where the officer
    may give them.
    """
    question = call_back_question(node, thread, officer)
    if question is None:
        return None
    answers = []
    for outcome in () if question.against else OUTCOMES:
        try:
            draft = answer_draft(node, thread, outcome, officer)
        except Refused:
            break
        answers.append({"outcome": outcome, "passkey": passkey_for(node, draft, officer)})
    return {
        "asked_by": str(question.awaited.message.sender),
        "at": question.awaited.message.issued,
        "facts": str(question.awaited.message.body.get("facts", "")),
        "authority": question.authority,
        "against": question.against,
        "answers": answers,
    }
