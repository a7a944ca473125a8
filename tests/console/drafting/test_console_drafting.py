# SPDX-License-Identifier: Apache-2.0
"""The guided form: pages, what is kept between them, what is refused, and the draft at its end."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from written_forms import BEGIN, HEAD, at, begun, fields_of, hidden, save, texts

from casts.console.acts import WRITTEN
from casts.console.world import bodies, requested
from casts.node.law import opened
from casts.node.world import snapshot
from rogatory.console.drafting.guide import LOOK, pages_of
from rogatory.node.corrections.correct_law import review
from rogatory.node.corrections.load_treaty import propose_treaty
from rogatory.node.repositories.audit import AccessKind, AuditFilter, Source
from rogatory.node.threads.transcript import thread_state
from rogatory.node.views import thread_view
from rogatory.requests.contents.body import schema
from rogatory.requests.kinds.registry import KINDS

MINISTRY_TREATY = Path(__file__).parents[2] / "treaty" / "bilateral" / "ministry_treaty.yaml"
CENTRAL_XA, CENTRAL_XB = "xa/central-authority", "xb/central-authority"
ANSWERED = {
    "revision": "0",
    "sender": CENTRAL_XB,
    "addressee": CENTRAL_XA,
    "language": "en",
    "body.conditions.0.number": "1",
    "body.conditions.0.decision": "agreed",
    "body.conditions.1.number": "1",
    "body.conditions.1.decision": "agreed",
}
"""An answer that decides the first of two conditions twice."""


@pytest.mark.parametrize("kind", KINDS)
def test_each_item_of_each_kind_has_its_place_on_one_page(kind):
    stands = [key for page in pages_of(kind) for key in page.keys]
    assert sorted(stands) == sorted(schema(kind)["properties"])
    assert pages_of(kind)[0].has_head
    assert not any(page.has_head for page in pages_of(kind)[1:])


def test_a_short_kind_is_one_page_and_a_long_one_is_no_row_of_single_questions():
    assert [one.id for one in pages_of("status_answer")] == ["all"]
    assert [one.id for one in pages_of("preservation_confirmed")] == ["all"]
    pages = pages_of("preservation")
    assert len([one for one in pages if len(one.keys) == 1]) < len(pages) / 2


def test_to_look_at_a_form_writes_nothing(world, officer):
    before = snapshot(world.node("XB"))
    for page in ("", "?page=offence", "?page=all", "?page=look"):
        assert officer().get(f"{BEGIN}{page}").status_code == 200
    assert snapshot(world.node("XB")) == before
    assert officer().get(f"{BEGIN}?page=nowhere").status_code == 409


def test_a_request_is_written_page_by_page_and_becomes_a_draft(world, officer):
    client = officer()
    answer = begun(client)
    (text,) = texts(world)
    names = [one.id for one in pages_of("preservation")]
    assert answer.headers["Location"] == at(text, names[1])
    for page, following in zip(names[1:], [*names[2:], LOOK], strict=True):
        shown = client.get(at(text, page)).content.decode()
        assert 'aria-current="step"' in shown
        answer = save(client, text, page, fields_of(page), go="next")
        assert answer.headers["Location"] == at(text, following)
        (text,) = texts(world)
    looked = client.get(at(text, LOOK)).content.decode()
    assert "The form found no problems in this draft" in looked
    assert not world.node("XB").store.drafts()
    answer = save(client, text, LOOK, {}, write="yes")
    (draft,) = world.node("XB").store.drafts()
    assert answer.headers["Location"] == f"/drafts/{draft.id}/"
    assert draft.id == text.id
    assert draft.body["offence"]["convention_article"] is None
    assert draft.body["data"][0]["identifiers"][0]["at"] == "2026-11-02T18:04:00Z"
    assert texts(world) == []
    # Pressed twice, it is one draft; and who comes back to the text is led to it.
    assert save(client, text, LOOK, {}, write="yes").headers["Location"] == f"/drafts/{draft.id}/"
    assert client.get(at(text, LOOK)).headers["Location"] == f"/drafts/{draft.id}/"
    assert len(world.node("XB").store.drafts()) == 1


def test_back_and_every_link_of_the_list_save_what_was_typed(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    answer = save(client, text, "facts", {"body.facts": "Half a sen"}, go="back")
    assert answer.headers["Location"] == at(text, "offence")
    (text,) = texts(world)
    assert text.body["facts"] == "Half a sen"
    answer = save(client, text, "offence", {"body.offence.title": "Fraud"}, go="data")
    assert answer.headers["Location"] == at(text, "data")
    (text,) = texts(world)
    assert text.body["offence"]["title"] == "Fraud"
    assert text.body["facts"] == "Half a sen"
    assert "Half a sen" in client.get(at(text, "facts")).content.decode()


def test_what_is_wrong_is_kept_as_it_was_typed_and_what_lacks_is_listed(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    save(client, text, "offence", {"body.offence.maximum_years": "many"}, go="next")
    (text,) = texts(world)
    page = client.get(at(text, "offence")).content.decode()
    assert 'value="many"' in page
    assert "it is of the wrong type" in page
    assert page.count('class="why"') == 1  # that the rest is still empty is no fault yet
    page_text = client.get(at(text, "offence") + "?told=yes").content.decode()
    assert page_text.count('class="why"') > 1
    look = client.get(at(text, LOOK))
    assert look.status_code == 200
    assert f'href="{at(text, "offence")}?told=yes#f-offence-maximum_years"' in look.content.decode()
    answer = save(client, text, LOOK, {}, write="yes")
    assert answer.status_code == 409
    assert not world.node("XB").store.drafts()
    assert texts(world) == [text]


def test_what_the_treaty_of_a_request_demands_is_needed_in_the_form_and_listed(world, officer):
    node, client = world.node("XB"), officer()
    record = propose_treaty(
        node, MINISTRY_TREATY.read_bytes(), "xb-0010", reason="In force.", dated=date(2026, 11, 28)
    )
    review(node, record.id, "xb-0011", accept=True, reason="Compared.")
    begun(client)
    treaty = {"body.legal_basis.instrument": "mlat-xa-xb", "body.legal_basis.articles.0": "11"}
    for page in [one.id for one in pages_of("preservation")][1:]:
        (text,) = texts(world)
        fields = fields_of(page)
        fields |= treaty if page == "legal_basis" else {}
        save(client, text, page, fields, go="next")
    (text,) = texts(world)
    planned = next(one.id for one in pages_of("preservation") if "mla_planned" in one.keys)
    looked = client.get(at(text, LOOK)).content.decode()
    assert "article 11, paragraph 1" in looked
    assert f'href="{at(text, planned)}?told=yes#f-mla_planned"' in looked
    assert save(client, text, LOOK, {}, write="yes").status_code == 409
    assert not node.store.drafts()
    fields = fields_of(planned) | {"body.mla_planned": "2027-01-10"}
    save(client, text, planned, fields)
    (text,) = texts(world)
    assert "The form found no problems in this draft" in client.get(at(text, LOOK)).content.decode()
    save(client, text, LOOK, {}, write="yes")
    assert len(node.store.drafts()) == 1


def test_under_comity_the_form_needs_a_statement_of_reciprocity(world, officer):
    client = officer()
    begun(client)
    comity = {"body.legal_basis.instrument": "comity", "body.legal_basis.articles.0": ""}
    for page in [one.id for one in pages_of("preservation")][1:]:
        (text,) = texts(world)
        fields = fields_of(page)
        fields |= comity if "body.legal_basis.instrument" in fields else {}
        save(client, text, page, fields, go="next")
    (text,) = texts(world)
    needed = next(one.id for one in pages_of("preservation") if "reciprocity" in one.keys)
    looked = client.get(at(text, LOOK)).content.decode()
    assert f'href="{at(text, needed)}?told=yes#f-reciprocity"' in looked
    assert save(client, text, LOOK, {}, write="yes").status_code == 409
    assert not world.node("XB").store.drafts()
    fields = fields_of(needed) | {"body.reciprocity": "Borealia would hold data alike."}
    fields |= comity if "body.legal_basis.instrument" in fields else {}
    save(client, text, needed, fields)
    (text,) = texts(world)
    assert "The form found no problems in this draft" in client.get(at(text, LOOK)).content.decode()
    save(client, text, LOOK, {}, write="yes")
    (draft,) = world.node("XB").store.drafts()
    assert draft.body["reciprocity"] == "Borealia would hold data alike."


def test_an_item_that_is_half_complete_lacks_the_rest_and_is_not_called_wrong(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    save(client, text, "offence", {"body.offence.title": "Online fraud"})
    here = client.get(at(text, "offence")).content.decode()
    assert '<li class="is-missing here">' in here
    assert 'class="why"' not in here
    save(client, text, "offence", {"body.offence.maximum_years": "many"}, revision=2)
    assert '<li class="is-wrong here">' in client.get(at(text, "offence")).content.decode()


def test_the_text_survives_the_session(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    client.logout()
    assert client.get(at(text, "to")).status_code == 302
    second_client = officer()
    page = second_client.get(f"/unfinished/{text.id}/")
    assert page.headers["Location"] == at(text, "offence")
    assert "BO-2026-0001" in second_client.get(at(text, "to")).content.decode()
    assert f"/unfinished/{text.id}/" in second_client.get("/unfinished/").content.decode()


def test_two_windows_on_different_items_do_not_conflict(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    save(client, text, "facts", {"body.facts": "From the one."})
    answer = save(client, text, "offence", {"body.offence.title": "From the other"})
    assert answer.status_code == 302
    (both,) = texts(world)
    assert (both.body["facts"], both.body["offence"]["title"]) == (
        "From the one.",
        "From the other",
    )


def test_two_windows_on_one_item_conflict_and_neither_text_is_lost(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    save(client, text, "facts", {"body.facts": "The first."})
    (newer,) = texts(world)
    for how in ({"save": "yes"}, {"save": "part"}, {"go": "next"}):
        answer = save(client, text, "facts", {"body.facts": "The second."}, **how)
        assert answer.status_code == 409
        assert "Keep this version as a second text" in answer.content.decode()
        assert "neither is lost" in answer.content.decode()
    whole = save(client, text, "facts", {"body.facts": "The second."}).content.decode()
    assert "The second." in whole
    assert f'name="revision" value="{text.revision}"' in whole
    assert texts(world) == [newer]
    answer = save(client, text, "facts", {"body.facts": "The second."}, apart="yes")
    assert newer in texts(world)
    (second,) = [one for one in texts(world) if one != newer]
    assert answer.headers["Location"] == at(second, "facts")
    assert second.body["facts"] == "The second."
    assert second.body["case_number"] == "BO-2026-0001"


def test_a_save_that_changes_nothing_is_no_conflict_and_writes_nothing(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    save(client, text, "facts", {"body.facts": "The first."})
    before = snapshot(world.node("XB"))
    assert save(client, text, "facts", {"body.facts": "The first."}).status_code == 302
    assert snapshot(world.node("XB")) == before


def test_the_script_gets_the_parts_and_the_revision(world, officer):
    client = officer()
    first = client.get(BEGIN)
    form = {"text": hidden(first, "text"), "revision": "0", **HEAD, **fields_of("to")}
    answer = client.post(BEGIN, form | {"save": "part"})
    (text,) = texts(world)
    assert answer.headers["Rogatory-Revision"] == "1"
    assert answer.headers["Rogatory-Address"] == at(text, "to")
    assert "Saved at 03:00" in answer.content.decode()
    assert "2 of 12 required items" in answer.content.decode()
    world.clock.forward(minutes=12)
    answer = save(client, text, "to", HEAD | {"body.case_number": "BO-2"}, save="part")
    assert answer.headers["Rogatory-Revision"] == "2"
    assert "Saved at 03:12" in answer.content.decode()


def test_saving_again_and_again_fills_no_journal(world, officer):
    client = officer()
    begun(client)
    node = world.node("XB")

    def acted():
        wanted = AuditFilter(officer="xb-0001", action=AccessKind.ACTED.value)
        return [one.about for one in node.store.audit_entries(Source.ACCESS, wanted, 99)]

    before = acted()
    for number in range(5):
        (text,) = texts(world)
        save(client, text, "facts", {"body.facts": f"{number} words"}, save="part")
    assert acted() == before
    assert any("unfinished-begun" in one for one in before)


@pytest.mark.parametrize(("method", "page"), [("GET", "to/"), ("POST", "to/"), ("POST", "discard")])
def test_nobody_else_opens_changes_or_discards_it(world, officer, method, page):
    client = officer()
    begun(client)
    (text,) = texts(world)
    before = texts(world)
    form = {"revision": "1", "confirm": "yes", "body.case_number": "BO-9", "save": "yes"}
    answer = getattr(officer("xb-0010"), method.lower())(f"/unfinished/{text.id}/{page}", form)
    assert answer.status_code == 409
    assert "BO-2026-0001" not in answer.content.decode()
    assert texts(world) == before
    assert texts(world, "xb-0010") == []
    wanted = AuditFilter(officer="xb-0010", action=AccessKind.DENIED.value)
    (denied,) = world.node("XB").store.audit_entries(Source.ACCESS, wanted, 9)
    assert "unfinished-of-another" in denied.about or denied.about.startswith("unfinished")


def test_a_text_in_a_thread_that_is_restricted_to_others_stays_closed(world, officer):
    thread = requested(world).thread
    client = officer()
    at_thread = f"/threads/{thread}/write/refusal/"
    first = client.get(at_thread)
    client.post(at_thread, {"text": hidden(first, "text"), "revision": "0", "save": "yes"})
    (text,) = texts(world)
    node = world.node("XB")
    with node.store.transaction():
        node.store.restrict(thread, ["xb-0010"])
    for page in ("", "all/"):
        assert client.get(f"/unfinished/{text.id}/{page}").status_code == 403
    assert save(client, text, "all", {"body.reasons": "x"}).status_code == 403
    assert texts(world) == [text]
    assert text.id not in client.get("/unfinished/").content.decode()
    followed = {"related": thread, "text": text.id, "revision": "0", "save": "yes"}
    assert client.post("/write/mla_stored_data/", followed).status_code == 409


def test_discarding_wants_to_be_confirmed_and_leaves_only_that_it_was_done(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    assert client.post(f"/unfinished/{text.id}/discard").status_code == 409
    assert texts(world) == [text]
    answer = client.post(f"/unfinished/{text.id}/discard", {"confirm": "yes"})
    assert answer.headers["Location"] == "/unfinished/"
    assert texts(world) == []
    assert client.get(at(text, "to")).status_code == 404
    wanted = AuditFilter(officer="xb-0001")
    noted = world.node("XB").store.audit_entries(Source.ACCESS, wanted, 9)
    assert sum("unfinished-discarded" in one.about for one in noted) == 1


def test_entries_are_added_and_removed_on_their_page(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    answer = save(client, text, "data", fields_of("data"), add="data")
    assert answer.headers["Location"] == f"{at(text, 'data')}#f-data"
    assert 'name="body.data.1.description"' in client.get(at(text, "data")).content.decode()
    (text,) = texts(world)
    two = fields_of("data") | {"body.data.1.description": "Messages"}
    save(client, text, "data", two, remove="data.0")
    page = client.get(at(text, "data")).content.decode()
    assert "Messages" in page
    assert "Log-in records" not in page


def test_an_empty_entry_inside_a_group_is_kept_until_it_is_filled_in(world, officer):
    client = officer()
    begun(client)
    (text,) = texts(world)
    page = "legal_basis"
    save(client, text, page, {"body.legal_basis.articles.0": "42"}, add="legal_basis.articles")
    assert 'name="body.legal_basis.articles.1"' in client.get(at(text, page)).content.decode()


def test_a_script_keeps_a_text_as_json(world, officer):
    client, headers = officer(), {"Accept": "application/json"}
    first = client.get(BEGIN, headers=headers).json()["data"]["text"]
    body = {"text": first["id"], "revision": 0, "body": {"case_number": "BO-7"}} | HEAD

    def post(address, document):
        return client.post(address, json.dumps(document), "application/json", headers=headers)

    answer = post(BEGIN, body)
    assert answer.status_code == 200
    data = answer.json()["data"]
    assert data["text"]["revision"] == 1
    address = f"/unfinished/{data['text']['id']}/all/"
    offence = {"title": "Fraud", "convention_article": None}
    assert post(address, {"revision": 1, "body": {"offence": offence}}).status_code == 200
    refused = post(address, {"revision": 1, "body": {"offence": {"title": "Theft"}}})
    assert refused.status_code == 409
    assert [one["code"] for one in refused.json()["reasons"]] == ["unfinished-changed"]
    (text,) = texts(world)
    assert client.get(address, headers=headers).json()["data"]["body"]["offence"] == offence
    whole = bodies.preservation()
    done = post(address, {"revision": text.revision, "body": whole, "write": True})
    assert done.status_code == 201
    (draft,) = world.node("XB").store.drafts()
    assert done.json()["created"] == draft.id == text.id
    assert draft.body == whole


def test_the_time_limits_of_the_instrument_are_taken_over_and_nothing_typed_is_lost(world, officer):
    typed = {"body.terms.0.id": "execution", "body.terms.0.days": "soon"}
    client = officer()
    shown = client.post(BEGIN, WRITTEN | typed | {"check": "yes"}).content.decode()
    assert 'name="terms" value="take"' in shown
    before = snapshot(world.node("XB"))
    taken = client.post(BEGIN, WRITTEN | typed | {"terms": "take"}).content.decode()
    assert re.search(r'name="body.terms.0.days"[^>]*value="soon"', taken)
    assert re.search(r'name="body.terms.1.days"[^>]*value="60"', taken)
    assert re.search(r'value="hold" selected', taken)
    assert 'name="terms" value="take"' not in taken
    assert snapshot(world.node("XB")) == before


def test_an_instrument_that_is_offered_no_more_stays_chosen(officer):
    """INTERPOL was one in earlier texts; to save the page must not choose another in its place."""
    earlier = WRITTEN | {"body.legal_basis.instrument": "interpol", "check": "yes"}
    shown = officer().post(BEGIN, earlier).content.decode()
    assert re.search(r'value="interpol" selected', shown)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh-hans"])
def test_each_condition_is_shown_in_its_own_words_beside_its_answer(world, officer, language):
    thread = opened(world, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    set_ = bodies.acceptance("Not <b>before</b> a court", "Destruction within two years")
    world.sent(CENTRAL_XA, CENTRAL_XB, "acceptance", set_, thread=thread)
    world.settle()
    page = officer("xb-0010", language=language).get(
        f"/threads/{thread}/write/conditions_answered/"
    )
    shown = re.findall(
        r'<fieldset class="group" id="f-conditions-(\d)".*?<blockquote dir="auto" lang="en">(.*?)</blockquote>'
        r'.*?name="body.conditions.(\d).decision"',
        page.content.decode(),
        re.DOTALL,
    )
    assert shown == [
        ("0", "Not &lt;b&gt;before&lt;/b&gt; a court", "0"),
        ("1", "Destruction within two years", "1"),
    ]


def test_an_answer_to_conditions_is_judged_by_its_numbers_once_each_has_a_decision(world, officer):
    thread = opened(world, sender=CENTRAL_XB, addressee=CENTRAL_XA)
    set_ = bodies.acceptance("Not before a court", "Destruction within two years")
    world.sent(CENTRAL_XA, CENTRAL_XB, "acceptance", set_, thread=thread)
    world.settle()
    acceptance = thread_state(world.node("XB"), thread).standing.conditions[0].message
    client, address = officer("xb-0010"), f"/threads/{thread}/write/conditions_answered/"
    first = client.get(address)
    assert "names nothing in this thread" not in first.content.decode()
    given = {"text": hidden(first, "text"), "body.answers_to": acceptance.digest}
    client.post(address, ANSWERED | given | {"save": "yes"})
    (text,) = texts(world, "xb-0010")
    assert "names nothing in this thread" in client.get(at(text, "all")).content.decode()


def test_a_text_that_is_too_long_is_kept_whole_and_refused_at_its_field(world, officer):
    """No browser cuts what is pasted: a field states no length of its own."""
    client, written = officer(), "x" * 25_000
    begun(client)
    (text,) = texts(world)
    save(client, text, "facts", {"body.facts": written}, go="next")
    (text,) = texts(world)
    assert text.body["facts"] == written
    page = client.get(at(text, "facts")).content.decode()
    field = re.search(r'<textarea id="f-facts".*?</textarea>', page, re.DOTALL)[0]
    assert "maxlength" not in field
    assert 'aria-describedby="f-facts-why"' in field
    assert written in field
    assert 'id="f-facts-why"' in page
    save(client, text, LOOK, {}, write="yes")
    assert not world.node("XB").store.drafts()
    assert texts(world)[0].body["facts"] == written


def test_no_field_of_a_form_that_nobody_has_touched_is_marked_as_wrong(world, officer):
    client, thread = officer(), requested(world).thread
    actions = thread_view.thread(world.node("XB"), thread).actions
    assert "preservation_confirmed" in {one.kind for one in actions}
    for action in actions:
        page = client.get(f"/threads/{thread}/write/{action.kind}/").content.decode()
        assert 'class="why"' not in page
        assert 'role="alert"' not in page
