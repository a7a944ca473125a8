# SPDX-License-Identifier: Apache-2.0
"""A State whose key changed, on the console: shown, heard by telephone, confirmed or not."""

from dataclasses import replace

import pytest
from django.contrib.auth import get_user_model

from casts.console.api import document_of, post
from casts.node.world import snapshot
from rogatory.custody.events.event import CustodyAction, parse_event
from rogatory.custody.events.values import OfficerWords
from rogatory.directory.refusals import STATE_KEY_CHANGED
from rogatory.wire.spoken_digest import spoken

KEY = "ab" * 32
LAWYER, DUTY = "xb-0010", "xb-0001"


@pytest.fixture
def changed(world):
    """XA signs with a key that its old one did not announce."""
    reason = STATE_KEY_CHANGED.because(state="XA", keyids=KEY)
    world.directory.newest = replace(
        world.directory.newest, held={"XA": (reason,)}, unconfirmed={"XA": (KEY,)}
    )
    return world


def test_what_was_heard_is_typed_and_the_state_relied_on_again(changed, officer):
    client = officer(LAWYER)
    page = client.get("/node/").content.decode()
    assert "A changed key waits" in page
    form = {"state": "xa", "heard": spoken(KEY), "reason": "Called the number of the card"}
    assert client.post("/node/confirm", form).status_code == 302
    assert changed.directory.newest.held == {}
    (logged,) = changed.node("XB").store.events_of(KEY)
    event = parse_event(logged.event)
    assert (event.action, event.officer) == (CustodyAction.DIRECTORY_ACCEPTED, LAWYER)
    assert "Called the number of the card" in event.words.text
    assert "A changed key waits" not in client.get("/node/").content.decode()


def test_the_words_have_the_language_of_the_page_on_which_they_were_written(changed, officer):
    client = officer(LAWYER)
    get_user_model().objects.filter(number=LAWYER).update(language="zh-hans")
    form = {"state": "xa", "heard": spoken(KEY), "reason": "电"}
    assert client.post("/node/confirm", form).status_code == 302
    (logged,) = changed.node("XB").store.events_of(KEY)
    assert parse_event(logged.event).words == OfficerWords("电", "zh")


def test_a_script_confirms_as_well(changed, officer):
    sent = {"state": "XA", "heard": [spoken(KEY)], "reason": "Met at Hanoi"}
    answer = post(officer(LAWYER), "/node/confirm", sent)
    assert document_of(answer)["next"] == "/node/"
    assert changed.directory.newest.held == {}


@pytest.mark.parametrize(
    ("heard", "code"),
    [
        (spoken("cd" * 32), "state-key-differs"),
        ("12345", "spoken-length"),
        ("", "spoken-length"),
        (KEY, "spoken-malformed"),
    ],
)
def test_another_key_or_one_copied_from_the_page_is_not_confirmed(changed, officer, heard, code):
    before = snapshot(changed.node("XB"))
    form = {"state": "XA", "heard": heard, "reason": "Called"}
    answer = officer(LAWYER).post("/node/confirm", form)
    assert answer.status_code == 409
    assert code in answer.content.decode()
    assert "XA" in changed.directory.newest.held
    assert snapshot(changed.node("XB")) == before


def test_how_it_was_compared_must_be_said(changed, officer):
    answer = officer(LAWYER).post(
        "/node/confirm", {"state": "XA", "heard": spoken(KEY), "reason": " "}
    )
    assert "reason-needed" in answer.content.decode()
    assert "XA" in changed.directory.newest.held


def test_who_may_not_confirm_sees_it_and_cannot(changed, officer):
    client = officer(DUTY)
    page = client.get("/node/").content.decode()
    assert "A changed key waits" in page
    assert "/node/confirm" not in page
    form = {"state": "XA", "heard": spoken(KEY), "reason": "Called"}
    assert client.post("/node/confirm", form).status_code == 403
    assert "XA" in changed.directory.newest.held


def test_a_state_whose_key_did_not_change_has_nothing_to_confirm(world, officer):
    form = {"state": "XA", "heard": spoken(KEY), "reason": "Called"}
    answer = officer(LAWYER).post("/node/confirm", form)
    assert answer.status_code == 409
    assert "state-key-none-waits" in answer.content.decode()
