# SPDX-License-Identifier: Apache-2.0
"""What stands before every page: who may open it, and what becomes of a refusal."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rogatory.console.reader import reader_of
from rogatory.errors import RogatoryError
from rogatory.node.permissions import ROLES, Permission

type View = Callable[..., HttpResponse]

_ABSENT = frozenset(
    {"thread-unknown", "draft-unknown", "draft-sent", "package-unknown", "kind-unknown"}
)
"""Codes that say that there is no such page."""


def officer_page(permission: Permission | None = None) -> Callable[[View], View]:
    """A page for officers who are logged in and whom the register gives the permission.

    A refusal that the page itself does not show becomes a page of its own, with every reason.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if permission is not None and not reader_of(request).may(permission):
                return not_allowed(request, permission)
            try:
                return view(request, *args, **kwargs)
            except RogatoryError as error:
                return refused(request, error)

        return login_required(guarded)

    return decorated


def not_allowed(request: HttpRequest, permission: Permission) -> HttpResponse:
    context = {"roles": sorted(ROLES[permission])}
    return render(request, "console/not_allowed.html", context, status=403)


def refused(request: HttpRequest, error: RogatoryError) -> HttpResponse:
    is_absent = not _ABSENT.isdisjoint(error.codes)
    context = {"reasons": error.reasons, "is_absent": is_absent}
    return render(request, "console/refused.html", context, status=404 if is_absent else 409)
