# SPDX-License-Identifier: Apache-2.0
"""The console as an application: events of the log-in library are recorded for the auditor."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth import get_user_model, signals
from django.db.models.signals import post_save

from rogatory.node.repositories.audit import AccessKind

LONGEST_NAME = 20
"""Characters of what was typed as an officer's number at a log-in: no number is longer, and
anybody may type.
"""


class ConsoleConfig(AppConfig):
    name = "rogatory.console"
    label = "console"

    def ready(self) -> None:
        from allauth.account import signals as account  # type: ignore[import-untyped]  # it ships no types
        from allauth.mfa import signals as factors  # type: ignore[import-untyped]  # likewise
        from allauth.mfa.models import Authenticator  # type: ignore[import-untyped]  # likewise

        from rogatory.console.accounts.known_browsers import remember_browser
        from rogatory.console.accounts.recovery_codes import keep_digests
        from rogatory.console.accounts.session_ends import begin_session

        signals.user_logged_in.connect(begin_session, dispatch_uid="rogatory-session-began")
        signals.user_logged_in.connect(remember_browser, dispatch_uid="rogatory-known-browser")
        signals.user_logged_in.connect(_logged_in, dispatch_uid="rogatory-logged-in")
        signals.user_logged_out.connect(_logged_out, dispatch_uid="rogatory-logged-out")
        signals.user_login_failed.connect(_failed, dispatch_uid="rogatory-failed")
        post_save.connect(keep_digests, sender=Authenticator, dispatch_uid="rogatory-codes")
        account.password_changed.connect(_password, dispatch_uid="rogatory-password")
        for name in ("authenticator_added", "authenticator_removed", "authenticator_reset"):
            getattr(factors, name).connect(_factor, dispatch_uid=f"rogatory-{name}")


def _logged_in(user: Any, **_rest: Any) -> None:
    _note("LOGGED_IN", user)


def _logged_out(user: Any, **_rest: Any) -> None:
    if user is not None:
        _note("LOGGED_OUT", user)


def _failed(credentials: Any, **_rest: Any) -> None:
    """Record a failure, but not for a name that no account has: an attacker who guesses would fill
    the log, and an officer's password typed in its place would be found there.
    """
    written = str(credentials.get("username") or credentials.get("number") or "")
    known = get_user_model().objects.filter(number=written[:LONGEST_NAME].lower()).first()
    _note("LOGIN_FAILED", known)


def _password(user: Any, **_rest: Any) -> None:
    get_user_model().objects.filter(pk=user.pk).update(must_change_secret=False, secret_until=None)
    _note("SIGN_IN_CHANGED", user, "password")


def _factor(user: Any, **rest: Any) -> None:
    authenticator = rest.get("authenticator")
    _note("SIGN_IN_CHANGED", user, str(getattr(authenticator, "type", "factor")))


def _note(kind: str, user: Any, subject: str = "") -> None:
    from rogatory.console.frame.this_node import this_node
    from rogatory.node.audit.note import note_access

    number = "" if user is None else str(user.number)
    note_access(this_node(), AccessKind[kind], number, "log-in", subject=subject)
