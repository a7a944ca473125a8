# SPDX-License-Identifier: Apache-2.0
"""Responses beside the page itself: instructions to browsers, cookies, errors."""

import runpy
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

import rogatory.bootstrap.settings as settings_folder
from casts.console.world import PASSWORD, console_settings, requested
from rogatory.bootstrap.settings import tables

ANYWHERE = (
    "/",
    "/accounts/login/",
    "/healthz",
    "/readyz",
    "/nowhere/",
    "/static/console/console.css",
    "/static/console/absent.css",
)


@pytest.fixture
def over_tls(monkeypatch):
    """The settings of a console that is reached over TLS, as a node outside exercises is."""
    home = replace(tables.HOME, console_url="https://console.xb")
    monkeypatch.setattr(tables, "HOME", home)
    path = Path(settings_folder.__file__).parent / "console.py"
    return {name: value for name, value in runpy.run_path(str(path)).items() if name.isupper()}


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize("address", ANYWHERE)
def test_every_answer_states_what_browsers_may_not_do(world, officer, address, accept):
    for client in (officer(), Client()):
        answer = client.get(address, headers={"accept": accept})
        policy = answer["Content-Security-Policy"]
        for directive in ("default-src 'none'", "object-src 'none'", "base-uri 'none'"):
            assert directive in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in answer.headers
        if answer["Content-Type"].startswith("text/"):
            assert "charset=" in answer["Content-Type"]
        answer.close()


def test_over_tls_every_answer_demands_tls_for_a_year(world, over_tls):
    assert over_tls["SECURE_HSTS_SECONDS"] >= 31_536_000
    with console_settings(
        SECURE_HSTS_SECONDS=over_tls["SECURE_HSTS_SECONDS"],
        SECURE_HSTS_INCLUDE_SUBDOMAINS=over_tls["SECURE_HSTS_INCLUDE_SUBDOMAINS"],
    ):
        for address in ANYWHERE:
            answer = Client().get(address, secure=True)
            header = answer["Strict-Transport-Security"]
            assert header == "max-age=31536000; includeSubDomains"
            answer.close()


def test_over_tls_each_cookie_is_for_this_host_alone_and_never_without_tls(world, over_tls):
    cookies = {name: value for name, value in over_tls.items() if "COOKIE" in name}
    names = [cookies[f"{one}_COOKIE_NAME"] for one in ("SESSION", "CSRF", "LANGUAGE")]
    assert all(name.startswith("__Host-") for name in names)
    with console_settings(**cookies, MESSAGE_STORAGE=over_tls["MESSAGE_STORAGE"]):
        client = Client()
        client.get("/accounts/login/", secure=True)
        client.post("/language", {"language": "fr"}, secure=True)
        client.post("/accounts/login/", {"login": "xb-0001", "password": PASSWORD}, secure=True)
        client.post("/language", {"language": "en"}, secure=True)
    set_here = client.cookies
    names.append(f"{names[0]}-known")
    assert set(set_here) == set(names)
    for cookie in set_here.values():
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert cookie["samesite"] in {"Strict", "Lax"}


def test_what_a_page_says_once_is_in_no_cookie(world, officer):
    thread = requested(world).thread
    client = officer()
    client.post(f"/threads/{thread}/acknowledge")
    assert "messages" not in client.cookies
    assert "The request is acknowledged." in client.get(f"/threads/{thread}/").content.decode()


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "CONNECT"])
def test_a_method_that_a_page_does_not_take_is_refused(world, officer, method):
    client = officer()
    for address in ("/", "/threads/", "/node/", "/profile/", "/healthz", "/readyz"):
        answer = client.generic(method, address)
        assert answer.status_code == 405
        assert "cookie" not in answer.content.decode().casefold()


def test_a_fault_shows_a_browser_and_a_script_nothing_of_what_is_inside(
    world, officer, monkeypatch
):
    def broken(*_args, **_rest):
        raise RuntimeError("secret words of the inside: /srv/rogatory SELECT * FROM threads")

    client = officer()
    client.raise_request_exception = False
    monkeypatch.setattr("rogatory.node.views.node_state.log_state", broken)
    for accept in ("text/html", "application/json"):
        answer = client.get("/node/", headers={"accept": accept})
        assert answer.status_code == 500
        text = answer.content.decode()
        assert "secret words" not in text
        assert "Traceback" not in text
        assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "javascript:1"]
)
def test_nobody_is_sent_elsewhere_after_an_act(world, back):
    assert Client().post("/language", {"language": "fr", "next": back})["Location"] == "/"
    response = Client().post(
        "/accounts/login/", {"login": "xb-0001", "password": PASSWORD, "next": back}
    )
    assert response["Location"] == "/"


def test_a_caller_who_claims_to_come_from_elsewhere_is_not_believed(world):
    """No proxy is in front of a console: what one would say is anybody's claim."""
    client = Client()
    spoofed = {"x-forwarded-proto": "https", "x-forwarded-host": "elsewhere.example"}
    answer = client.get("/accounts/login/", headers=spoofed)
    assert "Strict-Transport-Security" not in answer.headers
    assert "elsewhere.example" not in answer.content.decode()
    assert client.get("/accounts/login/", headers={"host": "elsewhere.example"}).status_code == 400
