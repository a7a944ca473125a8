# SPDX-License-Identifier: Apache-2.0
"""Parts of a page that the browser asks for by itself, with htmx, which says so in a header."""

from django.http import HttpRequest, HttpResponse
from django_htmx.http import HTMX_STOP_POLLING

UNAUTHORIZED = 401


def asks_for_part(request: HttpRequest) -> bool:
    """Decide whether the answer will be placed in a page that is there already."""
    return request.headers.get("HX-Request") == "true"


def part_status(request: HttpRequest, *, is_settled: bool) -> int:
    """Return the status of a part that is asked for until it is settled: the status then stops
    htmx.
    """
    return HTMX_STOP_POLLING if is_settled and asks_for_part(request) else 200


def no_part() -> HttpResponse:
    """Return no part, for a reader who is not let in any more: a whole page, which the browser
    would follow to, must not be placed inside another.
    """
    return HttpResponse(status=UNAUTHORIZED)
