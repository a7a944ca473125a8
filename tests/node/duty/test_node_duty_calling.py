# SPDX-License-Identifier: Apache-2.0
"""The ladder: who is called when nobody answers, and what of it is in the record."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from casts.node.duty import FIRST, HEAD, SECOND, XB, a_roster, called, hours, rostered, wait, who
from casts.node.world import NOW, bodies
from rogatory.directory import refusals
from rogatory.errors import Refused
from rogatory.node.duty.escalation import step_at
from rogatory.node.duty.roster import WAITS
from rogatory.node.messages.acknowledge import acknowledge_request
from rogatory.node.officers.alerts import mark_seen, page
from rogatory.node.repositories.duty import Rung, Urgency
from rogatory.node.views.deadline_alerts import watch_clocks
from rogatory.wire.statements import older


@pytest.fixture
def duty(world):
    rostered(world)
    return world


@pytest.mark.law_line(21)
def test_who_does_not_answer_is_followed_by_the_next(duty):
    called(duty, urgency=Urgency.EMERGENCY)
    assert who(duty) == [FIRST]
    wait(duty, minutes=4)
    assert who(duty) == [FIRST]
    wait(duty, minutes=1)
    assert who(duty) == [FIRST, SECOND]
    wait(duty, minutes=5)
    assert who(duty) == [FIRST, SECOND, HEAD]
    wait(duty, minutes=10)
    assert sorted(who(duty)[3:]) == [FIRST, HEAD, SECOND]
    wait(duty, minutes=10)
    assert len(who(duty)) == 9


def test_an_answer_stops_the_escalation_and_the_first_answer_counts(duty):
    called(duty, urgency=Urgency.EMERGENCY)
    mark_seen(duty.node("XB"), "test/1", FIRST)
    mark_seen(duty.node("XB"), "test/1", HEAD)
    wait(duty, hours=5)
    assert who(duty) == [FIRST]
    assert not duty.node("XB").queue.waiting()
    assert duty.node("XB").store.page("test/1").seen_by == FIRST


@pytest.mark.parametrize("urgency", Urgency)
def test_each_urgency_has_its_own_patience(duty, urgency):
    called(duty, urgency=urgency)
    first, second, _repeat = WAITS[urgency]
    wait(duty, minutes=first - 1)
    assert who(duty) == [FIRST]
    wait(duty, minutes=1 + second)
    assert set(who(duty)) >= {FIRST, HEAD}


def test_who_is_on_duty_by_then_is_called_too(duty):
    duty.clock.at = NOW + hours(12) - timedelta(minutes=2)
    called(duty, urgency=Urgency.EMERGENCY)
    wait(duty, minutes=5)
    assert who(duty) == [FIRST, SECOND]


def test_a_means_that_fails_sends_the_call_up_at_once(duty):
    calls = duty.calls["XB"]
    calls.means, calls.failing = ("mail",), {"mail"}
    called(duty)
    assert who(duty) == [FIRST, SECOND, HEAD]
    attempts = duty.node("XB").store.attempts("test/1")
    assert [(each.rung, each.delivered, each.problem) for each in attempts] == [
        (rung, False, older("it failed")) for rung in Rung
    ]


def test_a_rung_with_nobody_on_it_is_passed_over(world):
    shifts = tuple(replace(one, substitute=None) for one in a_roster().shifts)
    rostered(world, shifts=shifts)
    called(world, urgency=Urgency.EMERGENCY)
    wait(world, minutes=5)
    assert who(world) == [FIRST, HEAD]


def test_who_left_the_register_is_not_called_and_the_next_one_is(duty):
    del duty.states["XB"].officers[FIRST]
    duty.relist()
    called(duty)
    assert who(duty) == [SECOND]
    gone, _sent = duty.node("XB").store.attempts("test/1")
    assert (gone.officer, gone.means, gone.delivered) == (FIRST, "none", False)


def test_without_a_roster_every_officer_who_may_answer_is_called(world):
    called(world)
    assert who(world) == [FIRST, HEAD, SECOND]


def test_that_the_directory_is_too_old_is_no_reason_to_be_silent(duty, monkeypatch):
    node = duty.node("XB")

    def no_view():
        raise Refused(refusals.OFFICER_NOT_LISTED.because(number="xb-0001", at="now"))

    monkeypatch.setattr(duty.directory, "view", no_view)
    page(node, "directory/1", older("The directory could not be refreshed"), at=NOW, thread=None)
    duty.work("XB")
    assert who(duty) == [FIRST]


def test_what_leaves_the_node_says_nothing_of_the_case(duty):
    sent = duty.sent("xa/contact-point", XB, "preservation", bodies.preservation())
    duty.settle()
    (notice,) = duty.calls["XB"].notices
    text = " ".join(str(getattr(notice, name)) for name in notice.__slots__)
    for secret in (sent.thread, sent.digest, "XA", "xa/", "preservation", "request"):
        assert secret not in text
    assert notice.urgency == "urgent"


def test_who_answers_has_answered_the_call_that_nobody_had_answered_too(duty):
    duty.states["XB"].approvals = {"acknowledgement": 0}
    duty.relist()
    sent = duty.sent("xa/contact-point", XB, "preservation", bodies.preservation())
    duty.settle()
    duty.clock.forward(hours=5)
    watch_clocks(duty.node("XB"))
    page(duty.node("XB"), "package/1", older("Other"), at=duty.clock.now(), thread=sent.thread)
    acknowledge_request(duty.node("XB"), sent.thread, SECOND, "en")
    waiting = duty.node("XB").store.pages(thread=sent.thread)
    assert [call.id for call in waiting] == ["package/1"]


def test_a_damaged_roster_silences_nobody(duty):
    node = duty.node("XB")
    (record,) = node.store.rosters(XB)
    node.store.tables.rosters[record.id] = replace(record, document=b"{")
    called(duty)
    assert who(duty) == [FIRST, HEAD, SECOND]


def test_who_answers_the_request_has_answered_the_call(duty):
    duty.states["XB"].approvals = {"acknowledgement": 0}
    duty.relist()
    sent = duty.sent("xa/contact-point", XB, "preservation", bodies.preservation())
    duty.settle()
    acknowledge_request(duty.node("XB"), sent.thread, FIRST, "en")
    (call,) = duty.node("XB").store.pages(unseen=False, thread=sent.thread)
    assert (call.id, call.seen_by) == (f"request/{sent.digest}", FIRST)


def test_a_call_is_not_made_twice_for_one_key_nor_for_a_job_done_twice(duty):
    called(duty)
    called(duty)
    node = duty.node("XB")
    with node.store.transaction():
        node.queue.enqueue("call", "call/test/1", {"page": "test/1"}, duty.clock.now())
    duty.work("XB")
    assert who(duty) == [FIRST]


def test_a_call_that_nobody_clears_ends_on_the_desk_and_writes_no_mails_for_years(duty):
    called(duty, urgency=Urgency.ROUTINE)
    for _day in range(30):
        wait(duty, days=1)
    assert 6 <= len(who(duty)) <= 15
    assert [call.id for call in duty.node("XB").store.pages()] == ["test/1"]
    assert not duty.node("XB").queue.waiting()


def test_a_worker_that_was_away_calls_all_that_the_call_has_come_to(duty):
    page(duty.node("XB"), "test/1", older("Late"), at=NOW, thread=None, urgency=Urgency.EMERGENCY)
    wait(duty, minutes=12)
    assert who(duty) == [FIRST, SECOND, HEAD]


@given(
    waits=some.tuples(*[some.integers(1, 2880)] * 3),
    minutes=some.integers(-100, 100_000),
)
def test_the_next_step_lies_ahead_and_is_the_next_one(waits, minutes):
    now = NOW + timedelta(minutes=minutes)
    step = step_at(NOW, waits, now)
    assert step.next > now
    assert step_at(NOW, waits, step.next).number == step.number + 1
    assert step_at(NOW, waits, step.next - timedelta(seconds=1)).number == step.number


def test_the_emergency_that_its_state_withdrew_calls_nobody_further(duty):
    """The desk shows its alert until somebody acknowledges it."""
    sent = duty.sent("xa/contact-point", XB, "emergency_data", bodies.emergency_data())
    duty.settle()
    assert set(who(duty)) == {FIRST}
    body = {"request": sent.digest}
    duty.sent("xa/contact-point", XB, "no_longer_required", body, thread=sent.thread)
    duty.settle()
    before = who(duty)
    wait(duty, minutes=5)
    wait(duty, hours=1)
    assert who(duty) == before
    assert duty.node("XB").store.pages(thread=sent.thread)


def test_the_call_back_of_a_refused_emergency_calls_nobody_of_the_requesting_state_further(duty):
    sent = duty.sent("xa/contact-point", XB, "emergency_data", bodies.emergency_data())
    duty.settle()
    called_at_first = [one.officer for one in duty.calls["XA"].notices]
    assert called_at_first
    duty.sent(XB, "xa/contact-point", "refusal", bodies.refusal(), thread=sent.thread)
    duty.settle()
    duty.clock.forward(minutes=5)
    duty.work("XA")
    after_refusal = [one.officer for one in duty.calls["XA"].notices]
    duty.clock.forward(hours=2)
    duty.work("XA")
    assert [one.officer for one in duty.calls["XA"].notices] == after_refusal


def test_a_denied_emergency_calls_on_after_its_end_until_somebody_answers(duty):
    """Whatever became of the request, somebody misused a State's keys."""
    sent = duty.sent("xa/contact-point", XB, "emergency_data", bodies.emergency_data())
    duty.settle()
    duty.clock.forward(seconds=1)
    duty.confirmed(sent.thread, "denied")
    duty.sent(XB, "xa/contact-point", "refusal", bodies.refusal(), thread=sent.thread)
    duty.settle()
    before = len(who(duty))
    wait(duty, minutes=5)
    wait(duty, minutes=5)
    assert len(who(duty)) > before
