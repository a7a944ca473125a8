# SPDX-License-Identifier: Apache-2.0
"""Asking an officer again who he is, within his session: which acts want it, and what it begins.

A person who finds an open browser can read its pages, but must not end its officer's sessions, nor
change how that officer logs in: for these the password or the second factor is asked for again,
unless it was within the last five minutes (the log-in library's limit, which holds for factors
too). An earlier copy of the session's key opens nothing afterwards (OWASP ASVS 7.2.4).
"""

from functools import wraps
from typing import Any

from allauth.account import views as account  # type: ignore[import-untyped]  # it ships no types
from allauth.account.internal.flows.reauthentication import (  # type: ignore[import-untyped]  # likewise
    did_recently_reauthenticate,
)
from allauth.core.exceptions import (  # type: ignore[import-untyped]  # likewise
    ReauthenticationRequired,
)
from allauth.mfa.base import views as factors  # type: ignore[import-untyped]  # likewise
from allauth.mfa.webauthn import views as passkeys  # type: ignore[import-untyped]  # likewise
from allauth.usersessions.models import UserSession  # type: ignore[import-untyped]  # likewise
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from rogatory.console.frame import refusals
from rogatory.console.frame.answers import View, refusal, wants_json


def reauthenticated(view: View) -> View:
    """Return an act of a logged-in officer before which he is asked again who he is.

    A browser is led there and the act done once he has answered; a script receives the address at
    which to answer.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if did_recently_reauthenticate(request):
            # The library resumes the act within its own page: the audit records which act it was.
            request.resolver_match = resolve(request.path_info)
            return view(request, *args, **kwargs)
        if wants_json(request):
            return refusal(request, [refusals.REAUTHENTICATE.because()], 403)
        raise ReauthenticationRequired

    return guarded


def renew_session(request: HttpRequest) -> None:
    """Continue the session under another key, in the list of the officer's sessions too. When it
    began stays: a shift is no longer for having been asked twice.
    """
    before = request.session.session_key
    with transaction.atomic():
        request.session.cycle_key()
        kept = UserSession.objects.filter(session_key=before)
        kept.update(session_key=request.session.session_key)


class _Renewing:
    """Before the library resumes what was asked for, which may look for the session by its key."""

    request: HttpRequest

    def form_valid(self, form: Any) -> HttpResponse:
        renew_session(self.request)
        answered: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # the library's view
        return answered


class _ByPassword(_Renewing, account.ReauthenticateView):  # type: ignore[misc]  # likewise
    pass


class _ByCode(_Renewing, factors.ReauthenticateView):  # type: ignore[misc]  # likewise
    pass


class _ByPasskey(_Renewing, passkeys.ReauthenticateWebAuthnView):  # type: ignore[misc]  # likewise
    pass


by_password = _ByPassword.as_view()
by_code = _ByCode.as_view()
by_passkey = _ByPasskey.as_view()
