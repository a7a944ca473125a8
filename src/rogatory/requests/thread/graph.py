# SPDX-License-Identifier: Apache-2.0
"""The graph of a thread: which messages have all that they build on, in causal order.

`previous` and `seen` are the edges. A message takes its place when all messages that it names
have theirs; until then it waits, and the message that is missing is a gap to ask for. Order is
causal, ties broken by digest, so it follows from the set of messages alone.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from rogatory.errors import Reason, Refused
from rogatory.requests import refusals
from rogatory.requests.envelope import Envelope


@dataclass(frozen=True, slots=True)
class MissingMessage:
    """A message that others name and nobody has: its State, its digest and, where the chain shows
    them, the first and last number that are missing before the one that named it.
    """

    state: str
    digest: str
    first: int | None
    last: int | None
    named_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The messages placed (in order), those that wait, and each placed one's causal past.

    A past is a set of positions in `placed`, held as the bits of one integer.
    """

    placed: tuple[Envelope, ...]
    waiting: tuple[Envelope, ...]
    past: tuple[int, ...]
    position: dict[str, int]

    def in_past(self, earlier: str, later: str) -> bool:
        """Decide whether `later` builds on `earlier`, both placed."""
        return bool(self.past[self.position[later]] >> self.position[earlier] & 1)


def build(envelopes: Iterable[Envelope]) -> Graph:
    """Place every message that can be; repetition and order of `envelopes` make no difference.

    Raises:
        Refused: the messages are of more than one thread, network or pair of States.
    """
    known = {envelope.digest: envelope for envelope in envelopes}
    _refuse_mixture(known.values())
    placed = _causal_order(known)
    position = {envelope.digest: index for index, envelope in enumerate(placed)}
    past: list[int] = []
    for envelope in placed:
        reached = 0
        for parent in _parents(envelope):
            reached |= past[position[parent]] | 1 << position[parent]
        past.append(reached)
    waiting = sorted(known.keys() - position.keys())
    return Graph(placed, tuple(known[digest] for digest in waiting), tuple(past), position)


def gaps(graph: Graph) -> tuple[MissingMessage, ...]:
    """Return what must be asked for, each once, in the order of States and digests."""
    waiting = {envelope.digest for envelope in graph.waiting}
    named_by: dict[str, list[Envelope]] = defaultdict(list)
    for envelope in graph.waiting:
        for parent in _parents(envelope):
            if parent not in waiting and parent not in graph.position:
                named_by[parent].append(envelope)
    found = [_gap(graph, digest, by) for digest, by in named_by.items()]
    return tuple(sorted(found, key=lambda gap: (gap.state, gap.digest)))


def foreign_to(known: Envelope, new: Envelope) -> list[Reason]:
    """Return why `new` does not belong to the thread of `known`, though it says so."""
    if new.thread == known.thread and new.network == known.network and _pair(new) == _pair(known):
        return []
    return [
        refusals.THREAD_FOREIGN.because(
            found=" and ".join(_pair(new)), known=" and ".join(_pair(known)), thread=known.thread
        )
    ]


def _refuse_mixture(envelopes: Iterable[Envelope]) -> None:
    ordered = sorted(envelopes, key=lambda envelope: envelope.digest)
    reasons = [reason for envelope in ordered[1:] for reason in foreign_to(ordered[0], envelope)]
    if reasons:
        raise Refused(reasons)


def _pair(envelope: Envelope) -> tuple[str, ...]:
    return tuple(sorted((envelope.sender.state, envelope.addressee.state)))


def _parents(envelope: Envelope) -> set[str]:
    return {parent for parent in (envelope.previous, envelope.seen) if parent is not None}


def _causal_order(known: dict[str, Envelope]) -> tuple[Envelope, ...]:
    lacking = {digest: len(_parents(envelope)) for digest, envelope in known.items()}
    children: dict[str, list[str]] = defaultdict(list)
    for digest, envelope in known.items():
        for parent in _parents(envelope):
            children[parent].append(digest)
    ready = [digest for digest, count in lacking.items() if count == 0]
    heapq.heapify(ready)
    placed = []
    while ready:
        digest = heapq.heappop(ready)
        placed.append(known[digest])
        for child in children[digest]:
            lacking[child] -= 1
            if lacking[child] == 0:
                heapq.heappush(ready, child)
    return tuple(placed)


def _gap(graph: Graph, digest: str, named_by: list[Envelope]) -> MissingMessage:
    followers = [envelope for envelope in named_by if envelope.previous == digest]
    by = tuple(sorted(envelope.digest for envelope in named_by))
    if not followers:
        return MissingMessage(named_by[0].addressee.state, digest, None, None, by)
    state, last = followers[0].sender.state, min(one.sequence for one in followers) - 1
    numbers = [one.sequence for one in graph.placed if one.sender.state == state]
    first = 1 + max((number for number in numbers if number < last), default=0)
    return MissingMessage(state, digest, first, last, by)
