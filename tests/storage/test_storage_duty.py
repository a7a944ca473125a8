# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is what these tests are about
"""The store of duty, over both twins: rows are added, a hand-over is confirmed once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from casts.storage.rows import THREAD, a_page
from rogatory.node.repositories.duty import (
    CallAttempt,
    HandOver,
    OfficerContact,
    RosterDraft,
    RosterEdit,
    RosterRecord,
    Rung,
    StandIn,
)
from rogatory.wire.statements import older
from rogatory.wire.words import OwnWords

NOW = datetime(2026, 11, 24, 3, 0, 0, 123456, tzinfo=UTC)
XB = "xb/contact-point"


def named(kind, number):
    return f"01938f3e-0000-7000-8000-0000000{kind:03d}{number:02d}"


def a_roster(number=1, **changes):
    record = RosterRecord(
        id=named(1, number),
        authority=XB,
        document=b'{"version":1}\xff',
        starts=NOW,
        ends=NOW + timedelta(days=number),
        by="xb-0002",
        at=NOW,
        reason=OwnWords("Winter", "fr"),
    )
    return replace(record, **changes)


def a_draft(number=1, **changes):
    record = RosterDraft(
        id=named(6, number),
        authority=XB,
        revision=number,
        document=b'{"version":1}\xff',
        edit=RosterEdit.PATTERN,
        by="xb-0002",
        at=NOW,
    )
    return replace(record, **changes)


def a_stand_in(number=1, **changes):
    record = StandIn(
        id=named(2, number),
        authority=XB,
        officer="xb-0003",
        starts=NOW,
        ends=NOW + timedelta(hours=number),
        by="xb-0002",
        at=NOW,
        reason=OwnWords("Ill", "en"),
    )
    return replace(record, **changes)


def a_hand_over(number=1, **changes):
    record = HandOver(
        id=named(3, number),
        authority=XB,
        document=b'{"items":[]}\xff',
        digest="ab" * 32,
        by="xb-0001",
        at=NOW + timedelta(seconds=number),
    )
    return replace(record, **changes)


def a_contact(number=1, **changes):
    record = OfficerContact(named(4, number), "xb-0001", ("duty@xb.example",), "xb-0001", NOW)
    return replace(record, **changes)


def an_attempt(number=1, **changes):
    record = CallAttempt(
        id=named(5, number),
        page="request/1",
        at=NOW + timedelta(seconds=number),
        step=0,
        rung=Rung.ON_DUTY,
        officer="xb-0001",
        means="mail",
        target="duty@xb.example",
        delivered=False,
        problem=older("451 later"),
    )
    return replace(record, **changes)


WRITES = {
    "add_roster": lambda b: b.add_roster(a_roster()),
    "add_roster_draft": lambda b: b.add_roster_draft(a_draft()),
    "delete_roster_drafts": lambda b: b.delete_roster_drafts(XB),
    "add_stand_in": lambda b: b.add_stand_in(a_stand_in()),
    "add_hand_over": lambda b: b.add_hand_over(a_hand_over()),
    "confirm_hand_over": lambda b: b.confirm_hand_over(named(3, 1), "xb-0003", NOW, OwnWords("")),
    "add_contact": lambda b: b.add_contact(a_contact()),
    "add_attempt": lambda b: b.add_attempt(an_attempt()),
}


@pytest.mark.parametrize("name", WRITES)
def test_nothing_is_written_outside_a_transaction(store, name):
    with pytest.raises(AssertionError):
        WRITES[name](store)


@pytest.mark.parametrize("name", WRITES)
def test_what_a_failed_transaction_wrote_is_gone(store, name):
    with pytest.raises(ZeroDivisionError), store.transaction():
        WRITES[name](store)
        raise ZeroDivisionError
    assert not store.rosters(XB)
    assert not store.roster_drafts(XB, 10)
    assert not store.stand_ins(XB)
    assert not store.hand_overs(XB, 10)
    assert store.contact("xb-0001") is None
    assert not store.attempts("request/1")


def test_rosters_come_back_whole_the_last_written_first(store):
    with store.transaction():
        for number in (1, 3, 2):
            store.add_roster(a_roster(number))
        store.add_roster(a_roster(4, authority="xb/central-authority"))
        store.add_roster(a_roster(3, reason="another"))
    assert store.rosters(XB) == [a_roster(2), a_roster(3), a_roster(1)]
    assert store.rosters(XB, until=NOW + timedelta(days=2)) == [a_roster(3)]
    assert store.rostered() == ["xb/central-authority", XB]


def test_revisions_of_a_draft_come_back_whole_the_newest_first_and_are_deleted_by_authority(store):
    other = a_draft(9, authority="xb/central-authority")
    with store.transaction():
        for number in (1, 2, 3):
            store.add_roster_draft(a_draft(number))
        store.add_roster_draft(other)
    assert store.roster_drafts(XB, 2) == [a_draft(3), a_draft(2)]
    with store.transaction():
        store.delete_roster_drafts(XB, until=1)
    assert store.roster_drafts(XB, 10) == [a_draft(3), a_draft(2)]
    with store.transaction():
        store.delete_roster_drafts(XB)
    assert store.roster_drafts(XB, 10) == []
    assert store.roster_drafts("xb/central-authority", 10) == [other]


def test_stand_ins_come_back_whole_the_last_written_first(store):
    with store.transaction():
        store.add_stand_in(a_stand_in(2))
        store.add_stand_in(a_stand_in(1))
        store.add_stand_in(a_stand_in(1, reason="another"))
    assert store.stand_ins(XB) == [a_stand_in(1), a_stand_in(2)]
    assert store.stand_ins(XB, until=NOW + timedelta(hours=1)) == [a_stand_in(2)]
    assert not store.stand_ins("xb/central-authority")


def test_a_hand_over_is_confirmed_by_the_first_who_does(store):
    with store.transaction():
        store.add_hand_over(a_hand_over(1))
        store.add_hand_over(a_hand_over(2))
        assert store.confirm_hand_over(named(3, 1), "xb-0003", NOW, OwnWords("Read"))
        assert not store.confirm_hand_over(named(3, 1), "xb-0009", NOW, OwnWords("Again"))
        assert not store.confirm_hand_over(named(3, 9), "xb-0003", NOW, OwnWords(""))
    confirmed = a_hand_over(1, confirmed_by="xb-0003", confirmed=NOW, remark=OwnWords("Read"))
    assert store.hand_over(named(3, 1)) == confirmed
    assert store.hand_overs(XB, 10) == [a_hand_over(2), confirmed]
    assert store.hand_overs(XB, 1) == [a_hand_over(2)]
    assert store.hand_over(named(3, 9)) is None


def test_the_newest_hand_over_of_each_authority_waits_until_it_is_confirmed(store):
    elsewhere = a_hand_over(4, authority="xb/central-authority")
    with store.transaction():
        for each in (a_hand_over(1), a_hand_over(2), elsewhere, a_hand_over(3)):
            store.add_hand_over(each)
    assert store.hand_overs_waiting() == [elsewhere, a_hand_over(3)]
    with store.transaction():
        store.confirm_hand_over(named(3, 3), "xb-0003", NOW, OwnWords(""))
    assert store.hand_overs_waiting() == [elsewhere]


def test_an_officer_is_reached_where_it_was_last_written(store):
    with store.transaction():
        store.add_contact(a_contact(1))
        store.add_contact(a_contact(2, mail=("a@xb.example", "b@xb.example")))
        store.add_contact(a_contact(3, officer="xb-0002", mail=()))
    assert store.contact("xb-0001").mail == ("a@xb.example", "b@xb.example")
    assert store.contact("xb-0002").mail == ()
    assert store.contact("xb-0009") is None


def test_an_officer_is_written_to_in_the_language_of_his_account():
    from django_home import emptied
    from rogatory.storage.models import Officer
    from rogatory.storage.store import DatabaseStore

    emptied()
    store = DatabaseStore()
    Officer.objects.create(number="xb-0001", language="zh-hans")
    with store.transaction():
        store.add_contact(a_contact(1))
        store.add_contact(a_contact(2, officer="xb-0002"))
    assert store.contact("xb-0001").language == "zh"
    assert store.contact("xb-0002").language == "en"


def test_the_attempts_of_a_call_come_back_in_the_order_in_which_they_were_made(store):
    with store.transaction():
        store.add_attempt(an_attempt(2))
        store.add_attempt(an_attempt(1, delivered=True, problem=None))
        store.add_attempt(an_attempt(3, page="request/2"))
    assert store.attempts_of(["request/2", "request/9"]) == {
        "request/2": [an_attempt(3, page="request/2")]
    }
    assert store.attempts("request/1") == [
        an_attempt(2),
        an_attempt(1, delivered=True, problem=None),
    ]


def test_the_calls_of_one_thread_and_a_call_by_its_key(store):
    mine = a_page(1, thread=THREAD, urgency="emergency")
    with store.transaction():
        store.add_page(mine)
        store.add_page(a_page(2, thread=None))
    assert store.pages(thread=THREAD) == [mine]
    assert store.page(mine.id) == mine
    with store.transaction():
        store.mark_page_seen(mine.id, "xb-0001", NOW)
    seen = replace(mine, seen_by="xb-0001", seen=NOW)
    assert store.answered_since(NOW - timedelta(seconds=1)) == [seen]
    assert store.answered_since(NOW) == []
    assert store.page("another") is None
