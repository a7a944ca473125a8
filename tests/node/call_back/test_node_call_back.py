# SPDX-License-Identifier: Apache-2.0
"""Before data leave in an emergency its State confirms it, or a named human answers for it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.world import NOW, approval_json, bodies, snapshot
from rogatory.directory.entry.card import Card, CardChannel, CardNumber, build_card, card_digest
from rogatory.errors import Refused
from rogatory.node.call_back.answer import answer_call_back, answer_draft, call_back_question
from rogatory.node.call_back.ask import ask_back
from rogatory.node.call_back.not_reached import (
    REVIEW_AFTER,
    Telephoned,
    decide_not_reached,
)
from rogatory.node.drafts.stored_drafts import approvals_of, content_of
from rogatory.node.emergencies.outcome import EmergencyOutcome, confirmation_of
from rogatory.node.law.decisions import decide
from rogatory.node.law.judge import before_leaving
from rogatory.node.messages import send as sending
from rogatory.node.repositories.contact_cards import CardRecord
from rogatory.node.repositories.messages import Delivery
from rogatory.node.threads.receipt import parse_receipt
from rogatory.node.views.deadline_alerts import watch_clocks
from rogatory.node.views.duty_desk import duty_desk
from rogatory.requests.deadlines.reply_deadlines import CALL_BACK_WITHIN
from rogatory.requests.envelope import content_digest

XA, XB = "xa/contact-point", "xb/contact-point"
CALL = Telephoned("+999 000 00001", "the duty officer", "The request is ours.")
GIVEN = {"complete": True, "answer": "The connection ends at 12 Quay Street."}


def emergency(world, kind="emergency_data", **changes):
    """An emergency of Arcadia that Borealia has; its node has called back."""
    body = {"emergency_data": bodies.emergency_data, "preservation": bodies.preservation}[kind]
    sent = world.sent(XA, XB, kind, body(**changes))
    world.settle()
    world.clock.forward(seconds=1)
    return sent.thread


def outcome(world, thread):
    return confirmation_of(world.node("XB"), thread).outcome


def codes_against_giving(world, thread):
    draft = world.answered(world.drafted(XB, XA, "answer", bodies.answer(**GIVEN), thread=thread))
    return [reason.code.id for reason in before_leaving(world.node("XB"), draft).blocks]


def pages(world, state, key):
    return [one for one in world.node(state).store.pages() if one.id.startswith(key)]


def codes(refused):
    return set(refused.value.codes)


def kept(world, state):
    """Return what may not change by an attack: beside everything kept, the jobs that wait."""
    return snapshot(world.node(state))


@pytest.mark.law_line(24)
def test_an_emergency_is_called_back_for_at_once_by_the_node_itself(world):
    thread = emergency(world)
    (call_back,) = [
        one for one in world.node("XB").store.transcript(thread) if one.kind == "call_back"
    ]
    assert (call_back.sender_state, call_back.delivery) == ("XB", Delivery.RECEIPTED)
    found = confirmation_of(world.node("XB"), thread)
    assert (found.outcome, found.allows) == (EmergencyOutcome.WAITING, False)
    request = found.call_backs[0].message
    assert str(request.addressee) == "xa/central-authority"
    assert "kill himself" in request.body["facts"]
    assert pages(world, "XA", "call-back/")
    assert confirmation_of(world.node("XA"), thread) is None


@pytest.mark.law_line(24)
def test_nothing_is_given_before_the_second_channel_has_confirmed_and_then_at_once(world):
    thread = emergency(world)
    assert codes_against_giving(world, thread) == ["emergency-unconfirmed"]
    with pytest.raises(Refused) as refused:
        world.sent(XB, XA, "answer", bodies.answer(**GIVEN), thread=thread)
    assert codes(refused) == {"emergency-unconfirmed"}
    world.confirmed(thread)
    assert outcome(world, thread) is EmergencyOutcome.CONFIRMED
    world.sent(XB, XA, "answer", bodies.answer(**GIVEN), thread=thread)
    world.settle()
    assert world.node("XA").store.summary(thread).status == "answered"


def test_every_way_to_give_data_in_an_emergency_waits_whatever_the_kind_of_the_request(world):
    urgency = {"level": "emergency", "reason": "A child is held."}
    thread = emergency(world, "preservation", urgency=urgency)
    (opening, *_) = world.node("XB").store.transcript(thread)
    body = bodies.preserved_traffic_disclosure(opening.digest)
    with pytest.raises(Refused) as refused:
        world.sent(XB, XA, "preserved_traffic_disclosure", body, thread=thread)
    assert codes(refused) == {"emergency-unconfirmed"}
    world.sent(XB, XA, "preservation_confirmed", bodies.preservation_confirmed(), thread=thread)


def test_what_claims_no_emergency_is_not_called_back_for(world):
    thread = emergency(world, "preservation")
    assert confirmation_of(world.node("XB"), thread) is None
    assert len(world.node("XB").store.transcript(thread)) == 1
    with pytest.raises(Refused) as refused:
        ask_back(world.node("XB"), thread, officer="xb-0001")
    assert codes(refused) == {"call-back-nothing"}


@pytest.mark.law_line(24)
def test_a_denial_stops_everything_for_good_and_calls_officers_of_both_states(world):
    thread = emergency(world)
    world.confirmed(thread, "denied")
    assert outcome(world, thread) is EmergencyOutcome.DENIED
    assert codes_against_giving(world, thread) == ["emergency-denied"]
    assert pages(world, "XB", "call-back-denied/")
    assert pages(world, "XA", "call-back-denied/")
    world.clock.forward(hours=1)
    with pytest.raises(Refused) as refused:
        decided(world, thread)
    assert "call-back-answered" in codes(refused)
    with pytest.raises(Refused) as refused:
        ask_back(world.node("XB"), thread, officer="xb-0001")
    assert codes(refused) == {"call-back-asked"}


def test_an_emergency_that_states_no_danger_is_not_accepted_as_one(world):
    """As an older or careless node would send it: the receiver keeps it and asks."""
    blank = {"threat": " ", "persons_at_risk": " ", "imminence": " "}
    draft = world.approved(world.drafted(XA, XB, "emergency_data", bodies.emergency_data()))
    node = world.node("XA")
    body = {**draft.body, "danger": blank, "urgency": {"level": "emergency"}}
    forged(world, draft, body=body)
    world.settle()
    assert pages(world, "XB", "emergency-no-danger/")
    assert codes_against_giving(world, draft.thread) == [
        "emergency-no-danger",
        "emergency-unconfirmed",
    ]
    assert world.node("XB").store.summary(draft.thread).urgency == "urgent"
    assert confirmation_of(world.node("XB"), draft.thread).outcome is EmergencyOutcome.NOT_CALLED
    assert node.store.transcript(draft.thread)


def forged(world, draft, *, body=None, approvals=None, **changes):
    """Return what an intruder with the node's keys sends: signed as the authority, checked by
    nobody.
    """
    node = world.node(draft.sender[:2].upper())
    made = replace(draft, body=draft.body if body is None else body, **changes)
    made = replace(made, content=content_digest(content_of(node, made)))
    if approvals is not None:
        made = replace(made, approvals=tuple(approvals(made)))
    elif body is not None:
        officer = "xa-0002"
        given = world.states["XA"].officers[officer].approve(officer, "approve", made.content)
        made = replace(made, approvals=(approval_json(given),))
    message = sending._signed(node, made, approvals_of(made), node.clock.now())
    with node.store.transaction():
        node.store.add_message(message)
        node.queue.enqueue(
            "deliver", f"deliver/{message.digest}", {"message": message.digest}, message.at
        )
        node.queue.enqueue("apply", f"apply/{made.thread}", {"thread": made.thread}, message.at)
    return message


def of_intruder(world, thread, approvals, outcome="confirmed", **changes):
    draft = answer_draft(world.node("XA"), thread, outcome, "xa-0011")
    return forged(world, draft, approvals=approvals, **changes)


def approved_by(world, *officers):
    return lambda draft: [
        approval_json(world.states["XA"].officers[one].approve(one, "approve", draft.content))
        for one in officers
    ]


def assert_refused(world, thread, message, *expected):
    before = kept(world, "XB")
    world.settle()
    after = kept(world, "XB")
    assert after == before
    found = world.node("XA").store.message(message.digest)
    assert found.delivery is Delivery.REFUSED
    assert set(expected) <= set(parse_receipt(found.receipt).codes)
    assert outcome(world, thread) is EmergencyOutcome.WAITING


@pytest.mark.law_line(24)
def test_an_intruder_on_the_requesting_node_cannot_confirm_what_he_forged(world):
    """He has every key of the node, and no officer's passkey."""
    thread = emergency(world)
    message = of_intruder(world, thread, lambda _: [])
    assert_refused(world, thread, message, "call-back-not-approved")


@pytest.mark.law_line(24)
def test_the_officer_who_approved_the_request_cannot_confirm_it(world):
    """Nor his stolen passkey: an officer who was deceived once is not asked again."""
    thread = emergency(world)
    message = of_intruder(
        world,
        thread,
        approved_by(world, "xa-0002"),
        sender="xa/contact-point",
        body={
            **answer_draft(world.node("XA"), thread, "confirmed", "xa-0011").body,
            "by_officer": "xa-0002",
        },
    )
    assert_refused(world, thread, message, "call-back-same-officer")


def test_an_authority_that_is_not_named_for_call_backs_confirms_nothing(world):
    world.states["XA"].call_back = ("xa/central-authority",)
    world.relist()
    thread = emergency(world)
    body = {
        **answer_draft(world.node("XA"), thread, "confirmed", "xa-0011").body,
        "by_officer": "xa-0003",
    }
    message = of_intruder(
        world, thread, approved_by(world, "xa-0003"), sender="xa/contact-point", body=body
    )
    assert_refused(world, thread, message, "call-back-authority")


def test_an_answer_names_the_officer_who_approved_it(world):
    thread = emergency(world)
    body = {
        **answer_draft(world.node("XA"), thread, "confirmed", "xa-0011").body,
        "by_officer": "xa-0010",
    }
    message = of_intruder(world, thread, approved_by(world, "xa-0011"), body=body)
    assert_refused(world, thread, message, "call-back-officer-named")


def test_a_confirmation_of_another_request_confirms_nothing(world):
    """An approval given for one emergency is of no use for the next, which the intruder sends."""
    other, thread = emergency(world), emergency(world)
    body = dict(answer_draft(world.node("XA"), thread, "confirmed", "xa-0011").body)
    body["request"] = answer_draft(world.node("XA"), other, "confirmed", "xa-0011").body["request"]
    message = of_intruder(world, thread, approved_by(world, "xa-0011"), body=body)
    assert_refused(world, thread, message, "call-back-request-unknown")


def test_who_wrote_approved_or_sent_the_request_is_not_offered_the_answer(world):
    thread = emergency(world)
    node = world.node("XA")
    for number in (1, 2):
        assert call_back_question(node, thread, f"xa-{number:04d}").against
    for number in (3, 10, 11):
        assert call_back_question(node, thread, f"xa-{number:04d}").against == ()
    before = kept(world, "XA")
    for officer in ("xa-0001", "xa-0002"):
        with pytest.raises(Refused):
            answer_draft(node, thread, "confirmed", officer)
    assert kept(world, "XA") == before


def test_an_answer_with_another_officers_approval_is_not_sent_and_leaves_no_draft(world):
    thread = emergency(world)
    node = world.node("XA")
    draft = answer_draft(node, thread, "confirmed", "xa-0011")
    stolen = world.states["XA"].officers["xa-0010"].approve("xa-0011", "approve", draft.content)
    before = kept(world, "XA")
    with pytest.raises(Refused):
        answer_call_back(node, thread, "confirmed", "xa-0011", approval_json(stolen))
    with pytest.raises(Refused) as refused:
        answer_draft(node, thread, "perhaps", "xa-0011")
    assert codes(refused) == {"call-back-outcome"}
    assert kept(world, "XA") == before


def test_the_same_answer_has_the_same_bytes_whenever_the_page_is_drawn(world):
    thread = emergency(world)
    first = answer_draft(world.node("XA"), thread, "denied", "xa-0011")
    world.clock.forward(minutes=3)
    assert answer_draft(world.node("XA"), thread, "denied", "xa-0011").content == first.content
    world.confirmed(thread)
    assert call_back_question(world.node("XA"), thread, "xa-0011") is None
    with pytest.raises(Refused) as refused:
        answer_draft(world.node("XA"), thread, "denied", "xa-0011")
    assert codes(refused) == {"call-back-not-waiting"}


def with_card(world):
    card = Card(
        state="XA",
        issued=NOW,
        salt="00" * 32,
        numbers=(CardNumber("xa/contact-point", "Duty officer", "+99900000001"),),
        call_back=(CardChannel("xa/central-authority", "telephone", "+999 000 00099"),),
    )
    data = build_card(card)
    world.states["XA"].card = card_digest(data)
    world.relist()
    node = world.node("XB")
    with node.store.transaction():
        node.store.add_card(CardRecord(card_digest(data), "XA", data, NOW, "XA"))


def decided(
    world, thread, answer="go-on", call=CALL, officer="xb-0001", reason="He knew the case."
):
    return decide_not_reached(
        world.node("XB"), thread, answer=answer, call=call, reason=reason, officer=officer
    )


@pytest.mark.law_line(24)
def test_without_an_answer_a_named_officer_telephones_a_number_of_the_card_and_decides(world):
    with_card(world)
    thread = emergency(world)
    world.clock.forward(seconds=CALL_BACK_WITHIN.total_seconds())
    taken = decided(world, thread)
    assert taken.officer == "xb-0001"
    assert taken.details["number"] == "+99900000001"
    assert outcome(world, thread) is EmergencyOutcome.NOT_REACHED
    assert codes_against_giving(world, thread) == []
    world.sent(XB, XA, "answer", bodies.answer(**GIVEN), thread=thread)
    events = world.node("XB").store.events_of(world.node("XB").store.transcript(thread)[0].digest)
    assert "decided" in {one.action for one in events}


def test_a_decision_to_stop_keeps_the_data_here_and_may_be_taken_anew(world):
    with_card(world)
    thread = emergency(world)
    world.clock.forward(minutes=15)
    decided(world, thread, "stop")
    assert codes_against_giving(world, thread) == ["emergency-stopped"]
    world.clock.forward(minutes=5)
    decided(world, thread)
    assert codes_against_giving(world, thread) == []


def test_an_answer_that_comes_after_the_decision_goes_before_it(world):
    with_card(world)
    thread = emergency(world)
    world.clock.forward(minutes=15)
    decided(world, thread)
    world.confirmed(thread, "denied")
    assert outcome(world, thread) is EmergencyOutcome.DENIED
    assert codes_against_giving(world, thread) == ["emergency-denied"]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (Telephoned("+99955501000", "him", "yes"), "call-back-number-off-card"),
        (Telephoned("the duty number", "him", "yes"), "call-back-number-form"),
        (Telephoned("+99900000001", " ", ""), "call-back-parts"),
    ],
)
def test_a_number_that_a_message_gives_is_not_telephoned(world, call, code):
    with_card(world)
    thread = emergency(world)
    world.clock.forward(minutes=15)
    before = kept(world, "XB")
    with pytest.raises(Refused) as refused:
        decided(world, thread, call=call)
    assert codes(refused) == {code}
    assert kept(world, "XB") == before


def test_without_a_card_the_number_has_a_source_and_is_in_no_message(world):
    body = bodies.emergency_data(averts="Call +999 1 5550100 for more.")
    thread = world.sent(XA, XB, "emergency_data", body).thread
    world.settle()
    world.clock.forward(minutes=15)
    for call, code in (
        (Telephoned("+999 7 7770000", "the duty officer", "yes"), "call-back-number-source"),
        (
            Telephoned("+999 15550100", "him", "yes", "their mail"),
            "call-back-number-from-message",
        ),
    ):
        with pytest.raises(Refused) as refused:
            decided(world, thread, call=call)
        assert code in codes(refused)
    decided(world, thread, call=Telephoned("+999 7 7770000", "him", "yes", "the yearly list"))


def test_a_channel_of_call_back_on_the_card_may_be_telephoned_too(world):
    with_card(world)
    thread = emergency(world)
    world.clock.forward(minutes=15)
    decided(world, thread, call=Telephoned("+999 000 00099", "the lawyer on duty", "ours"))


def test_nobody_decides_before_the_call_back_has_had_its_time(world):
    with_card(world)
    thread = emergency(world)
    world.clock.forward(minutes=14)
    with pytest.raises(Refused) as refused:
        decided(world, thread)
    assert codes(refused) == {"call-back-too-early"}


def test_where_a_state_names_nobody_an_officer_may_telephone_at_once(world):
    world.states["XA"].call_back = ()
    world.relist()
    with_card(world)
    thread = emergency(world)
    assert outcome(world, thread) is EmergencyOutcome.NOT_CALLED
    assert pages(world, "XB", "call-back-not-asked/")
    world.clock.forward(minutes=20)
    world.settle()
    assert len(pages(world, "XB", "call-back-not-asked/")) == 1
    decided(world, thread)
    assert codes_against_giving(world, thread) == []


def test_all_that_is_wrong_with_a_decision_is_said_at_once(world):
    with_card(world)
    thread = emergency(world)
    with pytest.raises(Refused) as refused:
        decided(world, thread, "maybe", Telephoned("1", "", ""), "xb-0010", " ")
    assert codes(refused) >= {
        "call-back-too-early",
        "call-back-decision",
        "call-back-parts",
        "call-back-number-form",
        "reason-needed",
    }


def test_the_decision_cannot_be_taken_as_any_other_decision_is(world):
    thread = emergency(world)
    before = kept(world, "XB")
    with pytest.raises(Refused):
        decide(
            world.node("XB"),
            subject=thread,
            topic="call-back",
            answer="go-on",
            reason="Because.",
            officer="xb-0001",
        )
    assert kept(world, "XB") == before


def reviewed(world, thread, officer):
    return decide(
        world.node("XB"),
        subject=thread,
        topic="emergency-review",
        answer="confirmed",
        reason="The child was found.",
        officer=officer,
    )


@pytest.mark.law_line(24)
def test_a_second_officer_reviews_the_decision_and_the_desk_is_reminded_until_then(world):
    with_card(world)
    thread = emergency(world)
    world.clock.forward(minutes=15)
    decided(world, thread)
    draft = world.drafted(XB, XA, "answer", bodies.answer(**GIVEN), thread=thread)
    warnings = before_leaving(world.node("XB"), draft).warnings
    assert "emergency-review-owed" in {one.code.id for one in warnings}
    world.settle()
    assert not pages(world, "XB", "emergency-review/")
    for day in (1, 2):
        world.clock.forward(seconds=REVIEW_AFTER.total_seconds())
        world.settle()
        assert len(pages(world, "XB", "emergency-review/")) == day
    with pytest.raises(Refused) as refused:
        reviewed(world, thread, "xb-0001")
    assert codes(refused) == {"emergency-review-same"}
    reviewed(world, thread, "xb-0002")
    assert confirmation_of(world.node("XB"), thread).review.officer == "xb-0002"
    world.clock.forward(days=3)
    world.settle()
    assert len(pages(world, "XB", "emergency-review/")) == 2


def limited(world, most):
    node = world.node("XB")
    world.exchange.join(replace(node, settings=replace(node.settings, emergencies_a_day=most)))


@pytest.mark.law_line(24)
def test_over_the_limit_an_emergency_is_taken_with_a_human_called_and_waits_behind_the_lane(world):
    limited(world, 2)
    first, second, third = (emergency(world) for _ in range(3))
    desk = duty_desk(world.node("XB"))
    assert {row.summary.thread for row in desk.emergencies} == {first, second}
    assert desk.waiting[0].summary.thread == third
    assert len(pages(world, "XB", "emergency-limit/")) == 1
    assert outcome(world, third) is EmergencyOutcome.NOT_CALLED
    assert codes_against_giving(world, third) == ["emergency-unconfirmed"]
    ask_back(world.node("XB"), third, officer="xb-0001")
    world.settle()
    world.confirmed(third)
    assert codes_against_giving(world, third) == []
    world.clock.forward(days=1, seconds=1)
    assert world.node("XB").store.summary(emergency(world)).urgency == "emergency"


def test_one_state_s_flood_takes_no_place_from_anothers(world):
    limited(world, 1)
    emergency(world)
    sent = world.sent("xt/contact-point", XB, "emergency_data", bodies.emergency_data())
    world.settle()
    assert world.node("XB").store.summary(sent.thread).urgency == "emergency"


def test_a_node_that_dies_between_asking_and_noting_it_asks_once(world):
    thread = emergency(world)
    node = world.node("XB")
    with node.store.transaction():
        node.queue.enqueue("call-back", f"call-back/{thread}", {"thread": thread}, NOW)
    world.settle()
    call_backs = [one for one in node.store.transcript(thread) if one.kind == "call_back"]
    assert len(call_backs) == 1


def test_a_state_that_names_somebody_later_is_called_back_then(world):
    world.states["XA"].call_back = ()
    world.relist()
    thread = emergency(world)
    world.states["XA"].call_back = ("xa/central-authority",)
    world.relist()
    world.clock.forward(minutes=1)
    world.settle()
    assert outcome(world, thread) is EmergencyOutcome.WAITING


def test_a_state_that_demands_an_approval_of_its_call_backs_has_a_human_called(world):
    world.states["XB"].approvals = {"call_back": 1}
    world.relist()
    thread = emergency(world)
    assert outcome(world, thread) is EmergencyOutcome.NOT_CALLED
    assert pages(world, "XB", "call-back-not-asked/")


def test_the_call_back_presses_on_both_desks_when_nobody_answers(world):
    thread = emergency(world)
    world.clock.forward(seconds=(CALL_BACK_WITHIN + timedelta(minutes=1)).total_seconds())
    for state in ("XA", "XB"):
        watch_clocks(world.node(state))
        found = [one for one in world.node(state).store.pages() if "call-back-answer" in one.id]
        assert found, state
        assert found[0].thread == thread
