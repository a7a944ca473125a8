# SPDX-License-Identifier: Apache-2.0
"""Coming in by the State's own log-in service: who is let in, what that is worth, and every lie."""

import urllib.request
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from casts.console.accounts import log_in_service
from casts.console.acts import a_draft
from casts.console.world import console_settings, forget_attempts, requested
from casts.node.world import snapshot
from rogatory.bootstrap.accounts.log_in_service import SignIn

SUBJECT = "8f14e45f"


@pytest.fixture
def provider():
    with log_in_service.running() as running:
        yield running


@pytest.fixture
def offered(world, provider):
    """The console with the service switched on; the world's clock shows the service's time."""
    forget_attempts()
    world.clock.at = datetime.now(UTC)
    service = SignIn(
        issuer=provider.issuer,
        client=log_in_service.CLIENT,
        secret=log_in_service.SECRET,
        officers={SUBJECT: "xb-0002", "no account": "xb-0777", "closed": "xb-0003"},
        callback="http://testserver/accounts/oidc/callback/",
    )
    with console_settings(ROGATORY_SIGN_IN=service):
        yield provider


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def at_the_service(url):
    """Return what the browser does at the service: it logs in there and is sent back; the address."""
    try:
        urllib.request.build_opener(_Stay).open(url)
    except urllib.error.HTTPError as answer:
        return answer.headers["Location"]
    raise AssertionError("it was not sent back")


def came_back(client=None):
    """A whole log-in; the client, and the last page."""
    client = client or Client()
    begun = client.get("/accounts/oidc/")
    assert begun.status_code == 302, begun.content
    back = urlsplit(at_the_service(begun.headers["Location"]))
    return client, client.get(f"{back.path}?{back.query}")


def is_in(client):
    return client.get("/").status_code == 200


def test_an_officer_whom_the_settings_name_comes_in_as_that_officer(offered):
    client, page = came_back()
    assert page.status_code == 200
    assert 'http-equiv="refresh"' in page.content.decode()
    assert "xb-0002" in client.get("/").content.decode()


def test_it_is_offered_where_it_is_switched_on_and_nowhere_else(offered, world):
    assert "/accounts/oidc/" in Client().get("/accounts/login/").content.decode()
    with console_settings(ROGATORY_SIGN_IN=None):
        assert "/accounts/oidc/" not in Client().get("/accounts/login/").content.decode()
        assert Client().get("/accounts/oidc/").status_code == 404
        assert Client().get("/accounts/oidc/callback/?code=1&state=1").status_code == 404


def test_what_it_says_approves_nothing(offered, world):
    draft = a_draft(world, requested(world).thread)
    client, _page = came_back()
    before = snapshot(world.node("XB"))
    assert client.post(f"/drafts/{draft.id}/approve").status_code == 409
    assert client.post(f"/drafts/{draft.id}/send").status_code == 409
    assert snapshot(world.node("XB")) == before


def test_a_second_factor_is_still_asked_for(offered, world):
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import get_user_model

    TOTP.activate(get_user_model().objects.get(number="xb-0002"), "JBSWY3DPEHPK3PXP")
    client, page = came_back()
    assert "/accounts/2fa/authenticate/" in page.content.decode()
    assert not is_in(client)
    assert client.get("/accounts/2fa/authenticate/").status_code == 200


@pytest.mark.parametrize(
    ("subject", "code"),
    [("a stranger", "oidc-unknown"), ("no account", "console-no-account"), ("", "id-token")],
)
def test_nobody_is_let_in_or_made_an_account_by_what_the_service_says(offered, subject, code):
    from django.contrib.auth import get_user_model

    before = set(get_user_model().objects.values_list("number", flat=True))
    offered.subject = subject
    client, page = came_back()
    assert page.status_code == 403
    assert code in page.content.decode()
    assert not is_in(client)
    assert set(get_user_model().objects.values_list("number", flat=True)) == before


def test_a_closed_account_stays_closed(offered):
    from django.contrib.auth import get_user_model

    get_user_model().objects.filter(number="xb-0003").update(is_active=False)
    offered.subject = "closed"
    client, page = came_back()
    assert page.status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize(
    "lies",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another client"},
        {"nonce": "of another log-in"},
        {"exp": 1},
        {"iat": 1},
    ],
)
def test_a_token_that_was_made_for_something_else_lets_nobody_in(offered, lies):
    offered.lies = lies
    before = Session.objects.count()
    client, page = came_back()
    assert page.status_code == 403
    assert "id-token" in page.content.decode()
    assert not is_in(client)
    assert Session.objects.count() == before


def test_a_log_in_that_this_browser_did_not_begin_is_not_taken(offered):
    """Somebody sends an officer the address of a log-in of his own."""
    stranger = Client()
    begun = stranger.get("/accounts/oidc/")
    back = urlsplit(at_the_service(begun.headers["Location"]))
    victim = Client()
    for client in (victim, Client()):
        if client is victim:
            client.get("/accounts/oidc/")  # he has one of his own under way
        page = client.get(f"{back.path}?{back.query}")
        assert page.status_code == 403
        assert "console-log-in-not-begun" in page.content.decode()
        assert not is_in(client)


def test_a_code_serves_once(offered):
    client = Client()
    begun = client.get("/accounts/oidc/")
    back = urlsplit(at_the_service(begun.headers["Location"]))
    kept = dict(client.cookies)
    assert client.get(f"{back.path}?{back.query}").status_code == 200
    second_client = Client()
    for name, cookie in kept.items():
        second_client.cookies[name] = cookie.value
    second_client.cookies["rogatory-xb-oidc"] = begun.cookies["rogatory-xb-oidc"].value
    answer = second_client.get(f"{back.path}?{back.query}")
    assert answer.status_code == 403
    assert not is_in(second_client)


def test_a_service_that_calls_itself_otherwise_is_not_asked(offered):
    offered.calls_itself = "https://elsewhere.example"
    answer = Client().get("/accounts/oidc/")
    assert answer.status_code == 403
    assert "oidc-issuer" in answer.content.decode()


def test_a_service_that_is_down_is_shown_and_the_other_ways_stay(world):
    service = SignIn("http://127.0.0.1:1", "c", "s", {SUBJECT: "xb-0002"}, "http://testserver/x")
    with console_settings(ROGATORY_SIGN_IN=service):
        answer = Client().get("/accounts/oidc/")
        assert answer.status_code == 403
        assert "oidc-silent" in answer.content.decode()
        assert Client().get("/accounts/login/").status_code == 200


def test_what_is_asked_of_the_service_binds_the_log_in_to_this_browser(offered):
    begun = Client().get("/accounts/oidc/")
    query = {
        name: one for name, (one,) in parse_qs(urlsplit(begun.headers["Location"]).query).items()
    }
    assert query["scope"] == "openid"
    assert len({query["state"], query["nonce"], query["code_challenge"]}) == 3
    cookie = begun.cookies["rogatory-xb-oidc"]
    assert (cookie["samesite"], cookie["httponly"], cookie["path"]) == (
        "Lax",
        True,
        "/accounts/oidc/",
    )
