# SPDX-License-Identifier: Apache-2.0
"""Wherever a paper falls among letters: no gap, no fork, and nothing seen that had not gone out."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.repositories.peers import Channel, LetterDispatch
from rogatory.node.threads.postal_threads import known_to
from rogatory.node.threads.transcript import envelopes
from rogatory.requests.envelope import MessageDraft, build_message, parse_message
from rogatory.requests.thread.transcript import fold, next_links
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_authority, uuid7

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
THREAD = uuid7(START, bytes(10))
OURS, THEIRS = parse_authority("xb/central-authority"), parse_authority("xm/justice")

ACTS = st.one_of(
    st.just(("sign",)),
    st.just(("dispatch",)),
    st.tuples(st.just("paper"), st.integers(0, 20)),
    st.just(("wait",)),
)


@dataclass
class Thread:
    """A thread of messages of an unknown kind, which have their place whatever they say."""

    now: datetime = START
    transcript: list = field(default_factory=list)
    dispatches: list = field(default_factory=list)

    def add(self, sender, addressee, links, delivery, direction, issued):
        draft = MessageDraft(
            network="0" * 64,
            kind="note",
            sender=sender,
            addressee=addressee,
            thread=THREAD,
            language="en",
            body={"number": len(self.transcript)},
        )
        data = build_message(draft, links, message_id=uuid7(self.now, bytes(10)), issued=issued)
        self.transcript.append(
            StoredMessage(
                digest=sha256(data),
                thread=THREAD,
                sender_state=sender.state,
                sequence=links.sequence,
                kind="note",
                message=data,
                p256=b"",
                mldsa65=None,
                approvals=b"",
                direction=direction,
                peer="XM",
                at=self.now,
                delivery=delivery,
            )
        )

    def sign(self):
        links = next_links(fold(envelopes(self.transcript)), "XB")
        self.add(OURS, THEIRS, links, Delivery.TO_DISPATCH, Direction.OUT, self.now)

    def dispatch(self):
        """The newest letter goes out; older ones may lie about for ever."""
        ours = [one for one in self.transcript if one.direction is Direction.OUT]
        if not ours:
            return
        self.dispatches.append(
            LetterDispatch(
                id=uuid7(self.now, bytes(10)),
                message=ours[-1].digest,
                thread=THREAD,
                channel=Channel.POST,
                dispatched=self.now,
                reference="RR",
                authority=str(OURS),
                officer="xb-0010",
                recorded=self.now,
            )
        )

    def paper(self, days):
        written = self.now - timedelta(days=days)
        known = known_to(self.transcript, self.dispatches, written)
        links = next_links(known, "XM")
        self.add(THEIRS, OURS, links, Delivery.TRANSCRIBED, Direction.IN, written)

    def wait(self):
        self.now += timedelta(days=3)


@given(st.lists(ACTS, max_size=25))
def test_papers_of_any_date_among_letters_leave_a_whole_thread(acts):
    thread = Thread()
    for name, *given_to in acts:
        before = {one.message for one in thread.dispatches}
        getattr(thread, name)(*given_to)
        if name == "paper":
            newest = parse_message(thread.transcript[-1].message)
            answered = {parse_message(one.message).seen for one in thread.transcript[:-1]}
            ours = [one.digest for one in thread.transcript if one.direction is Direction.OUT]
            if newest.seen is not None and newest.seen not in answered:
                assert set(ours[: ours.index(newest.seen) + 1]) <= before | answered
    state = fold(envelopes(thread.transcript))
    assert state.gaps == ()
    assert state.forks == ()
    assert not state.standing.stopped
    assert all(one.outcome.value == "unknown-kind" for one in state.entries)
    assert len(state.entries) == len(thread.transcript)


@given(st.lists(ACTS, max_size=25), st.integers(0, 20))
def test_what_a_state_can_have_known_is_a_part_of_the_thread(acts, days):
    thread = Thread()
    for name, *given_to in acts:
        getattr(thread, name)(*given_to)
    known = known_to(thread.transcript, thread.dispatches, thread.now - timedelta(days=days))
    assert known.gaps == ()
    whole = {one.digest for one in thread.transcript}
    assert {one.envelope.digest for one in known.entries} <= whole
