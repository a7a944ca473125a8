# SPDX-License-Identifier: Apache-2.0
"""A State's card: whom to call there. Shown to who does duty, and to nobody else."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.console.frame.this_node import this_node
from rogatory.node.contact_cards import known_card
from rogatory.node.permissions import Permission
from rogatory.wire.identifiers import parse_state


@require_safe
@officer_page(Permission.READ_CARD)
def show(request: HttpRequest, state: str) -> HttpResponse:
    """Return a State's card (duty numbers, names, call-back channels), and whether it still counts."""
    code = parse_state(state.upper())
    data = {"state": code, "known": known_card(this_node(), code)}
    return answer(request, "console/contact_cards/page.html", data)
