# SPDX-License-Identifier: Apache-2.0
"""Input outlives a refusal, a further log-in, and the loss of its form; it is no way in for others."""

import pytest
from django.test import Client

from casts.console.typed_forms import typed_forms
from casts.console.world import requested
from casts.node.world import snapshot

ORDER = {
    "kind": "preservation",
    "custodian": "Borealia Mail & <Sons>",
    "presence": "in-territory",
    "reference": "Gs 12/26",
    "issuer": "",
    "issued": "yesterday",
    "ends": "tomorrow",
    "scope": "Log-in records",
    "categories": ["traffic"],
}


@pytest.fixture
def thread(world):
    return requested(world).thread


def form_in(answered, action):
    page = answered.content.decode()
    return next((one for one in typed_forms(page, action) if one.action == action), None)


def test_a_refused_order_is_in_its_form_with_every_reason_beside_its_field(world, officer, thread):
    action = f"/threads/{thread}/matter/order"
    before = snapshot(world.node("XB"))
    answered = officer().post(action, ORDER)
    assert answered.status_code == 409
    form = form_in(answered, action)
    assert form.lines["custodian"] == ORDER["custodian"]
    assert form.boxes["categories"]["traffic"]
    assert set(form.invalid) >= {"issued", "ends"}
    assert snapshot(world.node("XB")) == before


def test_an_act_without_a_page_of_its_own_shows_the_page_that_its_form_is_on(world, officer):
    client, at = officer(), "/threads/?state=XA"
    hidden = form_in(client.get(at), "/threads/views").hidden
    answered = client.post(
        "/threads/views", hidden | {"name": "x" * 99}, headers={"referer": f"http://testserver{at}"}
    )
    assert answered.status_code == 409
    form = form_in(answered, "/threads/views")
    assert form.lines["name"] == "x" * 99
    assert form.invalid == ("name",)
    assert f'name="page-of-form" value="{at}"' in answered.content.decode()


def test_what_was_typed_is_listed_where_its_form_is_gone(world, officer, thread):
    client = officer()
    at = f"/threads/{thread}/matter"
    client.post(f"{at}/order", ORDER | {"issued": "", "ends": ""})
    gone = {"order": "01a20b7e-0000-7000-8000-000000000000", "reason": "Lifted <by> the court"}
    answered = client.post(f"{at}/end", gone | {"at": "2026-11-24T10:00"})
    assert answered.status_code == 409
    text = answered.content.decode()
    assert "What you typed" in text
    assert "Lifted &lt;by&gt; the court" in text


def test_a_form_of_before_a_further_log_in_comes_back_filled_and_does_nothing(
    world, officer, thread
):
    client = Client(enforce_csrf_checks=True)
    client.cookies = officer().cookies
    action = f"/threads/{thread}/matter/note"
    before = snapshot(world.node("XB"))
    note = {"text": "Ask the court.", "csrfmiddlewaretoken": "x" * 64}
    here = {"referer": f"http://testserver/threads/{thread}/matter/"}
    answered = client.post(action, note, headers=here)
    assert answered.status_code == 403
    assert form_in(answered, action).texts["text"] == "Ask the court."
    assert "You logged in again" in answered.content.decode()
    assert snapshot(world.node("XB")) == before


@pytest.mark.parametrize(
    "headers",
    [{}, {"referer": "https://elsewhere.example/"}, {"referer": "http://testserver.example/"}],
)
def test_a_form_of_another_site_fills_in_none_of_ours(world, officer, thread, headers):
    client = Client(enforce_csrf_checks=True)
    client.cookies = officer().cookies
    forged = {"text": "Planted words", "page-of-form": f"/threads/{thread}/matter/"}
    answered = client.post(f"/threads/{thread}/matter/note", forged, headers=headers)
    assert answered.status_code == 403
    assert "Planted words" not in answered.content.decode()


@pytest.mark.parametrize("page", ["https://elsewhere.example/", "//elsewhere.example/", "nowhere"])
def test_a_stated_page_that_is_none_of_ours_leads_nowhere(world, officer, page):
    sent = {"name": "", "page-of-form": page}
    answered = officer().post("/threads/views", sent)
    assert answered.status_code == 409
    assert "elsewhere" not in answered.content.decode().replace(page, "", 1) or page == "nowhere"


def test_who_is_logged_out_meanwhile_comes_back_to_the_page_of_the_form(world, thread):
    at = f"/threads/{thread}/matter/"
    answered = Client().post(
        f"{at}note", {"text": "x"}, headers={"referer": f"http://testserver{at}"}
    )
    assert answered.headers["Location"] == f"/accounts/login/?next={at}"
    assert (
        Client().post(f"{at}note", {"text": "x"}).headers["Location"] == "/accounts/login/?next=/"
    )


def test_an_answer_without_words_keeps_the_other_reasons_that_were_typed(world, officer, thread):
    action = f"/threads/{thread}/decide"
    page = form_in(officer().get(f"/threads/{thread}/"), action)
    (first, second, *_rest) = [one for one in page.boxes if one.endswith(".answer")]
    sent = page.hidden | {
        first: "no",
        first.replace(".answer", ".reason"): "The facts are public.",
        second.replace(".answer", ".reason"): "Typed before the answer was chosen",
    }
    answered = officer().post(
        action, sent, headers={"referer": f"http://testserver/threads/{thread}/"}
    )
    assert answered.status_code == 409
    form = form_in(answered, action)
    assert form.texts[second.replace(".answer", ".reason")] == "Typed before the answer was chosen"
    assert second in form.invalid
