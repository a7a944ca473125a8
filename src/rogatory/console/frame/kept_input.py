# SPDX-License-Identifier: Apache-2.0
"""A refused form shown anew, with what was typed into it, to be corrected.

The page is the one that the form is on, rendered anew: what others did meanwhile is in it. Where it
has the form no more, or cannot be found, what was typed is listed, to be copied.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import resolve
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from rogatory.console.frame.answers import CONFLICT, wants_json
from rogatory.console.frame.fields_of_codes import name_in
from rogatory.console.frame.filled_form import PAGE, TOKEN, filled_page
from rogatory.console.frame.fragments import asks_for_part
from rogatory.console.language import reason_words
from rogatory.errors import Reason

_REFUSED_FROM = 400
_WITH_FORMS = frozenset({200, 403})
"""The statuses of pages that may have a form: one that is closed to an officer has the form that restricts it."""

_MAIN = '<main id="main" tabindex="-1">'


def is_typed(request: HttpRequest) -> bool:
    """Decide whether a person filled in a form in a browser, and sees a page next."""
    return request.method == "POST" and not wants_json(request) and not asks_for_part(request)


def page_of_form(request: HttpRequest) -> str | None:
    """Return the address of the page that the posted form is on: as a page that was shown again
    states it, else as the browser does. None where neither is an address of this console.
    """
    stated = str(request.POST.get(PAGE, "")) or request.META.get("HTTP_REFERER", "")
    parts = urlsplit(stated)
    if parts.netloc not in {"", request.get_host()} or not parts.path.startswith("/"):
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def is_from_here(request: HttpRequest) -> bool:
    """Decide whether the form was on a page of this console, by what the browser states of it."""
    stated = str(request.META.get("HTTP_REFERER", ""))
    return urlsplit(stated).netloc == request.get_host()


def form_page_with_reasons(
    request: HttpRequest, reasons: Sequence[Reason], status: int = CONFLICT
) -> HttpResponse | None:
    """Return the page of the posted form, with the reasons at its top; None where it has none that
    this officer may open.
    """
    address = page_of_form(request)
    if address is None or not is_typed(request):
        return None
    path, _mark, query = address.partition("?")
    try:
        match = resolve(path)
    except Http404:
        return None
    answered: Any = match.func(
        _opening(request, path, query, match, reasons), *match.args, **match.kwargs
    )
    if answered.status_code not in _WITH_FORMS or not _is_page(answered):
        return None
    answered.status_code = status
    answered.rogatory_page = address
    answered.rogatory_reasons = reasons
    return cast("HttpResponse", answered)


def keep_input(request: HttpRequest, answered: HttpResponse) -> HttpResponse:
    """Put what was typed back into a page that answers a refused act, or one that only looked at the form."""
    stays = answered.status_code >= _REFUSED_FROM or getattr(answered, "rogatory_checked", False)
    if not (stays and is_typed(request) and _is_page(answered)):
        return answered
    reasons: Sequence[Reason] = getattr(answered, "rogatory_reasons", ())
    address = getattr(answered, "rogatory_page", None) or page_of_form(request) or request.path
    filled = filled_page(
        answered.content.decode(),
        address,
        request.path,
        request.POST,
        files=request.FILES.keys(),
        problems=lambda names: _problems(reasons, names),
        reminder=_("Choose the files again."),
    )
    text = filled.text
    if not filled.is_filled and (typed := _typed(request.POST)):
        listed = render_to_string("console/frame/typed.html", {"typed": typed})
        text = text.replace(_MAIN, _MAIN + listed, 1)
    answered.content = text.encode()
    return answered


def _opening(
    request: HttpRequest, path: str, query: str, match: Any, reasons: Sequence[Reason]
) -> HttpRequest:
    """Return the request by which the same officer would open the page."""
    opening: Any = copy.copy(request)
    opening.method = "GET"
    opening.path = opening.path_info = path
    opening.GET, opening._post = QueryDict(query), QueryDict()  # noqa: SLF001 - no public name sets them
    opening._files = MultiValueDict()  # noqa: SLF001 - no public name sets them
    opening.META = {
        **request.META,
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
    }
    opening.resolver_match = match
    opening.rogatory_refused = tuple(reasons)
    return cast("HttpRequest", opening)


def _is_page(answered: HttpResponse) -> bool:
    return not answered.streaming and answered.headers.get("Content-Type", "").startswith(
        "text/html"
    )


def _problems(reasons: Sequence[Reason], names: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return the sentences of reasons that are about a field, by its name in the form."""
    found: dict[str, list[str]] = {}
    for reason in reasons:
        if name := name_in(reason, names):
            found.setdefault(name, []).append(reason_words.text(reason))
    return found


def _typed(posted: QueryDict) -> Sequence[str]:
    names = (name for name in posted if name not in {TOKEN, PAGE} and "password" not in name)
    return [value for name in names for value in posted.getlist(name) if value.strip()]
