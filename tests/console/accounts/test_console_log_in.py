# SPDX-License-Identifier: Apache-2.0
"""Coming in: the password, the second factor, the language; and what a real node demands."""

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.test import Client

from casts.console.accounts.log_in import log_in
from casts.console.world import PASSWORD, console_settings, requested


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_log_in_page_is_in_the_language_of_the_browser(world, language):
    answer = Client().get("/accounts/login/", headers={"Accept-Language": language})
    words = {"en": "Officer's number", "fr": "Numéro d’agent"}[language]
    assert words in answer.content.decode().replace("&#x27;", "'")
    assert answer.headers["Content-Language"] == language


def test_number_and_password_let_an_officer_into_an_exercise(world):
    client = Client()
    assert log_in(client, "XB-0001").headers["Location"] == "/"
    assert "Duty desk" in client.get("/").content.decode()


@pytest.mark.parametrize(("number", "password"), [("xb-0001", "wrong"), ("xb-7777", PASSWORD)])
def test_a_wrong_pair_lets_nobody_in_and_does_not_say_which_was_wrong(world, number, password):
    client = Client()
    answer = log_in(client, number, password)
    assert answer.status_code == 200
    assert "The officer&#x27;s number or the password is wrong" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_a_real_node_opens_nothing_before_a_second_factor_is_set_up(world, officer):
    thread = requested(world).thread
    client = officer()
    assert client.get(f"/threads/{thread}/").status_code == 200  # in an exercise
    with console_settings(ROGATORY_EXERCISE=False):
        for address in (
            "/",
            f"/threads/{thread}/",
            "/evidence/",
            "/node/",
            "/profile/",
            "/desk/now",
        ):
            assert client.get(address).headers["Location"] == "/accounts/2fa/"
        refused = client.post(f"/threads/{thread}/acknowledge")
        assert refused.headers["Location"] == "/accounts/2fa/"
        page = client.get("/accounts/2fa/").content.decode()
    assert "Set up a passkey or an authenticator first" in page
    assert len(world.node("XB").store.transcript(thread)) == 1


def test_a_second_factor_is_asked_for_where_there_is_one(world):
    from time import time

    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
    from django.contrib.auth import get_user_model

    user = get_user_model().objects.get(number="xb-0001")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert Authenticator.objects.filter(user=user).count() == 1
    client = Client()
    with console_settings(ROGATORY_EXERCISE=False):
        assert log_in(client).headers["Location"].startswith("/accounts/2fa/authenticate/")
        assert client.get("/").headers["Location"].startswith("/accounts/login/")
        page = client.get("/accounts/2fa/authenticate/")
        assert "recovery code" in page.content.decode()
        code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", int(time()) // 30))
        client.post("/accounts/2fa/authenticate/", {"code": code})
        assert client.get("/").status_code == 200


def test_nobody_signs_himself_up(world):
    assert Client().get("/accounts/signup/").status_code == 404


def test_a_language_chosen_stays_with_the_account(world, officer):
    client = officer(language="en")
    client.post("/language", {"language": "fr", "next": "/profile/"})
    assert "Permanence" in client.get("/").content.decode()
    client.post("/language", {"language": "tlh", "next": "/"})
    assert "Permanence" in client.get("/").content.decode()


def test_a_language_chosen_leads_nowhere_else(world):
    answer = Client().post("/language", {"language": "fr", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_logging_out_ends_the_session(world, officer):
    client = officer()
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302


def test_the_session_is_kept_from_scripts_and_other_sites(world):
    cookies = log_in(Client()).cookies
    session = next(one for name, one in cookies.items() if name.startswith("rogatory-"))
    assert session["httponly"]
    assert session["samesite"] == "Strict"


def test_a_fault_is_shown_without_asking_the_node(world, officer, monkeypatch):
    client = officer()
    client.raise_request_exception = False

    def broken():
        raise RuntimeError("the node is broken")

    monkeypatch.setattr("rogatory.bootstrap.node.running_node", broken)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "The console has a fault" in answer.content.decode()
    assert "broken" not in answer.content.decode()


def session_of(text):
    session = SessionStore()
    session["text"] = text
    session.create()


REFUSED_IN_A_ROW = 200
"""A session goes to the page of its random key: one that is refused shows that this page is full."""


def sessions_until_full():
    """Fill every page; where no long session fits a short one may, until none does."""
    for text in ("x" * 2000, "x" * 200, ""):
        refused = 0
        while refused < REFUSED_IN_A_ROW:
            try:
                session_of(text)
                refused = 0
            except OperationalError as error:
                assert "full" in str(error)
                refused += 1


@pytest.mark.parametrize("kind", ["page", "script"])
def test_a_full_disk_at_log_in_answers_503_in_words(world, kind):
    """SQLite refuses another page; what an officer sees is no fault of the program."""
    accept = {"page": "text/html", "script": "application/json"}[kind]
    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM"
        )  # pages that earlier tests left empty would take a quarter of a minute to fill
        cursor.execute("PRAGMA max_page_count")
        (before,) = cursor.fetchone()
        cursor.execute("PRAGMA max_page_count = 1")  # as many as there are
        try:
            sessions_until_full()
            sessions = Session.objects.count()
            client = Client(raise_request_exception=False)
            answer = client.post(
                "/accounts/login/",
                {"login": "xb-0001", "password": PASSWORD},
                headers={"accept": accept, "Accept-Language": "en"},
            )
            assert Session.objects.count() == sessions
        finally:
            cursor.execute(f"PRAGMA max_page_count = {before}")
    assert answer.status_code == 503
    text = answer.content.decode()
    if kind == "page":
        assert "store did not answer" in text
    else:
        assert [one["code"] for one in answer.json()["reasons"]] == ["console-store-silent"]
    assert "OperationalError" not in text


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (OSError(28, "No space left on device"), 503),
        (DatabaseError("the commit that was shared failed"), 503),
        (IntegrityError("a value twice"), 500),
        (RuntimeError("the node is broken"), 500),
    ],
)
def test_what_the_disk_did_and_what_the_program_did_are_distinguished(
    world, officer, monkeypatch, error, status
):
    client = officer()
    client.raise_request_exception = False

    def broken():
        raise error

    monkeypatch.setattr("rogatory.bootstrap.node.running_node", broken)
    assert client.get("/").status_code == status
