# SPDX-License-Identifier: Apache-2.0
"""Packages: how far each has come, and who did what to it, by claimed and by proven time."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.access import officer_page
from rogatory.console.answers import answer
from rogatory.console.reader import reader_of
from rogatory.console.this_node import this_node
from rogatory.node import desk
from rogatory.node.permissions import Permission

SECONDS_BETWEEN_LOOKS = 3


@require_safe
@officer_page(Permission.READ_TIMELINE)
def show_all(request: HttpRequest) -> HttpResponse:
    """The sealed packages that this node keeps, the newest first."""
    node, known = this_node(), this_node().books.packages()
    threads = {one.thread for one in known if one.thread}
    closed = node.books.closed_to(reader_of(request).number, threads)
    packages = sorted(
        (one for one in known if one.thread not in closed),
        key=lambda one: one.received,
        reverse=True,
    )
    return answer(request, "console/packages.html", {"packages": packages})


@require_safe
@officer_page(Permission.READ_TIMELINE)
def show(request: HttpRequest, seal: str) -> HttpResponse:
    """A package: how far it has come, its chain of custody, what its seal says."""
    return _package(request, "console/package.html", seal)[0]


@require_safe
@officer_page(Permission.READ_TIMELINE)
def show_transfer(request: HttpRequest, seal: str) -> HttpResponse:
    """The part of a package's page that the browser asks for until the package has arrived."""
    answered, found = _package(request, "console/transfer.html", seal)
    answered["Rogatory-Settled"] = str(int(found.is_settled))
    return answered


def _package(
    request: HttpRequest, template: str, seal: str
) -> tuple[HttpResponse, desk.EvidenceView]:
    found = desk.evidence(this_node(), seal)
    decor = {"every": SECONDS_BETWEEN_LOOKS}
    return answer(request, template, {"found": found}, decor=decor), found
