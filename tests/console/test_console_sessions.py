# SPDX-License-Identifier: Apache-2.0
"""Where an officer is logged in, ending it from elsewhere, and guessing passwords."""

import pytest
from console_world import PASSWORD, console_settings
from django.core.cache import cache
from django.test import Client
from test_console_log_in import log_in


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()
    yield
    cache.clear()


def at(number="xb-0001", browser="A browser"):
    client = Client(headers={"user-agent": browser})
    log_in(client, number)
    return client


def sessions(client):
    told = client.get("/profile/", headers={"Accept": "application/json"}).json()
    return told["data"]["sessions"]


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
    assert here.post(f"/profile/sessions/{one['pk']}/end").status_code == 302
    assert left.get("/").headers["Location"].startswith("/accounts/login/")
    assert third.get("/").status_code == 200
    assert len(sessions(here)) == 2


def test_all_others_are_ended_at_once_and_this_one_stays(world):
    others, here = [at(), at()], at()
    assert here.post("/profile/sessions/end-others").status_code == 302
    assert [one.get("/").status_code for one in others] == [302, 302]
    assert [one["is_this"] for one in sessions(here)] == [True]


def test_nobody_ends_a_session_of_somebody_else_nor_his_own_so(world):
    own, colleague = at(), at("xb-0002")
    (theirs,) = sessions(colleague)
    (mine,) = sessions(own)
    for one in (theirs, mine):
        assert own.post(f"/profile/sessions/{one['pk']}/end").status_code == 404
    assert colleague.get("/").status_code == 200
    assert own.get("/").status_code == 200


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
