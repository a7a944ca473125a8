# SPDX-License-Identifier: Apache-2.0
"""Each State's own chain in a thread: its numbers, its forks, and the repairs that settle them.

A State's messages form a tree under `previous`; an honest State's is a line. Where the tree
branches, two messages have one number. The branch that holds is the one on which a repair names its
first message; of repairs on several branches the one of the highest number counts, and two of equal
number settle nothing. Until then the chain ends before the branching.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rogatory.requests.envelope import Envelope
from rogatory.requests.thread.graph import Graph


@dataclass(frozen=True, slots=True)
class Fork:
    """Messages of one State that have one number, and the one that a repair says holds."""

    state: str
    sequence: int
    messages: tuple[str, ...]
    holds: str | None


@dataclass(frozen=True, slots=True)
class Tip:
    """The last message that counts of a State (none: nothing counts), and the forks on the way."""

    digest: str | None
    forks: tuple[Fork, ...]

    @property
    def is_stopped(self) -> bool:
        return any(fork.holds is None for fork in self.forks)


class Chains:
    """The trees of both States in a graph, and where each ends within a part of the graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._members: dict[str, int] = {}
        self._children: dict[tuple[str, str | None], list[str]] = {}
        self._repairs: dict[str, list[Envelope]] = {}
        self._chained: set[str] = set()
        self._is_forked: dict[str, bool] = {}
        self._walked: dict[int, Tip] = {}
        for envelope in graph.placed:
            if self._continues(envelope):
                self._add(envelope)

    def is_chained(self, digest: str) -> bool:
        """Decide whether the message continues its State's chain, back to a first one."""
        return digest in self._chained

    def has_forks(self, state: str) -> bool:
        return self._is_forked.get(state, False)

    def members(self, state: str) -> int:
        """Return the positions of the State's chained messages, as bits."""
        return self._members.get(state, 0)

    def leaves(self, state: str) -> tuple[str, ...]:
        """Return the messages of the State that none of its own continues."""
        parents = {parent for owner, parent in self._children if owner == state}
        return tuple(
            envelope.digest
            for envelope in self._graph.placed
            if envelope.sender.state == state
            and envelope.digest in self._chained
            and envelope.digest not in parents
        )

    def back_from(self, digest: str | None) -> Iterator[Envelope]:
        """Yield the message and those of its chain before it, last first."""
        while digest is not None:
            envelope = self._graph.placed[self._graph.position[digest]]
            yield envelope
            digest = envelope.previous

    def note_repair(self, repair: Envelope) -> None:
        """Count a repair that was found legal."""
        self._repairs.setdefault(str(repair.body["holds"]), []).append(repair)

    def tip(self, state: str, within: int) -> Tip:
        """Return where the State's chain ends within a causally closed set of positions."""
        mine = self.members(state) & within
        if not self.has_forks(state):
            # A line: its last message is the one placed last.
            return Tip(self._last(mine).digest if mine else None, ())
        if mine not in self._walked:
            self._walked[mine] = self._one_further(mine) or self._walk(state, mine)
        return self._walked[mine]

    def _one_further(self, mine: int) -> Tip | None:
        """Return the tip from that of one message less, if this message merely continues that one.

        Without this a long chain with a fork in it would be walked anew for each message.
        """
        if not mine:
            return None
        last = self._last(mine)
        before = self._walked.get(mine & ~(1 << self._graph.position[last.digest]))
        continues = before is not None and not before.is_stopped and before.digest == last.previous
        if before is None or not continues or last.kind == "repair":
            return None
        branches = self._branches(last.sender.state, last.previous, mine)
        return Tip(last.digest, before.forks) if len(branches) == 1 else None

    def _last(self, mine: int) -> Envelope:
        return self._graph.placed[mine.bit_length() - 1]

    def _walk(self, state: str, within: int) -> Tip:
        digest: str | None = None
        forks: list[Fork] = []
        while branches := self._branches(state, digest, within):
            chosen: str | None = branches[0]
            if len(branches) > 1:
                chosen = self._settled(branches, within)
                sequence = self._sequence(branches[0])
                forks.append(Fork(state, sequence, tuple(sorted(branches)), chosen))
            if chosen is None:
                break
            digest = chosen
        return Tip(digest, tuple(forks))

    def _branches(self, state: str, digest: str | None, within: int) -> list[str]:
        children = self._children.get((state, digest), ())
        return [child for child in children if self._is_within(child, within)]

    def _settled(self, branches: list[str], within: int) -> str | None:
        ranked = sorted(
            (
                max(
                    (
                        repair.sequence
                        for repair in self._repairs.get(branch, ())
                        if self._is_within(repair.digest, within)
                    ),
                    default=0,
                ),
                branch,
            )
            for branch in branches
        )
        (second, _), (highest, holds) = ranked[-2:]
        return holds if highest > second else None

    def _is_within(self, digest: str, within: int) -> bool:
        return bool(within >> self._graph.position[digest] & 1)

    def _sequence(self, digest: str) -> int:
        return self._graph.placed[self._graph.position[digest]].sequence

    def _continues(self, envelope: Envelope) -> bool:
        if envelope.previous is None:
            return envelope.sequence == 1
        if envelope.previous not in self._chained:
            return False
        before = self._graph.placed[self._graph.position[envelope.previous]]
        same_state = before.sender.state == envelope.sender.state
        return same_state and before.sequence + 1 == envelope.sequence

    def _add(self, envelope: Envelope) -> None:
        state = envelope.sender.state
        self._chained.add(envelope.digest)
        self._members[state] = (
            self._members.get(state, 0) | 1 << self._graph.position[envelope.digest]
        )
        branches = self._children.setdefault((state, envelope.previous), [])
        branches.append(envelope.digest)
        self._is_forked[state] = self.has_forks(state) or len(branches) > 1


def repair_names_its_chain(repair: Envelope, chain: Iterator[Envelope]) -> bool:
    """Decide whether the repair is on the chain that it declares to hold."""
    body: Mapping[str, object] = repair.body
    return any(
        before.digest == body.get("holds") and before.sequence == body.get("sequence")
        for before in chain
    )
