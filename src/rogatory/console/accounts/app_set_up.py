# SPDX-License-Identifier: Apache-2.0
"""While an officer sets an authenticator app up: its secret waits in the session sealed, as it is kept later.

The log-in library would write it there in the clear, and a session lies in the database: a copy of
it made in those minutes contained the officer's second factor.
"""

from typing import Any

from allauth.core import context  # type: ignore[import-untyped]  # it ships no types
from allauth.mfa.totp.forms import ActivateTOTPForm  # type: ignore[import-untyped]  # likewise
from allauth.mfa.totp.internal.auth import (  # type: ignore[import-untyped]  # likewise
    SECRET_SESSION_KEY,
    generate_totp_secret,
)
from django import forms

from rogatory.bootstrap.accounts.factor_secrets import reveal, sealed_secret
from rogatory.errors import Refused


class SetUpApp(ActivateTOTPForm):  # type: ignore[misc]  # likewise
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Pass over the library's own: a new secret for each look at the page, and when a
        code comes the one that was shown.
        """
        self.user = kwargs.pop("user")
        forms.Form.__init__(self, *args, **kwargs)
        session = context.request.session
        self.secret = (_shown(session) if self.is_bound else None) or generate_totp_secret()
        session[SECRET_SESSION_KEY] = sealed_secret(self.secret)


def _shown(session: Any) -> str | None:
    """Return the secret that waits; None if none does that was sealed here, and the page shows a
    new one.
    """
    try:
        return reveal(session[SECRET_SESSION_KEY])
    except (KeyError, Refused):
        return None
