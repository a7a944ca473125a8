# SPDX-License-Identifier: Apache-2.0
"""Second factors at rest: a copy of the database contains nothing that lets its reader in."""

import json
import re

import pytest
from django.conf import settings
from django.test import Client

from casts.console.accounts.factors import SECRET, account, an_app, code_of, code_of_the_app, log_in
from casts.console.world import PASSWORD, console_settings
from rogatory.errors import Refused

SET_UP = "/accounts/2fa/totp/activate/"
CODES = "/accounts/2fa/recovery-codes/"


def kept(kind):
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.get(user=account(), type=kind)


@pytest.fixture
def shown(world):
    """The codes as the page shows them, once, to an officer who set an app up."""
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    an_app()
    RecoveryCodes.activate(account())
    client = Client()
    client.post("/accounts/login/", {"login": "xb-0001", "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code_of_the_app()})
    assert client.get(CODES).headers["Location"].startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(CODES).content.decode()
    assert "****" not in page
    text = client.get(CODES).content.decode()
    codes = re.findall(r"<code[^>]*>([0-9 ]+)</code>", page)
    assert len(codes) == 10
    assert not any(code in text for code in codes)
    return codes


def test_the_seed_of_an_app_is_sealed_with_the_nodes_own_secret(world):
    from rogatory.bootstrap.accounts.factor_secrets import reveal

    an_app()
    data = kept("totp").data
    assert data["secret"].startswith("sealed:")
    assert SECRET not in json.dumps(data)
    # A code may end while it is checked.
    assert log_in(code_of_the_app()) or log_in(code_of_the_app())
    with console_settings(SECRET_KEY="another node"), pytest.raises(Refused) as refused:
        reveal(data["secret"])
    assert refused.value.codes == ("kept-secret",)


def at_the_set_up():
    client = Client()
    client.post("/accounts/login/", {"login": "xb-0001", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def kept_in_session(client):
    from django.contrib.sessions.models import Session

    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Session.objects.get(session_key=key).get_decoded()


def test_the_secret_of_an_app_lies_sealed_in_the_session_while_it_is_set_up(world):
    client = at_the_set_up()
    page = client.get(SET_UP).content.decode()
    (secret,) = set(re.findall(r"\b[A-Z2-7]{32}\b", page))
    text = client.post(SET_UP, {"code": "000000"}).content.decode()
    assert secret in text
    assert kept_in_session(client)["mfa.totp.secret"].startswith("sealed:")
    assert secret not in json.dumps(kept_in_session(client))
    client.post(SET_UP, {"code": code_of(secret)})
    assert "mfa.totp.secret" not in kept_in_session(client)
    assert log_in(code_of(secret))


def test_a_secret_that_was_put_into_the_session_is_not_taken(world):
    """Neither in the clear nor sealed elsewhere: it would be an app that somebody else has, too."""
    client = at_the_set_up()
    client.get(SET_UP)
    for planted in (SECRET, f"sealed:{'A' * 64}"):
        session = client.session
        session["mfa.totp.secret"] = planted
        session.save()
        assert client.post(SET_UP, {"code": code_of(SECRET)}).status_code == 200
    assert not account().authenticator_set.exists()


@pytest.mark.parametrize("kept_as", [SECRET, "", "sealed:", "sealed:AAAA", f"sealed:{'A' * 64}"])
def test_what_was_not_sealed_here_is_no_secret(world, kept_as):
    """An empty one would make codes that anybody can compute."""
    from rogatory.bootstrap.accounts.factor_secrets import reveal

    with pytest.raises(Refused):
        reveal(kept_as)


def test_codes_that_were_shown_are_kept_as_digests_and_each_lets_in_once(shown):
    row = kept("recovery_codes")
    assert set(row.data) == {"migrated_codes", "viewed_at"}
    plain = [code.replace(" ", "") for code in shown]
    assert {len(code) for code in plain} == {34}
    assert not any(code in json.dumps(row.data) for code in plain)
    assert log_in(shown[3])  # in groups, as printed
    assert not log_in(shown[3])
    assert log_in(plain[4])
    assert len(kept("recovery_codes").data["migrated_codes"]) == 8


def test_what_lies_in_the_database_lets_nobody_in(shown):
    for digest in kept("recovery_codes").data["migrated_codes"][:2]:
        assert not log_in(digest)
        assert not log_in(digest.removeprefix("digest:"))
    assert len(kept("recovery_codes").data["migrated_codes"]) == 10


def test_whose_factors_were_reset_halfway_through_a_log_in_logs_in_anew(world):
    """The library sends him to and fro between two pages for a quarter of an hour."""
    an_app()
    client = Client()
    client.post("/accounts/login/", {"login": "xb-0001", "password": PASSWORD})
    kept("totp").delete()
    assert client.get("/accounts/login/", follow=True).status_code == 200
    client.post("/accounts/login/", {"login": "xb-0001", "password": PASSWORD})
    assert client.get("/profile/").status_code == 200
