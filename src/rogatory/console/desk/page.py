# SPDX-License-Identifier: Apache-2.0
"""The duty desk: what came in this minute, what needs an answer, what waits for a second officer."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.drafting.texts import begun_by
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done, wants_json
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.node.duty.answering import (
    answer_call,
    attempts_for,
    come_to,
    note_browser,
    who_was_called,
)
from rogatory.node.duty.duty_view import hand_overs_waiting, unreached_officers, watches
from rogatory.node.permissions import Permission
from rogatory.node.views.duty_desk import duty_desk

JUST_NOW = timedelta(minutes=1)
"""Arrivals within it are highlighted: the desk is drawn anew every few seconds."""

SECONDS_BETWEEN_LOOKS = 10
"""How often the desk is drawn anew in a browser: each time costs the node the reads of all its
columns.
"""

CALLS_SHOWN = 5
"""Further calls, which are no more urgent, are a click away: drafts must not sink beneath them."""

MOST_TEXTS = 3
"""Unfinished texts of the reader that the desk shows: each is judged anew when it is drawn."""


@require_safe
@officer_page()
def show(request: HttpRequest) -> HttpResponse:
    """Return the desk, or for an account without case pages a page that says so."""
    if not reader_of(request).reads_cases:
        return answer(request, "console/desk/no_cases.html", {"reads_cases": False})
    return _desk(request, "console/desk/page.html")


@require_safe
@officer_page(Permission.READ_THREAD)
def show_now(request: HttpRequest) -> HttpResponse:
    """Return the part of the desk that a page in the browser asks for again and again."""
    return _desk(request, "console/desk/now.html")


@require_POST
@officer_page(Permission.ACKNOWLEDGE_PAGE)
def mark_call_seen(request: HttpRequest) -> HttpResponse:
    """Note that the officer has seen a call (`call`): it leaves the desk."""
    answer_call(this_node(), request.POST.get("call", ""), reader_of(request).number)
    if wants_json(request):
        return done(request, _("Alert acknowledged."), "desk")
    return redirect("desk")


@require_POST
@officer_page(Permission.ACKNOWLEDGE_PAGE)
def note_notified(request: HttpRequest) -> HttpResponse:
    """Record that the reader's browser showed a notification of a call (`call`), beside mails and
    webhooks. It answers nothing.
    """
    note_browser(this_node(), request.POST.get("call", ""), reader_of(request).number)
    return done(request, _("Noted."), "desk")


def _desk(request: HttpRequest, template: str) -> HttpResponse:
    node = this_node()
    desk = duty_desk(node, reader_of(request).number)
    attempts = attempts_for(node, [row.page for row in desk.calls])
    decor = {
        "fresh": desk.now - JUST_NOW,
        "every": SECONDS_BETWEEN_LOOKS,
        "shown_calls": f":{CALLS_SHOWN}",
        "further_calls": f"{CALLS_SHOWN}:",
        "mine": come_to(attempts, reader_of(request).number),
    }
    reader = reader_of(request)
    data = {
        "desk": desk,
        "watches": watches(node),
        "unreached": unreached_officers(node),
        "hand_overs": hand_overs_waiting(node),
        "called": who_was_called(attempts),
        "texts": begun_by(reader.number, MOST_TEXTS) if reader.drafts else (),
    }
    return answer(request, template, data, decor=decor)
