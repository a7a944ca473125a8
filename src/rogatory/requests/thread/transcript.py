# SPDX-License-Identifier: Apache-2.0
"""The state of a thread: a fold over its messages that reads nothing else.

No clock, no directory, no treaty data: two nodes that hold the same messages compute the same
state, whatever the order and repetition in which the messages came (design 4.1).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from rogatory.errors import Reason
from rogatory.requests import refusals
from rogatory.requests.envelope import Envelope, Links
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.chains import Chains, Fork, Tip, repair_names_its_chain
from rogatory.requests.thread.crossings import Crossing, crossing_of
from rogatory.requests.thread.facts import NO_MESSAGES, MessagesByKind, with_message
from rogatory.requests.thread.graph import Graph, MissingMessage, build, gaps
from rogatory.requests.thread.legality import why_not
from rogatory.requests.thread.thread_facts import ThreadFacts, standing_of


class MessageOutcome(StrEnum):
    """The effect of a message in its thread."""

    APPLIED = "applied"
    ILLEGAL = "illegal"
    UNKNOWN_KIND = "unknown-kind"
    STOPPED = "stopped"
    ABANDONED = "abandoned"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class TranscriptEntry:
    """A message in the transcript: its outcome, why if it is illegal, and what it crossed."""

    envelope: Envelope
    outcome: MessageOutcome
    reasons: tuple[Reason, ...]
    crossed: tuple[tuple[str, Crossing | None], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """The place of a State's next message, and the standing at which it will be judged.

    That standing is the thread's own, except while the other State's chain is forked: `seen` can
    name one branch at most, so the message is judged as if the fork were not yet known.
    """

    links: Links
    standing: ThreadFacts


@dataclass(frozen=True, slots=True)
class ThreadState:
    """All that follows from a thread's messages.

    `entries` are in causal order, those that wait last; `tips` name each State's last message
    that counts, `heads` all last ones (several when it forked), `turns` what each may build its
    next one on. States by code.
    """

    standing: ThreadFacts
    entries: tuple[TranscriptEntry, ...]
    tips: dict[str, str | None]
    heads: dict[str, tuple[str, ...]]
    turns: dict[str, Turn]
    forks: tuple[Fork, ...]
    gaps: tuple[MissingMessage, ...]
    graph: Graph = field(repr=False)

    def entry(self, digest: str) -> TranscriptEntry:
        """Return the entry of a message of this thread; KeyError if it has none."""
        for entry in self.entries:
            if entry.envelope.digest == digest:
                return entry
        raise KeyError(digest)


def fold(envelopes: Iterable[Envelope]) -> ThreadState:
    """Return the state of the thread whose messages these are.

    Raises:
        Refused: the messages are of more than one thread, network or pair of States.
    """
    return _Fold(build(envelopes)).result()


def turn_of(thread: ThreadState, state: str) -> Turn:
    """Return the State's turn; of one that has no part in the messages, that of a thread's first."""
    return thread.turns.get(state) or Turn(Links(1, None, None), standing_of({}))


def next_links(thread: ThreadState, state: str) -> Links:
    """Return the place of the next message that the State sends: its number, previous and seen.

    A State whose chain is stopped gets the place after the last message that counts, where only
    a fork would come of it: see `repair_links`.
    """
    return turn_of(thread, state).links


def repair_links(thread: ThreadState, state: str, head: str) -> Links:
    """Return the place of a repair on the branch that ends with `head`, one of the State's heads."""
    if head not in thread.heads.get(state, ()):
        raise ValueError("a repair continues one of the State's own heads")
    others = [tip for owner, tip in thread.tips.items() if owner != state]
    return _links_after(thread.graph, head, others[0] if others else None)


def _links_after(graph: Graph, previous: str | None, newest: str | None) -> Links:
    """Return the place after `previous`, `newest` being the other State's last message that counts."""
    before = graph.placed[graph.position[previous]] if previous else None
    last_seen = before.seen if before else None
    # The other State's chain may have been stopped before what was already seen of it.
    is_older = last_seen and (newest is None or graph.in_past(newest, last_seen))
    return Links(
        sequence=before.sequence + 1 if before else 1,
        previous=previous,
        seen=last_seen if is_older else newest,
    )


class _Fold:
    """One pass over the placed messages, judging each at its own causal past."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._chains = Chains(graph)
        self._sent: dict[str, MessagesByKind] = {}
        self._reasons: dict[str, list[Reason]] = {}
        self._counted: set[str] = set()
        sides = [one for envelope in (*graph.placed, *graph.waiting) for one in _sides(envelope)]
        self._states = tuple(sorted(set(sides)))
        for envelope, past in zip(graph.placed, graph.past, strict=True):
            self._take(envelope, past)

    def result(self) -> ThreadState:
        everything = (1 << len(self._graph.placed)) - 1
        tips = self._tips(everything)
        self._counted = {
            one.digest for tip in tips.values() for one in self._chains.back_from(tip.digest)
        }
        return ThreadState(
            standing=self._standing(tips),
            entries=(
                *(self._entry(envelope, tips) for envelope in self._graph.placed),
                *(
                    TranscriptEntry(envelope, MessageOutcome.WAITING, (), ())
                    for envelope in self._graph.waiting
                ),
            ),
            tips={state: tip.digest for state, tip in tips.items()},
            heads={state: self._chains.leaves(state) for state in self._states},
            turns={state: self._turn(state, tips) for state in self._states},
            forks=tuple(fork for tip in tips.values() for fork in tip.forks),
            gaps=gaps(self._graph),
            graph=self._graph,
        )

    def _take(self, envelope: Envelope, past: int) -> None:
        reasons = self._judge(envelope, past)
        self._reasons[envelope.digest] = reasons
        if not self._chains.is_chained(envelope.digest):
            return
        if envelope.kind == "repair" and not reasons:
            self._chains.note_repair(envelope)
        sent = self._sent[envelope.previous] if envelope.previous else NO_MESSAGES
        counts = envelope.kind in KINDS and not reasons
        self._sent[envelope.digest] = with_message(sent, envelope) if counts else sent

    def _judge(self, envelope: Envelope, past: int) -> list[Reason]:
        if not self._chains.is_chained(envelope.digest):
            return [refusals.THREAD_LINK.because()]
        if not self._sees_onward(envelope):
            return [refusals.THREAD_SEEN.because()]
        if envelope.kind not in KINDS:
            return []
        if envelope.kind == "repair" and not repair_names_its_chain(
            envelope, self._chains.back_from(envelope.previous)
        ):
            return [refusals.REPAIR_ELSEWHERE.because()]
        return why_not(envelope, self._standing(self._tips(past)))

    def _sees_onward(self, envelope: Envelope) -> bool:
        """Decide whether `seen` is the other State's, and not older than what was seen before."""
        before = next((one.seen for one in self._chains.back_from(envelope.previous)), None)
        if envelope.seen is None:
            return before is None
        seen = self._graph.placed[self._graph.position[envelope.seen]]
        is_theirs = seen.sender.state == envelope.addressee.state
        return is_theirs and (before is None or not self._graph.in_past(envelope.seen, before))

    def _tips(self, within: int) -> dict[str, Tip]:
        return {state: self._chains.tip(state, within) for state in self._states}

    def _standing(self, tips: dict[str, Tip]) -> ThreadFacts:
        sent = {
            state: self._sent[tip.digest] if tip.digest else NO_MESSAGES
            for state, tip in tips.items()
        }
        return standing_of(sent, frozenset(state for state, tip in tips.items() if tip.is_stopped))

    def _turn(self, state: str, tips: dict[str, Tip]) -> Turn:
        others = [tip.digest for owner, tip in tips.items() if owner != state]
        links = _links_after(self._graph, tips[state].digest, others[0])
        past = 0
        for parent in (links.previous, links.seen):
            if parent is not None:
                position = self._graph.position[parent]
                past |= self._graph.past[position] | 1 << position
        standing = self._standing(self._tips(past))
        # A State knows of its own fork, though the place before it does not.
        own = frozenset({state}) if tips[state].is_stopped else frozenset()
        return Turn(links, replace(standing, stopped=standing.stopped | own))

    def _entry(self, envelope: Envelope, tips: dict[str, Tip]) -> TranscriptEntry:
        reasons = tuple(self._reasons[envelope.digest])
        outcome = self._outcome(envelope, tips[envelope.sender.state])
        return TranscriptEntry(envelope, outcome, reasons, tuple(self._crossed(envelope)))

    def _outcome(self, envelope: Envelope, tip: Tip) -> MessageOutcome:
        if self._reasons[envelope.digest]:
            return MessageOutcome.ILLEGAL
        if envelope.digest not in self._counted:
            return (
                MessageOutcome.STOPPED
                if self._is_beyond(envelope, tip)
                else MessageOutcome.ABANDONED
            )
        return MessageOutcome.APPLIED if envelope.kind in KINDS else MessageOutcome.UNKNOWN_KIND

    def _is_beyond(self, envelope: Envelope, tip: Tip) -> bool:
        """Decide whether the message is on a branch of the fork that nothing has settled."""
        if not tip.is_stopped:
            return False
        chain = self._chains.back_from(envelope.digest)
        return tip.digest is None or any(one.digest == tip.digest for one in chain)

    def _crossed(self, envelope: Envelope) -> Iterator[tuple[str, Crossing | None]]:
        """Yield the other State's legal messages that neither saw this one nor were seen by it."""
        digest = envelope.digest
        position = self._graph.position[digest]
        unseen = self._chains.members(envelope.addressee.state) & ~self._graph.past[position]
        while unseen and not self._reasons[digest]:
            first = (unseen & -unseen).bit_length() - 1
            other = self._graph.placed[first]
            unseen &= unseen - 1
            if self._graph.past[first] >> position & 1:
                if not self._chains.has_forks(other.sender.state):
                    return
            elif not self._reasons[other.digest]:
                yield other.digest, crossing_of(envelope, other)


def _sides(envelope: Envelope) -> tuple[str, str]:
    return envelope.sender.state, envelope.addressee.state
