# SPDX-License-Identifier: Apache-2.0
"""A second factor: an authenticator app, and logging in with its codes."""

from time import time

from django.test import Client

from casts.console.world import PASSWORD

SECRET = "JBSWY3DPEHPK3PXP"


def account(number="xb-0001"):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(number=number)


def an_app():
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(account(), SECRET)


def code_of(secret):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time()) // 30))


def code_of_the_app():
    return code_of(SECRET)


def log_in(code):
    """Decide whether number, password and a code let anybody in."""
    client = Client()
    client.post("/accounts/login/", {"login": "xb-0001", "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code})
    return client.get("/profile/").status_code == 200
