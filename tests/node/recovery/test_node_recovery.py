# SPDX-License-Identifier: Apache-2.0
"""A node that lost its disk takes back what others keep, and nothing that does not hold."""

from dataclasses import replace
from datetime import timedelta

import pytest

from casts.node.recovery import (  # noqa: F401 - fixtures
    XA,
    XB,
    XT,
    HandingOut,
    answer,
    backup,
    lost,
    put_back,
    recovered,
    recovered_from,
    reopened,
)
from casts.node.world import NOW, bodies, snapshot
from rogatory.custody.events.event import CustodyAction, parse_event
from rogatory.errors import Refused
from rogatory.node.completeness.record import is_outstanding, recovery_of, what_is_missing
from rogatory.node.limits.bandwidth import PauseRequestedError
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.messages.receive import receive
from rogatory.node.messages.send import send
from rogatory.node.packages.submit_custody import log_events
from rogatory.node.recovery import recovery_view
from rogatory.node.recovery.begin import MARGIN, begin_recovery, do_without
from rogatory.node.recovery.form import decode_exchange, encode_exchange
from rogatory.node.recovery.hand_out import exchange_since
from rogatory.node.recovery.take_back import take_back_exchange
from rogatory.node.repositories.messages import Delivery, Direction
from rogatory.node.threads.dispatch import parse_dispatch
from rogatory.node.threads.receipt import parse_reply
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.envelope import parse_message
from rogatory.seal.approval_document import parse_approvals
from rogatory.storage.memory import MemoryStore
from rogatory.transport.refusals import REQUESTS_TOO_FAST


def what_counts(message):
    return (
        message.message,
        message.p256,
        message.mldsa65,
        message.approvals,
        message.direction,
        message.peer,
        message.at,
        message.delivery,
        message.receipt,
        message.receipt_p256,
        message.receipt_mldsa65,
    )


class TestTakingBack:
    def test_everything_that_was_receipted_is_here_again_byte_for_byte(self, world, lost):
        recoveries = recovered(world, lost)
        after = lost.store.tables.messages
        assert {d: what_counts(one) for d, one in after.items()} == {
            d: what_counts(one) for d, one in world.before.items()
        }
        assert {state: (one.taken, one.here) for state, one in recoveries.items()} == {
            "XA": (4, 1),
            "XT": (1, 0),
        }
        assert all(one.is_whole and not one.refused for one in recoveries.values())

    def test_both_ends_fold_alike_and_go_on_with_the_next_number(self, world, lost):
        recovered(world, lost)
        reopened(world, lost)
        world.settle()
        for thread in world.threads:
            assert (
                thread_state(world.node("XB"), thread).standing
                == thread_state(
                    world.node("XA" if thread != world.threads[2] else "XT"), thread
                ).standing
            )
            assert world.node("XB").store.summary(thread) is not None
        sent = world.sent(
            XB,
            XA,
            "status_answer",
            bodies.status_answer(world.enquiry.digest),
            thread=world.threads[0],
        )
        world.settle()
        assert world.node("XA").store.message(sent.digest).sequence == 3
        assert not thread_state(world.node("XA"), world.threads[0]).forks

    def test_what_was_taken_back_has_one_event_in_the_new_epoch_which_says_so(self, world, lost):
        recovered(world, lost)
        after = reopened(world, lost)
        world.settle()
        events = after.store.events_since(0, 100, 2)
        back = [one for one in events if one.action == CustodyAction.MESSAGE_TAKEN_BACK.value]
        restored = {digest for digest in world.before if not after.store.events_of(digest)}
        assert not restored
        assert len(back) == len({one.object for one in back}) == 5
        acts = [parse_event(one.event).act for one in back]
        assert all(act.code.startswith("message-taken-back-") for act in acts)
        assert all(act.fields["receipt"] for act in acts)

    def test_running_again_changes_nothing(self, world, lost):
        recovered(world, lost)
        before = snapshot(lost)
        recovery = take_back_exchange(lost, "XA")
        assert (recovery.taken, recovery.here) == (0, 5)
        assert snapshot(lost) == before

    def test_a_receipt_that_came_after_the_backup_is_taken_and_nothing_is_delivered_twice(
        self, world
    ):
        world.exchange.faults.lose_answers = 1
        sent = world.sent(XB, XA, "preservation", bodies.preservation())
        world.work("XB")
        kept = backup(world.node("XB"))
        world.clock.forward(minutes=1)
        world.settle()
        receipt = world.node("XB").store.message(sent.digest).receipt
        lost = put_back(world, "XB", kept)
        assert lost.store.message(sent.digest).delivery is Delivery.WAITING
        recovered(world, lost)
        assert lost.store.message(sent.digest).receipt == receipt

    def test_a_message_that_waited_for_the_line_since_before_the_backup_comes_back(self, world):
        world.exchange.faults.lose_requests = 1
        sent = world.sent(XA, XB, "preservation", bodies.preservation())
        world.work("XA")
        world.clock.forward(days=3)
        seed = world.sent(XT, XB, "preservation", bodies.preservation())
        world.work("XT")
        kept = backup(world.node("XB"))
        world.clock.forward(minutes=30)
        world.settle()
        receipt = world.node("XB").store.message(sent.digest).receipt
        lost = put_back(world, "XB", kept)
        assert lost.store.message(seed.digest) is not None
        assert lost.store.message(sent.digest) is None
        recovered(world, lost)
        assert lost.store.message(sent.digest).receipt == receipt

    def test_a_message_that_was_not_receipted_is_delivered_when_the_door_opens(self, world, lost):
        sent = world.sent(XA, XB, "preservation", bodies.preservation())
        world.work("XA")
        assert recovered(world, lost)["XA"].coming == 0
        assert lost.store.message(sent.digest) is None
        reopened(world, lost)
        world.clock.forward(minutes=20)
        world.settle()
        assert world.node("XB").store.message(sent.digest).receipt is not None

    def test_each_request_of_which_internal_work_is_lost_is_listed(self, world, lost):
        """With the messages of ours whose drafts are lost; no work of a request that went on before the backup alone."""
        old, own, other = world.threads
        ours = {
            thread: [
                one.digest
                for one in world.before.values()
                if one.thread == thread and one.direction is Direction.OUT
                if lost.store.message(one.digest) is None and parse_approvals(one.approvals)
            ]
            for thread in world.threads
        }
        assert ours[own]
        assert not ours[other]
        found = recovered(world, lost)
        assert set(found["XA"].since_backup) == {old, own}
        assert set(found["XT"].since_backup) == {other}
        for thread in (old, own):
            assert sorted(found["XA"].since_backup[thread]) == sorted(ours[thread])
        assert recovered(world, lost)["XA"].since_backup == {}

    def test_no_more_requests_are_listed_than_a_person_reads(self, world, lost, monkeypatch):
        monkeypatch.setattr(recovery_view, "MOST_REQUESTS", 1)
        found = recovered(world, lost)["XA"]
        assert len(found.since_backup) == 1
        assert found.others_since > 0

    def test_a_draft_that_left_as_a_message_does_not_leave_again(self, world):
        draft = world.approved(world.drafted(XB, XA, "preservation", bodies.preservation()))
        kept = backup(world.node("XB"))
        sent = send(world.node("XB"), draft.id, draft.drafted_by)
        world.settle()
        lost = put_back(world, "XB", kept)
        recovered(world, lost)
        assert lost.store.draft(draft.id).sent_as == sent.digest
        reopened(world, lost)
        with pytest.raises(Refused) as refused:
            send(world.node("XB"), draft.id, draft.drafted_by)
        assert refused.value.codes == ("draft-sent",)

    def test_a_message_that_was_refused_when_the_backup_was_made_and_kept_since(self, world):
        sent = world.sent(XB, XA, "preservation", bodies.preservation())
        node = world.node("XB")
        receipt = parse_reply(receive(world.node("XA"), "XB", dispatch_of(node, sent)))
        with node.store.transaction():
            node.store.add_receipt(sent.digest, b"a refusal", receipt[1], kept=False)
        lost = put_back(world, "XB", backup(node))
        assert lost.store.message(sent.digest).delivery is Delivery.REFUSED
        recovery = recovered(world, lost)["XA"]
        assert (recovery.here, recovery.differing) == (1, [])
        assert lost.store.message(sent.digest).delivery is Delivery.RECEIPTED
        assert lost.store.message(sent.digest).receipt == receipt[0]

    def test_a_state_that_asks_to_wait_is_asked_again_from_where_it_was_left(
        self, world, lost, monkeypatch
    ):
        monkeypatch.setattr("rogatory.node.recovery.hand_out.MESSAGES_AT_ONCE", 2)
        begin_recovery(lost)
        requests = []

        def pages(state, since, after):
            requests.append(after)
            if len(requests) == 2:
                reason = REQUESTS_TOO_FAST.because(state="XB", limit=1, seconds=7)
                raise PauseRequestedError(reason, 7)
            return exchange_since(world.node(state), "XB", since, after)

        first = recovered_from(lost, pages)
        assert (first.wait, first.problem, first.is_whole) == (7, None, False)
        first.go_on(recovered_from(lost, pages))
        assert (first.is_whole, first.taken + first.here) == (True, 5)
        assert requests[2] == requests[1]

    def test_a_database_that_was_lost_wholly_comes_back(self, world, lost):
        empty = backup(replace(lost, store=MemoryStore()))
        world.exchange.join(lost)
        lost = put_back(world, "XB", empty)
        recovered(world, lost)
        assert recovery_of(lost.store).since.year == 1970
        assert lost.store.tables.messages.keys() == world.before.keys()

    def test_where_it_was_left_it_goes_on(self, world, lost, monkeypatch):
        monkeypatch.setattr("rogatory.node.recovery.hand_out.MESSAGES_AT_ONCE", 2)
        begin_recovery(lost)
        requests = []

        class Dying:
            def exchange_since(self, state, since, after):
                requests.append(after)
                if len(requests) == 2:
                    raise KeyboardInterrupt
                return exchange_since(world.node(state), "XB", since, after)

        dying = replace(lost, peers=Dying())
        with pytest.raises(KeyboardInterrupt):
            take_back_exchange(dying, "XA")
        recovery = take_back_exchange(dying, "XA")
        assert requests[2] == requests[1] is not None
        assert (recovery.taken + recovery.here, len(requests)) == (3, 4)
        assert recovery.is_whole


class TestClosed:
    """Nothing leaves and nothing is logged until all have answered and a new epoch has begun."""

    def test_while_it_recovers_it_signs_nothing(self, world, lost):
        world.exchange.nodes.pop("XT")
        recovered(world, lost)
        assert what_is_missing(lost.store) == (
            "XT did not hand out what they keep",
            "the log has not begun a new epoch",
        )
        world.exchange.nodes["XB"] = lost
        draft = world.approved(world.drafted(XB, XA, "preservation", bodies.preservation()))
        before = snapshot(lost)
        for act in (
            lambda: send(lost, draft.id, draft.drafted_by),
            lambda: receive(lost, "XT", dispatch_of(lost, next(iter(world.before.values())))),
            lambda: log_events(lost, []),
            lambda: lost.signer.cosign(None, NOW),
        ):
            with pytest.raises(Refused) as refused:
                act()
            assert refused.value.codes == ("recovering",)
        assert snapshot(lost) == before

    def test_a_new_epoch_alone_opens_nothing_nor_do_answers_alone(self, world, lost):
        recovered(world, lost)
        assert what_is_missing(lost.store) == ("the log has not begun a new epoch",)
        reopened(world, lost)
        assert what_is_missing(lost.store) == ()

    def test_a_second_loss_is_a_recovery_of_its_own(self, world, lost):
        recovered(world, lost)
        after = reopened(world, lost)
        world.settle()
        kept = backup(after)
        world.clock.forward(hours=1)
        sent = world.sent(XT, XB, "preservation", bodies.preservation())
        world.settle()
        twice = put_back(world, "XB", kept)
        twice = replace(twice, signer=after.signer)
        recovered(world, twice)
        assert recovery_of(twice.store).epoch == 2
        assert twice.store.message(sent.digest) is not None
        assert what_is_missing(twice.store) == ("the log has not begun a new epoch",)

    def test_an_earlier_moment_has_all_asked_again_and_a_later_one_changes_nothing(
        self, world, lost
    ):
        recovered(world, lost)
        found = recovery_of(lost.store)
        assert begin_recovery(lost, found.since + timedelta(hours=1)) == found
        restarted = begin_recovery(lost, found.since - timedelta(hours=1))
        assert restarted.waited_for == ("XA", "XT")

    def test_it_asks_from_a_day_before_the_newest_entry(self, lost):
        newest = max(one.logged for one in lost.store.events_since(0, 100))
        assert begin_recovery(lost).since == newest - MARGIN


class TestWithout:
    def test_an_officer_opens_it_without_a_state_and_the_desk_is_alerted(self, world, lost):
        away = world.exchange.nodes.pop("XT")
        recovered(world, lost)
        do_without(lost, "XT", officer="xb-0002", reason="Thalassia's node burnt down")
        after = reopened(world, lost)
        assert what_is_missing(after.store) == ()
        assert is_outstanding(after, "XT")
        (call,) = [one for one in after.store.pages() if one.id.startswith("recovery-without/")]
        assert "burnt down" in call.reason
        assert "xb-0002" in call.reason
        world.exchange.join(away)
        world.clock.forward(minutes=30)
        world.settle()
        assert not is_outstanding(after, "XT")
        assert after.store.tables.messages.keys() == world.before.keys()
        assert [one.id for one in after.store.pages() if one.id.startswith("recovery-late/XT")]

    @pytest.mark.parametrize(
        ("state", "officer", "reason", "code"),
        [
            ("XT", "xb-0001", "because", "officer-role"),
            ("XT", "xb-0099", "because", "officer-not-listed"),
            ("XT", "xb-0002", "", "recovery-without-reason"),
            ("XM", "xb-0002", "because", "recovery-without-other"),
            ("XA", "xb-0002", "because", "recovery-without-other"),
        ],
    )
    def test_not_by_anybody_and_not_without_a_reason(
        self, world, lost, state, officer, reason, code
    ):
        world.exchange.nodes.pop("XT")
        recovered(world, lost)
        before = recovery_of(lost.store)
        with pytest.raises(Refused) as refused:
            do_without(lost, state, officer=officer, reason=reason)
        assert code in refused.value.codes
        assert recovery_of(lost.store) == before

    def test_a_gap_of_who_has_not_answered_waits_so_that_nothing_gets_a_second_receipt(
        self, world, lost
    ):
        recovered(world, lost)
        first = next(one for one in world.before.values() if one.sender_state == "XT")
        lost.store.tables.messages.pop(first.digest)
        begin_recovery(lost, recovery_of(lost.store).since - timedelta(days=9))
        take_back_exchange(lost, "XA")
        do_without(lost, "XT", officer="xb-0002", reason="no line")
        after = reopened(world, lost)
        later = world.sent(
            XT, XB, "status_enquiry", bodies.status_enquiry(first.digest), thread=first.thread
        )
        world.settle()
        assert after.store.message(later.digest) is not None
        world.clock.forward(minutes=30)
        world.settle()
        assert after.store.message(first.digest).receipt == first.receipt


class TestHandingOut:
    def test_nothing_of_third_states_and_in_bounded_pages(self, world, lost, monkeypatch):
        monkeypatch.setattr("rogatory.node.recovery.hand_out.MESSAGES_AT_ONCE", 1)
        monkeypatch.setattr("rogatory.node.recovery.hand_out.LOOKED_AT_ONCE", 2)
        world.sent(XT, XA, "preservation", bodies.preservation())
        world.settle()
        pages, place = [], None
        while True:
            page = exchange_since(world.node("XA"), "XB", NOW - MARGIN, place)
            assert len(page.items) <= 1
            pages.append(page)
            place = page.next
            if place is None:
                break
        given = [
            parse_message(parse_dispatch(item.dispatch).message)
            for page in pages
            for item in page.items
        ]
        assert len(given) == 5
        assert all({one.sender.state, one.addressee.state} == {"XA", "XB"} for one in given)
        assert all(decode_exchange(encode_exchange(page)) == page for page in pages)

    def test_nothing_from_before_the_moment(self, world, lost):
        page = exchange_since(world.node("XA"), "XB", world.clock.now(), None)
        assert page.items == ()
        assert page.next is None

    def test_the_place_of_another_states_message_is_no_place(self, world, lost):
        other = next(one for one in world.node("XT").store.tables.messages)
        with pytest.raises(Refused) as refused:
            exchange_since(world.node("XA"), "XB", NOW, other)
        assert refused.value.codes == ("exchange-place-unknown",)


def test_the_worker_asks_who_has_answered_once_more(world, lost):
    """A message of ours may have been on the line when the disk was lost."""
    recovered(world, lost)
    late = next(one for one in world.before.values() if one.direction is Direction.OUT)
    lost.store.tables.messages.pop(late.digest)
    after = reopened(world, lost)
    world.clock.forward(minutes=3)
    world.settle()
    assert after.store.message(late.digest).receipt == late.receipt
    assert not [job for job in after.queue.waiting() if job.kind == "recovery"]
