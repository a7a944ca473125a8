# SPDX-License-Identifier: Apache-2.0
"""The two States of a thread read it alike whatever law each has: state and clocks come from the messages alone."""

from dataclasses import replace
from functools import cache
from unittest.mock import patch

from fuzz.threads.compare import thread_of
from hypothesis import given, settings
from hypothesis import strategies as st

from casts.node.world import NETWORK, NOW, World, new_state
from rogatory.node.context import Settings
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.threads import transcript
from rogatory.node.threads.cache import AtHand
from rogatory.node.threads.receipt import LogEntry, Receipt, build_receipt
from rogatory.node.views.thread_view import clocks_of
from rogatory.requests.envelope import parse_message
from rogatory.storage.memory import MemoryStore


@cache
def world():
    """Return a world made once: as a fixture, hypothesis would print it."""
    return World({code: new_state(code) for code in ("XA", "XB")})


def receipt_for(message):
    """Return a receipt with the moment at which the other State received a message."""
    origin, digest = f"{NETWORK}/xb/1", "00" * 32
    entry = LogEntry(
        origin=origin, commitment=digest, salt=digest, index=0, checkpoint=f"{origin}\n1\nAA==\n"
    )
    return build_receipt(
        Receipt(
            network=NETWORK,
            message=message.digest,
            node=message.addressee.state,
            received=NOW,
            directory=1,
            snapshot=digest,
            verdict="kept",
            log=entry,
        )
    )


def read_by(code, law, messages):
    """Return state and clocks of a thread, by a State's node with that law and nothing remembered."""
    node = replace(world().node(code), store=MemoryStore(), settings=Settings(law=law))
    for data in messages:
        message = parse_message(data)
        own = message.sender.state == code
        with node.store.transaction():
            node.store.add_message(
                StoredMessage(
                    digest=message.digest,
                    thread=message.thread,
                    sender_state=message.sender.state,
                    sequence=message.sequence,
                    kind=message.kind,
                    message=data,
                    p256=b"",
                    mldsa65=None,
                    approvals=b'{"approvals":[]}',
                    direction=Direction.OUT if own else Direction.IN,
                    peer=message.addressee.state if own else message.sender.state,
                    at=NOW,
                    delivery=Delivery.RECEIPTED,
                    receipt=receipt_for(message) if own else None,
                    receipt_p256=b"" if own else None,
                )
            )
    (thread,) = {parse_message(data).thread for data in messages}
    with (
        patch.object(transcript, "_states", AtHand(1)),
        patch.object(transcript, "_envelopes", AtHand(1)),
    ):
        state = transcript.thread_state(node, thread)
        found = clocks_of(node, node.store.transcript(thread), state)
    return node, state, [replace(one, cites=None, level=None) for one in found]


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), number=st.integers(0, 10_000))
def test_both_ends_read_a_random_thread_alike_with_different_law(seed, number):
    messages = thread_of(seed, number)
    if not messages:
        return
    here, state, clocks = read_by("XA", "federation", messages)
    there, other_state, other_clocks = read_by("XB", "world", messages)
    assert law_in_force(here) != law_in_force(there)
    assert other_state == state
    assert other_clocks == clocks
