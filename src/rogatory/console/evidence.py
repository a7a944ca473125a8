# SPDX-License-Identifier: Apache-2.0
"""Packages: how far each has come, and who did what to it, by claimed and by proven time."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rogatory.console.access import officer_page
from rogatory.console.this_node import this_node
from rogatory.node import desk
from rogatory.node.permissions import Permission

SECONDS_BETWEEN_LOOKS = 3


@require_safe
@officer_page(Permission.READ_TIMELINE)
def show_all(request: HttpRequest) -> HttpResponse:
    packages = sorted(this_node().books.packages(), key=lambda one: one.received, reverse=True)
    return render(request, "console/packages.html", {"packages": packages})


@require_safe
@officer_page(Permission.READ_TIMELINE)
def show(request: HttpRequest, seal: str) -> HttpResponse:
    return render(request, "console/package.html", _package(seal))


@require_safe
@officer_page(Permission.READ_TIMELINE)
def show_transfer(request: HttpRequest, seal: str) -> HttpResponse:
    """The part of a package's page that the browser asks for until the package has arrived."""
    package = _package(seal)
    answer = render(request, "console/transfer.html", package)
    answer["Rogatory-Settled"] = str(int(package["found"].is_settled))
    return answer


def _package(seal: str) -> dict[str, Any]:
    return {"found": desk.evidence(this_node(), seal), "every": SECONDS_BETWEEN_LOOKS}
