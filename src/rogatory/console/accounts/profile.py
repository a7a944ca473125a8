# SPDX-License-Identifier: Apache-2.0
"""An officer's own page: language, ways to log in, and what the register says of him."""

from typing import Any

from allauth.mfa.models import Authenticator  # type: ignore[import-untyped]  # it ships no types
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.accounts.passkeys import passkeys_page
from rogatory.console.accounts.sessions import sessions_page
from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.choosing_language import chosen_language
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.language.languages import reader_language
from rogatory.errors import Refused, RogatoryError
from rogatory.node.officers.passkeys import PasskeyStage
from rogatory.node.officers.signatories import keep_signatory, signatory_now
from rogatory.node.printing.languages import LANGUAGES


@require_safe
@officer_page()
def show(request: HttpRequest) -> HttpResponse:
    """Return the officer's own page: what the register says of them, how their letters are signed, and
    their passkeys.
    """
    return _shown(request)


@require_POST
@officer_page()
def keep_signature(request: HttpRequest) -> HttpResponse:
    """Keep the `name` and `title` that the officer's letters in a `language` print; both empty remove
    them.
    """
    language, name = form_values.text(request, "language"), form_values.text(request, "name")
    try:
        keep_signatory(
            this_node(),
            reader_of(request).number,
            language,
            name,
            form_values.text(request, "title"),
        )
    except RogatoryError as error:
        return _shown(request, error)
    return done(request, _("Signature recorded."), "profile")


def _shown(request: HttpRequest, error: RogatoryError | None = None) -> HttpResponse:
    passkeys = passkeys_page(request)
    data = {
        "passkeys": passkeys,
        "has_codes": Authenticator.objects.filter(
            user=request.user, type=Authenticator.Type.TOTP
        ).exists(),
        "listed": _listed(reader_of(request).number),
        "sessions": sessions_page(request),
        "signatures": tuple(signatory_now(this_node(), reader_of(request).number).values()),
        "is_listed_here": any(one["standing"].step is PasskeyStage.LISTED for one in passkeys),
    }
    return answer(
        request,
        "console/accounts/profile.html",
        data,
        decor={"letter_languages": sorted(LANGUAGES, key=lambda one: one != reader_language())},
        reasons=error.reasons if error else (),
    )


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember a language: in the account, and in a cookie for the pages before the log-in."""
    chosen, response = chosen_language(request)
    if chosen and request.user.is_authenticated:
        get_user_model().objects.filter(pk=request.user.pk).update(language=chosen)
    return response


def _listed(number: str) -> Any:
    """Return the officer's newest record in the register, if it has one."""
    node = this_node()
    try:
        return node.register.view().officer(number, node.clock.now())
    except Refused:
        return None
