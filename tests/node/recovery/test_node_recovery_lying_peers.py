# SPDX-License-Identifier: Apache-2.0
"""Peers that hand back another exchange than the one that was lost: nothing false is taken."""

import itertools
from dataclasses import replace

import pytest

from casts.node.recovery import (  # noqa: F401 - fixtures
    XA,
    XB,
    XT,
    HandingOut,
    backup,
    lost,
    put_back,
    recovered,
    recovered_from,
    reopened,
)
from casts.node.world import bodies, drawn, snapshot
from rogatory.node.completeness.record import recovery_of
from rogatory.node.recovery.begin import begin_recovery
from rogatory.node.recovery.take_back import MOST_IDLE, MOST_REFUSED
from rogatory.node.repositories.messages import Delivery, Direction
from rogatory.node.repositories.recovery import ExchangePage, HandedOut
from rogatory.node.threads.dispatch import Dispatch, build_dispatch
from rogatory.node.threads.receipt import build_reply, parse_reply
from rogatory.seal.signatures import Signatures


def page_of(*items, place=None, checkpoint=None):
    return lambda _state, _since, _after: ExchangePage(tuple(items), place, checkpoint)


def handed(message, *, reply="own"):
    if reply == "own":
        reply = (
            None
            if message.receipt is None
            else build_reply(
                message.receipt, Signatures(message.receipt_p256, message.receipt_mldsa65)
            )
        )
    return HandedOut(encoded(message), reply)


def encoded(message):
    return build_dispatch(
        Dispatch(message.message, Signatures(message.p256, message.mldsa65), message.approvals)
    )


def codes_of(recovery):
    return {reason.code.id for _digest, reasons in recovery.refused for reason in reasons}


class TestLyingPeers:
    """A peer's answers must be signed by us or receipted by us; nothing else gets in."""

    @pytest.fixture
    def began(self, lost):
        begin_recovery(lost)
        return lost

    def messages(self, world, direction, peer="XA"):
        return [
            one for one in world.before.values() if one.direction is direction and one.peer == peer
        ]

    def refused(self, world, node, item, code, state="XA"):
        before = snapshot(node)
        recovery = recovered_from(node, page_of(item), state)
        assert code in codes_of(recovery)
        after = snapshot(node)
        calls = {key for key in after["pages"] if key.startswith("recovery/")}
        assert len(calls) == 1
        for name in ("messages", "drafts", "events", "packages", "summaries"):
            assert after[name] == before[name]

    def test_a_message_of_ours_that_we_never_signed(self, world, began):
        own = self.messages(world, Direction.OUT)[-1]
        forged = replace(own, message=own.message.replace(b'"language":"en"', b'"language":"fr"'))
        self.refused(world, began, handed(forged), "signature-other-document")

    def test_a_message_of_ours_signed_by_the_peer(self, world, began):
        own = self.messages(world, Direction.OUT)[-1]
        signed = world.states["XA"].offices["xa/contact-point"].sign(own.message, world.clock.now())
        forged = replace(own, p256=signed.p256, mldsa65=signed.mldsa65)
        self.refused(world, began, handed(forged), "certificate-holder")

    def test_a_message_of_ours_whose_approvals_are_gone(self, world, began):
        world.states["XB"].approvals = {"preservation": 1}
        world.relist()
        own = self.messages(world, Direction.OUT)[-1]
        bare = replace(own, approvals=b'{"approvals":[],"version":1}')
        self.refused(world, began, handed(bare), "approvals-too-few")

    def test_another_states_message_with_its_true_receipt(self, world, began):
        other = self.messages(world, Direction.IN, "XT")[0]
        self.refused(world, began, handed(other), "exchange-of-others")

    def test_a_message_between_two_others(self, world, began):
        sent = world.sent(XT, XA, "preservation", bodies.preservation())
        world.settle()
        theirs = world.node("XA").store.message(sent.digest)
        self.refused(world, began, handed(theirs), "exchange-of-others")

    def test_a_message_of_another_network(self, world, began):
        own = self.messages(world, Direction.OUT)[-1]
        foreign = replace(own, message=own.message.replace(began.network.encode(), b"9f" * 32))
        self.refused(world, began, handed(foreign), "message-network")

    def test_a_message_of_theirs_that_we_never_receipted_is_not_taken_but_delivered(
        self, world, began
    ):
        theirs = self.messages(world, Direction.IN)[-1]
        before = snapshot(began)
        recovery = recovered_from(began, page_of(handed(theirs, reply=None)))
        assert (recovery.taken, recovery.coming, recovery.refused) == (0, 1, [])
        assert snapshot(began)["messages"] == before["messages"]

    def test_a_receipt_of_ours_that_we_never_gave(self, world, began):
        theirs = self.messages(world, Direction.IN)[-1]
        at = world.clock.now()
        signed = world.states["XA"].receipts.sign(theirs.receipt, at)
        self.refused(
            world,
            began,
            handed(theirs, reply=build_reply(theirs.receipt, signed)),
            "certificate-holder",
        )

    def test_a_receipt_of_ours_for_another_message(self, world, began):
        first, *_rest, last = self.messages(world, Direction.IN)
        self.refused(world, began, handed(last, reply=handed(first).reply), "receipt-other")

    def test_a_receipt_of_ours_at_a_place_that_another_event_has(self, world, began):
        theirs = self.messages(world, Direction.IN)[0]
        began.store.tables.messages.clear()
        rows = began.store.tables.events
        for digest, logged in list(rows.items()):
            rows[digest] = replace(logged, commitment="0" * 64)
        self.refused(world, began, handed(theirs), "exchange-own-receipt-other")

    def test_an_attachment_that_is_not_the_messages(self, world, began):
        own = self.messages(world, Direction.OUT)[-1]
        surplus = build_dispatch(
            Dispatch(
                own.message,
                Signatures(own.p256, own.mldsa65),
                own.approvals,
                {"0" * 64: b"surplus"},
            )
        )
        self.refused(world, began, HandedOut(surplus, handed(own).reply), "attachment-surplus")

    def test_what_is_no_dispatch(self, world, began):
        self.refused(world, began, HandedOut(b"{}", None), "dispatch-malformed")

    def test_a_receipt_of_theirs_that_does_not_hold_leaves_the_message_to_be_delivered_anew(
        self, world, began
    ):
        own = self.messages(world, Direction.OUT)[-1]
        recovery = recovered_from(began, page_of(handed(own, reply=b"{}")))
        assert (recovery.taken, len(recovery.differing)) == (1, 1)
        assert began.store.message(own.digest).delivery is Delivery.WAITING
        assert f"deliver/{own.digest}" in [job.key for job in began.queue.waiting()]

    def test_another_receipt_than_the_one_here_changes_nothing_and_is_reported(self, world, began):
        recovered(world, began)
        own = self.messages(world, Direction.OUT)[-1]
        data, _signatures = parse_reply(handed(own).reply)
        later = data.replace(b'"directory":1', b'"directory":2')
        signed = world.states["XA"].receipts.sign(later, world.clock.now())
        before = snapshot(began)["messages"]
        recovery = recovered_from(began, page_of(handed(own, reply=build_reply(later, signed))))
        assert [reason.code.id for _one, reasons in recovery.differing for reason in reasons] == [
            "exchange-receipt-differs"
        ]
        assert snapshot(began)["messages"] == before

    def test_two_messages_of_ours_with_one_number_are_both_kept_and_reported(self, world):
        """Somebody opened the door over a restored store, and sent."""
        opening = world.sent(XA, XB, "preservation", bodies.preservation())
        world.settle()
        kept = backup(world.node("XB"))
        first = world.sent(
            XB, XA, "acknowledgement", bodies.acknowledgement(), thread=opening.thread
        )
        world.settle()
        lost = put_back(world, "XB", kept)
        world.exchange.join(replace(lost, random=drawn("another life")))
        world.clock.forward(minutes=1)
        second = world.sent(
            XB, XA, "acknowledgement", bodies.acknowledgement(), thread=opening.thread
        )
        lost = put_back(world, "XB", backup(world.node("XB")))
        recovery = recovered(world, lost)["XA"]
        assert recovery.forks == [tuple(sorted((first.digest, second.digest)))]
        (call,) = [one for one in lost.store.pages() if one.id.startswith("recovery-fork/")]
        assert first.digest in call.reason
        assert second.digest in call.reason
        assert lost.store.message(first.digest) is not None
        assert lost.store.message(second.digest) is not None

    def test_what_a_peer_withholds_shows_by_what_builds_on_it(self, world, began):
        own = self.messages(world, Direction.OUT)
        withheld = own[0]
        rest = [
            one
            for one in world.before.values()
            if one.peer == "XA" and one.digest != withheld.digest
        ]
        recovery = recovered_from(began, page_of(*(handed(one) for one in rest)))
        assert recovery.gone == [withheld.digest]
        (call,) = [one for one in began.store.pages() if one.id.startswith("recovery/XA/gone")]
        assert withheld.digest in call.reason

    def test_pages_without_an_end(self, world, began):
        numbers = itertools.count()

        def pages(_state, _since, _after):
            return ExchangePage((), f"{next(numbers):064x}")

        recovery = recovered_from(began, pages)
        assert recovery.problem.startswith("[exchange-endless]")
        assert next(numbers) == MOST_IDLE + 1
        assert recovery_of(began.store).states["XA"].is_outstanding

    def test_pages_that_give_the_same_again_and_again(self, world, began, monkeypatch):
        numbers, own = itertools.count(), handed(self.messages(world, Direction.OUT)[-1])

        def pages(_state, _since, _after):
            return ExchangePage((own,), f"{next(numbers):064x}")

        monkeypatch.setattr("rogatory.node.recovery.take_back.MOST_IDLE", 5)
        recovery = recovered_from(began, pages)
        assert recovery.problem is not None
        assert next(numbers) == 7

    def test_a_page_that_leads_back(self, began):
        recovery = recovered_from(began, page_of(place="1" * 64))
        assert recovery.problem is not None
        assert recovery_of(began.store).states["XA"].is_outstanding

    def test_a_flood_of_forgeries_is_not_read_to_its_end(self, began):
        numbers = itertools.count()

        def pages(_state, _since, _after):
            return ExchangePage((HandedOut(b"{}", None),), f"{next(numbers):064x}")

        recovery = recovered_from(began, pages)
        assert recovery.problem.startswith("[exchange-forged]")
        assert next(numbers) == MOST_REFUSED + 1

    def test_a_checkpoint_that_our_log_never_signed(self, world, began):
        theirs = world.states["XA"].log.sign(f"{began.log_origin}\n9\n{'A' * 43}=\n")
        recovered_from(began, page_of(checkpoint=theirs))
        assert recovery_of(began.store).seen is None
