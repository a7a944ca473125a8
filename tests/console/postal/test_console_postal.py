# SPDX-License-Identifier: Apache-2.0
"""Pages on a thread by letter and on one that is held: nothing is shown as verified or delivered."""

import pytest

from casts.console.transcribed import (  # noqa: F401 - a fixture
    SECOND,
    data,
    registered,
    second,
    the_paper,
    transcribed,
)
from casts.console.world import bodies, requested
from casts.node.peers import (
    APPROVER,
    CENTRAL,
    LAWYER,
    XM,
    entered,
    register,
    set_policy,
    terms,
)
from casts.node.peers import transcribed as transcribed_at
from casts.node.world import snapshot
from rogatory.node.messages.send import send
from rogatory.node.peer_policy.review_held import review_held
from rogatory.node.peers.policy import Stance
from rogatory.node.postal.dispatch_letter import dispatch_letter
from rogatory.node.repositories.peers import Channel


@pytest.fixture
def node(world):
    found = world.node("XB")
    world.states["XB"].roles = {LAWYER: ("lawyer",), APPROVER: ("approver", "lawyer")}
    world.relist()
    register(found)
    return found


@pytest.fixture
def letter(world, node):
    """A paper of Meridia's, acknowledged by a letter that went out, and a second one to compare."""
    message = transcribed_at(node)
    draft = world.approved(
        world.drafted(
            CENTRAL, XM, "acknowledgement", bodies.acknowledgement(), thread=message.thread
        )
    )
    answer = send(node, draft.id, LAWYER)
    dispatch_letter(
        node,
        answer.digest,
        channel=Channel.POST,
        dispatched=world.clock.now(),
        reference="RR 123 456 789 XB",
        officer=LAWYER,
    )
    entered(node, corrects=message.digest, thread=message.thread)
    world.settle()
    return message


def test_a_paper_that_was_transcribed_before_is_shown_before_another_request_is_opened(
    world, officer, second
):
    registered(officer)
    at, node = transcribed(world, officer), world.node("XB")
    address, before = "/peers/xm/transcribe/preservation/", snapshot(node)
    answer = officer(SECOND).post(address, the_paper())
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This paper was transcribed before, by xb-0010" in page
    assert f'href="{at}"' in page
    assert snapshot(node) == before
    read = data(officer(SECOND), at)["read"]["original"]["sha256"]
    agreed = {"original": read, "agrees": "yes", "reason": "Word for word."}
    thread = officer(SECOND).post(f"{at}compare", agreed)["Location"]
    page = officer(SECOND).post(address, the_paper()).content.decode()
    assert f'href="{thread}"' in page
    answer = officer(SECOND).post(address, the_paper(another="yes"))
    assert answer.status_code == 302
    assert answer["Location"] != at


@pytest.mark.law_line(16)
def test_a_page_shows_nothing_of_a_paper_as_verified(letter, officer):
    page = officer().get(f"/threads/{letter.thread}/").content.decode()
    assert "Transcribed from paper; no signature was checked" in page
    assert "Signed by</dt><dd><bdi>Ministry of Justice of Meridia" not in page
    assert "Source of the arrival" in page
    assert 'class="tag good"' not in page
    assert "Note 77/2026" in page
    assert "1 paper waits for a second officer" in page
    assert "article 40, paragraph 12" in page


def test_a_page_shows_a_letter_as_dispatched_and_never_as_delivered(letter, officer):
    page = officer().get(f"/threads/{letter.thread}/").content.decode()
    assert "Dispatched by letter; that it arrived is not known" in page
    assert "RR 123 456 789 XB" in page
    assert "by post" in page
    assert "received there" not in page
    assert "Meridia (XM)" in page


def test_the_same_is_shown_in_french_and_as_json(letter, officer):
    page = officer(language="fr").get(f"/threads/{letter.thread}/").content.decode()
    assert "aucune signature n’a été vérifiée" in page
    found = officer().get(f"/threads/{letter.thread}/", headers={"accept": "application/json"})
    thread = found.json()["data"]["thread"]
    first, second = thread["messages"]
    assert first["is_verified"] is False
    assert first["paper"]["original"]["sha256"]
    assert second["dispatches"][0]["channel"] == "post"
    assert thread["by_letter"] is True


def test_the_desk_calls_for_what_waits_where_letters_go(letter, officer):
    page = officer().get("/").content.decode()
    assert "A transcription awaits comparison by a second officer" in page
    assert "A signed letter waits to be dispatched" in page


def test_a_request_that_is_held_says_so_until_it_is_reviewed(world, node, officer):
    set_policy(node, terms(Stance.REVIEW))
    sent = requested(world)
    page = officer().get(f"/threads/{sent.thread}/").content.decode()
    assert "held for review: it is not executed" in page
    review_held(
        node, sent.thread, APPROVER, authority=CENTRAL, proceed=True, reason="Read and in order."
    )
    page = officer().get(f"/threads/{sent.thread}/").content.decode()
    assert "a senior officer allowed it" in page
    assert "Read and in order." in page


@pytest.mark.law_line(18)
def test_the_channel_that_a_state_takes_is_shown_where_a_message_to_it_is_drafted(
    world, node, officer
):
    page = officer().get("/write/preservation/").content.decode()
    assert "takes urgent requests by INTERPOL as well" in page
    draft = world.drafted(
        "xb/contact-point", "xa/contact-point", "preservation", bodies.preservation()
    )
    set_policy(node, terms())
    page = officer().get(f"/drafts/{draft.id}/").content.decode()
    assert "By which channel" in page
    assert "so it does not send any either" in page
    document = officer().get(f"/drafts/{draft.id}/", headers={"accept": "application/json"}).json()
    shown = document["data"]["view"]["channel"]["shows"][0]
    assert (shown["article"], shown["certainty"]) == ("40(12)", "parallel")
    blocked = document["data"]["view"]["against_sending"]
    assert [(one["code"], one["certainty"]) for one in blocked] == [("own-suspension", "practice")]


def test_the_list_of_the_post_names_nothing_of_a_restricted_request(world, node, letter, officer):
    """Neither the letter that waits to be dispatched, nor the paper that waits to be compared."""
    draft = world.approved(
        world.drafted(
            CENTRAL,
            XM,
            "preservation_confirmed",
            bodies.preservation_confirmed(),
            thread=letter.thread,
        )
    )
    waiting = send(node, draft.id, LAWYER)
    page = {"headers": {"Accept": "application/json"}}
    shown = officer(LAWYER).get("/peers/", **page).json()["data"]
    assert [one["message"]["digest"] for one in shown["waiting"]] == [waiting.digest]
    assert [one["subject"] for one in shown["to_compare"]] == [letter.thread]
    with node.store.transaction():
        node.store.restrict(letter.thread, [APPROVER])
    before = snapshot(node)
    for number in ("xb-0001", LAWYER):
        hidden = officer(number).get("/peers/", **page)
        assert (hidden.json()["data"]["waiting"], hidden.json()["data"]["to_compare"]) == ([], [])
        for text in (hidden, officer(number).get("/peers/")):
            assert letter.thread not in text.content.decode()
            assert "confirmed" not in text.content.decode()
    assert len(officer(APPROVER).get("/peers/", **page).json()["data"]["waiting"]) == 1
    assert snapshot(node) == before
