# SPDX-License-Identifier: Apache-2.0
"""A session ends by itself: after a shift, when nothing asks any more, when its account is closed."""

import pytest
from django.contrib.auth import get_user_model

from casts.console.world import PASSWORD, requested
from rogatory.console.accounts.session_ends import NOTED_EVERY, QUIET, SHIFT

LOG_IN = "/accounts/login/"


def moved_back(client, **seconds):
    """The session as it would be had these of its moments been so much earlier."""
    session = client.session
    for name, by in seconds.items():
        session[name] -= int(by)
    session.save()


def is_let_in(client):
    answer = client.get("/")
    if answer.status_code == 302:
        assert answer["Location"].startswith(LOG_IN)
    return answer.status_code == 200


@pytest.fixture
def client(officer):
    found = officer()
    assert is_let_in(found)
    return found


def test_a_shift_is_the_longest_session_however_busy(client):
    moved_back(client, began=SHIFT.total_seconds() - 60)
    assert is_let_in(client)
    moved_back(client, began=60)
    assert not is_let_in(client)
    assert not is_let_in(client)


def test_a_browser_that_asks_for_nothing_is_logged_out_within_the_hour(client):
    moved_back(client, asked=QUIET.total_seconds() - 60)
    assert is_let_in(client)
    moved_back(client, asked=QUIET.total_seconds())
    assert not is_let_in(client)


def test_an_open_desk_keeps_its_officer_logged_in_through_a_quiet_night(client):
    for _hour in range(4):
        moved_back(client, asked=QUIET.total_seconds() - 120)
        assert client.get("/desk/now").status_code == 200
    assert is_let_in(client)


def test_what_is_asked_within_a_minute_writes_nothing(client):
    before = client.session["asked"]
    moved_back(client, asked=NOTED_EVERY.total_seconds() - 5)
    client.get("/desk/now")
    assert client.session["asked"] < before
    moved_back(client, asked=10)
    client.get("/desk/now")
    assert client.session["asked"] >= before


def test_a_session_that_does_not_say_when_it_began_is_over(client):
    session = client.session
    del session["began"]
    session.save()
    assert not is_let_in(client)


def test_an_act_in_a_session_that_is_over_does_nothing(world, client):
    thread = requested(world).thread
    moved_back(client, began=SHIFT.total_seconds())
    before = len(world.node("XB").store.transcript(thread))
    assert client.post(f"/threads/{thread}/acknowledge").status_code == 302
    assert len(world.node("XB").store.transcript(thread)) == before


def test_an_account_that_is_closed_is_logged_out_everywhere(client):
    get_user_model().objects.filter(number="xb-0001").update(is_active=False)
    assert not is_let_in(client)


def test_logging_out_ends_the_session_and_clears_what_the_browser_kept(client):
    cookies = client.cookies.copy()
    answer = client.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies = cookies
    assert not is_let_in(client)


def test_a_new_password_takes_the_present_one_and_ends_every_other_session(officer):
    here, there = officer(), officer()
    new = {"password1": "new lanterns over the bay", "password2": "new lanterns over the bay"}
    here.post("/accounts/password/", new | {"oldpassword": "a guess of it"})
    assert get_user_model().objects.get(number="xb-0001").check_password(PASSWORD)
    here.post("/accounts/password/", new | {"oldpassword": PASSWORD})
    assert get_user_model().objects.get(number="xb-0001").check_password(new["password1"])
    assert is_let_in(here)
    assert not is_let_in(there)


def test_a_new_password_that_others_would_guess_is_refused_in_the_officers_language(officer):
    weak = {"password1": "rogatory-2026", "password2": "rogatory-2026", "oldpassword": PASSWORD}
    text = officer(language="fr").post("/accounts/password/", weak).content.decode()
    assert "Un mot de passe ne peut se composer seulement de mots liés" in text
    assert get_user_model().objects.get(number="xb-0001").check_password(PASSWORD)
