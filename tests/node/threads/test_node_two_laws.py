# SPDX-License-Identifier: Apache-2.0
"""The two States of a thread read it alike whatever law each has: state and clocks come from the messages alone."""

from dataclasses import replace
from datetime import date
from functools import cache
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from casts.node.world import NETWORK, NOW, World, new_state
from fuzz.threads.compare import thread_of
from rogatory.node.limits.operator_settings import Settings
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.repositories.law import CorrectionRecord
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.threads import transcript
from rogatory.node.threads.cache import AtHand
from rogatory.node.threads.receipt import LogEntry, Receipt, build_receipt
from rogatory.node.views.thread_view import clocks_of
from rogatory.requests.envelope import parse_message
from rogatory.storage.memory import MemoryStore
from rogatory.treaty.corrections import Correction, correction_document
from rogatory.treaty.law import packaged_law
from rogatory.treaty.regimes import instrument_of
from rogatory.treaty.rows import written
from rogatory.treaty.sections import SECTIONS

USED = frozenset({"un-cybercrime", "untoc"})
"""The instruments of the random threads: the Convention where a request names none, and what is proposed."""

OTHERWISE = ("terms", "limits", "grounds", "duties")
"""Sections of which the second law has every line of these instruments otherwise."""


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


def otherwise(section, row):
    """Return a line as the other ministry has it: other days, another article, for other cases."""
    found = dict(written(row))
    if section in {"terms", "limits"}:
        days = {"days": found["days"] + 11} if "days" in found else {}
        return found | days | {"article": "12"}
    kinds = {
        kind: {"article": "12", "certainty": "practice", "source": "invented"}
        for kind in list(found["kinds"])[1:]
    }
    changed = {"offences": "outside"} if section == "grounds" else {"replies": ["refusal"]}
    return found | changed | {"kinds": kinds}


@cache
def corrections():
    """Return the documents by which a ministry has every line of these instruments otherwise."""
    law = packaged_law("world")
    return tuple(
        correction_document(
            Correction(
                f"{section}-{number}", section, otherwise(section, row), "Read otherwise.",
                "invented", "practice", date(2026, 11, 1), None,
            )
        )
        for section in OTHERWISE
        for number, row in enumerate(getattr(law, section))
        if instrument_of(row) in USED
    )  # fmt: skip


def node_with(code, law, documents):
    """Return a State's node with that law, corrected, and nothing remembered."""
    node = replace(world().node(code), store=MemoryStore(), settings=Settings(law=law))
    for number, document in enumerate(documents):
        with node.store.transaction():
            node.store.add_correction(
                CorrectionRecord(
                    id=f"correction-{number}",
                    document=node.objects.put(document),
                    section="-",
                    authority=f"{code.lower()}/central-authority",
                    proposed_by=f"{code.lower()}-0010",
                    proposed=NOW,
                    reviewed_by=f"{code.lower()}-0011",
                    reviewed=NOW,
                    accepted=True,
                )
            )
    return node


def read_by(code, law, messages, documents=()):
    """Return state and clocks of a thread, by a State's node with that law and nothing remembered."""
    node = node_with(code, law, documents)
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
    return node, state, list(found)


def test_the_second_law_has_every_line_of_the_instruments_in_use_otherwise():
    here = law_in_force(node_with("XA", "federation", ()))
    there = law_in_force(node_with("XB", "world", corrections()))
    for section in OTHERWISE:
        key = SECTIONS[section].key
        mine, theirs = (
            {key(one): one for one in getattr(law, section) if instrument_of(one) in USED}
            for law in (here, there)
        )
        assert mine.keys() == theirs.keys()
        assert {instrument_of(one) for one in mine.values()} <= USED
        assert mine
        assert [name for name, one in mine.items() if one == theirs[name]] == []


@settings(max_examples=40)
@given(seed=st.integers(0, 10_000), number=st.integers(0, 10_000))
def test_both_ends_read_a_random_thread_alike_with_different_law(seed, number):
    messages = thread_of(seed, number)
    if not messages:
        return
    here, state, clocks = read_by("XA", "federation", messages)
    there, other_state, other_clocks = read_by("XB", "world", messages, corrections())
    assert law_in_force(here) != law_in_force(there)
    assert other_state == state
    assert other_clocks == clocks
