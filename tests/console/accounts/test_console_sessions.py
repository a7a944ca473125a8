# SPDX-License-Identifier: Apache-2.0
"""Where an officer is logged in, ending it from elsewhere, and guessing passwords."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve, reverse

from casts.console.accounts.factors import an_app, code_of_the_app
from casts.console.accounts.log_in import log_in
from casts.console.world import PASSWORD, console_settings, forget_attempts
from rogatory.console.accounts import reauthentication
from rogatory.node.repositories.audit import AuditFilter, Source


@pytest.fixture(autouse=True)
def nothing_counted():
    forget_attempts()
    yield
    forget_attempts()


def at(number="xb-0001", browser="A browser"):
    client = Client(headers={"user-agent": browser})
    log_in(client, number)
    return client


REAUTHENTICATE = "/accounts/reauthenticate/"


def reauthenticated(client, password=PASSWORD, **more):
    return client.post(REAUTHENTICATE, {"password": password, **more})


def key_of(client):
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def with_key(key):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    return client


def sessions(client):
    document = client.get("/profile/", headers={"Accept": "application/json"}).json()
    return document["data"]["sessions"]


def test_an_officer_sees_where_he_is_logged_in_and_which_session_is_this(world):
    office, telephone = at(browser="The office"), at(browser="A telephone")
    found = {one["browser"]: one["is_this"] for one in sessions(telephone)}
    assert found == {"The office": False, "A telephone": True}
    page = telephone.get("/profile/").content.decode()
    assert "The office" in page
    assert office.get("/").status_code == 200


def test_a_session_that_was_left_open_is_ended_from_another(world):
    left, here, third = at(browser="Left open"), at(), at()
    (one,) = [each for each in sessions(here) if each["browser"] == "Left open"]
    reauthenticated(here)
    assert here.post(f"/profile/sessions/{one['pk']}/end").headers["Location"] == "/profile/"
    assert left.get("/").headers["Location"].startswith("/accounts/login/")
    assert third.get("/").status_code == 200
    assert len(sessions(here)) == 2


def test_all_others_are_ended_at_once_and_this_one_stays(world):
    others, here = [at(), at()], at()
    reauthenticated(here)
    assert here.post("/profile/sessions/end-others").headers["Location"] == "/profile/"
    assert [one.get("/").status_code for one in others] == [302, 302]
    assert [one["is_this"] for one in sessions(here)] == [True]


def test_nobody_ends_a_session_of_somebody_else_nor_his_own_so(world):
    own, colleague = at(), at("xb-0002")
    (theirs,) = sessions(colleague)
    reauthenticated(own)
    (mine,) = sessions(own)
    for one in (theirs, mine):
        assert own.post(f"/profile/sessions/{one['pk']}/end").status_code == 404
    assert colleague.get("/").status_code == 200
    assert own.get("/").status_code == 200


def test_what_was_asked_for_is_done_once_he_said_again_who_he_is(world):
    other, here = at(), at()
    led = here.post("/profile/sessions/end-others").headers["Location"]
    assert led == f"{REAUTHENTICATE}?next=%2Fprofile%2Fsessions%2Fend-others"
    assert other.get("/").status_code == 200
    done = reauthenticated(here, next="/profile/sessions/end-others")
    assert done.headers["Location"] == "/profile/"
    assert other.get("/").status_code == 302
    assert [one["is_this"] for one in sessions(here)] == [True]
    acts = world.node("XB").store.audit_entries(Source.ACCESS, AuditFilter(action="acted"), 9)
    assert [one.about for one in acts] == ["sessions-end-others"]


def test_who_found_an_open_browser_ends_no_session_elsewhere(world):
    """He has no password; and what its officer said of himself some minutes ago does not help him."""
    other, found = at(), at()
    pk = next(one["pk"] for one in sessions(found) if not one["is_this"])
    addresses = (f"/profile/sessions/{pk}/end", "/profile/sessions/end-others")
    reauthenticated(found)
    with console_settings(ACCOUNT_REAUTHENTICATION_TIMEOUT=0):
        for address in addresses:
            assert found.post(address).headers["Location"].startswith(REAUTHENTICATE)
            assert reauthenticated(found, "a guess", next=address).status_code == 200
            response = found.post(address, headers={"Accept": "application/json"})
            assert (response.status_code, response.json()["reasons"][0]["code"]) == (
                403,
                "console-asked-again",
            )
    assert other.get("/").status_code == 200
    assert len(sessions(other)) == 2


def by_code(client):
    client.post("/accounts/2fa/reauthenticate/", {"code": code_of_the_app()})


@pytest.mark.parametrize("reauthenticate", [reauthenticated, by_code])
def test_saying_again_who_one_is_makes_a_new_key_and_the_old_one_opens_nothing(
    world, reauthenticate
):
    other, here = at(), at()
    an_app()
    old, before = key_of(here), sessions(here)
    reauthenticate(here)
    assert key_of(here) != old
    assert sessions(here) == before
    assert with_key(old).get("/").headers["Location"].startswith("/accounts/login/")
    assert here.get("/").status_code == 200
    assert other.get("/").status_code == 200


def test_a_shift_is_no_longer_for_having_said_it_again(world):
    here = at()
    began = here.session["began"]
    reauthenticated(here)
    assert here.session["began"] == began


def test_a_wrong_password_renews_nothing(world):
    here = at()
    old = key_of(here)
    assert reauthenticated(here, "a guess").status_code == 200
    assert key_of(here) == old


def test_each_way_to_say_it_again_renews_the_session(world):
    for name in ("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"):
        view = resolve(reverse(name)).func
        assert view in (
            reauthentication.by_password,
            reauthentication.by_code,
            reauthentication.by_passkey,
        )


def test_a_foreign_name_of_a_browser_is_shown_as_text_and_cut(world):
    client = at(browser=f"<script>alert(1)</script>{'x' * 500}")
    page = client.get("/profile/").content.decode()
    assert "<script>alert" not in page
    assert "x" * 200 not in page


def test_a_password_is_not_guessed_at_leisure(world):
    limits = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
    with console_settings(ACCOUNT_RATE_LIMITS=limits):
        for _try in range(5):
            assert log_in(Client(), password="wrong").status_code == 200
        locked = Client()
        assert "Too many failed login attempts" in log_in(locked).content.decode()
        assert locked.get("/").status_code == 302
        assert log_in(Client(), "xb-0002", PASSWORD).status_code == 302  # a colleague comes in


def test_a_flood_of_log_ins_is_answered_with_a_page_of_ours(world):
    with console_settings(ACCOUNT_RATE_LIMITS={"login": "3/m/ip"}):
        answers = [log_in(Client(), password="wrong") for _try in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert "Too many attempts" in answers[-1].content.decode()
