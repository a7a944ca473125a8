# SPDX-License-Identifier: Apache-2.0
"""An emergency's call-back on the page: what waits, who may answer, one touch, or the telephone."""

import base64
import json
import re

import pytest

from casts.console.world import as_read, requested
from casts.node.world import bodies, snapshot
from rogatory.node.call_back.answer import answer_draft
from rogatory.node.emergencies.outcome import EmergencyOutcome, confirmation_of
from rogatory.seal.approval_document import encode_approvals
from rogatory.wire import canonical

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
    """An emergency of Arcadia on Borealia's desk, called back for."""
    return requested(world, level="emergency").thread


@pytest.fixture
def incoming_call_back(world):
    """An emergency of Borealia, for which Arcadia has called back."""
    sent = world.sent(
        "xb/contact-point", "xa/contact-point", "emergency_data", bodies.emergency_data()
    )
    world.settle()
    return sent.thread


def page_of(client, thread):
    return as_read(client.get(f"/threads/{thread}/"))


def assertion(world, thread, outcome, officer):
    draft = answer_draft(world.node("XB"), thread, outcome, officer)
    given = world.states["XB"].officers[officer].approve(officer, "approve", draft.content)
    parts = canonical.decode_object(encode_approvals([given]))["approvals"][0]
    return {name: parts[name] for name in parts if name not in {"officer", "verdict"}}


def test_the_page_shows_that_the_call_back_waits_and_offers_the_telephone(emergency, officer):
    page = page_of(officer("xb-0001"), emergency)
    assert "waiting for the answer" in page
    assert "Decide after a telephone call" in page
    assert "Is this emergency ours?" not in page


def test_the_officer_who_may_answer_is_given_both_answers_to_sign(
    world, incoming_call_back, officer
):
    page = page_of(officer("xb-0011"), incoming_call_back)
    assert "Is this emergency ours?" in page
    assert page.count("data-approve") == 2
    challenges = re.findall(r'data-challenge="([^"]+)"', page)
    assert len(set(challenges)) == 2
    assert all(base64.urlsafe_b64decode(one + "==") for one in challenges)
    assert page_of(officer("xb-0011"), incoming_call_back).count(challenges[0]) == 1


def test_who_approved_the_request_learns_why_he_may_not(incoming_call_back, officer):
    page = page_of(officer("xb-0002"), incoming_call_back)
    assert "Why you cannot answer it" in page
    assert "data-approve" not in page


@pytest.mark.parametrize("outcome", ["confirmed", "denied"])
def test_one_touch_signs_and_sends_the_answer(world, incoming_call_back, officer, outcome):
    posted = {"outcome": outcome} | assertion(world, incoming_call_back, outcome, "xb-0011")
    answer = officer("xb-0011").post(f"/threads/{incoming_call_back}/call-back/answer", posted)
    assert answer.status_code == 302
    world.settle()
    assert confirmation_of(world.node("XA"), incoming_call_back).outcome is EmergencyOutcome(
        outcome
    )
    assert "Is this emergency ours?" not in page_of(officer("xb-0011"), incoming_call_back)


def test_an_assertion_over_the_other_answer_sends_nothing(world, incoming_call_back, officer):
    posted = {"outcome": "confirmed"} | assertion(world, incoming_call_back, "denied", "xb-0011")
    before = snapshot(world.node("XB"))
    answer = officer("xb-0011").post(f"/threads/{incoming_call_back}/call-back/answer", posted)
    assert answer.status_code == 409
    assert snapshot(world.node("XB")) == before


def test_the_decision_after_a_call_and_its_review_are_on_the_page(world, emergency, officer):
    client = officer("xb-0001")
    early = client.post(f"/threads/{emergency}/call-back/decide", CALL)
    assert early.status_code == 409
    world.clock.forward(minutes=15)
    assert client.post(f"/threads/{emergency}/call-back/decide", CALL).status_code == 302
    page = page_of(client, emergency)
    assert "Decided without an answer: data may be given" in page
    assert "A second officer must review the decision." in page
    review = {"matter": "emergency-review", "answer": "confirmed", "reason": "She was found."}
    assert client.post(f"/threads/{emergency}/decide", review).status_code == 409
    assert officer("xb-0002").post(f"/threads/{emergency}/decide", review).status_code == 302
    reviewed = page_of(client, emergency).split("Reviewed by ")[1]
    assert reviewed.startswith('<bdi class="ref" dir="ltr">xb-0002</bdi>, ')


def test_a_script_gets_what_the_page_shows(emergency, officer):
    document = json.loads(
        officer("xb-0001")
        .get(f"/threads/{emergency}/", headers={"accept": "application/json"})
        .content
    )
    found = document["data"]["call_back"]
    assert (found["outcome"], found["may_decide"], found["may_ask"]) == ("waiting", True, False)
    assert found["asked"][0]["authority"] == "xa/central-authority"
