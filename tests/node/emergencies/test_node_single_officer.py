# SPDX-License-Identifier: Apache-2.0
"""One officer alone in an emergency: when he may send, what is written down, and who looks at it later."""

from datetime import timedelta

import pytest

from casts.node.world import approval_json, bodies, snapshot
from rogatory.custody.events.event import parse_event
from rogatory.errors import Refused
from rogatory.node.emergencies.outcome import EmergencyOutcome, confirmation_of
from rogatory.node.emergencies.single_officer import REVIEW, sent_by_one
from rogatory.node.law.decisions import decide
from rogatory.node.messages.send import send
from rogatory.node.messages.send_by_one import send_by_one
from rogatory.node.officers.alerts import mark_seen

OFFICER = "xa-0002"
REASONS = {
    "reason": "A child is to be killed tonight.",
    "tried": "xa-0007 and xa-0008 by telephone",
}


@pytest.fixture
def single_officer(world):
    """The head of the contact point does duty himself tonight."""
    world.states["XA"].roles = {OFFICER: ("duty", "approver")}
    world.relist()
    return world


def draft_of(world, kind="emergency_data", body=None, officer=OFFICER, **more):
    from rogatory.node.drafts.draft import NewMessage, draft_message

    content = bodies.emergency_data() if body is None else body
    message = NewMessage(kind, "xa/contact-point", "xb/contact-point", "en", content, **more)
    draft = draft_message(world.node("XA"), message, officer)
    return world.answered(draft)


def own_approval(world, draft, number=OFFICER, **changes):
    made = world.states["XA"].officers[number].approve(number, "approve", draft.content)
    return approval_json(made) | changes


def refused(world, act):
    before = snapshot(world.node("XA"))
    with pytest.raises(Refused) as error:
        act()
    assert snapshot(world.node("XA")) == before
    return set(error.value.codes)


def test_an_officer_alone_saves_what_cannot_wait_and_the_record_says_so(single_officer):
    world, node = single_officer, single_officer.node("XA")
    draft = draft_of(world)
    with pytest.raises(Refused):
        send(node, draft.id, OFFICER)
    sent = send_by_one(node, draft.id, OFFICER, own_approval(world, draft), **REASONS)
    world.settle()
    there = world.node("XB").store.transcript(sent.thread)
    assert [one.kind for one in there][:1] == ["emergency_data"]
    (event,) = [
        parse_event(one.event)
        for one in node.store.events_of(sent.digest)
        if one.action == "message-sent"
    ]
    assert event.act.code == "message-sent-by-one-officer"
    assert event.words.text == REASONS["reason"]
    (one,) = sent_by_one(node, sent.thread)
    assert (one.message, one.decision.officer, one.review) == (sent.digest, OFFICER, None)
    assert one.decision.details["tried"] == REASONS["tried"]
    assert any(call.id.startswith(f"{REVIEW}/") for call in node.store.pages(thread=sent.thread))


def test_the_other_state_still_asks_somebody_who_had_no_part_in_it(single_officer):
    draft = draft_of(single_officer)
    sent = send_by_one(
        single_officer.node("XA"), draft.id, OFFICER, own_approval(single_officer, draft), **REASONS
    )
    single_officer.settle()
    found = confirmation_of(single_officer.node("XB"), sent.thread)
    assert found.outcome is EmergencyOutcome.WAITING
    assert not found.allows


def test_the_desk_is_reminded_every_day_until_another_officer_has_reviewed_it(single_officer):
    world, node = single_officer, single_officer.node("XA")
    draft = draft_of(world)
    sent = send_by_one(node, draft.id, OFFICER, own_approval(world, draft), **REASONS)
    world.settle()
    (one,) = sent_by_one(node, sent.thread)
    review = {
        "subject": sent.thread,
        "topic": "alone-review",
        "answer": "justified",
        "reason": "The child was found.",
        "details": {"decision": one.decision.id},
    }

    def calls():
        pages = node.store.pages(unseen=False, thread=sent.thread)
        return sum(call.id.startswith(f"{REVIEW}/") for call in pages)

    assert calls() == 1
    assert refused(world, lambda: decide(node, officer=OFFICER, **review)) == {"alone-own-review"}
    assert "alone-nothing" in refused(
        world, lambda: decide(node, officer="xa-0001", **review | {"details": {}})
    )
    world.clock.forward(days=1, minutes=1)
    world.settle()
    assert calls() == 2
    decide(node, officer="xa-0001", **review)
    (one,) = sent_by_one(node, sent.thread)
    assert (one.review.officer, one.review.answer) == ("xa-0001", "justified")
    assert refused(world, lambda: decide(node, officer="xa-0001", **review)) == {"alone-nothing"}
    world.clock.forward(days=2)
    world.settle()
    assert calls() == 2
    assert not [job for job in node.queue.waiting() if job.kind == REVIEW]


def test_who_sent_alone_does_not_silence_the_call_for_a_review(single_officer):
    draft, node = draft_of(single_officer), single_officer.node("XA")
    sent = send_by_one(node, draft.id, OFFICER, own_approval(single_officer, draft), **REASONS)
    single_officer.settle()
    (call,) = [one for one in node.store.pages(thread=sent.thread) if one.id.startswith(REVIEW)]
    assert refused(single_officer, lambda: mark_seen(node, call.id, OFFICER)) == {
        "alone-own-review"
    }
    mark_seen(node, call.id, "xa-0001")
    (call,) = [
        one for one in node.store.pages(unseen=False, thread=sent.thread) if one.id == call.id
    ]
    assert call.seen_by == "xa-0001"


@pytest.mark.parametrize(("demanded", "code"), [(2, "alone-approvals"), (0, "alone-approvals")])
def test_what_the_entry_demands_of_more_than_one_officer_stays_so(single_officer, demanded, code):
    draft = draft_of(single_officer)
    given = own_approval(single_officer, draft)
    single_officer.states["XA"].approvals = {"emergency_data": demanded}
    single_officer.relist()
    codes = refused(
        single_officer,
        lambda: send_by_one(single_officer.node("XA"), draft.id, OFFICER, given, **REASONS),
    )
    assert codes == {code}


def test_outside_an_emergency_the_second_officer_is_waited_for(single_officer):
    draft = draft_of(single_officer, "preservation", bodies.preservation())
    given = own_approval(single_officer, draft)
    codes = refused(
        single_officer,
        lambda: send_by_one(single_officer.node("XA"), draft.id, OFFICER, given, **REASONS),
    )
    assert codes == {"alone-no-emergency"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"reason": " "}, {"reason-needed"}),
        ({"tried": ""}, {"alone-tried"}),
        ({"tried": "x" * 1001}, {"alone-tried"}),
        ({"officer": "xa-0001"}, {"alone-second-officer", "officer-role"}),
        ({"officer": "xa-0011"}, {"alone-second-officer", "officer-office"}),
    ],
)
def test_who_may_not_or_does_not_say_why_sends_nothing(single_officer, changes, expected):
    draft = draft_of(single_officer)
    arguments = REASONS | {name: text for name, text in changes.items() if name != "officer"}
    number = changes.get("officer", OFFICER)
    given = own_approval(single_officer, draft, number)
    act = lambda: send_by_one(single_officer.node("XA"), draft.id, number, given, **arguments)  # noqa: E731
    assert refused(single_officer, act) == expected


def test_a_password_and_another_s_passkey_do_not_break_the_glass(single_officer):
    draft, node = draft_of(single_officer), single_officer.node("XA")
    borrowed = own_approval(single_officer, draft, "xa-0011", officer=OFFICER)
    stale = draft_of(single_officer, thread=None)
    other = own_approval(single_officer, stale)
    nothing = dict.fromkeys(borrowed, "")
    for given, code in (
        (borrowed, "officer-not-listed"),
        (other, "approval-other-matter"),
        (nothing, "officer-not-listed"),
    ):
        assert code in refused(
            single_officer,
            lambda given=given: send_by_one(node, draft.id, OFFICER, given, **REASONS),
        )


def test_what_was_sent_alone_stays_so_when_the_desk_is_looked_at_after_years(single_officer):
    """The record does not hang on what the register says of the officer later."""
    draft = draft_of(single_officer)
    sent = send_by_one(
        single_officer.node("XA"), draft.id, OFFICER, own_approval(single_officer, draft), **REASONS
    )
    single_officer.states["XA"].roles = {OFFICER: ("duty",)}
    single_officer.relist()
    single_officer.clock.forward(days=400)
    assert [one.message for one in sent_by_one(single_officer.node("XA"), sent.thread)] == [
        sent.digest
    ]
    assert timedelta(days=399) < single_officer.clock.now() - sent.at
