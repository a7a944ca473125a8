# SPDX-License-Identifier: Apache-2.0
"""Parts of a page that the browser asks for by itself, with htmx, which says so in a header."""

from django.http import HttpRequest, HttpResponse
from django_htmx.http import HTMX_STOP_POLLING

UNAUTHORIZED = 401


def asks_for_part(request: HttpRequest) -> bool:
    """Decide whether what is answered will stand in a page that is there already."""
    return request.headers.get("HX-Request") == "true"


def part_status(request: HttpRequest, *, is_settled: bool) -> int:
    """The status of a part that is asked for until it is settled: then htmx is told to stop."""
    return HTMX_STOP_POLLING if is_settled and asks_for_part(request) else 200


def no_part() -> HttpResponse:
    """For who is not let in any more: a page of its own, which the browser would follow to, must
    not come to stand inside another.
    """
    return HttpResponse(status=UNAUTHORIZED)
