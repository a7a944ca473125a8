# SPDX-License-Identifier: Apache-2.0
"""Forks among a bundle's messages: two of one number from one State to one other, and what settles them."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeGuard

from rogatory.node.court.checks.message_folder import MessageFolder
from rogatory.requests.envelope import Envelope

type Row = dict[str, Envelope]
"""The messages from one State to one other in a thread, by digest."""

REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class Forks:
    """The digests that repairs left, and whether a fork is settled by none: then who must say which
    message it received.
    """

    abandoned: frozenset[str]
    receivers: tuple[str, ...]
    """The States that received the messages of forks that nothing settles."""


def forks_among(
    folders: Sequence[MessageFolder], received: Callable[[MessageFolder], bool]
) -> Forks:
    """Return the forks of all rows. `received` decides whether a receipt beside a message holds.

    Two messages with one number that name the same one before, or none, are a fork. It is settled
    by a repair in that row which names the number, the one that holds and every other one, and
    which follows the one that holds: if the State that received them receipted both the repair and the one that
    holds, and wrote nothing that names as seen what it abandons. The word of the
    State that wrote twice settles nothing.
    """
    abandoned, receivers = set[str](), set[str]()
    by_digest = {one.digest: one for one in folders}
    kept = cache(lambda digest: received(by_digest[digest]))
    seen = dict[str, set[str | None]]()
    for one in folders:
        seen.setdefault(one.envelope.sender.state, set()).add(one.envelope.seen)
    for (_thread, _sender, receiver), row in rows_of(folders).items():
        branches = _Branches(row, kept, seen.get(receiver, frozenset()))
        left = set[str]()
        for fork in branches.forks():
            holding = branches.settled(fork)
            if holding is None:
                receivers.add(receiver)
            else:
                left |= fork - {holding}
        abandoned |= branches.following(left)
    return Forks(frozenset(abandoned), tuple(sorted(receivers)))


def rows_of(folders: Iterable[MessageFolder]) -> Mapping[tuple[str, str, str], Row]:
    """Return the messages by thread, State that sent and State that received."""
    rows: dict[tuple[str, str, str], Row] = {}
    for one in folders:
        sent = one.envelope
        row = rows.setdefault((sent.thread, sent.sender.state, sent.addressee.state), {})
        row[one.digest] = sent
    return rows


class _Branches:
    """A row as the tree that `previous` makes of it, each message visited after the one that it names.

    A forger may write thousands of forks and repairs: each question is answered without a walk.
    """

    def __init__(self, row: Row, kept: Callable[[str], bool], seen: Collection[str | None]) -> None:
        """Take `kept`, which decides whether the receiving State receipted a message, and the digests that its own name as `seen`."""
        self._row, self._kept = row, kept
        self._after: dict[str | None, list[str]] = {}
        self._repairs: dict[object, list[str]] = {}
        for digest, sent in row.items():
            before = sent.previous if sent.previous in row else None
            self._after.setdefault(before, []).append(digest)
            if sent.kind == REPAIR and type(number := sent.body.get("sequence")) is int:
                self._repairs.setdefault(number, []).append(digest)
        self._first: dict[str, int] = {}
        self._last: dict[str, int] = {}
        self._visit()
        self._seen = sorted(place for digest, place in self._first.items() if digest in seen)

    def _visit(self) -> None:
        """Number the messages so that all that follows one has the numbers right after its own."""
        stack: list[tuple[str | None, Iterator[str]]] = [(None, iter(self._after.get(None, ())))]
        while stack:
            digest, rest = stack[-1]
            following = next(rest, None)
            if following is not None:
                self._first[following] = len(self._first)
                stack.append((following, iter(self._after.get(following, ()))))
                continue
            stack.pop()
            if digest is not None:
                self._last[digest] = len(self._first) - 1

    def forks(self) -> Iterator[frozenset[str]]:
        """Yield the messages that have one number and name the same one before, or none."""
        found: dict[tuple[int, str | None], set[str]] = {}
        for digest, sent in self._row.items():
            found.setdefault((sent.sequence, sent.previous), set()).add(digest)
        yield from (frozenset(fork) for fork in found.values() if len(fork) > 1)

    def settled(self, fork: frozenset[str]) -> str | None:
        """Return the message that holds; None if no repair says so, or two of one number disagree."""
        found: list[tuple[int, str]] = []
        for digest in self._repairs.get(self._row[next(iter(fork))].sequence, ()):
            sent = self._row[digest]
            holds, left = sent.body.get("holds"), sent.body.get("abandoned")
            if not isinstance(holds, str) or holds not in fork or not self._follows(digest, holds):
                continue
            if not _are_texts(left) or len(left) < len(fork) - 1:
                continue
            others = fork - {holds}
            if not others <= set(left) or any(map(self._was_seen, others)):
                continue
            if self._kept(digest) and self._kept(holds):
                found.append((sent.sequence, holds))
        if not found:
            return None
        last = max(number for number, _ in found)
        named = {holds for number, holds in found if number == last}
        return named.pop() if len(named) == 1 else None

    def _follows(self, digest: str, before: str) -> bool:
        first = self._first[digest]
        return self._first[before] < first <= self._last[before]

    def _was_seen(self, digest: str) -> bool:
        """Decide whether the receiving State names this message, or one that follows it."""
        at = bisect_left(self._seen, self._first[digest])
        return at < len(self._seen) and self._seen[at] <= self._last[digest]

    def following(self, left: set[str]) -> set[str]:
        """Return these messages and all that follow them."""
        found = set[str]()
        for digest in self._first:  # in the order of the visit
            previous = self._row[digest].previous
            if digest in left or previous in found:
                found.add(digest)
        return found


def _are_texts(value: object) -> TypeGuard[Sequence[str]]:
    return isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
