# SPDX-License-Identifier: Apache-2.0
"""An officer's sessions: where he is logged in, and ending what he no longer holds in his hands.

An officer who left a browser open in another office ends that session from here, after proving
again who it is: somebody who finds an open browser must not log its officer out elsewhere and stay
logged in. A passkey is asked for at each approval, so a session that somebody else found approves
nothing meanwhile; it reads.
"""

from typing import Any

from allauth.usersessions.models import (  # type: ignore[import-untyped]  # it ships no types
    UserSession,
)
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rogatory.console.accounts.reauthentication import reauthenticated
from rogatory.console.frame import refusals
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import done
from rogatory.errors import Refused

LONGEST_SHOWN = 120
"""The length of a browser's own name: enough to recognise a telephone or a desk, and no more of a
foreign text."""


@require_GET
@officer_page()
def lasting(_request: HttpRequest) -> HttpResponse:
    """Say that this session lasts: a page asks before it sends what was typed into it."""
    return HttpResponse(status=204)


@require_POST
@officer_page()
@reauthenticated
def end(request: HttpRequest, session: int) -> HttpResponse:
    """End one of one's own other sessions: its next page is the log-in."""
    found = _others(request).filter(pk=session).first()
    if found is None:
        raise Refused(refusals.SESSION_ABSENT.because())
    found.end()
    return done(request, _("The session is ended."), "profile")


@require_POST
@officer_page()
@reauthenticated
def end_others(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    for one in _others(request):
        one.end()
    return done(request, _("All other sessions are ended."), "profile")


def sessions_page(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the reader's sessions, the newest first; those that have run out are forgotten."""
    found = UserSession.objects.purge_and_list(request.user)
    return [
        {
            "pk": one.pk,
            "began": one.created_at,
            "address": one.ip,
            "browser": one.user_agent[:LONGEST_SHOWN],
            "is_this": one.session_key == request.session.session_key,
        }
        for one in sorted(found, key=lambda one: one.created_at, reverse=True)
    ]


def _others(request: HttpRequest) -> Any:
    own = UserSession.objects.filter(user=request.user)
    return own.exclude(session_key=request.session.session_key)
