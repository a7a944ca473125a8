# SPDX-License-Identifier: Apache-2.0
"""Administration: accounts made, closed and given new secrets, each noted; the node's health; no case."""

import re

import console_browser as browser_of
import pytest
from console_world import OFFICERS, PASSWORD, asked
from django.test import Client

from rogatory.node.access_records import AuditFilter, Source
from rogatory.node.permissions import ADMINISTRATOR

ADMIN = "xb-0099"
JSON = {"accept": "application/json"}


def row(number):
    from rogatory.storage.models import Officer

    return Officer.objects.filter(number=number).first()


@pytest.fixture
def administrator(world, officer):
    from rogatory.storage.models import Officer

    browser_of.apart(lambda: Officer.objects.filter(number=ADMIN).update(roles=[ADMINISTRATOR]))
    return officer(ADMIN)


def noted(world):
    found = world.node("XB").books.audit_entries(
        Source.ACCESS, AuditFilter(action="administered"), 100
    )
    return [(one.officer, one.about) for one in reversed(found)]


def log_in(number, secret):
    client = Client()
    client.post("/accounts/login/", {"login": number, "password": secret})
    return client


def post(client, address, **sent):
    return client.post(f"/administration/{address}", sent, headers=JSON)


def test_an_account_is_made_with_a_secret_that_serves_until_its_owner_changes_it(
    world, administrator
):
    asked(world)
    made = post(administrator, "accounts", number="XB-0042", name="N. New")
    secret = made.json()["data"]["secret"]["secret"]
    assert re.fullmatch(r"[a-z2-7]{24}", secret)
    assert secret not in administrator.get("/administration/").content.decode()
    client = log_in("xb-0042", secret)
    assert client.get("/").headers["Location"] == "/accounts/password/"
    refused = client.get("/threads/", headers=JSON)
    assert refused.status_code == 403
    assert refused.json()["reasons"][0]["code"] == "console-secret-to-change"
    changed = client.post(
        "/accounts/password/",
        {"oldpassword": secret, "password1": "a better one 77", "password2": "a better one 77"},
    )
    assert changed.status_code == 302
    assert client.get("/").status_code == 200
    assert log_in("xb-0042", secret).get("/").status_code == 302
    assert noted(world) == [(ADMIN, "account-create xb-0042")]


def test_a_deactivated_account_lets_nobody_in_and_ends_at_once(world, administrator):
    client = log_in("xb-0001", PASSWORD)
    assert client.get("/threads/").status_code == 200
    assert post(administrator, "accounts/deactivate", number="xb-0001").status_code == 200
    assert client.get("/threads/").status_code == 302
    assert log_in("xb-0001", PASSWORD).get("/threads/").status_code == 302
    assert post(administrator, "accounts/unlock", number="xb-0001").status_code == 200
    assert log_in("xb-0001", PASSWORD).get("/threads/").status_code == 200
    acts = [(ADMIN, f"account-{act} xb-0001") for act in ("deactivate", "unlock")]
    assert noted(world) == acts


def test_a_reset_takes_every_way_to_log_in_and_ends_the_sessions(world, administrator):
    from allauth.mfa.models import Authenticator

    client = log_in("xb-0001", PASSWORD)
    Authenticator.objects.create(user=row("xb-0001"), type="totp", data={"secret": "x"})
    answer = post(administrator, "accounts/reset", number="xb-0001")
    secret = answer.json()["data"]["secret"]["secret"]
    assert not Authenticator.objects.filter(user=row("xb-0001")).exists()
    assert client.get("/threads/").status_code == 302
    assert log_in("xb-0001", PASSWORD).get("/threads/").status_code == 302
    assert log_in("xb-0001", secret).get("/").headers["Location"] == "/accounts/password/"
    assert noted(world) == [(ADMIN, "account-reset xb-0001")]


@pytest.mark.parametrize(
    ("address", "sent", "code"),
    [
        ("accounts", {"number": "xa-0001"}, "account-number"),
        ("accounts", {"number": "admin"}, "account-number"),
        ("accounts", {"number": "xb-0001"}, "account-exists"),
        ("accounts", {"number": "xb-0042", "name": "x" * 201}, "account-name"),
        ("accounts/reset", {"number": ADMIN}, "account-own"),
        ("accounts/deactivate", {"number": ADMIN}, "account-own"),
        ("accounts/reset", {"number": "xb-7777"}, "account-unknown"),
        ("accounts/promote", {"number": "xb-0001"}, "console-choice-unknown"),
    ],
)
def test_what_may_not_be_done_to_an_account_is_refused_and_changes_nothing(
    world, administrator, address, sent, code
):
    from rogatory.storage.models import Officer

    before = list(Officer.objects.order_by("number").values())
    answer = post(administrator, address, **sent)
    assert answer.status_code == 409
    assert [one["code"] for one in answer.json()["reasons"]] == [code]
    assert list(Officer.objects.order_by("number").values()) == before
    assert noted(world) == []


def test_the_page_tells_of_the_node_and_of_no_case(world, administrator):
    thread = asked(world).thread
    told = administrator.get("/administration/", headers=JSON).json()["data"]
    assert {one["number"] for one in told["accounts"]} == set(OFFICERS)
    assert told["storage"]["books"] > 0
    assert told["storage"]["free"] > 0
    assert told["findings"]
    ends = [one["until"] for one in told["expiries"]]
    assert ends
    assert ends == sorted(ends)
    text = administrator.get("/administration/").content.decode()
    assert thread not in text
    assert "AR-2026-0417" not in text
    assert PASSWORD not in text


@pytest.mark.browser
@pytest.mark.skipif(not browser_of.CHROMIUM.exists(), reason="Chromium is not on this machine")
def test_the_administrators_page_has_no_barrier(world, administrator):
    with browser_of.served() as address, browser_of.chromium() as browser:
        world.origin = address
        world.relist()
        page = browser.new_page(locale="en")
        browser_of.log_in(page, address, ADMIN, PASSWORD)
        page.goto(f"{address}/administration/")
        assert page.inner_text("h1") == "Administration"
        assert browser_of.violations(page) == []
