# SPDX-License-Identifier: Apache-2.0
"""A thread: its state, its messages, what may come next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.call_back.page import call_back_page
from rogatory.console.drafting.texts import begun_by
from rogatory.console.drafts.page import ASSERTED
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.language.languages import reader_language
from rogatory.console.law.answering import deciding, nothing_decided, take_decisions
from rogatory.console.law.before_sending import executing_page
from rogatory.errors import Refused, RogatoryError
from rogatory.node.audit.need_to_know import open_drafts
from rogatory.node.delivery_trace.steps import note_read
from rogatory.node.delivery_trace.trace import trace
from rogatory.node.emergencies.single_officer import sent_by_one
from rogatory.node.law.annotations import annotations
from rogatory.node.messages.acknowledge import acknowledge_request
from rogatory.node.obligations.obligation import Obligation, ObligationStatus
from rogatory.node.permissions import Permission
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.peers import Channel
from rogatory.node.threads.pages import ThreadPages
from rogatory.node.views import thread_view
from rogatory.node.views.duty_desk import desk_drafts
from rogatory.node.views.emergency_card import emergency_card
from rogatory.node.views.thread_view import ThreadView
from rogatory.requests.deadlines.thread_deadlines import DeadlineLevel
from rogatory.wire.words import N_

SHOWN_FIRST = 3
"""The number of next actions that are shown first, and of all that the other State waits for; the
rest are a click away: among a dozen buttons alike the right one is hard to find."""


@require_safe
@officer_page(Permission.READ_THREAD)
def show(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Return one thread: its newest messages, or those of another `page`, its standing and clocks,
    and what may come next.
    """
    answered = _page(request, str(thread))
    note_read(this_node(), str(thread), reader_of(request).number)
    return answered


@require_POST
@officer_page(Permission.DRAFT_MESSAGE)
def acknowledge(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Acknowledge in one click: the asking authority learns that an officer has its request."""
    number, language = reader_of(request).number, reader_language()
    try:
        sent = acknowledge_request(this_node(), str(thread), number, language)
    except RogatoryError as error:
        return _page(request, str(thread), error)
    if isinstance(sent, Draft):
        message = _("The acknowledgement is waiting for a second officer.")
        return done(request, message, "draft", created=sent.id, level=messages.INFO, draft=sent.id)
    return done(request, _("The request is acknowledged."), "thread", thread=thread)


@require_POST
@officer_page(Permission.DECIDE)
def decide(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Record decisions on a request that this State executes: answers to the law's questions, the
    comparison of conduct (`matter`, `answer`, `reason`, `details`).
    """
    taken, reasons = take_decisions(request, str(thread))
    if reasons or not taken:
        return _page(request, str(thread), Refused(reasons or nothing_decided()))
    return done(request, _("The decision is recorded."), "thread", thread=thread)


@dataclass(frozen=True, slots=True)
class _Owed:
    """The obligations of one State, as its list on the page has them: now, in certain cases, and
    closed.
    """

    state: str
    now: Sequence[Obligation]
    in_cases: Sequence[Obligation]
    closed: Sequence[Obligation]


def _owed(found: ThreadView, state: str) -> _Owed:
    by = [one for one in found.obligations if one.owed_by == state]
    in_cases = [one for one in by if one.status is ObligationStatus.CONDITIONAL]
    closed = [one for one in by if one.status in {ObligationStatus.MET, ObligationStatus.ENDED}]
    return _Owed(
        state, [one for one in by if one not in in_cases and one not in closed], in_cases, closed
    )


def _leads_to(found: ThreadView) -> Mapping[str, tuple[str, str]]:
    """Return the place and name of what the messages mention: other messages, packages, threads."""
    packages = {
        one.seal: (reverse("package", args=[one.seal]), N_("Sealed package"))
        for one in found.packages
    }
    threads = {
        one.thread: (reverse("thread", args=[one.thread]), one.title) for one in found.related
    }
    titles = {one: (_place(found.pages, one), title) for one, title in found.titles.items()}
    return {**packages, **threads, **titles}


def _place(pages: ThreadPages | None, digest: str) -> str:
    """Return the address of a message from any page of its thread."""
    page = "" if pages is None or pages.shows(digest) else f"?page={pages.on[digest]}"
    return f"{page}#m-{digest[:12]}"


def _page_requested(request: HttpRequest) -> int:
    """Return the page of the thread that the address names: the first, where it names none."""
    query = request.GET.get("page", "")
    return int(query) if query.isascii() and query.isdigit() and len(query) <= 4 else 1


def _page(request: HttpRequest, thread: str, error: RogatoryError | None = None) -> HttpResponse:
    node = this_node()
    found = thread_view.thread(node, thread, _page_requested(request))
    delivery = trace(node, thread, {one.digest for one in found.messages})
    closed = node.store.closed_to(reader_of(request).number, [one.thread for one in found.related])
    found = replace(found, related=tuple(one for one in found.related if one.thread not in closed))
    names = {action.kind for action in found.actions}
    data = {
        "thread": found,
        "drafts": list(
            desk_drafts(node, open_drafts(node, reader_of(request).number, found.drafts))
        ),
        "texts": begun_by(reader_of(request).number, thread=thread),
        "now": node.clock.now(),
        "running": [
            clock
            for clock in found.clocks
            if clock.level not in {DeadlineLevel.MET, DeadlineLevel.ENDED}
        ],
        "stopped": [
            clock
            for clock in found.clocks
            if clock.level in {DeadlineLevel.MET, DeadlineLevel.ENDED}
        ],
        "may_acknowledge": "acknowledgement" in names,
        "may_acknowledge_drill": "drill_acknowledgement" in names,
        "annotations": annotations(node, thread),
        "road": delivery,
        "alone": sent_by_one(node, thread),
        **call_back_page(node, thread, reader_of(request).number),
        "card": emergency_card(node, found),
        "executing": executing_page(node, thread, [action.kind for action in found.actions]),
    }
    reader = reader_of(request)
    most_shown = max(SHOWN_FIRST, sum(action.is_owed for action in found.actions))
    decor = {
        "next_first": found.actions[:most_shown],
        "next_more": found.actions[most_shown:],
        "owed": [_owed(found, node.state), _owed(found, found.summary.peer)],
        "leads_to": _leads_to(found),
        "titles": found.titles,
        "roads": {one.digest: one for one in delivery.messages},
        "reads_matter": reader.may(Permission.READ_CASE_FILE),
        "dispatches_letters": reader.may(Permission.DISPATCH_LETTER),
        "reviews_held": reader.may(Permission.REVIEW_HELD),
        "own": reader.authorities,
        "channels": list(Channel),
        "acknowledges_drills": reader.may(Permission.ACKNOWLEDGE_DRILL),
        "asserted": ASSERTED,
        "letter_languages": LANGUAGES,
        **deciding(request, "thread-decide", thread=thread),
    }
    reasons = error.reasons if error else ()
    return answer(request, "console/threads/page.html", data, decor=decor, reasons=reasons)
