# SPDX-License-Identifier: Apache-2.0
"""Administration: accounts made, closed and given new secrets, each noted; the node's health; no case."""

import dataclasses
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casts.console import browser as browser_of
from casts.console.world import ADMIN, NOW, OFFICERS, PASSWORD, as_read, requested
from rogatory.node.permissions import ADMINISTRATOR
from rogatory.node.repositories.audit import AuditFilter, Source
from rogatory.node.systems.scopes import Scope
from rogatory.node.systems.tokens import add_token, end_token
from rogatory.storage import models
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore
from rogatory.wire.statements import older

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
    found = world.node("XB").store.audit_entries(
        Source.ACCESS, AuditFilter(action="administered"), 100
    )
    return [(one.officer, one.about) for one in reversed(found)]


def a_package(number):
    return models.Package(
        seal=f"{number:064x}", package=f"01938f3e-0000-7000-8000-{number:012x}", bag="ba" * 32,
        thread=None, direction="in", peer="XA", sender="xa/central-authority",
        payload_size=7, segment_size=7, segments=1, present=1, complete=True, received=NOW,
    )  # fmt: skip


def a_job(number):
    return models.Job(kind="deliver", key=f"deliver/{number}", payload={}, run_at=NOW)


def log_in(number, secret):
    client = Client()
    client.post("/accounts/login/", {"login": number, "password": secret})
    return client


def post(client, address, **sent):
    return client.post(f"/administration/{address}", sent, headers=JSON)


def test_an_account_is_made_with_a_secret_that_serves_until_its_owner_changes_it(
    world, administrator
):
    requested(world)
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
    page = administrator.get("/administration/").content.decode()
    assert "Reactivate" not in page
    assert "can no longer log in, and open sessions end" in page, "said before it is done"
    assert post(administrator, "accounts/deactivate", number="xb-0001").status_code == 200
    assert client.get("/threads/").status_code == 302
    assert log_in("xb-0001", PASSWORD).get("/threads/").status_code == 302
    page = administrator.get("/administration/").content.decode()
    assert page.count(">Reactivate<") == 1
    assert post(administrator, "accounts/reactivate", number="xb-0001").status_code == 200
    assert log_in("xb-0001", PASSWORD).get("/threads/").status_code == 200
    acts = [(ADMIN, f"account-{act} xb-0001") for act in ("deactivate", "unlock")]
    assert noted(world) == acts


@pytest.fixture
def second(administrator, officer):
    """Another administrator, whose account the operator made as well."""
    return another_administrator(officer)


def another_administrator(officer, number="xb-0011", **facts):
    from rogatory.storage.models import Officer

    facts = {"roles": [ADMINISTRATOR], **facts}
    browser_of.apart(lambda: Officer.objects.filter(number=number).update(**facts))
    return officer(number)


def test_two_administrators_reset_an_account_and_its_sessions_end(world, administrator, second):
    from allauth.mfa.models import Authenticator

    client = log_in("xb-0001", PASSWORD)
    Authenticator.objects.create(user=row("xb-0001"), type="webauthn", data={})
    response = post(administrator, "accounts/reset", number="xb-0001", proof="number")
    assert response.status_code == 200
    assert client.get("/threads/").status_code == 200
    assert Authenticator.objects.filter(user=row("xb-0001")).exists()
    waiting = second.get("/administration/", headers=JSON).json()["data"]["accounts"]
    (one,) = (each for each in waiting if each["number"] == "xb-0001")
    assert (one["reset"]["by"], one["reset"]["proof"]) == (ADMIN, "number")
    answer = post(second, "accounts/reset", number="xb-0001", proof="face")
    secret = answer.json()["data"]["secret"]["secret"]
    assert not Authenticator.objects.filter(user=row("xb-0001")).exists()
    assert client.get("/threads/").status_code == 302
    assert log_in("xb-0001", PASSWORD).get("/threads/").status_code == 302
    assert log_in("xb-0001", secret).get("/").headers["Location"] == "/accounts/password/"
    assert noted(world) == [
        (ADMIN, "account-reset-ask xb-0001 number"),
        ("xb-0011", "account-reset xb-0001 face"),
    ]


@pytest.mark.parametrize(
    ("proof", "code"),
    [("", "account-proof"), ("a hunch", "account-proof"), ("face", "account-reset-second")],
)
def test_one_administrator_alone_resets_no_account(world, administrator, proof, code):
    client = log_in("xb-0001", PASSWORD)
    post(administrator, "accounts/reset", number="xb-0001", proof="face")
    before, password = noted(world), row("xb-0001").password
    refused = post(administrator, "accounts/reset", number="xb-0001", proof=proof)
    assert refused.status_code == 409
    assert code in [one["code"] for one in refused.json()["reasons"]]
    assert post(administrator, "accounts/renew", number="xb-0001").status_code == 409
    assert client.get("/threads/").status_code == 200
    assert (noted(world), row("xb-0001").password) == (before, password)


def test_who_was_let_in_by_an_administrator_is_not_his_second(world, administrator, officer):
    """Else an administrator would make himself one, and confirm what he asked."""
    from rogatory.bootstrap.accounts.officers import create_officer

    browser_of.apart(lambda: create_officer("xb-0098", "Y. Second self", PASSWORD))
    own_making = another_administrator(officer, "xb-0098", let_in_by=ADMIN)
    post(administrator, "accounts/reset", number="xb-0001", proof="face")
    password = row("xb-0001").password
    refused = post(own_making, "accounts/reset", number="xb-0001", proof="face")
    assert [one["code"] for one in refused.json()["reasons"]] == ["account-not-counted"]
    assert row("xb-0001").password == password


def unmade(number):
    """A number of the register that has no account."""
    from rogatory.storage.models import Officer

    browser_of.apart(lambda: Officer.objects.filter(number=number).delete())


def test_one_administrator_alone_becomes_no_officer_of_the_register(world, administrator):
    unmade("xb-0001")
    thread = requested(world).thread
    made = post(administrator, "accounts", number="xb-0001", name="A. Duty")
    assert "secret" not in made.json().get("data", {})
    assert row("xb-0001").has_usable_password() is False
    refused = post(administrator, "accounts/renew", number="xb-0001")
    assert [one["code"] for one in refused.json()["reasons"]] == ["account-two"]
    post(administrator, "accounts/reset", number="xb-0001", proof="face")
    repeated = post(administrator, "accounts/reset", number="xb-0001", proof="face")
    assert [one["code"] for one in repeated.json()["reasons"]] == ["account-reset-second"]
    assert row("xb-0001").has_usable_password() is False
    assert log_in("xb-0001", "").get(f"/threads/{thread}/").status_code == 302


def test_two_administrators_let_an_officer_of_the_register_in(world, administrator, second):
    unmade("xb-0001")
    thread = requested(world).thread
    post(administrator, "accounts", number="xb-0001", name="A. Duty")
    post(administrator, "accounts/reset", number="xb-0001", proof="face")
    document = post(second, "accounts/reset", number="xb-0001", proof="number").json()
    secret = document["data"]["secret"]["secret"]
    client = log_in("xb-0001", secret)
    client.post(
        "/accounts/password/",
        {"oldpassword": secret, "password1": "a better one 77", "password2": "a better one 77"},
    )
    assert client.get(f"/threads/{thread}/").status_code == 200
    assert (row("xb-0001").let_in_by, row("xb-0001").vouched_by) == ("xb-0011", ADMIN)


@pytest.fixture
def listed_later(world, administrator):
    """An account that one administrator made, and came in with, before the register listed its number."""
    unlisted = without(world, "xb-0001")
    unmade("xb-0001")
    document = post(administrator, "accounts", number="xb-0001", name="A. Duty").json()
    secret = document["data"]["secret"]["secret"]
    client = log_in("xb-0001", secret)
    client.post(
        "/accounts/password/",
        {"oldpassword": secret, "password1": "a better one 77", "password2": "a better one 77"},
    )
    assert client.get("/").status_code == 200
    world.directory.newest = unlisted
    return client


def without(world, number):
    """Take an officer out of the register; returns the view that has him."""
    whole = world.directory.newest
    listed = whole.listed["XB"]
    officers = tuple(one for one in listed.register.officers if one.number != number)
    register = dataclasses.replace(listed.register, officers=officers)
    changed = dataclasses.replace(listed, register=register)
    world.directory.newest = dataclasses.replace(whole, listed={**whole.listed, "XB": changed})
    return whole


def test_an_account_made_alone_is_none_of_an_officer_s_once_the_register_lists_the_number(
    world, listed_later
):
    thread = requested(world).thread
    for address in ("/", f"/threads/{thread}/", "/accounts/password/", "/accounts/2fa/"):
        refused = listed_later.get(address, headers=JSON)
        assert refused.status_code == 403, address
        assert [one["code"] for one in refused.json()["reasons"]] == ["account-alone"]
    page = listed_later.get("/")
    assert "Two administrators must prove whose account it is" in page.content.decode()
    assert listed_later.post("/accounts/logout/").status_code == 302


def test_a_passkey_of_the_account_that_the_register_lists_shows_whose_it_is(world, listed_later):
    from casts.console.accounts.passkeys import enrol, new_passkey, put_on_account

    passkey = new_passkey("http://localhost")
    put_on_account("xb-0001", passkey)
    assert listed_later.get("/").status_code == 403
    now = world.clock.now()
    enrol(world, "xb-0001", passkey, now - timedelta(days=1), now + timedelta(days=9))
    assert listed_later.get("/").status_code == 200


def test_a_reset_that_nobody_confirms_within_a_day_or_that_is_withdrawn_comes_to_nothing(
    world, administrator, second
):
    from rogatory.storage.models import AccountReset

    password = row("xb-0001").password
    post(administrator, "accounts/reset", number="xb-0001", proof="face")
    earlier = timezone.now() - timedelta(hours=24, seconds=1)
    browser_of.apart(lambda: AccountReset.objects.update(asked=earlier))
    second_request = post(second, "accounts/reset", number="xb-0001", proof="face")
    assert second_request.json().get("data", {}).get("secret") is None
    assert post(second, "accounts/withdraw", number="xb-0001").status_code == 200
    repeated = post(second, "accounts/withdraw", number="xb-0001")
    assert [one["code"] for one in repeated.json()["reasons"]] == ["account-reset-none"]
    assert row("xb-0001").password == password


def test_a_first_secret_lets_nobody_in_once_its_days_are_over(world, administrator):
    from rogatory.storage.models import Officer

    made = post(administrator, "accounts", number="xb-0042", name="N. New").json()["data"]["secret"]
    inside = log_in("xb-0042", made["secret"])
    assert inside.get("/accounts/password/").status_code == 200
    left = row("xb-0042").secret_until - timezone.now()
    assert timedelta(days=2) < left <= timedelta(days=3)
    over = timezone.now() - timedelta(seconds=1)
    browser_of.apart(lambda: Officer.objects.filter(number="xb-0042").update(secret_until=over))
    changed = inside.post(
        "/accounts/password/",
        {
            "oldpassword": made["secret"],
            "password1": "a better one 77",
            "password2": "a better one 77",
        },
    )
    assert changed.headers["Location"].startswith("/accounts/login/")
    assert row("xb-0042").check_password(made["secret"])
    assert log_in("xb-0042", made["secret"]).get("/accounts/password/").status_code == 302
    renewed = post(administrator, "accounts/renew", number="xb-0042").json()["data"]["secret"]
    assert log_in("xb-0042", renewed["secret"]).get("/accounts/password/").status_code == 200


@pytest.mark.parametrize(
    ("address", "sent", "code"),
    [
        ("accounts", {"number": "xa-0001"}, "account-number"),
        ("accounts", {"number": "admin"}, "account-number"),
        ("accounts", {"number": "xb-0001"}, "account-exists"),
        ("accounts", {"number": "xb-0042", "name": "x" * 201}, "account-name"),
        ("accounts/reset", {"number": ADMIN, "proof": "face"}, "account-own"),
        ("accounts/renew", {"number": ADMIN}, "account-own"),
        ("accounts/deactivate", {"number": ADMIN}, "account-own"),
        ("accounts/reset", {"number": "xb-7777", "proof": "face"}, "account-unknown"),
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


def test_the_page_shows_the_node_and_no_case(world, administrator):
    thread = requested(world).thread
    data = administrator.get("/administration/", headers=JSON).json()["data"]
    assert {one["number"] for one in data["accounts"]} == set(OFFICERS)
    assert data["storage"]["books"] > 0
    assert data["storage"]["free"] > 0
    assert data["findings"]
    order = ["wrong", "advice", "well"]
    levels = [order.index(one["level"]) for one in data["findings"]]
    assert levels == sorted(levels), "what is wrong is read first"
    assert len(set(levels)) > 1
    ends = [one["until"] for one in data["expiries"]]
    assert ends
    assert ends == sorted(ends)
    expiries = [(one["what"], one["of"], one["until"]) for one in data["expiries"]]
    assert len(expiries) == len(set(expiries))
    text = administrator.get("/administration/").content.decode()
    assert "No key or certificate must be renewed yet." in text
    world.clock.forward(days=300)
    world.relist()
    assert (
        "No key or certificate must be renewed yet."
        not in administrator.get("/administration/").content.decode()
    )
    assert thread not in text
    assert "AR-2026-0417" not in text
    assert PASSWORD not in text


def test_the_page_shows_tokens_of_systems_that_end_soon(world, administrator):
    for name, days in (("register", 30), ("old-register", 30)):
        add_token(world.node("XB"), name, [Scope.READ_REQUESTS], days)
    end_token(world.node("XB"), "old-register")

    def tokens():
        data = administrator.get("/administration/", headers=JSON).json()["data"]
        found = [one for one in data["expiries"] if one["what"] == "system-token"]
        return [(one["of"], one["is_soon"]) for one in found]

    assert tokens() == [("register", False)]
    world.clock.forward(days=20)
    world.relist()
    assert tokens() == [("register", True)]
    assert "access token of a system" in administrator.get("/administration/").content.decode()


def test_the_authorities_are_those_of_the_entry_with_their_officers_and_certificates(
    world, administrator
):
    data = administrator.get("/administration/", headers=JSON).json()["data"]["authorities"]
    view = world.node("XB").register.view()
    assert [one["authority"] for one in data] == [one.id for one in view.entry("XB").authorities]
    (contact,) = (one for one in data if one["authority"] == "xb/contact-point")
    assert {"number": "xb-0001", "roles": ["duty"]} in contact["officers"]
    assert "preservation" in {one["kind"] for one in contact["powers"]}
    assert contact["signs_until"] > f"{NOW:%Y-%m-%d}"
    assert contact["sealed_to_until"] is None  # this world seals to nobody
    text = as_read(administrator.get("/administration/"))
    assert ">xb-0001</bdi> <span" in text


def test_work_that_waits_or_was_set_aside_is_counted_and_not_shown(world, administrator):
    thread, node = requested(world).thread, world.node("XB")
    with node.store.transaction():
        node.queue.enqueue("apply", f"apply/{thread}", {"thread": thread}, NOW)
    (job,) = [one for one in node.queue.lease("w", 50, NOW) if one.key == f"apply/{thread}"]
    node.queue.set_aside(job, older("it breaks"), NOW)
    data = administrator.get("/administration/", headers=JSON).json()["data"]["work"]
    assert data["is_whole"]
    (aside,) = (one for one in data["counts"] if one["standing"] == "set-aside")
    assert (aside["kind"], aside["count"]) == ("apply", 1)
    text = administrator.get("/administration/").content.decode()
    assert "set aside" in text
    assert 'href="/node/#h-troubled"' in text
    assert thread not in text
    assert "it breaks" not in text


def test_the_page_asks_as_often_however_much_the_node_holds(world, administrator, monkeypatch):
    from django.db import connection

    node = dataclasses.replace(world.node("XB"), store=DatabaseStore(), queue=DatabaseQueue())
    monkeypatch.setattr("rogatory.bootstrap.node.running_node", lambda: node)
    counts = []
    for numbers in (range(10), range(10, 1000)):
        models.Package.objects.bulk_create(a_package(number) for number in numbers)
        models.Job.objects.bulk_create(a_job(number) for number in numbers)
        with CaptureQueriesContext(connection) as queries:
            data = administrator.get("/administration/", headers=JSON).json()["data"]
        counts.append(len(queries))
        assert data["work"]["counts"][0]["count"] == numbers.stop
    assert counts[0] == counts[1]


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


def test_ways_to_log_in_and_holders_of_keys_are_named_in_words(world, administrator):
    """A code of the log-in library, or an authority's identifier alone, says nothing to an administrator."""
    from allauth.mfa.models import Authenticator

    from rogatory.storage.models import Officer

    for kind in ("totp", "webauthn", "recovery_codes"):
        Authenticator.objects.create(user=row("xb-0001"), type=kind, data={})
    Officer.objects.filter(number=ADMIN).update(language="fr")
    page = as_read(administrator.get("/administration/"))
    Authenticator.objects.all().delete()
    accounts = page.partition('id="h-accounts"')[2].partition("</table>")[0]
    named = ("application d’authentification", "clé d’accès", "codes de récupération")
    assert all(one in accounts for one in named)
    assert not any(code in accounts for code in ("totp", "webauthn", "recovery_codes"))
    ends = page.partition('id="h-expiries"')[2].partition('id="h-storage"')[0]
    holders = re.findall(r"autorité (.*?)</td>", ends)
    assert any("Point de contact 24/7" in one and "xb/contact-point" in one for one in holders)
    assert not re.search(r'<code class="breaks">[a-z]{2}/', ends)
