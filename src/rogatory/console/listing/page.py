# SPDX-License-Identifier: Apache-2.0
"""The page of the list of requests, and the part of it that a browser asks for as one narrows it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import replace_url

from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.fragments import asks_for_part
from rogatory.console.frame.reader import Reader, reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.language import codes
from rogatory.console.law.query import law_here
from rogatory.console.listing.query import DIRECTIONS, ORDERS, ListQuery, read_list_query
from rogatory.errors import Reason, Refused
from rogatory.node.context import Node
from rogatory.node.listing.thread_list import ThreadList, thread_list
from rogatory.node.listing.thread_search import thread_search
from rogatory.node.listing.views import delete_view, save_view, views
from rogatory.node.permissions import Permission
from rogatory.requests.kinds.registry import KINDS


@require_safe
@officer_page(Permission.READ_THREAD)
def show_all(request: HttpRequest) -> HttpResponse:
    """Show the requests, `?show=open` (the default), `ended` or `all` (the default with `needs`),
    that contain `q` (every part of it, those in quotation marks whole; then the newest first),
    narrowed by `state`, `kind`, `direction` (`in`, `out`), `status`, `basis`, `urgency`, `mine`,
    `needs`, `from`, `until`; in the `order` of `activity`, `opened`, `oldest` or `hold`; `rows` of
    them `after` a place.
    """
    node, reader = this_node(), reader_of(request)
    reasons: tuple[Reason, ...] = ()
    found = ThreadList((), None)
    try:
        query = read_list_query(request.GET.dict(), reader.number)
    except Refused as error:
        query, reasons = read_list_query({}, reader.number), error.reasons
    if not reasons:
        try:
            found = _found(query, reader)
        except Refused as error:
            reasons = error.reasons
    data: dict[str, Any] = {
        "rows": found.rows,
        "after": found.after,
        "shown": query.given["show"],
        "asked": dict(query.given),
        "views": dict(views(node, reader.number)),
        "now": node.clock.now(),
    }
    if not asks_for_part(request):
        page = "console/listing/page.html"
        return answer(request, page, data, decor=_decor(query, found), reasons=reasons)
    rows = answer(
        request, "console/listing/results.html", data, decor=_decor(query, found), reasons=reasons
    )
    return replace_url(rows, resolve_url("threads") + query.address())


@require_POST
@officer_page(Permission.READ_THREAD)
def save(request: HttpRequest) -> HttpResponse:
    """Keep a list, by the `query` of its address, under a `name`; each officer has their own views."""
    number = reader_of(request).number
    given = QueryDict(form_values.text(request, "query").removeprefix("?"))
    query = read_list_query({name: str(value) for name, value in given.items()}, number)
    save_view(this_node(), number, form_values.text(request, "name"), query.address())
    return _to_view(request, _("View saved."), query.address())


@require_POST
@officer_page(Permission.READ_THREAD)
def delete(request: HttpRequest) -> HttpResponse:
    """Forget a view by its `name`."""
    delete_view(this_node(), reader_of(request).number, form_values.text(request, "name"))
    return _to_view(request, _("View deleted."), "")


def _to_view(request: HttpRequest, query_text: str, query: str) -> HttpResponse:
    return done(request, query_text, resolve_url("threads") + query)


def _found(query: ListQuery, reader: Reader) -> ThreadList:
    if query.words is None:
        return thread_list(
            this_node(),
            query.filtered,
            reader=reader.number,
            order=query.order,
            after=query.after,
            rows=query.rows,
        )
    return thread_search(
        this_node(),
        query.words,
        query.filtered,
        reader=reader.number,
        offices=reader.authorities if reader.may(Permission.READ_CASE_FILE) else (),
        after=query.after,
        rows=query.rows,
    )


def _decor(query: ListQuery, found: ThreadList) -> dict[str, Any]:
    narrowing = {
        name: value for name, value in query.given.items() if name not in {"show", "order", "q"}
    }
    return {
        "given": query.given,
        "query": query.address(),
        "is_narrowed": bool(narrowing),
        "tabs": [(one, query.address(show=one)) for one in ("open", "ended", "all")],
        "next_page": query.address(after=found.after) if found.after else None,
        "states": other_states(this_node()),
        "kinds": [one for one in KINDS.values() if one.opens_thread],
        "directions": list(DIRECTIONS),
        "statuses": list(codes.STATUSES),
        "bases": [one.id for one in law_here().instruments],
        "urgencies": list(codes.URGENCIES),
        "orders": list(ORDERS),
    }


def other_states(node: Node) -> list[str]:
    """Return whose requests or packages a list may be narrowed to; none while nobody can be relied
    on.
    """
    try:
        return [one for one in node.register.view().states if one != node.state]
    except Refused:
        return []
