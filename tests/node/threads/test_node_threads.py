# SPDX-License-Identifier: Apache-2.0
"""A thread's state is folded once for the same messages, and never outlives a change of them."""

from dataclasses import replace

import pytest

from casts.node.peers import compared, entered, register, transcribed
from casts.node.world import bodies
from rogatory.node.repositories.messages import version_of
from rogatory.node.threads import transcript
from rogatory.node.threads.cache import AtHand
from rogatory.node.threads.transcript import envelopes, thread_state
from rogatory.requests.thread.transcript import fold

XA, XB = "xa/contact-point", "xb/contact-point"


@pytest.fixture(autouse=True)
def nothing_at_hand(monkeypatch):
    monkeypatch.setattr(transcript, "_envelopes", AtHand(transcript.ENVELOPES_AT_HAND))
    monkeypatch.setattr(transcript, "_states", AtHand(transcript.STATES_AT_HAND))


def _as_folded_anew(node, thread):
    return fold(envelopes(node.store.transcript(thread)))


def test_each_message_that_comes_shows_in_the_state_on_both_sides(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    for number in range(3):
        world.settle()
        for state in ("XA", "XB"):
            node = world.node(state)
            assert thread_state(node, sent.thread) == _as_folded_anew(node, sent.thread)
            assert len(thread_state(node, sent.thread).entries) == 1 + number
        world.clock.forward(minutes=1)
        enquiry = {
            **bodies.status_enquiry(sent.digest),
            "question": f"And now, the {number}th time?",
        }
        world.sent(XA, XB, "status_enquiry", enquiry, thread=sent.thread)


def test_the_same_messages_are_folded_once(world, monkeypatch):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    node, folded = world.node("XA"), []
    monkeypatch.setattr(transcript, "fold", lambda messages: folded.append(1) or fold(messages))
    assert thread_state(node, sent.thread) is thread_state(node, sent.thread)
    assert folded == [1]


def test_a_corrected_transcription_is_read_anew(world):
    node = world.node("XB")
    register(node)
    message = transcribed(node)
    before = thread_state(node, message.thread).standing.opening
    corrected = bodies.preservation(case_number="AR-2026-0471")
    world.clock.forward(hours=1)
    compared(node, entered(node, body=corrected, thread=message.thread, corrects=message.digest))
    after = thread_state(node, message.thread).standing.opening
    assert before.body["case_number"] != after.body["case_number"] == "AR-2026-0471"
    assert after.digest == before.digest == message.digest


def test_a_thread_longer_than_what_is_at_hand_is_folded_all_the_same(world, monkeypatch):
    monkeypatch.setattr(transcript, "_envelopes", AtHand(1))
    monkeypatch.setattr(transcript, "ENVELOPES_AT_HAND", 1)
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    world.clock.forward(minutes=1)
    world.sent(XA, XB, "status_enquiry", bodies.status_enquiry(sent.digest), thread=sent.thread)
    node = world.node("XA")
    for _ in range(2):
        assert thread_state(node, sent.thread) == _as_folded_anew(node, sent.thread)
    assert (
        transcript._states.get(tuple(one.version for one in node.store.outlines(sent.thread)))
        is None
    )


def test_a_large_message_is_read_and_not_kept(world, monkeypatch):
    monkeypatch.setattr(transcript, "LARGEST_AT_HAND", 100)
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    assert transcript.envelope_of(sent).digest == sent.digest
    assert transcript._envelopes.get(version_of(sent.digest, None)) is None


def test_other_bytes_under_the_digest_of_a_message_at_hand_are_read_themselves(world):
    sent = world.sent(XA, XB, "preservation", bodies.preservation())
    other = world.sent(XA, XB, "preservation", bodies.preservation(case_number="AR-2026-0471"))
    before = transcript.envelope_of(sent)
    altered = replace(sent, message=other.message)
    assert transcript.envelope_of(altered).body["case_number"] == "AR-2026-0471"
    assert transcript.envelope_of(sent) == before
    assert (
        transcript.envelope_of(other).digest
        == transcript.envelope_of(altered).digest
        == other.digest
    )


def test_what_was_not_asked_for_longest_goes_first():
    kept = AtHand(2)
    kept.keep("a", 1)
    kept.keep("b", 2)
    assert kept.get("a") == 1
    kept.keep("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)
