# SPDX-License-Identifier: Apache-2.0
"""Other States: policies by two officers, States without a node, papers compared, letters posted."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from casts.console.acts import WRITTEN
from casts.console.api import document_of, post
from casts.console.transcribed import ENTRY, LAWYER, SECOND, data, registered, second, transcribed  # noqa: F401 - fixtures
from casts.console.world import requested
from casts.node import peers as cast
from casts.node.world import snapshot
from rogatory.node.peers.policy import policies


def test_a_policy_counts_once_a_second_officer_confirmed_it_and_the_peer_is_notified(
    world, officer, second
):
    form = {"stance": "suspended", "reason": "Three forged orders in a week."}
    assert officer(LAWYER).post("/peers/xa/policy", form).status_code == 302
    (proposed,) = policies(world.node("XB"))
    assert proposed.since is None
    own = officer(LAWYER).post(
        f"/peers/xa/policy/{proposed.id}", {"accept": "yes", "reason": "Mine."}
    )
    assert own.status_code in {403, 409}
    answer = officer(SECOND).post(
        f"/peers/xa/policy/{proposed.id}", {"accept": "yes", "reason": "I called back."}
    )
    assert answer.status_code == 302
    assert "/drafts/" in answer["Location"]  # the notice waits for its approval
    page = data(officer(), "/peers/xa/")["page"]
    assert page["counting"][0]["terms"]["stance"] == "suspended"
    text = officer().get("/peers/xa/").content.decode()
    assert "Three forged orders in a week." in text
    assert "I called back." in text
    assert "article 40, paragraph 12" in text


def test_a_policy_that_is_none_is_refused_and_changes_nothing(world, officer):
    before = snapshot(world.node("XB"))
    for wrong in ({"stance": "angry", "reason": "So."}, {"stance": "suspended", "reason": ""}):
        assert officer(LAWYER).post("/peers/xa/policy", wrong).status_code == 409
    assert (
        officer(LAWYER).post("/peers/xb/policy", {"stance": "open", "reason": "x"}).status_code
        == 409
    )
    assert snapshot(world.node("XB")) == before


def test_a_request_held_by_policy_waits_for_a_senior_officers_word(world, officer, second):
    from rogatory.node.peers.policy import Stance

    cast.set_policy(world.node("XB"), cast.terms(Stance.REVIEW, channel=None))
    thread = requested(world).thread
    client = officer("xb-0002")
    text = client.get(f"/threads/{thread}/").content.decode()
    assert "held for review" in text
    answer = client.post(
        f"/threads/{thread}/proceed", {"proceed": "yes", "reason": "The facts are plain."}
    )
    assert answer.status_code == 302
    held = data(client, f"/threads/{thread}/")["thread"]["held"]
    assert held["may_proceed"] is True
    assert officer("xb-0001").post(f"/threads/{thread}/proceed", {}).status_code == 403


def test_a_state_without_a_node_is_entered_by_two_officers(world, officer, second):
    registered(officer)
    page = data(officer(), "/peers/xm/")["page"]
    assert page["has_node"] is False
    assert page["counterpart"]["authorities"] == {
        "xm/ministry-of-justice": "Ministry of Justice of Meridia"
    }
    assert "Meridia (XM)" in officer().get("/peers/").content.decode()


def test_a_state_that_the_directory_lists_is_no_counterpart(world, officer):
    before = snapshot(world.node("XB"))
    wrong = ENTRY | {"authorities": "xa/contact-point = The contact point"}
    assert officer(LAWYER).post("/peers/xa/entry", wrong).status_code == 409
    assert snapshot(world.node("XB")) == before


def test_a_paper_is_transcribed_compared_and_never_shown_as_verified(world, officer, second):
    registered(officer)
    at = transcribed(world, officer)
    shown = data(officer(LAWYER), at)
    digest = shown["read"]["original"]["sha256"]
    kept = officer(LAWYER).get(f"{at}original")
    assert kept.content == b"%PDF- of Meridia"
    assert kept["Content-Disposition"].startswith("attachment")
    assert kept["Content-Type"] == "application/octet-stream"
    own = {"original": digest, "agrees": "yes", "reason": "I wrote it."}
    assert officer(LAWYER).post(f"{at}compare", own).status_code == 409
    agreed = {"original": digest, "agrees": "yes", "reason": "Word for word."}
    answer = officer(SECOND).post(f"{at}compare", agreed)
    assert answer.status_code == 302
    text = officer().get(answer["Location"]).content.decode()
    assert "signature was checked" in text
    assert "Authenticity" not in text
    message = data(officer(), answer["Location"])["thread"]["messages"][0]
    assert message["is_verified"] is False
    node, thread = world.node("XB"), answer["Location"].split("/")[2]
    with node.store.transaction():
        node.store.restrict(thread, [SECOND])
    before = snapshot(node)
    for page in (at, f"{at}original"):
        assert officer(LAWYER).get(page).status_code == 403
        assert officer(SECOND).get(page).status_code == 200
    answering = {"thread": thread, "write": "yes", "sender": "xm/ministry-of-justice"}
    page = "/peers/xm/transcribe/acknowledgement/"
    assert officer(LAWYER).post(page, answering).status_code == 409
    assert snapshot(node) == before


def test_a_paper_without_its_original_is_refused_with_what_was_typed(world, officer, second):
    registered(officer)
    answer = officer(LAWYER).post(
        "/peers/xm/transcribe/preservation/",
        WRITTEN | {"sender": "xm/ministry-of-justice", "reference": "Note 77/2026"},
    )
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "The original is missing" in text
    assert "Somebody was deceived." in text
    assert "Note 77/2026" in text


# Letters, forms, translations


@pytest.fixture
def message(world):
    return requested(world)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru", "zh"])
def test_a_message_is_downloaded_as_a_letter_in_six_languages(world, officer, message, language):
    answer = officer().get(f"/letters/{message.digest}/{language}/html/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert "AR-2026-0417" in answer.content.decode()


def test_a_script_gets_a_letter_in_base64(world, officer, message):
    found = data(officer(), f"/letters/{message.digest}/en/pdf/")
    assert found["media_type"] == "application/pdf"
    import base64

    assert base64.b64decode(found["base64"]).startswith(b"%PDF")


@pytest.mark.parametrize("address", ["xx/html", "en/exe", "EN/html"])
def test_a_letter_that_nobody_prints_is_refused(world, officer, message, address):
    assert officer().get(f"/letters/{message.digest}/{address}/").status_code == 409


def test_a_request_goes_into_its_model_form_and_comes_back_as_a_draft(world, officer, message):
    at = f"/forms/{message.digest}/t-cy-2018-11/en/json/"
    filled = officer().get(at)
    assert filled.status_code == 200
    file = SimpleUploadedFile("filled.json", filled.content, "application/json")
    response = officer().post(
        "/write/preservation/", {"import": "yes", "model": "t-cy-2018-11", "file": file}
    )
    assert response.status_code == 200
    assert "AR-2026-0417" in response.content.decode()
    assert not world.node("XB").store.drafts()


def test_a_form_that_cannot_be_read_fills_in_nothing(world, officer):
    file = SimpleUploadedFile("filled.json", b"[", "application/json")
    form = {"import": "yes", "model": "t-cy-2018-11", "file": file}
    assert officer().post("/write/preservation/", form).status_code == 409
    assert officer().post("/write/preservation/", {"import": "yes"}).status_code == 409


def test_a_draft_is_translated_and_the_translation_signed(world, officer):
    from casts.console.world import bodies

    draft = world.drafted(
        "xb/contact-point", "xa/contact-point", "preservation", bodies.preservation()
    )
    at = f"/drafts/{draft.id}/translate/"
    shown = data(officer(), at)
    page = officer().get(at).content.decode()
    assert "Offence · Title" in page
    assert "<code>/" not in page
    fields = {f"fields.{one['place']}": f"fr: {one['text']}" for one in shown["texts"]}
    answer = officer().post(at, {"into": "fr", "capacity": "staff", **fields})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    (made,) = [one for one in world.node("XB").store.drafts() if one.id != draft.id]
    assert made.body == draft.body
    assert made.attachments


def test_the_number_of_queries_of_a_thread_does_not_grow_with_its_messages(
    world, officer, monkeypatch
):
    import dataclasses

    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from rogatory.storage.queue.jobs import DatabaseQueue
    from rogatory.storage.store import DatabaseStore

    node = dataclasses.replace(world.node("XB"), store=DatabaseStore(), queue=DatabaseQueue())
    monkeypatch.setattr("rogatory.bootstrap.node.running_node", lambda: node)
    world.exchange.nodes["XB"] = node
    sent, client, counts = requested(world), officer(), []
    thread = sent.thread
    for part in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/threads/{thread}/").status_code == 200
        counts.append(len(queries))
        for number in range(4):
            world.sent(
                "xa/contact-point",
                "xb/contact-point",
                "status_enquiry",
                {"request": sent.digest, "question": f"How far has step {part}.{number} come?"},
                thread=thread,
            )
            world.settle()
    assert counts[1] <= counts[0], counts  # the first read of a thread is written down as well


def test_a_script_sets_a_policy_with_one_object(world, officer):
    given = {"stance": "review", "kinds": ["mla_stored_data"], "reason": "By agreement."}
    found = document_of(post(officer(LAWYER), "/peers/xa/policy", given), 201)
    (one,) = policies(world.node("XB"))
    assert one.id == found["created"]
    assert one.terms.kinds == ("mla_stored_data",)
