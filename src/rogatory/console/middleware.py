# SPDX-License-Identifier: Apache-2.0
"""Around every page of an officer: his language, his second factor, and nothing kept by caches."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled  # type: ignore[import-untyped]  # it ships no types
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation

from rogatory.bootstrap.accounts.administration import is_let_in_by_one
from rogatory.bootstrap.refusals import ACCOUNT_BY_ONE
from rogatory.console.accounts.passkeys import public_halves
from rogatory.console.frame import refusals
from rogatory.console.frame.answers import GetResponse, refusal, wants_json
from rogatory.console.frame.fragments import asks_for_part, no_part
from rogatory.console.frame.this_node import this_node
from rogatory.console.language.names import called_by
from rogatory.console.language.treaty_terms import treaties_by
from rogatory.node.officers.passkeys import PasskeyStage, passkey_status
from rogatory.node.peers.names import names
from rogatory.node.provisions.treaty_names import treaty_names

_WITHOUT_SECOND_FACTOR = ("/accounts/", "/static/", "/language", "/healthz", "/readyz")
"""Addresses that an officer without a second factor can reach: the pages that set one up, and
out."""


_LET_IN_BY_ONE = ("/accounts/logout/", "/static/", "/language", "/healthz", "/readyz")
"""Addresses that an officer can reach whom one administrator let in with an officer's number."""

_WITH_FIRST_SECRET = (
    "/accounts/password/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/static/",
    "/language",
    "/healthz",
    "/readyz",
)
"""Addresses that an officer can reach before changing the secret that an administrator made."""


def names_middleware(answer: GetResponse) -> GetResponse:
    """Name States and authorities as this node's directory calls them, treaties as its
    law does.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        law_names = treaties_by(lambda: treaty_names(this_node()))
        with called_by(lambda: names(this_node())), law_names:
            return answer(request)

    return middleware


def officer_middleware(answer: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return answer(request)
        language = _language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = _held_back(request) or answer(request)
        response.headers["Content-Language"] = language
        response.headers["Cache-Control"] = "no-store"
        if not request.user.is_authenticated:  # it was until now: he has logged out
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware


def _held_back(request: HttpRequest) -> HttpResponse | None:
    """Return the page that must come before every other, if there is one."""
    if _is_let_in_by_one(request):
        return _two_first(request)
    if _has_first_secret(request):
        return _secret_first(request)
    return _factor_first(request) if _lacks_factor(request) else None


def _is_let_in_by_one(request: HttpRequest) -> bool:
    """Decide whether one administrator alone let this person in with a number of the register."""
    row: Any = request.user
    if request.path.startswith(_LET_IN_BY_ONE) or not is_let_in_by_one(this_node(), row):
        return False
    made = public_halves(row.number)
    return all(
        passkey_status(this_node(), row.number, one).step is not PasskeyStage.LISTED for one in made
    )


def _two_first(request: HttpRequest) -> HttpResponse:
    number = str(getattr(request.user, "number", ""))
    reasons = [ACCOUNT_BY_ONE.because(number=number)]
    if asks_for_part(request):
        return no_part()
    if wants_json(request):
        return refusal(request, reasons, 403)
    return render(request, "account/not_let_in.html", {"reasons": reasons}, status=403)


def _factor_first(request: HttpRequest) -> HttpResponse:
    if asks_for_part(request):
        return no_part()
    if not wants_json(request):
        return redirect("mfa_index")
    number = str(getattr(request.user, "number", ""))
    return refusal(request, [refusals.SECOND_FACTOR_MISSING.because(officer=number)], 403)


def _secret_first(request: HttpRequest) -> HttpResponse:
    if asks_for_part(request):
        return no_part()
    if not wants_json(request):
        return redirect("account_change_password")
    number = str(getattr(request.user, "number", ""))
    return refusal(request, [refusals.SECRET_TO_CHANGE.because(officer=number)], 403)


def _has_first_secret(request: HttpRequest) -> bool:
    """Decide whether the password is still the one that an administrator has seen."""
    waits = bool(getattr(request.user, "must_change_secret", False))
    return waits and not request.path.startswith(_WITH_FIRST_SECRET)


def _language(request: HttpRequest) -> str:
    chosen = getattr(request.user, "language", "")
    return chosen if chosen in dict(settings.LANGUAGES) else translation.get_language() or "en"


def _lacks_factor(request: HttpRequest) -> bool:
    if settings.ROGATORY_EXERCISE or request.path.startswith(_WITHOUT_SECOND_FACTOR):
        return False
    return not is_mfa_enabled(request.user)
