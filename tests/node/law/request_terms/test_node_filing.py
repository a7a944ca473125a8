# SPDX-License-Identifier: Apache-2.0
"""Which request keeps data held: recognised by items, under any instrument, never for other accounts."""

import pytest

from casts.node.world import bodies
from rogatory.errors import Refused
from rogatory.node.case_files.promise import promise_of
from rogatory.node.drafting.beginning import beginning
from rogatory.node.law.annotations import annotations
from rogatory.node.law.judge import before_executing
from rogatory.node.threads.transcript import thread_state
from rogatory.node.views import thread_view
from rogatory.requests.deadlines.thread_deadlines import DAY, DeadlineLevel
from rogatory.wire.moments import format_moment

POINT_A, POINT_B, POINT_T = (f"{state}/contact-point" for state in ("xa", "xb", "xt"))
CENTRAL_A, CENTRAL_B = "xa/central-authority", "xb/central-authority"
SHOP, MASK = ({"type": "email", "value": f"{name}@mail.example"} for name in ("shop", "mask"))


def item(*identifiers):
    return {**bodies.DATA[0], "identifiers": list(identifiers)}


def sent(world, kind, body, *, by=(POINT_A, POINT_B), **more):
    found = world.sent(*by, kind, body, **more)
    world.settle()
    return found


@pytest.fixture
def hold(world):
    """A hold on two accounts, confirmed for sixty days."""
    preserved = bodies.preservation(data=[item(SHOP), item(MASK)])
    thread = sent(world, "preservation", preserved).thread
    now = world.clock.now()
    confirmed = bodies.preservation_confirmed(format_moment(now), format_moment(now + 60 * DAY))
    sent(world, "preservation_confirmed", confirmed, by=(POINT_B, POINT_A), thread=thread)
    return thread


def filed(world, hold, kind="mla_stored_data", *identifiers, by=(CENTRAL_A, CENTRAL_B)):
    make = getattr(bodies, kind)
    body = make(data=[item(*identifiers)]) if identifiers else make()
    return sent(world, kind, body, by=by, related=[hold])


def recognise(world, hold, body):
    return sent(world, "filing_recognised", body, by=(POINT_B, POINT_A), thread=hold)


def naming(message, *items):
    return {
        "filing": {"thread": message.thread, "message": message.digest},
        "items": list(items),
    }


def clocks(world, state, thread):
    return {one.name: one for one in thread_view.thread(world.node(state), thread).clocks}


@pytest.mark.parametrize(
    "kind", ["mla_stored_data", "mla_general", "evidence_collection", "mla_realtime_traffic"]
)
def test_any_request_for_assistance_is_recognised_for_the_accounts_it_asks_for(world, hold, kind):
    filed(world, hold, kind, SHOP)
    begun = beginning(world.node("XB"), "filing_recognised", "xb-0001", thread=hold)
    assert begun["items"] == [1]
    recognise(world, hold, begun)
    for state in ("XA", "XB"):
        found = clocks(world, state, hold)
        assert found["hold-filed"].level is DeadlineLevel.OPEN_ENDED
        assert found["hold"].due is not None
    assert annotations(world.node("XA"), hold) == {}


def test_a_request_for_another_account_stops_no_clock(world, hold):
    filed(world, hold, "mla_stored_data", {"type": "email", "value": "other@mail.example"})
    for state in ("XA", "XB"):
        found = clocks(world, state, hold)
        assert "filing-recognition" not in found
        assert found["mla-filing"].level is DeadlineLevel.CALM
        assert found["hold"].due is not None
    assert promise_of(world.node("XB"), hold).until == clocks(world, "XB", hold)["hold"].due


def test_a_question_to_the_contact_point_is_no_filing(world, hold):
    question = filed(world, hold, "technical_advice", by=(POINT_A, POINT_B))
    law = before_executing(world.node("XB"), hold, "filing_recognised", naming(question, 1))
    assert [one.code.id for one in law.blocks] == ["law-filing-kind"]
    assert law.blocks[0].fields["article"] == "42(8)"


def test_no_item_is_recognised_whose_accounts_nobody_asked_for(world, hold):
    request = filed(world, hold, "mla_stored_data", SHOP)
    before = thread_state(world.node("XB"), hold).standing
    with pytest.raises(Refused) as refused:
        recognise(world, hold, naming(request, 1, 2))
    assert refused.value.codes == ("law-filing-other-accounts",)
    assert refused.value.reasons[0].fields["item"] == 2
    assert thread_state(world.node("XB"), hold).standing == before


def test_a_request_between_others_is_never_recognised(world, hold):
    request = sent(
        world, "mla_stored_data", bodies.mla_stored_data(), by=(CENTRAL_A, "xt/central-authority")
    )
    with pytest.raises(Refused) as refused:
        recognise(world, hold, naming(request, 1))
    assert refused.value.codes == ("law-filing-unknown",)
    assert thread_state(world.node("XB"), hold).standing.filings == ()


def test_what_was_received_in_time_binds_the_state_that_holds_before_it_recognises_it(world, hold):
    filed(world, hold, "mla_stored_data", SHOP)
    assert promise_of(world.node("XB"), hold).until is None
    assert clocks(world, "XB", hold)["hold"].due is not None
