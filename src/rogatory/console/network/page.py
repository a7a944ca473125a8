# SPDX-License-Identifier: Apache-2.0
"""The network's own page: who can be reached, by what, and whose word holds. Open to every account.

It names no case. Figures of drills are shown to who may read them.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from rogatory.console.administration.node_state import OLD_AFTER
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.console.frame.bar_charts import share_bar, time_bar
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.node.permissions import Permission
from rogatory.node.statistics.drills import ContactPoint
from rogatory.node.views.network_view import NetworkView, network_view


@require_safe
@officer_page()
def show(request: HttpRequest) -> HttpResponse:
    """Return the network: each State's offices, powers, hours, line and log, drills, witnesses,
    proofs held.
    """
    reader = reader_of(request)
    sees_drills = reader.may(Permission.READ_DRILLS) and not reader.directory_problem
    found = network_view(this_node(), drills_for=reader.number if sees_drills else None)
    read = found.directory.read_as_of
    decor = {
        "is_old": read is not None and found.as_of - read > OLD_AFTER,
        "points": _drawn(found),
        "longest": _longest(found),
        "follows": any(one.logs for one in found.states),
        "reads_cases": reader.reads_cases,
    }
    return answer(request, "console/network/page.html", {"network": found}, decor=decor)


def _drawn(found: NetworkView) -> list[tuple[ContactPoint, SafeString, SafeString]]:
    longest = _longest(found)
    return [
        (
            point,
            share_bar(point.acknowledged, point.drills),
            time_bar(point.median_minutes, point.p90_minutes, longest),
        )
        for point in _points(found)
    ]


def _longest(found: NetworkView) -> int:
    """Return where the lines end: the next five minutes above the slowest figure."""
    slowest = max((one.p90_minutes or 0 for one in _points(found)), default=0)
    return max(5, -int(-slowest // 5) * 5)


def _points(found: NetworkView) -> list[ContactPoint]:
    return [point for one in found.states for point in one.points]
