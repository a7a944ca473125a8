# SPDX-License-Identifier: Apache-2.0
"""An officer's own page: language, ways to log in, and what the register says of him."""

import base64
from typing import Any

from allauth.mfa.models import Authenticator  # type: ignore[import-untyped]  # it ships no types
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.access import officer_page
from rogatory.console.answers import answer
from rogatory.console.reader import reader_of
from rogatory.console.this_node import this_node
from rogatory.errors import Refused

_BEFORE_LENGTH, _BEFORE_ID = 16, 18
"""Where the length of the credential's id and the id itself begin (WebAuthn 6.5.1)."""


@require_safe
@officer_page()
def show(request: HttpRequest) -> HttpResponse:
    """The officer's own page: what the register says of him, and his passkeys."""
    factors = list(Authenticator.objects.filter(user=request.user).order_by("created_at"))
    listed = _listed(reader_of(request).number)
    passkeys = [_passkey(one, listed) for one in factors if one.type == Authenticator.Type.WEBAUTHN]
    data = {
        "passkeys": passkeys,
        "has_codes": any(one.type == Authenticator.Type.TOTP for one in factors),
        "listed": listed,
        "is_listed_here": any(one["is_listed"] for one in passkeys),
    }
    return answer(request, "console/profile.html", data)


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember a language: in the account, and in a cookie for the pages before the log-in."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = redirect(back if safe else "/")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        if request.user.is_authenticated:
            get_user_model().objects.filter(pk=request.user.pk).update(language=chosen)
    return response


def _listed(number: str) -> Any:
    """The officer's newest record in the register, if it has one."""
    node = this_node()
    try:
        return node.register.view().officer(number, node.clock.now())
    except Refused:
        return None


def _passkey(authenticator: Any, listed: Any) -> dict[str, Any]:
    """A passkey of this account, and what the keeper of the register needs to enrol it."""
    wrapped = authenticator.wrap()
    data = bytes(wrapped.authenticator_data.credential_data)
    length = int.from_bytes(data[_BEFORE_LENGTH:_BEFORE_ID])
    credential, key = data[_BEFORE_ID : _BEFORE_ID + length], data[_BEFORE_ID + length :]
    return {
        "pk": authenticator.pk,
        "name": wrapped.name,
        "made": authenticator.created_at,
        "used": authenticator.last_used_at,
        "credential": _base64url(credential),
        "key": _base64url(key),
        "is_listed": listed is not None and listed.credential == credential,
    }


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
