# SPDX-License-Identifier: Apache-2.0
"""Guessing a password is slow for the attacker, and shuts nobody else out.

A limit by number alone lets anybody who knows an officer's number keep that officer out. So wrong passwords
are counted by where they come from: a browser in which the officer has logged in before has a count of its
own, which nobody else can use up; all others are counted by number and source together, and by number over
all sources. Logging in with a passkey is never counted: there is nothing to guess.
"""

import secrets
from typing import Any

from allauth.core.internal import ratelimit  # type: ignore[import-untyped]  # it ships no types
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from rogatory.console.frame.answers import GetResponse

KNOWN_FOR = 90 * 24 * 3600
"""Seconds: a browser that an officer has not used for a season counts as any other."""

MOST_OFFICERS = 8
"""In one browser; the one who has not logged in for longest is forgotten. A cookie has little
space."""

ID_BYTES = 12

_SALT = "rogatory.known-browser"
_KNOWN = "_rogatory_known"


def count_attempt(request: HttpRequest, number: str, source: str) -> Any:
    """Count an attempt to log in as an officer with a password; returns what takes the count back, or None
    if there were too many wrong ones.
    """
    known = _officers(request).get(number)
    if known is not None:
        return _consume(request, "login_failed_known", f"{number} {known}")
    usage = _consume(request, "login_failed", f"{number} {source}")
    if not usage:
        return None
    anywhere = _consume(request, "login_failed_anywhere", number)
    if not anywhere:
        usage.rollback()
        return None
    usage.usage += anywhere.usage
    return usage


def _consume(request: HttpRequest, action: str, key: str) -> Any:
    return ratelimit.consume(request, app="allauth.account", action=action, key=key)


def remember_browser(request: HttpRequest | None, user: Any, **_rest: Any) -> None:
    """Note that an officer logged in with this browser, all factors given (the signal `user_logged_in`)."""
    if request is not None:
        setattr(request, _KNOWN, str(user.number))


def known_browser_middleware(answer: GetResponse) -> GetResponse:
    """Give the browser in which an officer logged in a cookie that says so."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = answer(request)
        number = getattr(request, _KNOWN, None)
        if number is not None:
            _write(request, response, number)
        return response

    return middleware


def _write(request: HttpRequest, response: HttpResponse, number: str) -> None:
    known = _officers(request)
    mark = known.pop(number, None) or secrets.token_urlsafe(ID_BYTES)
    kept = dict([*known.items(), (number, mark)][-MOST_OFFICERS:])
    response.set_cookie(
        _cookie(),
        signing.dumps(kept, salt=_SALT),
        max_age=KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _officers(request: HttpRequest) -> dict[str, str]:
    """Return the officers who logged in with this browser, each with what the browser is called for
    that officer.
    """
    try:
        found = signing.loads(request.COOKIES.get(_cookie(), ""), salt=_SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return {}
    return dict(found)


def _cookie() -> str:
    return f"{settings.SESSION_COOKIE_NAME}-known"
