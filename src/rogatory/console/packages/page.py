# SPDX-License-Identifier: Apache-2.0
"""Packages: how far each has come, and who did what to it, by claimed and by proven time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.console.frame.fragments import part_status
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.listing.package_query import (
    DIRECTIONS,
    SHOWN,
    PackageQuery,
    read_package_query,
)
from rogatory.console.listing.page import other_states
from rogatory.console.packages.diagram_on_page import drawn
from rogatory.errors import Reason, Refused
from rogatory.node.listing.package_list import PackageList, package_list
from rogatory.node.packages import package_view
from rogatory.node.packages.package_checks import package_checks
from rogatory.node.packages.package_uses import package_uses
from rogatory.node.packages.terminal_commands import terminal_commands
from rogatory.node.packages.travelled_events import travelled_events
from rogatory.node.permissions import Permission

SECONDS_BETWEEN_LOOKS = 3
"""How often the page of a package asks how far its transfer has come."""


@require_safe
@officer_page(Permission.READ_TIMELINE)
def show_all(request: HttpRequest) -> HttpResponse:
    """Show the sealed packages that this node keeps, the newest first: `?show=all` (the default),
    `whole` or `under-way`, narrowed by `state`, `direction` (`in`, `out`), `from`, `until`; `rows`
    of them `after` a place.
    """
    node, reader = this_node(), reader_of(request)
    reasons: tuple[Reason, ...] = ()
    found, query = PackageList((), None), read_package_query({})
    try:
        query = read_package_query(request.GET.dict())
        found = package_list(
            node, query.filtered, reader=reader.number, after=query.after, rows=query.rows
        )
    except Refused as error:
        reasons = error.reasons
    data = {"packages": found.packages, "after": found.after, "asked": dict(query.given)}
    return answer(
        request,
        "console/packages/package_list.html",
        data,
        decor=_decor(query, found),
        reasons=reasons,
    )


@require_safe
@officer_page(Permission.READ_TIMELINE)
def show(request: HttpRequest, seal: str) -> HttpResponse:
    """Return a package: how far it has come, each check, what may be done, its custody, what its
    seal says, and by which commands it is fetched and opened.
    """
    node = this_node()
    found = package_view.evidence(node, seal)
    others = travelled_events(node, found.record)
    data = {
        "found": found,
        "others": others,
        "checks": package_checks(node, found.record),
        "uses": package_uses(node, found.record),
        "terminal": terminal_commands(node, found.record, reader_of(request).number),
    }
    decor = {"every": SECONDS_BETWEEN_LOOKS, "drawn": drawn(found.timeline, others, node.state)}
    return answer(request, "console/packages/page.html", data, decor=decor)


@require_safe
@officer_page(Permission.READ_TIMELINE)
def show_transfer(request: HttpRequest, seal: str) -> HttpResponse:
    """Return the part of a package's page that the browser asks for until the package has arrived."""
    found = package_view.evidence(this_node(), seal)
    status = part_status(request, is_settled=found.is_settled)
    return answer(request, "console/packages/transfer.html", {"found": found}, status=status)


def _decor(query: PackageQuery, found: PackageList) -> dict[str, Any]:
    return {
        "given": query.given,
        "is_narrowed": any(name != "show" for name in query.given),
        "tabs": [(one, query.address(show=one)) for one in SHOWN],
        "next_page": query.address(after=found.after) if found.after else None,
        "states": other_states(this_node()),
        "directions": list(DIRECTIONS),
    }
