# SPDX-License-Identifier: Apache-2.0
"""Two ends that fold apart agree, whatever the line does and whatever either State sends."""

import random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from casts.requests import bodies
from casts.requests.play import OTHER, Play
from casts.requests.reach import body_for
from rogatory.requests.kinds.registry import KINDS, OPENING_KINDS
from rogatory.requests.thread.actions import may_come_next
from rogatory.requests.thread.transcript import MessageOutcome, fold, next_links, turn_of

STATES = st.sampled_from(["XA", "XB"])
NAMES = st.sampled_from([*sorted(KINDS), "unknown_kind"])


class TwoEnds(RuleBasedStateMachine):
    """XA and XB write, the line delays, reorders, repeats and loses; nobody is notified twice."""

    @initialize(kind=st.sampled_from(sorted(OPENING_KINDS)))
    def open(self, kind):
        self.play = Play()
        self.sent = [self.play.write("XA", kind, bodies.one_of_each()[kind])]
        self.verdicts = {}

    @rule(state=STATES, kind=NAMES, pick=st.integers(0, 9))
    def say_anything(self, state, kind, pick):
        standing = self.play.fold(state).standing
        self.sent.append(self.play.write(state, kind, body_for(kind, standing, pick)))

    @rule(state=STATES, pick=st.integers(0, 9))
    def say_what_may_come_next(self, state, pick):
        thread = self.play.fold(state)
        standing = turn_of(thread, state).standing
        actions = [one for one in may_come_next(thread, state) if not one.in_new_thread]
        if not actions or state in standing.stopped:
            return
        kind = actions[pick % len(actions)].kind
        # Beyond every other pick, so that a hold only grows and a seal is always a new one.
        body = body_for(kind, standing, 100 + len(self.sent))
        envelope = self.play.write(state, kind, body)
        self.sent.append(envelope)
        assert self.play.fold(state).entry(envelope.digest).outcome is MessageOutcome.APPLIED

    @rule(state=STATES, kind=NAMES, pick=st.integers(0, 9), share=st.floats(0, 1))
    def say_as_if_restored_from_a_backup(self, state, kind, pick, share):
        old = self.play.at[state][: int(share * len(self.play.at[state]))]
        thread = fold(old)
        body = body_for(kind, thread.standing, pick)
        envelope = self.play.write(state, kind, body, links=next_links(thread, state))
        self.sent.append(envelope)

    @rule(state=STATES, pick=st.integers(0, 9))
    def repair(self, state, pick):
        thread = self.play.fold(state)
        open_forks = [fork for fork in thread.forks if fork.state == state and not fork.holds]
        if not open_forks:
            return
        head = thread.heads[state][pick % len(thread.heads[state])]
        fork = open_forks[0]
        holds = fork.messages[pick % len(fork.messages)]
        rest = [one for one in fork.messages if one != holds]
        self.sent.append(self.play.repair(state, head, fork.sequence, holds, rest))

    @rule(pick=st.integers(0, 99))
    def deliver_one(self, pick):
        self.play.pass_on(self.sent[pick % len(self.sent)])

    @precondition(lambda self: hasattr(self, "play"))
    @invariant()
    def order_and_repetition_change_nothing(self):
        for state in ("XA", "XB"):
            held = self.play.at[state]
            mixed = [*held, *held[::2]]
            random.Random(len(held)).shuffle(mixed)
            assert fold(mixed) == fold(held)

    @precondition(lambda self: hasattr(self, "play"))
    @invariant()
    def what_was_judged_once_is_not_judged_otherwise_later(self):
        for state in ("XA", "XB"):
            for entry in self.play.fold(state).entries:
                if entry.outcome is not MessageOutcome.WAITING:
                    known = self.verdicts.setdefault(entry.envelope.digest, entry.reasons)
                    assert known == entry.reasons

    @precondition(lambda self: hasattr(self, "play"))
    @invariant()
    def what_waits_waits_for_a_named_gap(self):
        for state in ("XA", "XB"):
            thread = self.play.fold(state)
            waiting = [one for one in thread.entries if one.outcome is MessageOutcome.WAITING]
            assert bool(waiting) == bool(thread.gaps)
            held = {entry.envelope.digest for entry in thread.entries}
            assert not held & {gap.digest for gap in thread.gaps}

    def teardown(self):
        if not hasattr(self, "play"):
            return
        for envelope in self.sent:
            self.play.pass_on(envelope)
        for state, other in OTHER.items():
            assert self.play.fold(state) == self.play.fold(other)
            assert self.play.fold(state).gaps == ()


TestTwoEndsAgree = TwoEnds.TestCase
TestTwoEndsAgree.settings = settings(
    max_examples=60,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@pytest.mark.parametrize("count", [400])
def test_a_thread_of_many_messages_folds_in_a_moment(count):
    play = Play()
    opening = play.send("XA", "preservation", bodies.preservation())
    sent = list(play.at["XA"])
    previous = opening
    for _ in range(count):
        links = type(opening.links)(previous.sequence + 1, previous.digest, None)
        body = bodies.status_enquiry(opening.digest)
        previous = play.write("XA", "status_enquiry", body, links=links, keep=False)
        sent.append(previous)
    assert len(fold(sent).standing.enquiries) == count
