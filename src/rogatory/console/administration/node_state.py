# SPDX-License-Identifier: Apache-2.0
"""The node itself: its copy of the directory, its lines, its custody log. Open to every account.

Only who may read cases sees what the log's events are about, and only who may let it run again, what
failed: a job is named by its message or thread. Neither sees what belongs to a request that is restricted to
others.
"""

from dataclasses import replace
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Refused, RogatoryError
from rogatory.node.audit.need_to_know import open_jobs
from rogatory.node.directory.confirm_state_key import confirm_state_key
from rogatory.node.peer_health.dead_letters import replay as replay_job
from rogatory.node.peer_health.health_view import lines
from rogatory.node.permissions import Permission
from rogatory.node.views import node_state
from rogatory.node.witnesses.witness_view import witness_state

OLD_AFTER = timedelta(minutes=30)
"""Some beats of the directory were missed: the operator should look before the grace runs out."""


@require_safe
@officer_page()
def show(request: HttpRequest) -> HttpResponse:
    """Return the node's copy of the directory, its lines to other nodes, what failed, and its
    custody log.
    """
    return _node_answer(request)


@require_POST
@officer_page(Permission.CONFIRM_STATE_KEY)
def confirm_key(request: HttpRequest) -> HttpResponse:
    """Confirm a State's changed key (`state`, `heard`, `reason`) once it was read out by another channel."""
    state, number = form_values.text(request, "state").upper(), reader_of(request).number
    try:
        confirm_state_key(
            this_node(),
            state,
            officer=number,
            heard=[str(one) for one in request.POST.getlist("heard")],
            reason=form_values.text(request, "reason"),
        )
    except RogatoryError as error:
        return _node_answer(request, error)
    return done(request, _("The key is confirmed. The State is relied on again."), "node")


@require_POST
@officer_page(Permission.REPEAT_JOB)
def replay(request: HttpRequest) -> HttpResponse:
    """Let a job (`key`) that was set aside, or waits for its next try, run again now."""
    try:
        replay_job(this_node(), request.POST.get("key", ""))
    except Refused as error:
        return _node_answer(request, error)
    return done(request, _("It runs again now."), "node")


def _node_answer(request: HttpRequest, error: RogatoryError | None = None) -> HttpResponse:
    node, reader = this_node(), reader_of(request)
    directory = node_state.directory_state(node)
    now = node.clock.now()
    is_old = directory.read_as_of is not None and now - directory.read_as_of > OLD_AFTER
    log, shows_events = node_state.log_state(node), reader.may(Permission.READ_TIMELINE)
    newest = node_state.readable_events(node, reader.number) if shows_events else ()
    replays = reader.may(Permission.REPEAT_JOB)
    data = {
        "directory": directory,
        "log": replace(log, newest=newest),
        "now": now,
        "lines": lines(node),
        "troubled": list(open_jobs(node, reader.number, node.queue.troubled())) if replays else [],
        "runs_again": replays,
        "is_old": is_old,
        "shows_events": shows_events,
        "network": node.network,
        "witnesses": witness_state(node),
    }
    decor = {"may_confirm": reader.may(Permission.CONFIRM_STATE_KEY)}
    reasons = error.reasons if error else ()
    return answer(
        request, "console/administration/node_state.html", data, decor=decor, reasons=reasons
    )
