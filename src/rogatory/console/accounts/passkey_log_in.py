# SPDX-License-Identifier: Apache-2.0
"""Logging in with a passkey alone: it names its account, whose key must then have signed. And the page
that asks for a second factor.
"""

import base64
from typing import Any

from allauth.account.internal.stagekit import (  # type: ignore[import-untyped]  # it ships no types
    clear_login,
)
from allauth.account.utils import (  # type: ignore[import-untyped]  # it ships no types
    user_pk_to_url_str,
)
from allauth.mfa.adapter import get_adapter  # type: ignore[import-untyped]  # it ships no types
from allauth.mfa.base.views import (  # type: ignore[import-untyped]  # it ships no types
    authenticate,
)
from allauth.mfa.webauthn.forms import (  # type: ignore[import-untyped]  # it ships no types
    LoginWebAuthnForm,
)
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from rogatory.console.accounts.ended_passkeys import refuse_ended


def second_factor(request: HttpRequest) -> HttpResponse:
    """Return the library's page, which sends an officer who has no factor (any more) back to the
    log-in: that log-in begins anew. Half of one would send him here again, and so on until it runs
    out.
    """
    answered: HttpResponse = authenticate(request)
    if answered.headers.get("Location") == reverse("account_login"):
        clear_login(request)
    return answered


class PasskeyLogIn(LoginWebAuthnForm):  # type: ignore[misc]  # likewise
    """Passkeys here name an officer's number (`accounts.FactorAdapter`); the library's form, which
    checks them, expects the key of a row.
    """

    def clean_credential(self) -> Any:
        credential = self.cleaned_data["credential"]
        try:
            response = dict(credential["response"])
            account = _account(_decoded(str(response["userHandle"])))
        except (TypeError, KeyError, ValueError) as error:
            raise get_adapter().validation_error("incorrect_code") from error
        response["userHandle"] = _encoded(user_pk_to_url_str(account))
        self.cleaned_data["credential"] = {**credential, "response": response}
        return refuse_ended(super().clean_credential())


def _account(number: str) -> AbstractBaseUser:
    found: AbstractBaseUser | None = get_user_model().objects.filter(number=number).first()
    if found is None:
        raise ValueError("no account of that number")
    return found


def _decoded(text: str) -> str:
    return base64.urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}").decode("ascii")


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode("ascii")).rstrip(b"=").decode("ascii")
