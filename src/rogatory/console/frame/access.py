# SPDX-License-Identifier: Apache-2.0
"""Access to every page: who may open it, and the answer to a refusal.

1. Somebody is logged in, and his roles carry the page's permission.
2. The request that the address names, if any, is not restricted to others.
3. Who was turned away, who read a request, and who did something is noted, each time.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from rogatory.console.frame import refusals
from rogatory.console.frame.answers import View, answer, refusal, wants_json
from rogatory.console.frame.fragments import asks_for_part, no_part
from rogatory.console.frame.json_bodies import read_json
from rogatory.console.frame.kept_input import form_page_with_reasons, keep_input, page_of_form
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Reason, RogatoryError
from rogatory.node.audit.need_to_know import TURNED_AWAY, closed_reasons, threads_in_address
from rogatory.node.audit.note import note_access
from rogatory.node.case_files import refusals as refusals_of_case_files
from rogatory.node.permissions import ROLES, Permission
from rogatory.node.repositories.audit import AccessKind

_PARTS = frozenset(
    {"package-transfer", "desk-now", "call-notified", "audit-verification", "session"}
)
"""Parts of pages that a browser asks for by itself: nobody looks at anything by them."""

_OPEN_TO_OTHERS = frozenset({"matter-restrict"})
"""Acts on a restricted request that reveal nothing of it: they keep it from being lost to all."""

_REFUSED_FROM = 400


_ABSENT = frozenset(
    {
        "thread-unknown",
        "draft-unknown",
        "draft-sent",
        "draft-taken-back",
        "draft-discarded",
        "unfinished-unknown",
        "package-unknown",
        "kind-unknown",
        "console-correction-absent",
        "law-sheet-unknown",
        "hand-over-unknown",
        "console-passkey-absent",
        "console-session-absent",
    }
)
"""Codes that say that there is no such page."""


def officer_page(permission: Permission | None = None) -> Callable[[View], View]:
    """Return a page for officers who are logged in and whom the register gives the permission.

    It answers JSON where that is asked for, and takes JSON where a form would be posted, under the
    same permission. A refusal that the page itself does not show becomes a page of its own, with
    every reason. The view has the permission as `permission`, for the table of pages.
    """

    def decorated(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return not_logged_in(request)
            threads = _threads(request, kwargs)
            if permission is not None and not reader_of(request).may(permission):  # 1
                _note(request, AccessKind.DENIED, threads, permission.value)
                return not_allowed(request, permission)
            closed = [*closed_reasons(this_node(), reader_of(request).number, threads)]
            if closed and not _is_open_to_others(request):  # 2
                _note(request, AccessKind.DENIED, threads, refusals_of_case_files.RESTRICTED.id)
                return restricted(request, str(closed[0].fields["thread"]), closed)
            try:
                read_json(request)
                answered = view(request, *args, **kwargs)
            except RogatoryError as error:
                if not TURNED_AWAY.isdisjoint(error.codes):
                    _note(request, AccessKind.DENIED, threads, " ".join(error.codes))
                return keep_input(request, refused(request, error))
            _note_answered(request, answered, threads)  # 3
            return keep_input(request, answered)

        guarded.permission = permission  # type: ignore[attr-defined]  # read by the table of pages
        return guarded

    return decorated


def _threads(request: HttpRequest, named: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the requests that the address names; `related` is what a message follows from."""
    names = {name: str(value) for name, value in named.items()}
    if related := request.GET.get("related"):
        names["related"] = related
    return tuple(threads_in_address(this_node(), names))


def _is_open_to_others(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name in _OPEN_TO_OTHERS


def _note_answered(request: HttpRequest, answered: HttpResponse, threads: Sequence[str]) -> None:
    match = request.resolver_match
    name = match.url_name if match else ""
    if answered.status_code >= _REFUSED_FROM or name in _PARTS:
        return
    if request.method == "POST":
        if not getattr(request, "rogatory_noted", False):
            _note(request, AccessKind.ACTED, threads)
    elif threads:
        _note(request, AccessKind.READ, threads)


def _note(
    request: HttpRequest, kind: AccessKind, threads: Sequence[str], subject: str = ""
) -> None:
    """Note what was read; of threads that are not here none is noted: an attacker who tries
    addresses would fill the log.
    """
    node, match = this_node(), request.resolver_match
    if kind is AccessKind.DENIED:
        threads = [one for one in threads if node.store.summary(one) is not None]
    page = (match.url_name if match else None) or ""
    note_access(node, kind, reader_of(request).number, page, threads, subject)


def not_logged_in(request: HttpRequest) -> HttpResponse:
    """Redirect to the log-in; a script receives its address."""
    if wants_json(request):
        return refusal(request, [refusals.NOT_LOGGED_IN.because()], 401)
    if asks_for_part(request):
        return no_part()
    page = page_of_form(request) if request.method == "POST" else request.get_full_path()
    return redirect_to_login(page or "/")


def not_allowed(request: HttpRequest, permission: Permission) -> HttpResponse:
    roles = sorted(ROLES[permission])
    reason = refusals.PAGE_NOT_ALLOWED.because(
        officer=reader_of(request).number, permission=permission.value, roles=", ".join(roles)
    )
    if wants_json(request):
        return refusal(request, [reason], 403)
    return answer(request, "console/frame/not_allowed.html", {"roles": roles}, status=403)


def restricted(request: HttpRequest, thread: str, reasons: Sequence[Reason]) -> HttpResponse:
    """Show that there is such a request, of which State, and whom to ask: not what it is about."""
    if wants_json(request):
        return refusal(request, reasons, 403)
    summary = this_node().store.summary(thread)
    fields = {"thread": thread, "peer": summary.peer if summary else None}
    decor = {"may_restrict": reader_of(request).may(Permission.RESTRICT_CASE_FILE)}
    template = "console/case_files/restricted.html"
    return answer(request, template, fields, decor=decor, reasons=reasons, status=403)


def refused(request: HttpRequest, error: RogatoryError) -> HttpResponse:
    is_absent = not _ABSENT.isdisjoint(error.codes)
    status = 404 if is_absent else 409
    if wants_json(request):
        return refusal(request, error.reasons, status)
    return (None if is_absent else form_page_with_reasons(request, error.reasons)) or answer(
        request,
        "console/frame/refused.html",
        {"is_absent": is_absent},
        reasons=error.reasons,
        status=status,
    )
