# SPDX-License-Identifier: Apache-2.0
"""Handing the watch over, standing in, and what calls a human by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.duty import FIRST, HEAD, SECOND, XB, a_roster, called, hours, rostered, wait, who
from casts.node.world import NOW, bodies
from rogatory.custody.events.event import parse_event
from rogatory.errors import Refused
from rogatory.node.case_files.assigning import assign
from rogatory.node.duty.answering import answer_call
from rogatory.node.duty.calling import alert_reference
from rogatory.node.duty.contacts import keep_contact
from rogatory.node.duty.duty_alerts import watch_duty
from rogatory.node.duty.hand_over import (
    confirm_hand_over,
    contents,
    hand_over_lines,
    prepare_hand_over,
)
from rogatory.node.duty.on_duty import on_duty
from rogatory.node.duty.open_work import open_work
from rogatory.node.duty.responsible import responsible_authority
from rogatory.node.duty.set_roster import set_roster
from rogatory.node.duty.stand_in import stand_in
from rogatory.node.duty.timetable import DutyBasis
from rogatory.node.duty.trial_call import make_trial_call
from rogatory.node.repositories.duty import HandOver, Urgency
from rogatory.node.views.deadline_alerts import watch_clocks
from rogatory.wire import canonical

CENTRAL = "xb/central-authority"


@pytest.fixture
def duty(world):
    rostered(world)
    return world


def requested(world):
    sent = world.sent("xa/contact-point", XB, "preservation", bodies.preservation())
    world.settle()
    return sent.thread


def keys(world, prefix):
    return [call.id for call in world.node("XB").store.pages() if call.id.startswith(prefix)]


def test_a_hand_over_lists_what_is_open_and_the_next_officer_confirms_it(duty):
    thread, node = requested(duty), duty.node("XB")
    made = prepare_hand_over(node, XB, FIRST, "XA rings at six.")
    items = contents(made)
    assert [row["thread"] for row in items["open"]["threads"]] == [thread]
    assert items["open"]["threads"][0]["needs_answer"]
    assert len(items["open"]["calls"]) == 1
    assert any("XA rings at six." in line for line in hand_over_lines(contents(made)))
    duty.clock.forward(hours=11)
    done = confirm_hand_over(node, made.id, SECOND, digest=made.digest, remark="Read.")
    assert (done.confirmed_by, done.remark) == (SECOND, "Read.")
    (event,) = node.store.events_of(made.digest)
    assert event.action == "watch-handed-over"
    assert parse_event(event.event).officer == SECOND


def test_calls_answered_during_duty_are_in_the_hand_over(duty):
    node = duty.node("XB")
    called(duty)
    answer_call(node, alert_reference("test/1"), FIRST)
    (row,) = contents(prepare_hand_over(node, XB, FIRST))["answered"]
    assert (row["call"], row["answered_by"], row["attempts"]) == ("test/1", FIRST, 1)
    assert contents(prepare_hand_over(node, XB, FIRST))["answered"] == []


def refused(node, made, officer, **more):
    """The codes for which a confirmation is refused; nothing changed."""
    before = node.store.log_size()
    with pytest.raises(Refused) as caught:
        confirm_hand_over(node, made.id, officer, **{"digest": made.digest} | more)
    assert node.store.hand_over(made.id) == made
    assert node.store.log_size() == before
    return set(caught.value.codes)


def test_only_the_next_officer_confirms_and_only_what_was_written(duty):
    node = duty.node("XB")
    made = prepare_hand_over(node, XB, FIRST)
    assert refused(node, made, FIRST) == {"hand-over-own"}
    assert "officer-office" in refused(node, made, "xb-0011")
    assert refused(node, made, SECOND, digest="0" * 64) == {"hand-over-changed"}
    assert refused(node, made, SECOND, remark="\x07") == {"duty-text-long"}
    duty.states["XB"].officers["xb-0004"] = duty.states["XB"].officers[SECOND]
    duty.states["XB"].roles["xb-0004"] = ("duty",)
    duty.relist()
    assert refused(node, made, "xb-0004") == {"hand-over-not-next"}


def test_a_hand_over_is_confirmed_once(duty):
    node = duty.node("XB")
    made = prepare_hand_over(node, XB, FIRST)
    done = confirm_hand_over(node, made.id, SECOND, digest=made.digest)
    assert refused(node, done, HEAD) == {"hand-over-confirmed"}
    with pytest.raises(Refused) as caught:
        confirm_hand_over(node, "another", SECOND, digest=made.digest)
    assert caught.value.codes == ("hand-over-unknown",)


def test_a_watch_that_changed_without_a_word_calls_who_has_it_now(duty):
    requested(duty)
    node = duty.node("XB")
    duty.clock.at = NOW + hours(12) + timedelta(minutes=29)
    watch_duty(node)
    assert keys(duty, "not-handed-over/") == []
    duty.clock.forward(minutes=1)
    watch_duty(node)
    watch_duty(node)
    duty.work("XB")
    assert keys(duty, "not-handed-over/") == [f"not-handed-over/{XB}/2026-11-24T15:00:00Z"]
    assert who(duty)[-1] == SECOND


def test_a_confirmed_hand_over_or_nothing_open_calls_nobody(duty):
    node = duty.node("XB")
    duty.clock.at = NOW + hours(12) + timedelta(minutes=40)
    watch_duty(node)
    assert keys(duty, "not-handed-over/") == []
    duty.clock.at = NOW + hours(23)
    requested(duty)
    made = prepare_hand_over(node, XB, SECOND)
    confirm_hand_over(node, made.id, FIRST, digest=made.digest)
    duty.clock.at = NOW + hours(24) + timedelta(minutes=40)
    watch_duty(node)
    assert keys(duty, "not-handed-over/") == []


@pytest.mark.law_line(21)
def test_a_roster_that_runs_out_calls_in_time_and_again_and_after(duty):
    node = duty.node("XB")
    for day in range(35):
        duty.clock.at = NOW + timedelta(days=day, minutes=1)
        watch_duty(node)
    ends = f"roster-ends/{XB}/2026-12-24T03:00:00Z/"
    found = [call for call in node.store.pages() if call.id.startswith(ends)]
    assert [call.id.removeprefix(ends) for call in found] == ["14", "7", "3", "1", "0"]
    assert [call.urgency for call in found] == ["routine", "routine", "urgent", "urgent", "urgent"]


def test_who_is_on_the_roster_and_left_calls_for_a_stand_in(duty):
    del duty.states["XB"].officers[FIRST]
    duty.relist()
    watch_clocks_and_duty(duty)
    assert keys(duty, "roster-gone/") == [f"roster-gone/{XB}/{FIRST}/2026-11-24"]


def watch_clocks_and_duty(world):
    watch_clocks(world.node("XB"))
    watch_duty(world.node("XB"))


def test_a_stand_in_has_the_watch_and_is_called(duty):
    node = duty.node("XB")
    stand_in(node, XB, HEAD, starts=NOW, ends=NOW + hours(6), by=HEAD, reason="xb-0001 is ill")
    found = on_duty(node, XB, NOW + hours(1))
    assert (found.officer, found.substitute, found.source) == (HEAD, SECOND, DutyBasis.STAND_IN)
    assert (found.until, found.next) == (NOW + hours(6), FIRST)
    called(duty)
    assert who(duty) == [HEAD]


def test_a_substitute_who_replaces_somebody_is_followed_by_him(duty):
    node = duty.node("XB")
    stand_in(node, XB, SECOND, starts=NOW, ends=NOW + hours(6), by=HEAD, reason="Swapped")
    found = on_duty(node, XB, NOW)
    assert (found.officer, found.substitute) == (SECOND, FIRST)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"by": FIRST}, "officer-role"),
        ({"officer": "xb-0010"}, "officer-office"),
        ({"ends": NOW}, "stand-in-period"),
        ({"ends": NOW + timedelta(days=15)}, "stand-in-period"),
        ({"starts": NOW - hours(9), "ends": NOW - hours(1)}, "stand-in-period"),
        ({"reason": ""}, "reason-needed"),
    ],
)
def test_a_stand_in_that_may_not_be_is_refused(duty, change, code):
    given = {
        "officer": SECOND,
        "starts": NOW,
        "ends": NOW + hours(6),
        "by": HEAD,
        "reason": "Ill",
    } | change
    officer = given.pop("officer")
    with pytest.raises(Refused) as caught:
        stand_in(duty.node("XB"), XB, officer, **given)
    assert code in caught.value.codes
    assert not duty.node("XB").store.stand_ins(XB)


def test_a_case_of_an_office_with_nobody_there_comes_to_the_contact_point(duty):
    thread, node = requested(duty), duty.node("XB")
    assign(node, thread, None, FIRST, authority=CENTRAL, reason="For the lawyers")
    assert responsible_authority(node, thread, NOW) == XB
    lawyers = a_roster(
        authority=CENTRAL,
        heads=("xb-0011",),
        shifts=tuple(replace(one, officer="xb-0010", substitute=None) for one in a_roster().shifts),
    )
    set_roster(node, lawyers, "xb-0011", "Lawyers, too")
    assert responsible_authority(node, thread, NOW) == CENTRAL
    assert responsible_authority(node, None, NOW) == XB
    assert [row.summary.thread for row in open_work(node, CENTRAL, NOW).threads] == [thread]
    assert not open_work(node, XB, NOW).threads


def test_an_address_is_the_officers_own_to_say_or_his_heads(duty):
    node = duty.node("XB")
    keep_contact(node, FIRST, ["duty@xb.example"], FIRST)
    keep_contact(node, FIRST, ["night@xb.example"], HEAD)
    called(duty)
    (notice,) = duty.calls["XB"].notices
    assert notice.mail == ("night@xb.example",)
    with pytest.raises(Refused) as caught:
        keep_contact(node, HEAD, ["a@xb.example"], FIRST)
    assert caught.value.codes == ("officer-role",)


@pytest.mark.parametrize(
    "address",
    ["", "a", "a@", "@b", "a b@c", "a@b\nBcc: c@d", "a@b, c@d", '"a"@b', "ä@b", "a@b" + "c" * 300],
)
def test_what_is_no_address_reaches_no_header(duty, address):
    node = duty.node("XB")
    with pytest.raises(Refused) as caught:
        keep_contact(node, FIRST, [address], FIRST)
    assert caught.value.codes == ("duty-address-form",)
    assert node.store.contact(FIRST) is None


def test_a_call_is_answered_by_key_or_reference_and_only_by_an_officer(duty):
    node = duty.node("XB")
    called(duty)
    for call, officer, code in (
        ("another", FIRST, "call-unknown"),
        ("test/1", "xb-0099", "officer-not-listed"),
    ):
        with pytest.raises(Refused) as caught:
            answer_call(node, call, officer)
        assert caught.value.codes == (code,)
    assert answer_call(node, alert_reference("test/1"), SECOND).seen_by == SECOND
    assert answer_call(node, "test/1", FIRST).seen_by == SECOND


def test_a_trial_call_reports_what_came_of_it_and_waits_for_nobody(duty):
    calls = duty.calls["XB"]
    calls.means, calls.failing = ("mail", "webhook oncall"), {"mail"}
    attempts = make_trial_call(duty.node("XB"), XB)
    assert [(one.means, one.delivered) for one in attempts] == [
        ("mail", False),
        ("webhook oncall", True),
    ]
    wait(duty, days=2)
    assert len(who(duty)) == 1
    assert duty.node("XB").store.pages() == []


def test_urgency_of_a_call_is_that_of_its_thread(duty):
    requested(duty)
    (call,) = duty.node("XB").store.pages()
    assert call.urgency == Urgency.URGENT.value


def test_a_note_of_before_its_language_was_kept_is_of_no_known_language():
    document = canonical.encode({"version": 1, "note": "Ring XA.", "open": {}})
    note = contents(HandOver("1", XB, document, "ab" * 32, "xb-0001", NOW))["note"]
    assert (note, note.language) == ("Ring XA.", "und")
