# SPDX-License-Identifier: Apache-2.0
"""Answers to a visitor who is not logged in, forms taken from elsewhere, and what a log-in shows:
every address.
"""

import re
from unittest.mock import patch

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client, override_settings
from django.urls import URLPattern, get_resolver

from casts.console.addresses import address_of
from casts.console.world import PASSWORD, requested
from casts.node.world import snapshot

OPEN = {
    "account_login": "docs/officers.md: number and password",
    "mfa_login_webauthn": "docs/officers.md: a passkey alone (to the log-in's script only)",
    "oidc": "docs/officers.md: the State's own log-in service (where there is one)",
    "oidc-callback": "the way back from it",
    "account_inactive": "says that an account is closed",
    "account_logout": "there is nobody to log out",
    "healthz": "says that it lives",
    "readyz": "says that it can work, or cannot",
    "language": "the choice of a language, before the log-in, too",
}
"""Addresses that answer a visitor who is not logged in otherwise than with the log-in."""

WAITING = {"mfa_authenticate"}
"""Only within a log-in that has begun with a password: without one it leads back to that."""


def every_address():
    """(name, address) of each page that the console has, the log-in library's included."""

    def walked(patterns, before):
        for one in patterns:
            here = before + str(one.pattern)
            if isinstance(one, URLPattern):
                yield one.name, "/" + address_of(here.replace("<int:pk>", "7"))
            else:
                yield from walked(one.url_patterns, here)

    return list(walked(get_resolver().url_patterns, ""))


def test_nothing_else_answers_a_visitor_who_is_not_logged_in(world):
    thread, before = requested(world).thread, snapshot(world.node("XB"))
    answering = set()
    for name, address in every_address():
        for method in ("GET", "POST"):
            answer = Client().generic(method, address)
            to_the_log_in = answer.status_code == 302 and answer["Location"].startswith(
                "/accounts/login/"
            )
            if not to_the_log_in and answer.status_code not in {403, 405}:
                answering.add(name)
            assert thread not in answer.content.decode(errors="replace"), name
    assert answering <= OPEN.keys() | WAITING
    assert {"account_login", "healthz", "language", "readyz"} <= answering
    assert OPEN.keys() | WAITING <= {name for name, _address in every_address()}
    assert snapshot(world.node("XB")) == before


def test_no_address_takes_a_form_without_the_token_of_its_page(world, officer):
    """A logged-in officer who looks at another site's page does nothing here by it."""
    requested(world)
    before = snapshot(world.node("XB"))
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = officer().cookies
    for name, address in every_address():
        for more in ({}, {"content_type": "application/json"}, {"content_type": "text/plain"}):
            answer = browser.post(address, {"kind": "x"} if not more else "{}", **more)
            assert answer.status_code in {403, 405}, (name, answer.status_code)
    assert browser.get("/threads/").status_code == 200
    assert snapshot(world.node("XB")) == before


def test_no_page_of_an_officer_is_kept_by_a_browser_or_on_the_way(world, officer):
    thread = requested(world).thread
    client = officer("xb-0002")
    for name, address in every_address():
        if address.startswith(("/accounts/", "/healthz", "/language", "/readyz")):
            continue
        there = re.sub(r"^/threads/[0-9a-f-]{36}/", f"/threads/{thread}/", address)
        for accept in ("text/html", "application/json"):
            answer = client.get(there, headers={"accept": accept})
            assert "no-store" in answer.headers["Cache-Control"], (name, answer.status_code)


@pytest.mark.parametrize(
    ("number", "costs"),
    [
        ("xb-0001", 1),
        ("XB-0001", 1),
        ("xb-4040", 1),
        ("somebody", 1),
        ("\u202e", 1),
        ("", 0),
        ("x" * 3000, 0),
    ],
)
def test_a_log_in_costs_as_much_for_a_number_that_nobody_has(world, number, costs):
    """One computation of the slow function, or its time would reveal who has an account."""
    counted = []
    real = PBKDF2PasswordHasher.encode

    def encode(self, password, *more):
        counted.append(password)
        return real(self, password, *more)

    hashers = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    with (
        override_settings(PASSWORD_HASHERS=hashers),
        patch.object(PBKDF2PasswordHasher, "iterations", 1),
        patch.object(PBKDF2PasswordHasher, "encode", encode),
    ):
        from django.contrib.auth import get_user_model

        account = get_user_model().objects.get(number="xb-0001")
        account.set_password(PASSWORD)
        account.save()
        counted.clear()
        answer = Client().post("/accounts/login/", {"login": number, "password": "wrong one here"})
    assert answer.status_code == 200
    assert counted == ["wrong one here"] * costs
