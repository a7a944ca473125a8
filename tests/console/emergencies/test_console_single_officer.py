# SPDX-License-Identifier: Apache-2.0
"""Sending alone in an emergency, on the page: offered to whom it may be, and reviewed by another."""

import pytest

from casts.console.acts import approval_of
from casts.console.world import bodies
from casts.node.world import snapshot
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.emergencies.single_officer import sent_by_one

OFFICER = "xb-0002"
REASONS = {"reason": "A life is in danger.", "tried": "xb-0007, twice by telephone"}


@pytest.fixture
def single_officer(world):
    world.states["XB"].roles |= {OFFICER: ("duty", "approver")}
    world.relist()
    return world


def drafted(world, kind="emergency_data", officer=OFFICER):
    body = bodies.emergency_data() if kind == "emergency_data" else bodies.preservation()
    draft = draft_message(
        world.node("XB"),
        message=NewMessage(
            kind=kind,
            sender="xb/contact-point",
            addressee="xa/contact-point",
            language="en",
            body=body,
        ),
        officer=officer,
    )
    return world.answered(draft)


def test_it_is_offered_in_an_emergency_to_who_wrote_it_and_to_nobody_else(single_officer, officer):
    emergency, routine = drafted(single_officer), drafted(single_officer, "preservation")
    theirs = drafted(single_officer, officer="xb-0001")

    def page(draft, number):
        return officer(number).get(f"/drafts/{draft.id}/").content.decode()

    assert "Send without a second approval" in page(emergency, OFFICER)
    for draft, number in ((routine, OFFICER), (theirs, OFFICER), (theirs, "xb-0001")):
        assert "Send without a second approval" not in page(draft, number)


def test_it_goes_out_with_a_reason_and_waits_for_another_officer_s_word(single_officer, officer):
    draft, node = drafted(single_officer), single_officer.node("XB")
    address = f"/drafts/{draft.id}/alone"
    before = snapshot(node)
    assertion = approval_of(single_officer, draft, OFFICER)
    for missing in (assertion, REASONS):
        assert officer(OFFICER).post(address, missing).status_code == 409
    assert officer("xb-0001").post(address, assertion | REASONS).status_code == 403
    assert snapshot(node) == before

    assert officer(OFFICER).post(address, assertion | REASONS).status_code == 302
    thread = f"/threads/{draft.thread}/"
    own = officer(OFFICER).get(thread).content.decode()
    assert REASONS["tried"] in own
    assert "Another officer must review it." in own
    assert "It was justified" not in own
    other = officer("xb-0001").get(thread).content.decode()
    assert "It was justified" in other

    (one,) = sent_by_one(node, draft.thread)
    review = {
        "matter": "alone-review",
        "details.decision": one.decision.id,
        "answer": "not-justified",
        "reason": "xb-0007 was at his desk.",
    }
    assert officer(OFFICER).post(f"{thread}decide", review).status_code == 409
    assert sent_by_one(node, draft.thread)[0].review is None
    assert officer("xb-0001").post(f"{thread}decide", review).status_code == 302
    assert "It was not justified" in officer(OFFICER).get(thread).content.decode()
