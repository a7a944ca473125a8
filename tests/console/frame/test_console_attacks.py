# SPDX-License-Identifier: Apache-2.0
"""Attacks on the console's own door: sessions given in advance, forged forms, floods, foreign
hosts.
"""

import threading

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from casts.console.accounts.factors import an_app, code_of_the_app
from casts.console.accounts.factors import log_in as code_lets_in
from casts.console.acts import a_draft, approval_of
from casts.console.world import PASSWORD, console_settings, forget_attempts, requested
from casts.steady.patience import PATIENCE

NUMBER = "xb-0001"
NAMED = {"login": NUMBER, "password": PASSWORD}


def log_in(client, **more):
    return client.post("/accounts/login/", {"login": NUMBER, "password": PASSWORD, **more})


def session_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_session_that_was_there_before_the_log_in_is_not_the_one_after_it(world):
    """An attacker who put a session's key into another's browser gains nothing once that officer
    logs in.
    """
    client = Client()
    session = client.session
    session["planted"] = "by somebody"
    session.save()
    planted = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    log_in(client)
    assert client.get("/threads/").status_code == 200
    assert session_of(client) != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert thief.get("/threads/").status_code == 302


def test_two_log_ins_have_two_sessions_of_enough_length(world):
    keys = []
    for _ in range(2):
        client = Client()
        log_in(client)
        keys.append(session_of(client))
    assert len(set(keys)) == 2
    assert all(len(key) >= 32 for key in keys)


@pytest.mark.parametrize(
    "onward",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
    ],
)
def test_a_log_in_leads_nowhere_else(world, onward):
    assert log_in(Client(), next=onward).headers["Location"] == "/"


@pytest.mark.parametrize(
    "onward",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "\t//elsewhere.example",
        "/\t/elsewhere.example",
        "https:elsewhere.example",
        "javascript:alert(1)",
    ],
)
def test_nothing_else_that_takes_an_onward_address_leads_away(world, onward):
    client = Client()
    assert client.post(f"/accounts/login/?next={onward}", NAMED)["Location"] == "/"
    form = {"password": PASSWORD, "next": onward}
    assert client.post("/accounts/reauthenticate/", form)["Location"] == "/"
    assert client.post("/accounts/logout/", {"next": onward})["Location"] == "/"
    led = Client().get("//elsewhere.example/threads/")["Location"]
    assert led == "/accounts/login/?next=/threads/"


def spellings(number):
    return (number, number.upper(), number.title(), f" {number} ", f"\t{number}")


def test_a_number_spelled_otherwise_is_guessed_at_no_longer(world):
    """Each spelling that lets its officer in counts with the others."""
    for spelled in spellings(NUMBER):
        assert Client().post("/accounts/login/", NAMED | {"login": spelled}).status_code == 302
    with limited():
        for spelled in spellings(NUMBER):
            wrong = {"login": spelled, "password": "a wrong one"}
            assert Client().post("/accounts/login/", wrong).status_code == 200
        for spelled in spellings(NUMBER):
            client = Client()
            client.post("/accounts/login/", NAMED | {"login": spelled})
            assert client.get("/profile/").status_code == 302


def test_a_second_factor_is_not_guessed_at_leisure_by_who_has_the_password(world):
    an_app()
    with limited():
        for guess in range(5):
            client = Client()
            log_in(client)
            client.post("/accounts/2fa/authenticate/", {"code": f"{guess:06}"})
        client = Client()
        log_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": code_of_the_app()})
        assert client.get("/profile/").status_code == 302
    assert code_lets_in(code_of_the_app())


def limited():
    limits = {"login": "300/m/ip", "login_failed": "100/m/ip,5/5m/key"}
    return console_settings(ACCOUNT_RATE_LIMITS=limits)


@pytest.fixture(autouse=True)
def uncounted():
    """Forget wrong passwords that other tests typed: they count for nobody here, nor these
    elsewhere.
    """
    forget_attempts()
    yield
    forget_attempts()


def at_once(posts):
    """The statuses of posts that several browsers send at the same moment."""
    together, found = threading.Barrier(len(posts)), []

    def post(client, address, form):
        try:
            together.wait(PATIENCE)
            found.append(client.post(address, form).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post, args=one) for one in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_approvals_and_sendings_at_the_same_moment_make_one_approval_and_one_message(
    world, officer
):
    thread, node = requested(world).thread, world.node("XB")
    draft = a_draft(world, thread)
    approval = approval_of(world, draft)
    found = at_once(
        [(officer("xb-0002"), f"/drafts/{draft.id}/approve", approval) for _ in range(4)]
    )
    assert set(found) <= {302, 409}
    assert len(node.store.draft(draft.id).approvals) == 1
    found = at_once([(officer("xb-0001"), f"/drafts/{draft.id}/send", {}) for _ in range(4)])
    assert found.count(302) == 1
    assert set(found) <= {302, 404, 409}
    assert len(node.store.transcript(thread)) == 2


def test_a_host_that_is_not_ours_is_answered_with_nothing(world):
    answer = Client(headers={"host": "elsewhere.example"}).get("/accounts/login/")
    assert answer.status_code == 400
    assert b"elsewhere.example" not in answer.content


def test_a_form_without_its_token_does_nothing(world):
    thread = requested(world).thread
    client = Client(enforce_csrf_checks=True)
    client.force_login(an_account(), "rogatory.console.accounts.first_secret.OfficerBackend")
    assert client.post(f"/threads/{thread}/acknowledge").status_code == 403
    assert len(world.node("XB").store.transcript(thread)) == 1


def an_account():
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(number=NUMBER)


def test_a_form_of_too_many_parts_or_too_many_bytes_is_refused_unread(world):
    """By the check for the token, which reads the form before any page does."""
    thread = requested(world).thread
    client, address = Client(enforce_csrf_checks=True), f"/threads/{thread}/acknowledge"
    client.force_login(an_account(), "rogatory.console.accounts.first_secret.OfficerBackend")
    client.get(f"/threads/{thread}/")
    assert client.cookies[settings.CSRF_COOKIE_NAME].value
    many = {f"f{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    large = {"reference": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    files = {f"f{number}": SimpleUploadedFile("a", b"x") for number in range(101)}
    for sent in (many, large, files):
        assert client.post(address, sent).status_code in {400, 413}
    assert len(world.node("XB").store.transcript(thread)) == 1
