# SPDX-License-Identifier: Apache-2.0
"""What stands before every page: who may open it, and what becomes of a refusal."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from rogatory.console import refusals
from rogatory.console.answers import answer, refusal, wants_json
from rogatory.console.posted import read_json
from rogatory.console.reader import reader_of
from rogatory.errors import RogatoryError
from rogatory.node.permissions import ROLES, Permission

type View = Callable[..., HttpResponse]

_ABSENT = frozenset(
    {
        "thread-unknown",
        "draft-unknown",
        "draft-sent",
        "package-unknown",
        "kind-unknown",
        "console-correction-absent",
        "hand-over-unknown",
        "console-passkey-absent",
    }
)
"""Codes that say that there is no such page."""


def officer_page(permission: Permission | None = None) -> Callable[[View], View]:
    """A page for officers who are logged in and whom the register gives the permission.

    It answers JSON where that is asked for, and takes JSON where a form would be posted, under the
    same permission. A refusal that the page itself does not show becomes a page of its own, with
    every reason. The permission stands on the view as `permission`, for the table of pages.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return not_logged_in(request)
            if permission is not None and not reader_of(request).may(permission):
                return not_allowed(request, permission)
            try:
                read_json(request)
                return view(request, *args, **kwargs)
            except RogatoryError as error:
                return refused(request, error)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by the table of pages
        return guarded

    return decorated


def not_logged_in(request: HttpRequest) -> HttpResponse:
    """To the log-in; a script is told where that is."""
    if wants_json(request):
        return refusal(request, [refusals.NOT_LOGGED_IN.because()], 401)
    return redirect_to_login(request.get_full_path())


def not_allowed(request: HttpRequest, permission: Permission) -> HttpResponse:
    roles = sorted(ROLES[permission])
    reason = refusals.PAGE_NOT_ALLOWED.because(
        officer=reader_of(request).number, permission=permission.value, roles=", ".join(roles)
    )
    if wants_json(request):
        return refusal(request, [reason], 403)
    return answer(request, "console/not_allowed.html", {"roles": roles}, status=403)


def refused(request: HttpRequest, error: RogatoryError) -> HttpResponse:
    is_absent = not _ABSENT.isdisjoint(error.codes)
    status = 404 if is_absent else 409
    if wants_json(request):
        return refusal(request, error.reasons, status)
    return answer(
        request,
        "console/refused.html",
        {"is_absent": is_absent},
        reasons=error.reasons,
        status=status,
    )
