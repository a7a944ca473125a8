# SPDX-License-Identifier: Apache-2.0
"""An officer's passkeys on his page, from the making to the end; and approvals that are none."""

import base64
import dataclasses
import json
from datetime import timedelta

import pytest

from casts.console.accounts.passkeys import enrol, new_passkey, put_on_account
from casts.console.acts import a_draft
from casts.console.world import CONSOLE, requested
from casts.node.world import snapshot
from rogatory.directory.draft.enrolment import parse_enrolment
from rogatory.directory.entry.period import PeriodEnd
from rogatory.wire.spoken_digest import spoken

OFFICER = "xb-0002"


@pytest.fixture
def passkey():
    return new_passkey(CONSOLE)


def profile(client):
    return client.get("/profile/").content.decode()


def standing(client):
    document = client.get("/profile/", headers={"Accept": "application/json"}).json()
    (one,) = document["data"]["passkeys"]
    return one["standing"]


def test_a_passkey_goes_from_the_page_into_the_register_and_out_of_it(world, officer, passkey):
    pk, client = put_on_account(OFFICER, passkey), officer(OFFICER)
    assert standing(client)["step"] == "made"
    assert "made here, not listed" in profile(client)

    assert client.post(f"/profile/passkeys/{pk}/ask").status_code == 302
    assert standing(client)["step"] == "asked"
    file = client.get(f"/profile/passkeys/{pk}/enrolment")
    assert file.headers["Content-Disposition"].startswith("attachment")
    wanted = parse_enrolment(file.content)
    assert (wanted.state, wanted.officer) == ("XB", OFFICER)
    assert (wanted.credential, wanted.key) == (passkey.credential, passkey.key)
    assert spoken(wanted.fingerprint) in profile(client)

    now = world.clock.now()
    enrol(world, OFFICER, passkey, now - timedelta(hours=1), now + timedelta(days=99))
    account = standing(client)
    assert (account["step"], account["approves"]) == ("listed", True)
    assert "listed in the register" in profile(client)

    gone = PeriodEnd(now - timedelta(minutes=1), "compromised")
    enrol(world, OFFICER, passkey, now - timedelta(hours=1), now + timedelta(days=99), ended=gone)
    account = standing(client)
    assert (account["step"], account["approves"]) == ("ended", False)
    assert "Earlier approvals stay valid." in profile(client)


def test_a_passkey_in_a_role_that_does_not_approve_says_so(world, officer, passkey):
    put_on_account("xb-0001", passkey)
    now = world.clock.now()
    enrol(world, "xb-0001", passkey, now, now + timedelta(days=9))
    account = standing(officer("xb-0001"))
    assert (account["step"], account["approves"]) == ("listed", False)


@pytest.mark.parametrize("act", ["ask", "enrolment"])
def test_nobody_asks_for_a_passkey_of_somebody_else(world, officer, passkey, act):
    pk = put_on_account(OFFICER, passkey)
    client = officer("xb-0003")
    call = client.post if act == "ask" else client.get
    assert call(f"/profile/passkeys/{pk}/{act}").status_code == 404
    assert standing(officer(OFFICER))["step"] == "made"


def test_a_passkey_of_another_site_cannot_be_listed(world, officer):
    pk = put_on_account(
        OFFICER, new_passkey("https://elsewhere.example", rp_id="elsewhere.example")
    )
    refused = officer(OFFICER).post(
        f"/profile/passkeys/{pk}/ask", headers={"Accept": "application/json"}
    )
    assert [one["code"] for one in refused.json()["reasons"]] == ["passkey-relying-party"]
    assert standing(officer(OFFICER))["step"] == "made"


def test_who_has_only_a_password_learns_what_approves(world, officer, passkey):
    draft = a_draft(world, requested(world).thread)
    page = officer(OFFICER).get(f"/drafts/{draft.id}/").content.decode()
    assert "a password approves nothing" in page
    put_on_account(OFFICER, passkey)
    now = world.clock.now()
    enrol(world, OFFICER, passkey, now, now + timedelta(days=9))
    page = officer(OFFICER).get(f"/drafts/{draft.id}/").content.decode()
    assert "a password approves nothing" not in page
    wanted = json.loads(
        officer(OFFICER).get(f"/drafts/{draft.id}/", headers={"Accept": "application/json"}).content
    )["data"]["view"]["passkey"]["credentials"]
    assert text(passkey.credential) in wanted
    assert len(wanted) == 2  # the one that was listed before still approves, too


def text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def posted(made):
    return {
        name: text(getattr(made, name))
        for name in ("credential", "authenticator_data", "client_data", "signature")
    }


def attacks(world, draft, other):
    """Return what is posted as an officer's approval, and the codes for which it is refused."""
    keys = world.states["XB"].officers
    own, now = keys[OFFICER], world.clock.now()
    stale = new_passkey(CONSOLE, seed=62)
    gone = PeriodEnd(now - timedelta(minutes=1), "rotated")
    enrol(world, OFFICER, stale, now - timedelta(days=2), now + timedelta(days=9), ended=gone)
    quiet = dataclasses.replace(own, verifies_user=False)
    framed = dataclasses.replace(own, cross_origin=True)
    sister = dataclasses.replace(own, rp_id="console.xb.example")
    content = draft.content

    def approval(key, digest=content, verdict="approve"):
        return posted(key.approve(OFFICER, verdict, digest))

    return {
        "nothing at all": ({}, {"officer-not-listed"}),
        "another draft's": (approval(own, other.content), {"approval-other-matter"}),
        "another verdict's": (approval(own, verdict="reject"), {"approval-other-matter"}),
        "a colleague's passkey": (approval(keys["xb-0003"]), {"officer-not-listed"}),
        "an ended passkey": (approval(stale), {"officer-not-listed"}),
        "no user verified": (approval(quiet), {"approval-not-verified"}),
        "inside another page": (approval(framed), {"approval-cross-origin"}),
        "another relying party's": (approval(sister), {"approval-relying-party"}),
        "a page of elsewhere": (
            approval(dataclasses.replace(own, origin="https://console.xb.evil.example")),
            {"approval-origin"},
        ),
        "a log-in's": (
            posted(own.approve(OFFICER, "approve", content))
            | {
                name: text(getattr(own.assertion(b"a log-in's challenge"), name))
                for name in ("authenticator_data", "client_data", "signature")
            },
            {"approval-other-matter"},
        ),
    }


def test_what_is_no_approval_of_this_text_by_this_officer_changes_nothing(world, officer):
    thread = requested(world).thread
    draft, other = a_draft(world, thread), a_draft(world, requested(world).thread)
    found = attacks(world, draft, other)
    before = snapshot(world.node("XB"))
    client = officer(OFFICER)
    for name, (assertion, expected) in found.items():
        answer = client.post(
            f"/drafts/{draft.id}/approve", assertion, headers={"Accept": "application/json"}
        )
        codes = {one["code"] for one in answer.json()["reasons"]}
        assert (answer.status_code, expected <= codes) == (409, True), (name, codes)
        assert snapshot(world.node("XB")) == before, name
    assert client.post(f"/drafts/{draft.id}/send").status_code == 409
    assert world.node("XB").store.draft(draft.id).sent_as is None


def test_an_approval_serves_one_message_and_is_not_used_again(world, officer):
    thread = requested(world).thread
    first = a_draft(world, thread)
    own = world.states["XB"].officers[OFFICER]
    once = posted(own.approve(OFFICER, "approve", first.content))
    client = officer(OFFICER)
    assert client.post(f"/drafts/{first.id}/approve", once).status_code == 302
    assert officer("xb-0001").post(f"/drafts/{first.id}/send").status_code == 302
    world.settle()
    node = world.node("XB")
    second = dataclasses.replace(
        first, id="019aaf00-0000-7000-8000-00000000abcd", sent_as=None, approvals=()
    )
    with node.store.transaction():
        node.store.add_draft(second)
    before = snapshot(node)
    refused = client.post(
        f"/drafts/{second.id}/approve", once, headers={"Accept": "application/json"}
    )
    assert [one["code"] for one in refused.json()["reasons"]] == ["approval-used"]
    assert snapshot(node) == before
    counted = dataclasses.replace(own, counter=1)
    fresh = posted(counted.approve(OFFICER, "approve", second.content))
    assert client.post(f"/drafts/{second.id}/approve", fresh).status_code == 302
