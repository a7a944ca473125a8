# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: PT012 - a transaction that fails half-way is what these tests are about
"""The store: what is written once stays, what failed never was. Over both twins."""

import functools
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from casts.storage.rows import NOW, OTHER, THREAD, a_draft, a_message, a_package, a_page
from django_home import emptied
from rogatory.custody.log.tree import EMPTY_ROOT
from rogatory.node.repositories.messages import Delivery, Direction, each_undelivered
from rogatory.node.repositories.packages import PackageTotals
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.seal.signatures import Signatures
from rogatory.storage.messages.stored import undelivered_by_peer
from rogatory.storage.store import DatabaseStore
from rogatory.wire.digests import sha256
from rogatory.wire.statements import older

RECEIPT = Signatures(b"r1", b"r2")


def a_summary(thread=THREAD, **changes):
    summary = ThreadSummary(
        thread=thread,
        peer="XB",
        kind="preservation",
        title="Mailbox of the seller",
        status="asked",
        role="requesting",
        urgency="ordinary",
        opened=NOW,
        last_activity=NOW,
        hold_start=NOW,
        hold_end=NOW + timedelta(days=90),
        needs_answer=True,
        related=(OTHER,),
    )
    return replace(summary, **changes)


WRITES = {
    "add_draft": lambda b: b.add_draft(a_draft()),
    "add_approval": lambda b: b.add_approval("x", {"officer": "xa-0002"}),
    "mark_sent": lambda b: b.mark_sent("x", "y"),
    "add_message": lambda b: b.add_message(a_message()),
    "add_receipt": lambda b: b.add_receipt("x", b"", RECEIPT, kept=True),
    "note_problem": lambda b: b.note_problem("x", older("y")),
    "put_summary": lambda b: b.put_summary(a_summary()),
    "append_event": lambda b: b.append_event(b"{}", RECEIPT, bytes(32), NOW, None),
    "put_checkpoint": lambda b: b.put_checkpoint(1, 0, EMPTY_ROOT, "note"),
    "put_package": lambda b: b.put_package(a_package()),
    "add_segments": lambda b: b.add_segments("x", [bytes(32)]),
    "mark_segment": lambda b: b.mark_segment("x", 0),
    "add_page": lambda b: b.add_page(a_page()),
    "mark_page_seen": lambda b: b.mark_page_seen("x", "xa-0001", NOW),
    "put_setting": lambda b: b.put_setting("x", 1),
}


@pytest.mark.parametrize("write", WRITES)
def test_nothing_is_written_outside_a_transaction(store, write):
    with pytest.raises(AssertionError):
        WRITES[write](store)


def test_a_transaction_that_fails_leaves_no_row(store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.add_draft(a_draft())
        store.add_message(a_message())
        store.put_summary(a_summary())
        raise ZeroDivisionError
    assert store.draft(a_draft().id) is None
    assert store.message(a_message().digest) is None
    assert store.summaries() == []


def test_a_failure_inside_a_joined_transaction_undoes_the_outer_one(store):
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.add_message(a_message())
        with store.transaction():
            store.add_message(a_message(2))
            raise ZeroDivisionError
    assert store.transcript(THREAD) == []


def test_a_draft_comes_back_as_it_was_written(store):
    with store.transaction():
        store.add_draft(a_draft())
        store.add_draft(a_draft(body={"other": 1}))
    assert store.draft(a_draft().id) == a_draft()
    assert store.draft("none") is None


def test_an_officers_newest_verdict_on_a_draft_is_in_his_first_place(store):
    with store.transaction():
        store.add_draft(a_draft())
        for officer, verdict in [
            ("xa-0002", "reject"),
            ("xa-0003", "approve"),
            ("xa-0002", "approve"),
        ]:
            store.add_approval(a_draft().id, {"officer": officer, "verdict": verdict})
    found = store.draft(a_draft().id).approvals
    assert [(each["officer"], each["verdict"]) for each in found] == [
        ("xa-0002", "approve"),
        ("xa-0003", "approve"),
    ]


def test_drafts_are_listed_by_thread_until_they_are_sent(store):
    with store.transaction():
        store.add_draft(a_draft(2))
        store.add_draft(a_draft(1))
        store.add_draft(a_draft(3, thread=OTHER))
        store.mark_sent(a_draft(1).id, "dd" * 32)
    assert [draft.id for draft in store.drafts(THREAD)] == [a_draft(2).id]
    assert [d.id for d in store.drafts(unsent=False)] == [a_draft(n).id for n in (1, 2, 3)]
    assert store.draft(a_draft(1).id).sent_as == "dd" * 32


def test_what_belongs_to_no_row_is_our_fault(store):
    for write in ("add_approval", "mark_sent", "add_receipt"):
        with pytest.raises(LookupError), store.transaction():
            WRITES[write](store)


def test_a_message_is_added_once(store):
    with store.transaction():
        assert store.add_message(a_message())
        assert not store.add_message(a_message(kind="other"))
    assert store.message(a_message().digest) == a_message()
    assert store.transcript(THREAD) == [a_message()]


def test_the_transcripts_of_several_threads_are_those_of_each(store):
    others = [
        a_message(digest=f"{number:064x}", thread=OTHER, sequence=number) for number in (1, 2)
    ]
    with store.transaction():
        for message in (others[0], a_message(), others[1]):
            store.add_message(message)
    found = store.transcripts([THREAD, OTHER, THREAD, "01938f3e-0000-7000-8000-00000000ffff"])
    assert {thread: list(messages) for thread, messages in found.items()} == {
        THREAD: store.transcript(THREAD),
        OTHER: store.transcript(OTHER),
    }
    assert len(found[OTHER]) == 2
    assert not store.transcripts([])


def test_a_message_added_with_its_receipt_comes_back_with_it(store):
    message = a_message(
        direction=Direction.IN,
        delivery=Delivery.RECEIPTED,
        receipt=b"r",
        receipt_p256=b"r1",
        receipt_mldsa65=None,
    )
    with store.transaction():
        store.add_message(message)
    assert store.message(message.digest) == message


def test_the_first_receipt_counts(store):
    with store.transaction():
        store.add_message(a_message())
        store.note_problem(a_message().digest, older("the line is down"))
    assert store.message(a_message().digest).problem == older("the line is down")
    with store.transaction():
        store.add_receipt(a_message().digest, b"first", RECEIPT, kept=True)
        store.add_receipt(a_message().digest, b"second", Signatures(b"x", None), kept=False)

    found = store.message(a_message().digest)

    assert (found.receipt, found.receipt_p256, found.receipt_mldsa65) == (b"first", b"r1", b"r2")
    assert (found.delivery, found.problem) == (Delivery.RECEIPTED, None)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it reads a counter of SQLite")
def test_the_receipt_of_an_incoming_message_does_not_write_the_message_again():
    emptied()
    store = DatabaseStore()
    outgoing = a_message(1)
    incoming = replace(a_message(2), direction=Direction.IN, delivery=Delivery.RECEIPTED)
    with store.transaction():
        for message in (outgoing, incoming):
            store.add_message(message)
    changed = {}
    for message in (outgoing, incoming):
        with store.transaction():
            before = connection.connection.total_changes
            store.add_receipt(message.digest, b"r", RECEIPT, kept=True)
            changed[message.digest] = connection.connection.total_changes - before
    assert changed == {outgoing.digest: 2, incoming.digest: 1}
    assert [store.message(one.digest).delivery for one in (outgoing, incoming)] == [
        Delivery.RECEIPTED
    ] * 2


def test_a_refusal_is_taken_back_and_a_kept_receipt_may_follow(store):
    message, incoming = a_message(), a_message(2, direction=Direction.IN)
    with store.transaction():
        for each in (message, incoming):
            store.add_message(each)
            store.add_receipt(each.digest, b"no", Signatures(b"p", None), kept=False)
        assert store.take_back_refusal(message.digest)
        assert not store.take_back_refusal(message.digest)
        assert not store.take_back_refusal(incoming.digest)
        assert not store.take_back_refusal("00" * 32)
    found = store.message(message.digest)
    assert (found.delivery, found.receipt) == (Delivery.WAITING, None)
    with store.transaction():
        store.add_receipt(message.digest, b"yes", Signatures(b"p", None), kept=True)
        assert not store.take_back_refusal(message.digest)
    assert store.message(message.digest).receipt == b"yes"
    assert store.message(incoming.digest).receipt == b"no"


def test_only_outgoing_messages_without_receipt_are_undelivered(store):
    with store.transaction():
        for message in (
            a_message(1),
            a_message(2),
            a_message(3),
            a_message(1, "XB", direction=Direction.IN, delivery=Delivery.RECEIPTED),
        ):
            store.add_message(message)
        store.add_receipt(a_message(1).digest, b"r", RECEIPT, kept=True)
        store.add_receipt(a_message(2).digest, b"r", RECEIPT, kept=False)
    (waits,) = store.undelivered()
    assert (waits.sequence, waits.digest) == (3, a_message(3).digest)
    assert store.undelivered(waits.peer) == [waits]
    assert store.undelivered("XM") == store.undelivered(after=waits.number) == []
    assert store.undelivered_counts() == {waits.peer: (1, waits.at)}
    assert store.message(a_message(2).digest).delivery is Delivery.REFUSED


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by what it counted")
def test_what_waits_is_counted_without_reading_what_was_delivered():
    plan = undelivered_by_peer().explain()
    assert "message_undelivered" in plan
    assert "message_of_peer" not in plan


def test_what_waits_is_read_some_at_a_time_and_each_once(store, monkeypatch):
    with store.transaction():
        for number in range(1, 8):
            store.add_message(a_message(number))
    few = functools.partial(store.undelivered, limit=3)
    monkeypatch.setattr(store, "undelivered", few)
    assert [one.sequence for one in each_undelivered(store)] == [1, 2, 3, 4, 5, 6, 7]


def test_the_next_number_of_a_state_follows_its_own_messages_forks_included(store):
    assert store.next_sequence(THREAD, "XA") == (1, None)
    fork = a_message(2, mark="fork")
    with store.transaction():
        for message in (a_message(1), a_message(2), fork, a_message(7, "XB")):
            store.add_message(message)
        assert store.next_sequence(THREAD, "XA") == (3, fork.digest)
    assert store.transcript(THREAD)[2] == fork


def test_outlines_say_of_each_message_what_the_transcript_says(store):
    with store.transaction():
        for message in (a_message(1), a_message(2), a_message(2, mark="fork"), a_message(1, "XB")):
            store.add_message(message)
        store.add_message(a_message(3, delivery=Delivery.TRANSCRIBED))
        store.put_reading(a_message(3).digest, b"as corrected")
    names = ("digest", "sender_state", "sequence", "kind", "direction", "peer", "delivery")
    outlines = store.outlines(THREAD)
    assert [tuple(getattr(one, name) for name in names) for one in outlines] == [
        tuple(getattr(one, name) for name in names) for one in store.transcript(THREAD)
    ]
    assert [one.version for one in outlines[:4]] == [one.digest for one in outlines[:4]]
    assert outlines[4].version == f"{outlines[4].digest}/{sha256(b'as corrected')}"
    assert store.outlines("01938f3e-0000-7000-8000-0000000000ff") == []


def test_a_summary_is_written_anew_and_found_by_the_thread_that_it_names(store):
    with store.transaction():
        store.put_summary(a_summary())
        store.put_summary(a_summary(status="preserved", needs_answer=False))
    assert store.summary(THREAD) == a_summary(status="preserved", needs_answer=False)
    assert [each.thread for each in store.thread_related_to(OTHER)] == [THREAD]
    with store.transaction():
        store.put_summary(a_summary(related=()))
    assert store.thread_related_to(OTHER) == []


def test_the_desk_lists_the_most_recently_active_first(store):
    with store.transaction():
        store.put_summary(a_summary())
        store.put_summary(
            a_summary(OTHER, last_activity=NOW + timedelta(hours=1), needs_answer=False)
        )
    assert [each.thread for each in store.summaries()] == [OTHER, THREAD]
    assert [each.thread for each in store.summaries(needs_answer=True)] == [THREAD]
    assert [each.thread for each in store.summaries(limit=1)] == [OTHER]


def test_a_package_is_written_anew_with_its_documents(store):
    changed = a_package(present=3, complete=True, documents={"seal.json": "03" * 32})
    with store.transaction():
        store.put_package(a_package())
        assert store.package(a_package().seal) == a_package()
        store.put_package(changed)
    assert store.packages(THREAD) == store.packages() == [changed]
    assert store.packages(OTHER) == []


def test_the_totals_are_those_of_the_packages_that_are_whole(store):
    whole = a_package(present=3, complete=True, payload_size=7)
    assert store.package_totals() == PackageTotals(0, 0)
    with store.transaction():
        store.put_package(a_package())
        store.put_package(a_package("6e" * 32, complete=True, payload_size=30))
    assert store.package_totals() == PackageTotals(1, 30)
    for written, expected in (
        (whole, PackageTotals(2, 37)),
        (whole, PackageTotals(2, 37)),
        (replace(whole, payload_size=8), PackageTotals(2, 38)),
        (replace(whole, complete=False), PackageTotals(1, 30)),
    ):
        with store.transaction():
            store.put_package(written)
        assert store.package_totals() == expected
    with pytest.raises(ZeroDivisionError), store.transaction():
        store.put_package(whole)
        raise ZeroDivisionError
    assert store.package_totals() == PackageTotals(1, 30)


def test_segments_are_missing_until_they_are_marked_and_counted_once(store):
    digests = [bytes([n]) * 32 for n in range(3)]
    seal = a_package().seal
    with store.transaction():
        store.put_package(a_package())
        store.add_segments(seal, digests)
        store.add_segments(seal, digests)
        store.mark_segment(seal, 1)
        store.mark_segment(seal, 1)
    assert store.missing_segments(seal) == [0, 2]
    assert store.package(seal).present == 1
    ((record, index),) = store.packages_of_segment(digests[2])
    assert (record.seal, index) == (seal, 2)
    assert store.packages_of_segment(bytes(32)[::-1] + b"x") == []


def test_a_complete_package_misses_no_segment_whichever_was_written_first(store):
    with store.transaction():
        for seal in ("aa" * 32, "bb" * 32):
            store.put_package(a_package(seal, complete=seal.startswith("aa"), present=3))
            store.add_segments(seal, [bytes([n]) * 32 for n in range(3)])
        store.put_package(a_package("bb" * 32, complete=True, present=3))
    assert store.missing_segments("aa" * 32) == store.missing_segments("bb" * 32) == []


def test_of_two_packages_with_a_segment_both_are_named(store):
    with store.transaction():
        for seal, digests in (("aa" * 32, [b"s" * 32]), ("bb" * 32, [b"r" * 32, b"s" * 32])):
            store.put_package(a_package(seal))
            store.add_segments(seal, digests)
    found = store.packages_of_segment(b"s" * 32)
    assert [(record.seal, index) for record, index in found] == [("aa" * 32, 0), ("bb" * 32, 1)]


def test_segments_of_a_terabyte_are_written(store):
    with store.transaction():
        store.put_package(a_package(segments=65_536))
        store.add_segments(a_package().seal, (n.to_bytes(32) for n in range(5_000)))
    assert len(store.missing_segments(a_package().seal)) == 5_000


def test_a_nonce_is_seen_the_second_time_for_the_same_key(store):
    with store.relaxed_transaction():
        assert not store.seen_nonce("xa", "n1", NOW)
        assert store.seen_nonce("xa", "n1", NOW)
        assert not store.seen_nonce("xb", "n1", NOW)


def test_a_nonce_of_a_request_that_failed_was_not_seen(store):
    with pytest.raises(ZeroDivisionError), store.relaxed_transaction():
        store.seen_nonce("xa", "n1", NOW)
        raise ZeroDivisionError
    with store.relaxed_transaction():
        assert not store.seen_nonce("xa", "n1", NOW)


def test_a_page_is_written_once_and_seen_by_the_first_who_saw_it(store):
    with store.transaction():
        assert store.add_page(a_page(2))
        assert store.add_page(a_page(1))
        assert not store.add_page(a_page(1, reason=older("another")))
        store.mark_page_seen(a_page(1).id, "xa-0001", NOW)
        store.mark_page_seen(a_page(1).id, "xa-0009", NOW)
    assert store.pages() == [a_page(2)]
    assert store.pages(unseen=False)[0] == a_page(1, seen_by="xa-0001", seen=NOW)


def test_a_setting_is_what_a_person_last_made_it(store):
    assert store.setting("pager") is None
    with store.transaction():
        store.put_setting("pager", {"by": "mail"})
        store.put_setting("pager", {"by": "phone"})
    assert store.setting("pager") == {"by": "phone"}
