# SPDX-License-Identifier: Apache-2.0
"""Officers' acts: acknowledge, write, approve, send, answer calls; and what stops them."""

import pytest
from django.test import Client

from casts.console.acts import WRITTEN, a_draft, approval_of, drafts, sent_by_us
from casts.console.world import as_read, bodies, held, requested
from casts.node.world import snapshot
from rogatory.node.duty.calling import alert_reference
from rogatory.node.systems.scopes import Scope
from rogatory.node.systems.tokens import add_token
from rogatory.requests.envelope import parse_message

JSON = "application/json"


def test_one_click_acknowledges_a_request(world, officer):
    thread = requested(world).thread
    answer = officer().post(f"/threads/{thread}/acknowledge")
    assert answer.status_code == 302
    assert sent_by_us(world, thread) == ["acknowledgement"]
    message = parse_message(world.node("XB").store.transcript(thread)[-1].message)
    assert message.body["by_officer"] == "xb-0001"


def test_an_acknowledgement_waits_where_the_state_demands_approval(world, officer):
    thread = requested(world).thread
    world.directory.newest.entry("XB").approvals["acknowledgement"] = 1
    answer = officer().post(f"/threads/{thread}/acknowledge")
    (draft,) = drafts(world)
    assert answer.headers["Location"] == f"/drafts/{draft.id}/"
    assert sent_by_us(world, thread) == []


def test_a_second_acknowledgement_is_refused_with_its_reason_and_changes_nothing(world, officer):
    thread = requested(world).thread
    client = officer()
    client.post(f"/threads/{thread}/acknowledge")
    before = snapshot(world.node("XB"))
    answer = client.post(f"/threads/{thread}/acknowledge")
    assert answer.status_code == 409
    assert "has no place in a thread that is acknowledged" in answer.content.decode()
    assert snapshot(world.node("XB")) == before


def test_a_request_written_in_the_form_becomes_a_draft(world, officer):
    answer = officer().post("/write/preservation/", WRITTEN | {"write": "yes"})
    (draft,) = drafts(world)
    assert answer.headers["Location"] == f"/drafts/{draft.id}/"
    assert draft.drafted_by == "xb-0001"
    assert draft.body["facts"] == "Somebody was deceived.\nTwice."
    assert draft.body["offence"]["convention_article"] is None
    assert draft.body["offence"]["maximum_years"] == 5
    assert draft.body["mla_intent"] is True
    assert draft.body["custodian"] == {"known": False}
    assert draft.body["data"][0]["identifiers"] == [
        {"type": "ip", "value": "192.0.2.17", "at": "2026-11-02T18:04:00Z"}
    ]
    assert "period" not in draft.body["data"][0]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_reason_is_shown_at_once_and_beside_its_field(world, officer, language):
    wrong = WRITTEN | {
        "body.case_number": "",
        "body.offence.maximum_years": "many",
        "body.data.0.identifiers.0.at": "",
        "body.custodian.known": "yes",
        "body.mla_intent": "",
    }
    answer = officer(language=language).post("/write/preservation/", wrong | {"write": "yes"})
    text = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 409
    assert drafts(world) == () or drafts(world) == []
    for field in ("f-case_number", "f-offence-maximum_years", "f-mla_intent"):
        assert f'id="{field}-why"' in text
        assert f'href="#{field}"' in text
    expected = {
        "en": [
            "the statement that a request for mutual legal assistance will follow",
            "it is of the wrong type",
        ],
        "fr": [
            "la déclaration qu’une demande d’entraide judiciaire suivra",
            "il n’est pas du bon type",
        ],
    }[language]
    for words in expected:
        assert words in text
    assert text.count('class="why"') >= 5
    assert 'value="many"' in text  # what was typed is not lost


def test_an_entry_is_added_and_removed_without_a_script(world, officer):
    client = officer()
    added = client.post("/write/preservation/", WRITTEN | {"add": "data"}).content.decode()
    assert 'name="body.data.1.description"' in added
    assert "Log-in records" in added
    two = WRITTEN | {"body.data.1.description": "Messages", "body.data.1.category": "content"}
    removed = client.post("/write/preservation/", two | {"remove": "data.0"}).content.decode()
    assert "Messages" in removed
    assert "Log-in records" not in removed
    assert not drafts(world)


@pytest.mark.parametrize(
    ("language", "counted"),
    [("en", "8 of 12 required items"), ("fr", "Éléments obligatoires complets : 8 sur 12")],
)
def test_what_the_article_wants_is_counted_as_one_types(world, officer, language, counted):
    lacking = WRITTEN | {"body.facts": "", "body.mla_intent": "", "body.necessity": ""}
    lacking |= {"body.data.0.identifiers.0.value": "192.0.2.999", "check": "yes"}
    before = snapshot(world.node("XB"))
    answer = officer(language=language).post("/write/preservation/", lacking)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert counted in text
    wanted = text.partition('<ul class="wanted">')[2].partition("</section>")[0]
    assert wanted.count('class="is-missing"') == 3
    assert {"en": "article 42, paragraph 3", "fr": "article 42, paragraphe 3"}[language] in text
    assert snapshot(world.node("XB")) == before


def test_checking_shows_every_reason_at_its_field_and_writes_nothing_down(world, officer):
    answer = officer().post("/write/preservation/", WRITTEN | {"body.facts": "", "check": "yes"})
    assert answer.status_code == 200
    assert 'id="f-facts-why"' in answer.content.decode()
    whole = officer().post("/write/preservation/", WRITTEN | {"check": "yes"}).content.decode()
    assert "It has not been submitted for approval yet." in whole
    assert not drafts(world)


def test_every_instrument_is_shown_with_its_limits_or_why_it_does_not_serve(world, officer):
    text = as_read(officer().get("/write/preservation/?page=all"))
    panel = text.partition('id="h-bases"')[2].partition("</section>")[0]
    serving, _, others = panel.partition("<details>")
    assert serving.count('class="tag good"') >= 1
    assert 'class="cited"' in others
    assert others.count("<li> <p>") >= 1


def test_an_answer_begins_with_what_the_thread_says(world, officer):
    sent = requested(world)
    page = officer().get(f"/threads/{sent.thread}/write/preserved_traffic_disclosure/")
    assert sent.digest in page.content.decode()


def test_the_instruments_that_serve_come_first(world, officer):
    text = officer().get("/write/preservation/?page=all").content.decode()
    options = text.partition('id="f-legal_basis-instrument"')[2].partition("</select>")[0]
    assert options.index("Comity and reciprocity") < options.index("does not apply here today")


def test_an_approved_draft_is_sent_and_arrives(world, officer):
    thread = requested(world).thread
    draft = a_draft(world, thread)
    page = officer("xb-0002").get(f"/drafts/{draft.id}/").content.decode()
    assert "data-challenge" in page
    assert " ".join(draft.content[at : at + 4] for at in range(0, 64, 4)) in page
    approved = officer("xb-0002").post(f"/drafts/{draft.id}/approve", approval_of(world, draft))
    assert approved.status_code == 302
    sent = officer("xb-0001").post(f"/drafts/{draft.id}/send")
    assert sent.headers["Location"] == f"/threads/{thread}/"
    world.settle()
    assert world.node("XA").store.transcript(thread)[-1].kind == "preservation_confirmed"


def test_an_approval_of_something_else_is_refused_and_changes_nothing(world, officer):
    thread = requested(world).thread
    draft, other = a_draft(world, thread), a_draft(world, requested(world).thread)
    before = snapshot(world.node("XB"))
    answer = officer("xb-0002").post(f"/drafts/{draft.id}/approve", approval_of(world, other))
    assert answer.status_code == 409
    assert "approved a different document" in answer.content.decode()
    assert snapshot(world.node("XB")) == before


def test_an_approval_that_cannot_be_read_is_refused(world, officer):
    draft = a_draft(world, requested(world).thread)
    answer = officer("xb-0002").post(f"/drafts/{draft.id}/approve", {"signature": "?"})
    assert answer.status_code == 409
    assert not world.node("XB").store.draft(draft.id).approvals


def test_a_draft_without_its_approval_is_not_sent(world, officer):
    thread = requested(world).thread
    draft = a_draft(world, thread)
    answer = officer().post(f"/drafts/{draft.id}/send")
    assert answer.status_code == 409
    assert "needs 1 approvals" in answer.content.decode()
    assert sent_by_us(world, thread) == []


def test_who_wrote_a_draft_learns_why_he_cannot_approve_it(world, officer):
    draft = a_draft(world, requested(world).thread)
    text = officer("xb-0001").get(f"/drafts/{draft.id}/").content.decode()
    assert "wrote the draft and cannot approve it" in text
    assert "data-challenge" not in text


def test_a_call_that_was_seen_leaves_the_desk(world, officer):
    requested(world)
    (call,) = world.node("XB").store.pages()
    client = officer()
    assert "A new request has come in" in client.get("/").content.decode()
    client.post("/calls/seen", {"call": call.id})
    assert "A new request has come in" not in client.get("/").content.decode()
    (seen,) = world.node("XB").store.pages(unseen=False)
    assert seen.seen_by == "xb-0001"


def test_the_desk_answers_an_alert_as_the_terminal_does(world, officer):
    """By its reference too; one that is not here is refused, and nothing is noted of it."""
    requested(world)
    (call,) = world.node("XB").store.pages()
    client, before = officer(), snapshot(world.node("XB"))
    answer = client.post("/calls/seen", {"call": "request/of-nobody"}, headers={"accept": JSON})
    assert answer.status_code == 409
    assert [reason["code"] for reason in answer.json()["reasons"]] == ["call-unknown"]
    assert snapshot(world.node("XB")) == before
    client.post("/calls/seen", {"call": alert_reference(call.id)})
    (seen,) = world.node("XB").store.pages(unseen=False)
    assert (seen.id, seen.seen_by) == (call.id, "xb-0001")


@pytest.mark.parametrize(
    "sent", ["Bearer {token}", "Token {token}", "Basic {token}", "Bearer  {token}"]
)
def test_a_systems_token_is_nobody_at_the_console_and_acknowledges_no_alert(world, sent):
    thread = requested(world).thread
    node = world.node("XB")
    (call,) = node.store.pages()
    _token, text = add_token(node, "case-management", list(Scope), 30)
    client, before = Client(), snapshot(node)
    for accept in (JSON, "text/html"):
        headers = {"authorization": sent.format(token=text), "accept": accept}
        for path in ("/", "/duty/", f"/threads/{thread}/"):
            answer = client.get(path, headers=headers)
            assert answer.status_code in {302, 401, 403}
            assert "A new request has come in" not in answer.content.decode()
        for name in (call.id, alert_reference(call.id)):
            answer = client.post("/calls/seen", {"call": name}, headers=headers)
            assert answer.status_code in {302, 401, 403}
    assert snapshot(node) == before
    assert [one.id for one in node.store.pages()] == [call.id]


@pytest.mark.parametrize(
    "address",
    ["/threads/{thread}/acknowledge", "/calls/seen", "/write/preservation/", "/language"],
)
def test_a_form_that_did_not_come_from_here_is_refused(world, officer, address):
    thread = requested(world).thread
    logged_in = officer()
    client = Client(enforce_csrf_checks=True)
    client.cookies = logged_in.cookies
    before = snapshot(world.node("XB"))
    answer = client.post(address.format(thread=thread), WRITTEN | {"language": "fr"})
    assert answer.status_code == 403
    assert "session has expired" in answer.content.decode()
    assert snapshot(world.node("XB")) == before


@pytest.mark.parametrize("address", ["/threads/{thread}/acknowledge", "/calls/seen"])
def test_reading_an_address_of_an_act_does_nothing(world, officer, address):
    thread = requested(world).thread
    before = snapshot(world.node("XB"))
    assert officer().get(address.format(thread=thread)).status_code == 405
    assert snapshot(world.node("XB")) == before


def test_a_request_for_assistance_begins_from_its_preservation(world, officer):
    ours = world.sent("xb/contact-point", "xa/contact-point", "preservation", bodies.preservation())
    world.settle()
    confirmed = bodies.preservation_confirmed()
    world.sent(
        "xa/contact-point",
        "xb/contact-point",
        "preservation_confirmed",
        confirmed,
        thread=ours.thread,
    )
    world.settle()
    thread = officer("xb-0010").get(f"/threads/{ours.thread}/").content.decode()
    assert f"/write/mla_stored_data/?related={ours.thread}" in thread
    page = officer("xb-0010").get(f"/write/mla_stored_data/?related={ours.thread}").content.decode()
    assert "AR-2026-0417" in page
    assert f'name="related" value="{ours.thread}"' in page


def test_a_hold_shows_its_days(world, officer):
    sent = requested(world)
    held(world, sent, days_ago=50)
    text = officer().get(f"/threads/{sent.thread}/").content.decode()
    assert "10 days left" in text
    assert "<bdi>article 42, paragraph 8</bdi>" in text
    assert "Held from" in text
    assert "10 days left" in officer().get("/").content.decode()
