# SPDX-License-Identifier: Apache-2.0
"""A receipt costs the same in a thread of hundreds of messages as in a new one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casts.node.attack import Attack
from casts.node.world import NOW, World, bodies, new_state
from django_home import emptied
from rogatory.node.messages.deliver import dispatch_of
from rogatory.node.messages.receive import receive
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.threads import chain_limits
from rogatory.node.threads.dispatch import parse_dispatch
from rogatory.node.threads.receipt import parse_receipt, parse_reply
from rogatory.requests.envelope import Links, build_message
from rogatory.storage import models
from rogatory.storage.queue.jobs import DatabaseQueue
from rogatory.storage.store import DatabaseStore
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import uuid7

MOST_STATEMENTS = 63 if connection.features.has_select_for_update else 56
"""PostgreSQL is asked for locks as well, and gives the event its leaf in a transaction of its own; SQLite is asked
for each of six certificates whether it has it, and around each of two transactions where it is to keep what a savepoint undoes."""


@pytest.fixture(scope="module")
def states():
    return {code: new_state(code) for code in ("XA", "XB", "XT")}


@pytest.fixture
def attack(states):
    """Send Arcadia's dispatches to a node of Borealia whose store is a database."""
    emptied()
    world = World(states)
    queue = DatabaseQueue(lease=timedelta(seconds=10), shared_clock=False)
    world.exchange.nodes["XB"] = replace(world.node("XB"), store=DatabaseStore(), queue=queue)
    return Attack(world)


class Chain:
    """Arcadia's messages of one thread, each approved by a touch of its own."""

    def __init__(self, attack):
        self.attack, self.length, self.last = attack, 0, None

    def message(self):
        attack, self.length = self.attack, self.length + 1
        officer = attack.state.officers["xa-0002"]
        attack.state.officers["xa-0002"] = replace(officer, counter=self.length)
        attack.links = Links(self.length, self.last, None)
        data = build_message(
            attack.content,
            attack.links,
            message_id=uuid7(NOW, self.length.to_bytes(10)),
            issued=NOW,
        )
        if self.length == 1:
            body = bodies.status_enquiry(sha256(data))
            attack.content = replace(attack.content, kind="status_enquiry", body=body)
        self.last = sha256(data)
        return data

    def dispatch(self):
        # The content changes after the first message: approve what was built.
        content = self.attack.content
        data = self.message()
        return self.attack.dispatch(
            message=data,
            approvals=self.attack.approvals(content),
        )

    def kept(self, count):
        """Write messages as if they had come before, without judging each."""
        node, attack = self.attack.world.node("XB"), self.attack
        with node.store.transaction():
            for _ in range(count):
                kind = attack.content.kind
                read = parse_dispatch(self.dispatch())
                node.store.add_message(
                    StoredMessage(
                        digest=self.last,
                        thread=attack.content.thread,
                        sender_state="XA",
                        sequence=self.length,
                        kind=kind,
                        message=read.message,
                        p256=read.signatures.p256,
                        mldsa65=read.signatures.mldsa65,
                        approvals=read.approvals,
                        direction=Direction.IN,
                        peer="XA",
                        at=NOW,
                        delivery=Delivery.WAITING,
                    )
                )


def statements(attack, dispatch):
    with CaptureQueriesContext(connection) as queries:
        reply = receive(attack.world.node("XB"), "XA", dispatch)
    assert parse_receipt(parse_reply(reply)[0]).verdict == "kept"
    return len(queries)


def test_a_receipt_takes_as_many_statements_in_a_long_thread_as_in_a_short_one(attack):
    chain = Chain(attack)
    chain.kept(2)
    statements(attack, chain.dispatch())  # the first writes the certificates as well
    in_short = statements(attack, chain.dispatch())
    chain.kept(chain_limits.MOST_MESSAGES - 5)
    assert statements(attack, chain.dispatch()) == in_short <= MOST_STATEMENTS


def test_a_touch_of_long_ago_is_found_in_a_long_thread(attack):
    chain = Chain(attack)
    chain.kept(2)
    old = parse_dispatch(dispatch_of(attack.world.node("XB"), stored(attack, 2))).approvals
    chain.kept(60)
    data = chain.message()
    assert receive_codes(attack, attack.dispatch(message=data, approvals=old)) == (
        "approval-repeated",
    )
    assert models.Message.objects.count() == 62


def stored(attack, sequence):
    (digest,) = models.Message.objects.filter(sequence=sequence).values_list("digest", flat=True)
    return attack.world.node("XB").store.message(digest)


def receive_codes(attack, dispatch):
    return parse_receipt(parse_reply(receive(attack.world.node("XB"), "XA", dispatch))[0]).codes
