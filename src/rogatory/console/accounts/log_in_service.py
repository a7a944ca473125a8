# SPDX-License-Identifier: Apache-2.0
"""Logging in through the State's own service, where the node's settings name one.

The session's cookie is not sent with what comes from another site, so what was begun is kept in a
cookie of its own, signed, for ten minutes; and the last step is a page of ours that goes on by
itself, since a browser counts a redirect from elsewhere as coming from elsewhere. An officer who
comes in so is asked for a second factor as after a password, and approves nothing without a
passkey.
"""

import hmac

from allauth.account.utils import (  # type: ignore[import-untyped]  # it ships no types
    perform_login,
)
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from rogatory.bootstrap.accounts.log_in_service import SignIn
from rogatory.console.frame import refusals
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Refused, RogatoryError

KEPT_FOR = 600
"""Seconds in which an officer logs in at the service; a code that comes later is of no use."""

_SALT = "rogatory.oidc"
_PATH = "/accounts/oidc/"


@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Redirect to the State's log-in service."""
    service = _service()
    try:
        begun = service.begin()
    except RogatoryError as error:
        return _refused(request, error)
    answer = redirect(begun.url)
    kept = signing.dumps([begun.state, begun.nonce, begun.verifier], salt=_SALT)
    answer.set_cookie(
        _cookie(),
        kept,
        max_age=KEPT_FOR,
        path=_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Log in the officer whom the settings name for the subject that the service returns."""
    service = _service()
    try:
        nonce, verifier = _kept(request)
        number = service.officer(
            request.GET.get("code", ""), nonce, verifier, this_node().clock.now()
        )
        account = get_user_model().objects.filter(number=number, is_active=True).first()
        if account is None:
            raise Refused(refusals.NO_ACCOUNT.because(officer=number))
    except RogatoryError as error:
        return _forgotten(_refused(request, error))
    let_in: HttpResponse = perform_login(request, account, redirect_url="/")
    onward = let_in.headers.get("Location", "/")
    return _forgotten(render(request, "account/onward.html", {"onward": onward}))


def is_offered() -> bool:
    return settings.ROGATORY_SIGN_IN is not None


def _service() -> SignIn:
    found: SignIn | None = settings.ROGATORY_SIGN_IN
    if found is None:
        raise Http404
    return found


def _kept(request: HttpRequest) -> tuple[str, str]:
    """Return the nonce and verifier of the log-in that this browser began, whose state came back."""
    try:
        state, nonce, verifier = signing.loads(
            request.COOKIES.get(_cookie(), ""), salt=_SALT, max_age=KEPT_FOR
        )
    except (signing.BadSignature, ValueError) as error:
        raise Refused(refusals.LOG_IN_NOT_BEGUN.because()) from error
    if not hmac.compare_digest(state.encode(), request.GET.get("state", "").encode()):
        raise Refused(refusals.LOG_IN_NOT_BEGUN.because())
    return nonce, verifier


def _cookie() -> str:
    return f"{settings.SESSION_COOKIE_NAME.replace('__Host-', '__Secure-')}-oidc"


def _forgotten(answer: HttpResponse) -> HttpResponse:
    """Return what was begun serves once."""
    answer.delete_cookie(_cookie(), path=_PATH, samesite="Lax")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _refused(request: HttpRequest, error: RogatoryError) -> HttpResponse:
    return render(request, "account/not_let_in.html", {"reasons": error.reasons}, status=403)
