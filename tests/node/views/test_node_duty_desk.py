# SPDX-License-Identifier: Apache-2.0
"""The duty desk shows the same as the threads themselves, from far fewer reads."""

from datetime import timedelta

import pytest

from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.drafting.beginning import beginning, correspondence, legal_bases
from rogatory.node.messages.acknowledge import acknowledge_request
from rogatory.node.views import thread_view
from rogatory.node.views.draft_view import draft_view
from rogatory.node.views.duty_desk import duty_desk
from rogatory.requests.deadlines.thread_deadlines import DeadlineLevel
from rogatory.wire.moments import format_moment


def requested(world, level="urgent"):
    urgency = {"level": level} | ({"reason": "Danger."} if level != "routine" else {})
    sent = world.sent(
        "xa/contact-point", "xb/contact-point", "preservation", bodies.preservation(urgency=urgency)
    )
    world.settle()
    return sent.thread


def confirm(world, thread):
    now = world.clock.now()
    confirmed = bodies.preservation_confirmed(
        format_moment(now), format_moment(now + timedelta(days=60))
    )
    world.sent(
        "xb/contact-point", "xa/contact-point", "preservation_confirmed", confirmed, thread=thread
    )
    world.settle()


def rows(world, state):
    found = duty_desk(world.node(state))
    return {row.summary.thread: row for row in (*found.emergencies, *found.waiting, *found.watched)}


def pressing(world, state, thread, name):
    clocks = thread_view.thread(world.node(state), thread).clocks
    return next(clock for clock in clocks if clock.name == name)


@pytest.mark.parametrize("level", ["routine", "urgent", "emergency"])
def test_the_desks_clock_for_an_answer_is_the_threads(world, level):
    thread = requested(world, level)
    for _ in range(30):
        shown, counted = (
            rows(world, "XB")[thread].clock,
            pressing(world, "XB", thread, "acknowledgement"),
        )
        assert (shown.level, shown.due, shown.started) == (
            counted.level,
            counted.due,
            counted.started,
        )
        assert (shown.title, shown.cites, shown.starts_from) == (
            counted.title,
            counted.cites,
            counted.starts_from,
        )
        world.clock.forward(minutes=53)


@pytest.mark.parametrize("minutes", [15, 30, 240])
def test_the_desk_gives_a_drill_the_time_that_the_drill_gives_itself(world, minutes):
    sent = world.sent(
        "xa/contact-point", "xb/contact-point", "drill", bodies.drill(minutes=minutes)
    )
    world.settle()
    shown = rows(world, "XB")[sent.thread].clock
    counted = pressing(world, "XB", sent.thread, "acknowledgement")
    assert shown.due - shown.started == timedelta(minutes=minutes)
    assert (shown.level, shown.due) == (counted.level, counted.due)
    world.clock.forward(minutes=minutes)
    assert rows(world, "XB")[sent.thread].clock.level is DeadlineLevel.OVERDUE


@pytest.mark.parametrize("state", ["XA", "XB"])
def test_the_desks_clock_of_a_hold_is_the_threads(world, state):
    thread = requested(world)
    confirm(world, thread)
    for _ in range(64):
        shown, counted = (
            rows(world, state)[thread].clock,
            pressing(world, state, thread, "mla-filing"),
        )
        assert (shown.level, shown.due, shown.title) == (counted.level, counted.due, counted.title)
        world.clock.forward(days=1)
    assert shown.level is DeadlineLevel.OVERDUE


def filed(world, sender, addressee, **naming):
    """A request for stored data that names a thread as related, as the preservation, or not."""
    related = naming.pop("related", ())
    body = bodies.mla_stored_data(**naming)
    offices = (f"{state}/central-authority" for state in (sender, addressee))
    world.sent(*offices, "mla_stored_data", body, related=related)
    world.settle()


def recognise(world, thread, office="xb/contact-point"):
    """Let the State that holds recognise what was filed, as its officers' draft begins."""
    body = beginning(world.node("XB"), "filing_recognised", "xb-0001", thread=thread)
    world.sent(office, "xa/contact-point", "filing_recognised", body, thread=thread)
    world.settle()


def resting_on(world, thread):
    opening = world.node("XA").store.transcript(thread)[0]
    return {"thread": thread, "message": opening.digest}


@pytest.mark.parametrize("by_reference", [False, True], ids=["related", "preservation_ref"])
def test_a_request_filed_in_time_keeps_the_data_on_the_desk_too(world, by_reference):
    thread = requested(world)
    confirm(world, thread)
    naming = {"related": [thread]}
    if by_reference:
        naming = {"preservation_ref": resting_on(world, thread)}
    filed(world, "xa", "xb", **naming)
    for state in ("XA", "XB"):
        shown = rows(world, state)[thread].clock
        counted = pressing(world, state, thread, "filing-recognition")
        assert (shown.title, shown.due, shown.level) == (counted.title, counted.due, counted.level)
        assert pressing(world, state, thread, "hold").due == counted.due
    recognise(world, thread)
    for state in ("XA", "XB"):
        shown, counted = rows(world, state)[thread].clock, pressing(world, state, thread, "hold")
        assert shown.level is counted.level is DeadlineLevel.OPEN_ENDED
        assert shown.due is counted.due is None


@pytest.mark.parametrize(("sender", "addressee"), [("xa", "xt"), ("xb", "xa")])
def test_a_request_between_others_keeps_no_data_by_naming_a_thread(world, sender, addressee):
    thread = requested(world)
    confirm(world, thread)
    filed(world, sender, addressee, preservation_ref=resting_on(world, thread))
    filed(world, sender, addressee, related=[thread])
    for state in ("XA", "XB"):
        shown, counted = rows(world, state)[thread].clock, pressing(world, state, thread, "hold")
        assert shown.title == "Request for assistance to be filed"
        assert counted.due is not None


def test_urgent_cases_come_first_and_emergencies_have_their_lane(world):
    routine, urgent, emergency = (
        requested(world, level) for level in ("routine", "urgent", "emergency")
    )
    found = duty_desk(world.node("XB"))
    assert [row.summary.thread for row in found.emergencies] == [emergency]
    assert [row.summary.thread for row in found.waiting] == [urgent, routine]
    assert found.needing == 3
    assert duty_desk(world.node("XA")).waiting == ()
    assert duty_desk(world.node("XA")).needing == 1  # Borealia has called back.
    assert [row.summary.thread for row in duty_desk(world.node("XA")).emergencies] == [emergency]
    world.confirmed(emergency)
    assert duty_desk(world.node("XA")).needing == 0


def test_acknowledging_falls_back_to_a_language_that_the_asker_accepts(world):
    thread = requested(world)
    sent = (
        acknowledge_request(world.node("XB"), thread, "xb-0001", "ru")
        if _demands_none(world)
        else None
    )
    assert sent is not None
    assert b'"language":"en"' in sent.message


def _demands_none(world):
    world.states["XB"].approvals["acknowledgement"] = 0
    world.relist()
    return True


def test_acknowledging_needs_a_request(world):
    with pytest.raises(Refused) as refused:
        acknowledge_request(
            world.node("XB"), "019aaf00-0000-7000-8000-00000000000a", "xb-0001", "en"
        )
    assert refused.value.codes == ("thread-unknown",)


def test_who_may_be_written_to_in_a_thread_is_the_other_side(world):
    thread = requested(world)
    found = correspondence(world.node("XB"), "preservation_confirmed", "xb-0001", thread=thread)
    assert found.addressees[0] == "xa/contact-point"
    assert {one[:2] for one in found.addressees} == {"xa"}
    assert found.senders == ("xb/contact-point",)
    new = correspondence(world.node("XB"), "preservation", "xb-0001")
    assert {one[:2] for one in new.addressees} == {"xa", "xt"}


def test_an_officer_who_may_not_draft_has_no_authority_to_write_from(world):
    assert correspondence(world.node("XB"), "preservation", "xb-0002").senders == ()


def test_a_body_begins_with_what_is_known(world):
    thread = requested(world)
    node = world.node("XB")
    opening = node.store.transcript(thread)[0].digest
    body = beginning(node, "preserved_traffic_disclosure", "xb-0001", thread=thread)
    assert body == {"preservation": opening}
    confirm(world, thread)
    related = beginning(world.node("XA"), "mla_stored_data", "xa-0010", related=thread)
    assert related["preservation_ref"]["message"] == opening
    assert beginning(node, "preservation", "xb-0001") == {}


def test_instruments_that_serve_come_before_those_that_do_not(world):
    body = {"offence": bodies.OFFENCE}
    found = legal_bases(world.node("XA"), "preservation", "XB", body)
    served = [basis.serves for basis in found]
    assert served == sorted(served, reverse=True)
    assert any(served)
    assert not all(served)


def test_a_draft_offers_its_passkey_only_to_who_may_approve_it(world):
    thread = requested(world)
    draft = world.drafted(
        "xb/contact-point",
        "xa/contact-point",
        "preservation_confirmed",
        bodies.preservation_confirmed(),
        thread=thread,
    )
    node = world.node("XB")
    assert draft_view(node, draft.id, "xb-0001").passkey is None
    seen = draft_view(node, draft.id, "xb-0002")
    assert seen.passkey is not None
    assert seen.passkey.relying_party == "localhost"
    world.approved(draft)
    view = draft_view(node, draft.id, "xb-0002")
    assert [reason.code.id for reason in view.against_approving] == ["approval-given"]
