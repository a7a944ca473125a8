# SPDX-License-Identifier: Apache-2.0
"""Addresses of ways to log in, sessions and the profile."""

from allauth.account import views as account  # type: ignore[import-untyped]  # it ships no types
from django.urls import include, path

from rogatory.console.accounts import (
    log_in_service,
    passkey_log_in,
    passkeys,
    profile,
    reauthentication,
    sessions,
)

urlpatterns = [
    path("profile/", profile.show, name="profile"),
    path("profile/signature", profile.keep_signature, name="signature"),
    path("profile/session", sessions.lasting, name="session"),
    path("profile/sessions/<int:session>/end", sessions.end, name="session-end"),
    path("profile/sessions/end-others", sessions.end_others, name="sessions-end-others"),
    path("profile/passkeys/<int:passkey>/ask", passkeys.ask, name="passkey-ask"),
    path("profile/passkeys/<int:passkey>/enrolment", passkeys.enrolment, name="passkey-enrolment"),
    path("language", profile.choose_language, name="language"),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/oidc/", log_in_service.begin, name="oidc"),
    path("accounts/oidc/callback/", log_in_service.callback, name="oidc-callback"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/reauthenticate/", reauthentication.by_password, name="account_reauthenticate"),
    path("accounts/2fa/reauthenticate/", reauthentication.by_code, name="mfa_reauthenticate"),
    path(
        "accounts/2fa/webauthn/reauthenticate/",
        reauthentication.by_passkey,
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/password/", account.password_change, name="account_change_password"),
    path("accounts/2fa/authenticate/", passkey_log_in.second_factor, name="mfa_authenticate"),
    path("accounts/2fa/", include("allauth.mfa.urls")),
]
