# SPDX-License-Identifier: Apache-2.0
"""A note inside a State never leaves it: by no message, letter, reply, receipt or log leaf."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from casts.node.case_files import (
    CENTRAL,
    DUTY,
    LAWYER,
    XA,
    XB,
    a_referral,
    a_renewal,
    an_order,
    confirmed,
    filed,
    live,
    requested,
)
from casts.node.world import bodies
from rogatory.custody.log.tiles import TileId
from rogatory.node.case_files.assigning import assign
from rogatory.node.case_files.journal import read_case_file
from rogatory.node.case_files.noting import note, set_stage
from rogatory.node.case_files.numbering import give_number
from rogatory.node.case_files.ordering import end_order, record_order, renew_order
from rogatory.node.case_files.orders import Custodian
from rogatory.node.case_files.referrals import ExecutingAuthority
from rogatory.node.case_files.referring import PrintedLetter, letter_printed, recall_referral, refer
from rogatory.node.case_files.results import BroughtFile, RecordedResult, record_result
from rogatory.node.drafting.beginning import beginning
from rogatory.node.packages import serve
from rogatory.storage.memory import MemoryStore
from rogatory.wire.canonical import encode

MARK = "kept-inside-7f3a"


@dataclass
class Listening:
    """All answers that nodes give one another, beside the exchange that gives them."""

    exchange: object
    heard: list = field(default_factory=list)

    def __getattr__(self, name):
        return getattr(self.exchange, name)

    def ask(self, asker, answerer, path, answer):
        given = self.exchange.ask(asker, answerer, path, answer)
        self.heard.append(given)
        return given


def mark_everything(world, thread):
    """Put the mark into every text that an officer can write into a case file."""
    node, now = world.node("XB"), world.clock.now()
    assign(node, thread, DUTY, DUTY, reason=f"reason {MARK}")
    give_number(node, thread, f"number {MARK}", DUTY)
    note(node, thread, f"note {MARK}", DUTY)
    set_stage(node, thread, "at-court", DUTY, reason=f"stage {MARK}")
    order = record_order(
        node,
        thread,
        an_order(
            world,
            custodian=Custodian(f"custodian {MARK}"),
            reference=f"reference {MARK}",
            issuer=f"issuer {MARK}",
            scope=f"scope {MARK}",
        ),
        DUTY,
    ).entry.id
    renewal = a_renewal(world, now + timedelta(days=91), reference=MARK, issuer=MARK)
    renew_order(node, thread, order, renewal, DUTY)
    to = ExecutingAuthority(f"unit {MARK}", f"address {MARK}", f"contact {MARK}")
    referral = refer(node, thread, a_referral(world, to=to, requested=MARK), DUTY).entry.id
    letter_printed(node, thread, referral, PrintedLetter(MARK, "text/plain", MARK.encode()), DUTY)
    brought = RecordedResult(
        now, MARK, MARK, (BroughtFile(MARK, "text/plain", MARK.encode()),), (), False
    )
    record_result(node, thread, referral, brought, DUTY)
    recall_referral(node, thread, referral, DUTY, reason=MARK)
    end_order(node, thread, order, DUTY, reason=MARK)


def test_nothing_of_a_case_file_is_in_anything_that_reaches_another_state(world):
    listening = Listening(world.exchange)
    for code in ("XA", "XB"):
        object.__setattr__(world.node(code).peers, "exchange", listening)
    thread = requested(world)
    mark_everything(world, thread)
    world.sent(XB, XA, "acknowledgement", bodies.acknowledgement(), thread=thread)
    world.settle()
    confirmed(world, thread)
    filing = filed(world, thread)
    assign(world.node("XB"), filing, LAWYER, LAWYER, reason=MARK)
    world.sent(CENTRAL, "xa/central-authority", "acceptance", bodies.acceptance(), thread=filing)
    live(world, 3, "XA", "XB")

    assert read_case_file(world.node("XB"), thread).notes[0].text == f"note {MARK}"
    assert len(listening.heard) > 4
    assert MARK.encode() not in b"".join(repr(each).encode() for each in listening.heard)
    arrived = repr(world.node("XA").store.tables) + repr(world.node("XA").objects._objects)
    assert thread in arrived
    assert MARK not in arrived
    served = serve.messages_after(world.node("XB"), "XA", thread, 0)
    assert len(served) == 2
    assert MARK.encode() not in b"".join(served)


def test_nothing_of_a_case_file_is_in_the_custody_log_or_in_what_it_commits_to(world):
    thread = requested(world)
    before = world.node("XB").store.log_size()
    mark_everything(world, thread)
    node = world.node("XB")
    live(world, 1, "XB")
    leaves = [one for one in node.store.events_since(0, 1000) if one.thread == thread]
    assert node.store.log_size() - before == len(node.store.events_since(before, 1000))
    assert leaves
    for logged in node.store.events_since(0, 1000):
        assert MARK.encode() not in logged.event
    digests = {entry.id for entry in node.store.case_file_entries(thread)}
    assert digests.isdisjoint(logged.object for logged in node.store.events_since(0, 1000))
    size = node.store.log_size()
    assert MARK.encode() not in node.store.read_tile(0, 0, TileId(0, 0, size).width)
    assert MARK not in (node.store.checkpoint() or "")


@pytest.mark.parametrize(
    "kind", ["preservation_confirmed", "preserved_traffic_disclosure", "acceptance", "refusal"]
)
def test_no_draft_begins_with_anything_of_a_case_file(world, kind):
    thread = requested(world)
    mark_everything(world, thread)
    begun = beginning(world.node("XB"), kind, DUTY, thread=thread)
    assert MARK.encode() not in encode(begun)


def test_a_letter_to_an_executing_authority_holds_no_note(world):
    thread = requested(world)
    note(world.node("XB"), thread, MARK, DUTY)
    assign(world.node("XB"), thread, DUTY, DUTY, reason=MARK)
    referral = refer(world.node("XB"), thread, a_referral(world), DUTY).entry.id
    found = read_case_file(world.node("XB"), thread).referral(referral)
    assert MARK.encode() not in world.node("XB").objects.get(found.letter)


def test_messages_are_drafted_sent_served_and_received_without_opening_a_journal(
    world, monkeypatch
):
    thread = requested(world)
    mark_everything(world, thread)

    def sealed_shut(self, thread):
        raise AssertionError("a journal was opened where something leaves the State")

    monkeypatch.setattr(MemoryStore, "case_file_entries", sealed_shut)
    confirmed(world, thread)
    filed(world, thread)
    assert len(serve.messages_after(world.node("XB"), "XA", thread, 0)) == 1
