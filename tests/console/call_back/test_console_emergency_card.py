# SPDX-License-Identifier: Apache-2.0
"""The card of an emergency: what threatens whom, and one step after the other, only the next one solid."""

import json
import re

import pytest

from casts.console.world import as_read, requested
from casts.node.world import bodies
from rogatory.wire.moments import format_moment

CALL = {
    "answer": "go-on",
    "number": "+999 7 7770000",
    "spoke_with": "the duty officer",
    "said": "The request is ours.",
    "source": "the yearly list",
    "reason": "He knew the case.",
}


@pytest.fixture
def emergency(world):
    """An emergency of Arcadia on Borealia's desk, called back for; data are needed within six hours."""
    body = bodies.emergency_data()
    body["needed_by"] = format_moment(world.clock.now().replace(hour=23, minute=0, second=0))
    sent = world.sent("xa/contact-point", "xb/contact-point", "emergency_data", body)
    world.settle()
    return sent


def card_of(client, request):
    page = as_read(client.get(f"/threads/{request.thread}/"))
    return page.split('aria-labelledby="h-emergency"')[1].split("</section>")[0]


def statuses(client, request):
    document = json.loads(
        client.get(f"/threads/{request.thread}/", headers={"accept": "application/json"}).content
    )
    return document["data"]["card"]["steps"]


def solid(card):
    """The texts of the solid buttons."""
    return [
        re.sub(r"<[^>]+>", "", text).strip()
        for classes, text in re.findall(
            r'<(?:button|a) class="(button[^"]*)"[^>]*>(.*?)</', card, re.DOTALL
        )
        if "quiet" not in classes.split() and "small" not in classes.split()
    ]


def test_it_says_what_threatens_whom_in_their_words_and_what_is_asked_for(emergency, officer):
    card = card_of(officer("xb-0001"), emergency)
    danger = bodies.emergency_data()["danger"]
    assert all(words in card for words in danger.values())
    assert "Data asked for" in card
    assert bodies.emergency_data()["data"][0]["identifiers"][0]["value"] in card
    assert "Moment by which data must avert an emergency" in card
    assert "Whether the emergency is real is not proved by that." in card


def test_only_the_next_step_is_solid_and_giving_is_locked_until_the_word_is_there(
    world, emergency, officer
):
    client = officer("xb-0001")
    assert statuses(client, emergency) == {
        "acknowledge": "next",
        "call-back": "later",
        "decide": "later",
    }
    card = card_of(client, emergency)
    assert solid(card) == ["Acknowledge now"]
    page = as_read(client.get(f"/threads/{emergency.thread}/"))
    beside = page.split('aria-labelledby="h-next"')[1].split("</section>")[0]
    assert "Acknowledgement by an officer" in beside
    assert solid(beside) == []
    assert "Locked: " in card
    client.post(f"/threads/{emergency.thread}/acknowledge")
    assert statuses(client, emergency)["call-back"] == "next"
    world.clock.forward(minutes=15)
    assert client.post(f"/threads/{emergency.thread}/call-back/decide", CALL).status_code == 302
    assert statuses(client, emergency) == {
        "acknowledge": "done",
        "call-back": "done",
        "decide": "next",
    }
    decided = card_of(client, emergency)
    assert "Answer in words" in solid(decided)
    assert "Refusal" not in " ".join(solid(decided))
    assert "A second officer reviews it by" in decided


def test_an_emergency_that_ended_says_how_and_asks_for_no_step(world, emergency, officer):
    world.sent(
        "xa/contact-point",
        "xb/contact-point",
        "no_longer_required",
        {"request": emergency.digest, "reason": "The child is safe."},
        thread=emergency.thread,
    )
    world.settle()
    client = officer("xb-0001")
    card = card_of(client, emergency)
    assert "Ended: withdrawn" in card
    assert "It raises no further alerts." in card
    assert statuses(client, emergency) == {
        "acknowledge": "not-needed",
        "call-back": "not-needed",
        "decide": "done",
    }
    assert solid(card) == []


def test_a_request_without_an_emergency_has_no_card(world, officer):
    thread = requested(world).thread
    page = as_read(officer("xb-0001").get(f"/threads/{thread}/"))
    assert "h-emergency" not in page
