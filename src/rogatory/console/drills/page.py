# SPDX-License-Identifier: Apache-2.0
"""Drills: acknowledging one, and the contact points' results."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.node.drill_runs.acknowledge import acknowledge_drill
from rogatory.node.drills.agreed import window_of
from rogatory.node.permissions import Permission
from rogatory.node.repositories.drafts import Draft
from rogatory.node.statistics.drills import drill_statistics

SHOWN = timedelta(days=365)
"""The year before now: long enough that a quarter's holidays do not decide."""


@require_safe
@officer_page(Permission.READ_DRILLS)
def show(request: HttpRequest) -> HttpResponse:
    """Show the results of the contact points in the drills of the last year: this State's in
    full.
    """
    node = this_node()
    now = node.clock.now()
    officer = reader_of(request).number
    found = drill_statistics(node, now - SHOWN, now + timedelta(seconds=1), officer=officer)
    data = {"statistics": found, "window": window_of(node, node.state), "now": now}
    return answer(request, "console/drills/page.html", data)


@require_POST
@officer_page(Permission.ACKNOWLEDGE_DRILL)
def acknowledge(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Acknowledge in one click: the State that drills learns that an officer on duty has read it."""
    sent = acknowledge_drill(this_node(), str(thread), reader_of(request).number)
    if isinstance(sent, Draft):
        message = _("The acknowledgement is waiting for a second officer.")
        return done(request, message, "draft", created=sent.id, level=messages.INFO, draft=sent.id)
    return done(request, _("The drill is acknowledged."), "thread", thread=thread)
