# SPDX-License-Identifier: Apache-2.0
"""What is tried against the console's own door: sessions given in advance, forged forms, floods, foreign hosts."""

import pytest
from console_world import PASSWORD, asked
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

NUMBER = "xb-0001"


def log_in(client, **more):
    return client.post("/accounts/login/", {"login": NUMBER, "password": PASSWORD, **more})


def session_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def test_a_session_that_was_there_before_the_log_in_is_not_the_one_after_it(world):
    """Whoever put a session's key into another's browser has nothing of it once he logs in."""
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


def test_a_host_that_is_not_ours_is_answered_with_nothing(world):
    answer = Client(headers={"host": "elsewhere.example"}).get("/accounts/login/")
    assert answer.status_code == 400
    assert b"elsewhere.example" not in answer.content


def test_a_form_without_its_token_does_nothing(world):
    thread = asked(world).thread
    client = Client(enforce_csrf_checks=True)
    client.force_login(an_account(), "rogatory.console.first_secret.OfficerBackend")
    assert client.post(f"/threads/{thread}/acknowledge").status_code == 403
    assert len(world.node("XB").books.transcript(thread)) == 1


def an_account():
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(number=NUMBER)


def test_a_form_of_too_many_parts_or_too_many_bytes_is_refused_unread(world):
    """By the check for the token, which reads the form before any page does."""
    thread = asked(world).thread
    client, address = Client(enforce_csrf_checks=True), f"/threads/{thread}/acknowledge"
    client.force_login(an_account(), "rogatory.console.first_secret.OfficerBackend")
    client.get(f"/threads/{thread}/")
    assert client.cookies[settings.CSRF_COOKIE_NAME].value
    many = {f"f{number}": "x" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    large = {"reference": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)}
    files = {f"f{number}": SimpleUploadedFile("a", b"x") for number in range(101)}
    for sent in (many, large, files):
        assert client.post(address, sent).status_code in {400, 413}
    assert len(world.node("XB").books.transcript(thread)) == 1
