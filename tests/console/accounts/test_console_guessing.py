# SPDX-License-Identifier: Apache-2.0
"""An attacker who guesses a password is slowed down; the officer whose number is guessed at is not
kept out.
"""

import pytest
from django.test import Client

from casts.console.world import PASSWORD, console_settings, forget_attempts
from rogatory.console.accounts.known_browsers import MOST_OFFICERS

NUMBER, COLLEAGUE = "xb-0001", "xb-0002"
TOO_MANY = "Too many failed login attempts"
LIMITS = {
    "login": "300/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "login_failed_known": "5/5m/key",
    "login_failed_anywhere": "30/h/key",
}


@pytest.fixture(autouse=True)
def limited():
    forget_attempts()
    with console_settings(ACCOUNT_RATE_LIMITS=LIMITS):
        yield
    forget_attempts()


def tried(client, password=PASSWORD, number=NUMBER, source="192.0.2.1"):
    """Return what a try comes to: `in`, `wrong` or `slowed`."""
    answer = client.post(
        "/accounts/login/", {"login": number, "password": password}, REMOTE_ADDR=source
    )
    if answer.status_code == 302:
        return "in"
    return "slowed" if TOO_MANY in answer.content.decode() else "wrong"


def known(number=NUMBER):
    """A browser in which the officer has logged in before, and out again."""
    client = Client()
    assert tried(client, number=number, source="192.0.2.9") == "in"
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302
    return client


def exhausted(source="198.51.100.7"):
    """Somebody guesses from one address until that is refused."""
    answers = [tried(Client(), "wrong", source=source) for _ in range(7)]
    assert answers == ["wrong"] * 5 + ["slowed"] * 2


def test_who_guesses_from_one_address_is_slowed_down_there(world):
    exhausted()
    assert tried(Client(), PASSWORD, source="198.51.100.7") == "slowed"


def test_the_officer_comes_in_from_elsewhere_while_somebody_guesses(world):
    exhausted()
    assert tried(Client()) == "in"


def test_the_officer_comes_in_from_the_same_address_with_a_browser_of_before(world):
    """As behind the one address of an office."""
    browser = known()
    exhausted(source="192.0.2.1")
    assert tried(browser, source="192.0.2.1") == "in"


def test_who_guesses_from_everywhere_is_slowed_down_and_keeps_no_known_browser_out(world):
    browser = known()
    for host in range(1, 9):
        for _ in range(5):
            tried(Client(), "wrong", source=f"203.0.113.{host}")
    assert tried(Client(), "wrong", source="203.0.113.200") == "slowed"
    assert tried(browser) == "in"


def test_a_known_browser_is_no_place_to_guess_from_either(world):
    browser = known()
    answers = [tried(browser, "wrong") for _ in range(6)]
    assert answers == ["wrong"] * 5 + ["slowed"]
    assert tried(browser, PASSWORD) == "slowed"


def test_a_browser_is_known_for_its_own_officers_only(world):
    browser = known(COLLEAGUE)
    exhausted(source="192.0.2.1")
    assert tried(browser, PASSWORD, source="192.0.2.1") == "slowed"


def test_a_cookie_that_the_node_did_not_sign_makes_no_browser_known(world):
    browser, exhausting = known(), "192.0.2.1"
    (name,) = (one for one in browser.cookies if one.endswith("-known"))
    value = browser.cookies[name].value
    exhausted(source=exhausting)
    forged = Client()
    forged.cookies[name] = value[:-1] + ("A" if value[-1] != "A" else "B")
    assert tried(forged, PASSWORD, source=exhausting) == "slowed"


def test_the_cookie_is_kept_from_scripts_and_other_sites(world):
    browser = known()
    (name,) = (one for one in browser.cookies if one.endswith("-known"))
    cookie = browser.cookies[name]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
    assert NUMBER not in cookie.value


def test_a_browser_remembers_so_many_officers_and_no_more(world):
    from rogatory.console.accounts import known_browsers

    request = Client().get("/accounts/login/").wsgi_request
    for number in range(MOST_OFFICERS + 3):
        from django.http import HttpResponse

        response = HttpResponse()
        known_browsers._write(request, response, f"xb-1{number:03}")
        request.COOKIES = {name: one.value for name, one in response.cookies.items()}
    found = known_browsers._officers(request)
    assert len(found) == MOST_OFFICERS
    assert "xb-1000" not in found


def test_a_password_alone_makes_no_browser_known_where_a_second_factor_is_asked(world):
    from casts.console.accounts.factors import an_app

    an_app()
    client = Client()
    assert tried(client) == "in"  # to the page that asks for the factor
    assert client.get("/").status_code == 302
    assert not [one for one in client.cookies if one.endswith("-known")]
