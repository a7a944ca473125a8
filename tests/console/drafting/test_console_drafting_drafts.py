# SPDX-License-Identifier: Apache-2.0
"""Drafts that come from forms: taken back, discarded, handed over, and listed in their thread."""

import pytest
from written_forms import at, begun, fields_of, hidden, save, texts

from casts.console.world import bodies, requested
from casts.node.world import snapshot
from rogatory.console.drafting.guide import LOOK, pages_of
from rogatory.node.law.judge import before_leaving
from rogatory.node.repositories.audit import AccessKind, AuditFilter, Source

OTHER_CITED = "If you cite another article, give the reason"


def a_draft(world):
    return world.drafted(
        "xb/contact-point", "xa/contact-point", "preservation", bodies.preservation()
    )


def test_a_draft_is_taken_back_changed_and_written_down_anew(world, officer):
    draft, client = a_draft(world), officer()
    page = client.get(f"/drafts/{draft.id}/").content.decode()
    assert f'action="/drafts/{draft.id}/take-back"' in page
    answer = client.post(f"/drafts/{draft.id}/take-back")
    (text,) = texts(world)
    assert answer.headers["Location"] == f"/unfinished/{text.id}/"
    shown = client.get(at(text, LOOK)).content.decode()
    assert "Withdrawn for editing." in shown
    assert client.get(f"/drafts/{draft.id}/").status_code == 404
    for act in ("approve", "send", "alone", "take-back", "discard", "decide"):
        refused = client.post(f"/drafts/{draft.id}/{act}", {"confirm": "yes"})
        assert refused.status_code in {403, 404}
    answer = save(client, text, "facts", {"body.facts": "Other facts."}, go=LOOK)
    (text,) = texts(world)
    save(client, text, LOOK, {}, write="yes")
    (redrafted,) = world.node("XB").store.drafts()
    assert redrafted.content != draft.content
    assert redrafted.body["facts"] == "Other facts."
    assert not world.node("XB").store.transcript(draft.thread)


def test_a_draft_is_discarded_once_it_is_confirmed_and_the_audit_shows_by_whom(world, officer):
    draft, client = a_draft(world), officer()
    assert client.post(f"/drafts/{draft.id}/discard").status_code == 409
    assert len(world.node("XB").store.drafts()) == 1
    answer = client.post(f"/drafts/{draft.id}/discard", {"confirm": "yes"})
    assert answer.headers["Location"] == "/unfinished/"
    assert not world.node("XB").store.drafts()
    gone = client.get(f"/drafts/{draft.id}/")
    assert gone.status_code == 404
    assert "Officer xb-0001 discarded the draft" in gone.content.decode()
    wanted = AuditFilter(officer="xb-0001", action=AccessKind.ACTED.value)
    subjects = [one.about for one in world.node("XB").store.audit_entries(Source.ACCESS, wanted, 9)]
    assert [one for one in subjects if "draft-discarded" in one] == [f"draft-discarded {draft.id}"]


def test_who_may_not_write_for_its_authority_is_offered_neither_and_refused_both(world, officer):
    draft, client = a_draft(world), officer("xb-0010")
    before = snapshot(world.node("XB"))
    page = client.get(f"/drafts/{draft.id}/").content.decode()
    assert "take-back" not in page
    for act in ("take-back", "discard"):
        answer = client.post(f"/drafts/{draft.id}/{act}", {"confirm": "yes"})
        assert answer.status_code == 409
        assert "does not act for" in answer.content.decode()
    assert snapshot(world.node("XB")) == before


def test_a_text_is_handed_over_from_its_page(world, officer):
    world.states["XB"].roles["xb-0003"] = ("duty",)
    world.relist()
    client = officer()
    begun(client)
    (text,) = texts(world)
    assert client.post(f"/unfinished/{text.id}/hand", {"officer": "xb-0010"}).status_code == 409
    assert texts(world) == [text]
    answer = client.post(f"/unfinished/{text.id}/hand", {"officer": "XB-0003"})
    assert answer.headers["Location"] == "/unfinished/"
    assert texts(world) == []
    assert client.get(at(text, "to")).status_code == 409
    assert "BO-2026-0001" in officer("xb-0003").get(at(text, "to")).content.decode()


def test_a_thread_lists_the_texts_that_the_reader_has_begun_in_it_and_nobody_elses(world, officer):
    thread, other = requested(world).thread, requested(world).thread
    at_thread = f"/threads/{thread}/write/refusal/"
    client = officer()
    first = client.get(at_thread)
    client.post(at_thread, {"text": hidden(first, "text"), "revision": "0", "save": "yes"})
    (text,) = texts(world)
    assert f"/unfinished/{text.id}/" in client.get(f"/threads/{thread}/").content.decode()
    assert text.id not in client.get(f"/threads/{other}/").content.decode()
    assert text.id not in officer("xb-0002").get(f"/threads/{thread}/").content.decode()


def test_back_after_sending_leads_to_the_request(world, officer):
    draft, client = a_draft(world), officer()
    world.approved(draft)
    assert (
        client.post(f"/drafts/{draft.id}/send").headers["Location"] == f"/threads/{draft.thread}/"
    )
    back = client.get(f"/drafts/{draft.id}/")
    assert (back.status_code, back.headers["Location"]) == (302, f"/threads/{draft.thread}/")
    script = client.get(f"/drafts/{draft.id}/", headers={"accept": "application/json"})
    assert script.json()["reasons"][0]["code"] == "draft-sent"


def test_why_one_cannot_approve_is_shown_only_where_an_approval_is_missing(world, officer):
    draft = a_draft(world)
    assert WHY_NOT in officer().get(f"/drafts/{draft.id}/").content.decode()
    world.approved(draft)
    stored = world.node("XB").store.draft(draft.id)
    (approver,) = (one["officer"] for one in stored.approvals)
    for number in ("xb-0001", approver):
        page = officer(number).get(f"/drafts/{draft.id}/").content.decode()
        assert WHY_NOT not in page
        assert approver in page


def test_a_draft_that_needs_no_approval_does_not_say_why_one_cannot_approve_it(world, officer):
    world.states["XB"].approvals = {"acknowledgement": 0}
    world.relist()
    thread, offices = requested(world).thread, ("xb/contact-point", "xa/contact-point")
    draft = world.drafted(*offices, "acknowledgement", bodies.acknowledgement(), thread=thread)
    page = officer().get(f"/drafts/{draft.id}/").content.decode()
    assert "0 of 0 approvals" in page
    assert WHY_NOT not in page


WHY_NOT = "Why you cannot approve it"


def test_the_review_says_how_many_items_are_to_be_resolved_before_sending(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    for page in (one.id for one in pages_of("preservation")[1:]):
        save(client, text, page, fields_of(page), go="next")
        (text,) = texts(world)
    looked = client.get(at(text, LOOK)).content.decode()
    save(client, text, LOOK, {}, write="yes")
    (draft,) = world.node("XB").store.drafts()
    shown = client.get(f"/drafts/{draft.id}/").content.decode()
    blocks = len(before_leaving(world.node("XB"), draft).blocks)
    assert blocks > 1
    assert f"Resolve {blocks} items before sending" in looked
    world.approved(draft)
    assert (
        f"Resolve {blocks} items before sending"
        not in client.get(f"/drafts/{draft.id}/").content.decode()
    )
    assert "The form found no problems" in looked
    assert draft.id in shown


@pytest.fixture
def refusing(world, officer):
    """Return a page of a refusal that saves a form, and shows its text and page afterwards."""
    thread = requested(world).thread
    client = officer()
    first = client.get(f"/threads/{thread}/write/refusal/")
    known = {"text": hidden(first, "text"), "revision": "0", "save": "yes"}
    client.post(f"/threads/{thread}/write/refusal/", known)

    def saved(**fields):
        (text,) = texts(world)
        answer = save(client, text, "all", {f"body.{name}": one for name, one in fields.items()})
        assert answer.status_code == 302
        (text,) = texts(world)
        return text.body, client.get(at(text, "all")).content.decode()

    return saved


def test_a_ground_proposes_the_article_in_which_the_law_finds_it(refusing):
    body, page = refusing(ground="essential_interests", article="")
    proposed = body["article"]
    assert proposed.startswith("40(21)")
    assert f'value="essential_interests" selected data-proposes="{proposed}"' in page
    assert OTHER_CITED not in page
    body, _ = refusing(ground="domestic_prohibition", article=proposed)
    assert body["article"].startswith("40(21)")
    assert body["article"] != proposed


def test_a_typed_article_is_kept_with_the_request_for_a_reason_until_the_law_s_is_taken(refusing):
    body, _ = refusing(ground="essential_interests", article="4(1) of our own act")
    assert body["article"] == "4(1) of our own act"
    body, page = refusing(ground="domestic_prohibition", article="4(1) of our own act")
    assert body["article"] == "4(1) of our own act"
    assert OTHER_CITED in page


def test_an_emptied_article_is_not_filled_again_until_it_is_asked_for(world, officer, refusing):
    refusing(ground="essential_interests", article="")
    body, page = refusing(ground="essential_interests", article="")
    assert not body.get("article")
    assert OTHER_CITED in page
    (text,) = texts(world)
    fields = {"body.ground": "essential_interests", "body.article": ""}
    save(officer(), text, "all", fields, cite="yes")
    (text,) = texts(world)
    assert text.body["article"].startswith("40(21)")


def test_the_article_of_another_ground_is_typed_as_well_and_kept(refusing):
    of_another = refusing(ground="domestic_prohibition", article="")[0]["article"]
    refusing(ground="essential_interests", article="")
    body, page = refusing(ground="discrimination", article=of_another)
    assert body["article"] == of_another
    assert OTHER_CITED in page
