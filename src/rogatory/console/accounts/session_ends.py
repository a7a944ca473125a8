# SPDX-License-Identifier: Apache-2.0
"""When a session ends by itself: after a shift, or once its browser has asked for nothing for an hour.

An open desk asks every few seconds, and that counts. An officer who watches through a quiet night
must not be logged out before the call comes; a closed browser, or a machine that sleeps, ends
within the hour. It ends as well once the register ended the passkey that it began with
(`ended_passkeys`). No approval rests on a session: each asks for the officer's passkey.
"""

from datetime import timedelta
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from rogatory.console.accounts.ended_passkeys import began_by_ended
from rogatory.console.frame.answers import GetResponse

SHIFT = timedelta(hours=12)
"""The longest shift of duty: who takes over logs in himself."""

QUIET = timedelta(hours=1)
"""Nobody is there: a machine left alone longer must not open its pages to who finds it."""

NOTED_EVERY = timedelta(minutes=1)
"""A desk asks every few seconds; writing each time down would be most of what a node writes."""

_BEGAN, _REQUESTED = "began", "asked"


def begin_session(request: HttpRequest | None, **_rest: Any) -> None:
    """Note when an officer logged in (the signal `user_logged_in`)."""
    if request is not None:
        now = int(timezone.now().timestamp())
        request.session[_BEGAN] = request.session[_REQUESTED] = now


def session_middleware(answer: GetResponse) -> GetResponse:
    """Log out who comes with a session that is over; what he asked for is then answered as to anybody."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if _is_over(request, now) or began_by_ended(request):
                logout(request)
            elif now - request.session[_REQUESTED] >= NOTED_EVERY.total_seconds():
                request.session[_REQUESTED] = now
        return answer(request)

    return middleware


def _is_over(request: HttpRequest, now: int) -> bool:
    """Decide whether it is over: a session that does not say when it began is none of this
    console's.
    """
    began, requested = request.session.get(_BEGAN), request.session.get(_REQUESTED)
    if not isinstance(began, int) or not isinstance(requested, int):
        return True
    return now - began >= SHIFT.total_seconds() or now - requested >= QUIET.total_seconds()
