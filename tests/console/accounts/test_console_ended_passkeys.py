# SPDX-License-Identifier: Apache-2.0
"""A passkey that the register ended, as after a theft, opens nothing at this console any more."""

import base64
import json
from datetime import timedelta

import pytest
from django.test import Client

from casts.console.accounts.passkeys import enrol, new_passkey, put_on_account
from casts.console.world import PASSWORD, console_settings, forget_attempts
from rogatory.directory.entry.period import COMPROMISED, PeriodEnd
from rogatory.directory.refusals import STATE_NOT_LISTED
from rogatory.errors import Refused

NUMBER = "xb-0001"
ORIGIN = "http://localhost"


@pytest.fixture(autouse=True)
def insecure_origin():
    forget_attempts()
    with console_settings(MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN=True, ROGATORY_EXERCISE=False):
        yield


@pytest.fixture
def stolen(world):
    """A passkey of an officer, made at the console and listed; the thief has a copy."""
    passkey = new_passkey(ORIGIN)
    put_on_account(NUMBER, passkey)
    now = world.clock.now()
    enrol(world, NUMBER, passkey, now - timedelta(days=9), now + timedelta(days=90))
    return passkey


def browser():
    return Client(SERVER_NAME="localhost", headers={"Accept-Language": "en"})


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(passkey, options):
    """Return what a browser posts: the passkey's answer to the challenge of the page."""
    challenge = options["publicKey"]["challenge"]
    made = passkey.assertion(base64.urlsafe_b64decode(challenge + "=" * (-len(challenge) % 4)))
    return json.dumps(
        {
            "id": text(passkey.credential),
            "rawId": text(passkey.credential),
            "type": "public-key",
            "response": {
                "clientDataJSON": text(made.client_data),
                "authenticatorData": text(made.authenticator_data),
                "signature": text(made.signature),
                "userHandle": text(NUMBER.encode()),
            },
            "clientExtensionResults": {},
        }
    )


def log_in(client, passkey):
    """By the passkey alone; whether that let it in."""
    challenge = client.get(
        "/accounts/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"}
    )
    options = challenge.json()["request_options"]
    client.post("/accounts/2fa/webauthn/login/", {"credential": signed(passkey, options)})
    return client.get("/profile/").status_code == 200


def options_on(page):
    """The challenge that a page of the library has for its script."""
    found = page.content.decode().partition('id="js_data" type="application/json">')[2]
    return json.loads(found.partition("</script>")[0])["request_options"]


def end(world, passkey, reason=COMPROMISED):
    now = world.clock.now()
    ended = PeriodEnd(now - timedelta(minutes=1), reason)
    enrol(world, NUMBER, passkey, now - timedelta(days=9), now + timedelta(days=90), ended=ended)


def rows():
    from allauth.mfa.models import Authenticator

    return list(Authenticator.objects.order_by("id").values_list("user__number", "type"))


def test_a_passkey_that_is_listed_lets_its_officer_in(world, stolen):
    assert log_in(browser(), stolen)


def test_a_passkey_ended_as_compromised_does_not_log_in(world, stolen):
    end(world, stolen)
    before = rows()
    client = browser()
    assert not log_in(client, stolen)
    assert "has ended this passkey" in client.get("/accounts/login/").content.decode()
    assert rows() == before


def test_it_is_no_second_factor_after_a_password(world, stolen):
    end(world, stolen)
    client = browser()
    client.post("/accounts/login/", {"login": NUMBER, "password": PASSWORD})
    options = options_on(client.get("/accounts/2fa/authenticate/"))
    answered = client.post("/accounts/2fa/authenticate/", {"credential": signed(stolen, options)})
    assert answered.status_code == 200
    assert client.get("/profile/").status_code == 302


def test_it_does_not_confirm_who_is_there_nor_add_a_passkey(world, stolen, officer):
    """The session was begun in another way, and found open; the passkey is ended meanwhile."""
    client = officer(NUMBER)
    client.defaults["SERVER_NAME"] = "localhost"
    end(world, stolen)
    before = rows()
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 302
    page = client.get("/accounts/2fa/webauthn/reauthenticate/")
    options = options_on(page)
    client.post("/accounts/2fa/webauthn/reauthenticate/", {"credential": signed(stolen, options)})
    assert client.get("/accounts/2fa/webauthn/add/").status_code == 302
    assert rows() == before


def test_a_session_that_it_began_ends_with_it(world, stolen):
    client = browser()
    assert log_in(client, stolen)
    end(world, stolen)
    assert client.get("/profile/").status_code == 302
    assert client.get("/").status_code == 302


def test_what_the_register_said_last_counts_while_no_directory_can_be_read(
    world, stolen, monkeypatch
):
    end(world, stolen)
    assert not log_in(browser(), stolen)

    def unreadable():
        raise Refused(STATE_NOT_LISTED.because(state="XB"))

    monkeypatch.setattr(world.directory, "view", unreadable)
    assert not log_in(browser(), stolen)


def test_a_passkey_that_is_listed_again_opens_again(world, stolen):
    end(world, stolen)
    assert not log_in(browser(), stolen)
    now = world.clock.now()
    enrol(world, NUMBER, stolen, now - timedelta(seconds=30), now + timedelta(days=90))
    assert log_in(browser(), stolen)


def test_another_passkey_of_the_officer_goes_on(world, stolen):
    other = new_passkey(ORIGIN, seed=62)
    put_on_account(NUMBER, other)
    end(world, stolen)
    assert log_in(browser(), other)


def test_the_attempt_is_in_the_audit(world, stolen):
    from rogatory.node.repositories.audit import AccessKind

    end(world, stolen)
    log_in(browser(), stolen)
    found = [
        one
        for one in world.node("XB").store.tables.accesses.values()
        if one.kind is AccessKind.LOGIN_FAILED
    ]
    assert [one.officer for one in found] == [NUMBER]
