# SPDX-License-Identifier: Apache-2.0
"""The requests that an officer may send to another State: every kind that opens a thread."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.node.permissions import Permission
from rogatory.requests.kinds.registry import KINDS


@dataclass(frozen=True, slots=True)
class OpeningKind:
    """A kind of request, and how many things it must say."""

    name: str
    title: str
    must_say: int


def opening_kinds() -> tuple[OpeningKind, ...]:
    return tuple(
        OpeningKind(kind.name, kind.title, len(kind.required))
        for kind in KINDS.values()
        if kind.opens_thread
    )


@require_safe
@officer_page(Permission.DRAFT_MESSAGE)
def show_all(request: HttpRequest) -> HttpResponse:
    """Return every kind of request that opens a thread, with its article in the Convention; each
    leads to its form.
    """
    return answer(request, "console/drafting/kinds.html", {"kinds": opening_kinds()})
