# SPDX-License-Identifier: Apache-2.0
"""How a page answers: in HTML to a browser, in JSON to a script, from the same values.

A script says so by `Accept: application/json`. There is no second set of addresses, permissions or
views: a script receives, at a page's address, all that its officer sees there, and nothing more.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.cache import patch_vary_headers

from rogatory.console.frame.documents import document
from rogatory.console.frame.json_bodies import JSON
from rogatory.console.frame.this_node import this_node
from rogatory.console.language import reason_words
from rogatory.console.language.languages import reader_language
from rogatory.console.language.reason_documents import reason_document
from rogatory.errors import Reason
from rogatory.node.activity import note_activity

type View = Callable[..., HttpResponse]
type GetResponse = Callable[[HttpRequest], HttpResponse]
"""The function that a middleware is given: all that comes after it."""

CREATED, CONFLICT = 201, 409


def wants_json(request: HttpRequest) -> bool:
    """Decide whether JSON is asked for before HTML; who names neither gets a page."""
    return request.get_preferred_type(["text/html", JSON]) == JSON


def answer(
    request: HttpRequest,
    template: str,
    data: Mapping[str, Any],
    *,
    decor: Mapping[str, Any] | None = None,
    reasons: Sequence[Reason] = (),
    status: int | None = None,
) -> HttpResponse:
    """Return a page over `data`, or `data` itself. `decor` is what only the template needs.

    Reasons are those for which an act was refused; with them the status is 409 unless given.
    """
    settled = status or (CONFLICT if reasons else 200)
    _note(reasons)
    if wants_json(request):
        return _json(request, {"reasons": [*map(reason_document, reasons)], "data": data}, settled)
    context = {**data, **(decor or {}), "reasons": reasons}
    answered = _varied(render(request, template, context, status=settled))
    answered.rogatory_reasons = tuple(reasons)  # type: ignore[attr-defined]  # for the forms of the page
    return answered


def checked(request: HttpRequest, message: str, page: Callable[[], HttpResponse]) -> HttpResponse:
    """Return the answer to a form that was only looked at: a browser is shown the form's page with the
    message, filled in as it was sent; a script receives the message.
    """
    if wants_json(request):
        return _json(request, {"done": message}, 200)
    messages.success(request, message)
    answered = page()
    answered.rogatory_checked = True  # type: ignore[attr-defined]  # keep_input fills its form
    return answered


def done(
    request: HttpRequest,
    message: str,
    to: str,
    *,
    created: str | None = None,
    level: int = messages.SUCCESS,
    warnings: Sequence[Reason] = (),
    **where: Any,
) -> HttpResponse:
    """Return the answer to an act that was done: a browser is redirected to a page that says so, a
    script receives it.

    `created` is the identifier of what there is now that was not before; `warnings` are what its
    officer should think of, which a browser is shown as messages.
    """
    address = resolve_url(to, **where)
    if not wants_json(request):
        for reason in warnings:
            messages.warning(request, reason_words.text(reason))
        messages.add_message(request, level, message)
        return _varied(redirect(address))
    warned = [*map(reason_document, warnings)]
    document = {"done": message, "next": address, "created": created, "warnings": warned}
    answered = _json(request, document, CREATED if created else 200)
    answered["Location"] = address
    return answered


def plain_answer(request: HttpRequest, document: Mapping[str, Any]) -> HttpResponse:
    """Return data that have no page, for a script."""
    return _json(request, {"reasons": [], "data": document}, 200)


def refusal(request: HttpRequest, reasons: Sequence[Reason], status: int) -> HttpResponse:
    """Return why a script gets nothing else, as a document of reasons."""
    _note(reasons)
    return _json(request, {"reasons": [*map(reason_document, reasons)]}, status)


def _note(reasons: Sequence[Reason]) -> None:
    """Note the codes for logs and traces; what they say of a case is not noted."""
    note_activity(codes=[one.code.id for one in reasons])


def _json(request: HttpRequest, content: Mapping[str, Any], status: int) -> HttpResponse:
    match = request.resolver_match
    framed = {
        "page": match.url_name if match else None,
        "status": status,
        "language": reader_language(),
        "exercise": settings.ROGATORY_EXERCISE,
        **content,
    }
    if "data" in content:
        framed |= _whose(request)
    answered = JsonResponse(document(framed), status=status, json_dumps_params=_FORM)
    answered["Cache-Control"] = "no-store"
    return _varied(answered)


def _whose(request: HttpRequest) -> Mapping[str, Any]:
    """Return whose data these are, and as of when. The workstation, which has no node, adds it
    itself.
    """
    subject: Mapping[str, Any] | None = getattr(request, "rogatory_whose", None)
    if subject is not None:
        return subject
    node = this_node()
    return {"state": node.state, "network": node.network, "now": node.clock.now()}


_FORM = {"ensure_ascii": False, "sort_keys": True}


def _varied(answered: HttpResponse) -> HttpResponse:
    patch_vary_headers(answered, ["Accept"])
    return answered
