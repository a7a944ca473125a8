# SPDX-License-Identifier: Apache-2.0
"""Packages: how far each has come, and who did what to it, by claimed and by proven time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rogatory.console.access import officer_page
from rogatory.console.this_node import this_node
from rogatory.node import desk
from rogatory.node.permissions import Permission


@require_safe
@officer_page(Permission.READ_TIMELINE)
def show_all(request: HttpRequest) -> HttpResponse:
    packages = sorted(this_node().books.packages(), key=lambda one: one.received, reverse=True)
    return render(request, "console/packages.html", {"packages": packages})


@require_safe
@officer_page(Permission.READ_TIMELINE)
def show(request: HttpRequest, seal: str) -> HttpResponse:
    return render(request, "console/package.html", {"found": desk.evidence(this_node(), seal)})
