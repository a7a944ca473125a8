# SPDX-License-Identifier: Apache-2.0
"""The node itself: its copy of the directory and its custody log. Open to every account.

Only who may read cases sees what the log's events are about.
"""

from dataclasses import replace
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.access import officer_page
from rogatory.console.answers import answer
from rogatory.console.reader import reader_of
from rogatory.console.this_node import this_node
from rogatory.node import desk
from rogatory.node.permissions import Permission

OLD_AFTER = timedelta(minutes=30)
"""Some beats of the directory were missed: the operator should look before the grace runs out."""


@require_safe
@officer_page()
def show(request: HttpRequest) -> HttpResponse:
    """The node's copy of the directory and its custody log."""
    node = this_node()
    directory = desk.directory_state(node)
    now = node.clock.now()
    is_old = directory.read_as_of is not None and now - directory.read_as_of > OLD_AFTER
    log, shows_events = desk.log_state(node), reader_of(request).may(Permission.READ_TIMELINE)
    data = {
        "directory": directory,
        "log": log if shows_events else replace(log, newest=()),
        "now": now,
        "is_old": is_old,
        "shows_events": shows_events,
        "network": node.network,
    }
    return answer(request, "console/node.html", data)
