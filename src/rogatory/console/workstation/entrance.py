# SPDX-License-Identifier: Apache-2.0
"""In by the token, and the first page: the keys, and the packages that there are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.bootstrap.workstation.door import COOKIE
from rogatory.bootstrap.workstation.server import running_workstation
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.choosing_language import chosen_language
from rogatory.console.language.languages import reader_language
from rogatory.console.workstation import refusals
from rogatory.console.workstation.door import refused_plainly
from rogatory.console.workstation.pages import examiner_page
from rogatory.errors import Reason, RogatoryError
from rogatory.node.viewer.keys_in_use import Unlocking


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Return the printed address: the token for a cookie, once."""
    door = running_workstation().door
    cookie = door.enter(token) if request.method == "GET" else None
    if cookie is None:
        return refused_plainly(refusals.NOT_ENTERED, 403)
    response = redirect(reverse("desk"))
    response.status_code = 303
    response.set_cookie(COOKIE, cookie, path=door.prefix, httponly=True, samesite="Strict")
    return response


@require_safe
@examiner_page
def show(request: HttpRequest) -> HttpResponse:
    """Return the keys, locked or in whose use, and the packages and bags that there are."""
    return _first_page(request)


@require_POST
@examiner_page
def unlock(request: HttpRequest) -> HttpResponse:
    """Take the authority's keys in use, with a number, a reason and the passphrase."""
    posted = request.POST
    given = Unlocking(
        posted.get("officer", ""),
        posted.get("reason", ""),
        posted.get("passphrase", ""),
        posted.get("pin", ""),
        reader_language(),
    )
    try:
        running_workstation().session.unlock(given)
    except RogatoryError as error:
        return _first_page(request, error.reasons, {"officer": given.officer, "why": given.reason})
    return done(request, _("The keys are unlocked."), "desk")


@require_POST
@examiner_page
def lock(request: HttpRequest) -> HttpResponse:
    """Forget the keys and everything that was opened with them."""
    running_workstation().session.lock()
    return done(request, _("The keys are locked and forgotten."), "desk")


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember a language."""
    return chosen_language(request)[1]


def _first_page(
    request: HttpRequest, reasons: tuple[Reason, ...] = (), typed: dict[str, str] | None = None
) -> HttpResponse:
    session = running_workstation().session
    keys = session.keys_or_none
    data = {
        "authority": str(session.authority.authority),
        "needs_pin": session.authority.on_token,
        "has_node": session.exchange.has_node,
        "idle_minutes": int(session.given.idle.total_seconds() // 60),
        "in_use": keys and {"officer": keys.officer, "reason": keys.reason, "since": keys.since},
        "evidence": [
            {
                "id": one.id,
                "name": one.name,
                "kind": one.kind,
                "sender": one.sender,
                "recipients": one.recipients,
                "is_for_us": str(session.authority.authority) in one.recipients,
            }
            for one in session.packages()
        ],
    }
    decor = {"typed": typed or {}}
    return answer(request, "console/workstation/desk.html", data, decor=decor, reasons=reasons)
