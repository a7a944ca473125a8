# SPDX-License-Identifier: Apache-2.0
"""Forks among a bundle's messages: two of one number from one State to one other, and what settles them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

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


def forks_among(folders: Iterable[MessageFolder]) -> Forks:
    """Return the forks of all rows.

    Two messages with one number that name the same one before, or none, are a fork. It is settled
    by a repair in that row which names the number, the one that holds and every other one, and
    which follows the one that holds.
    """
    abandoned, receivers = set[str](), set[str]()
    for (_thread, _sender, receiver), row in rows_of(folders).items():
        for fork in _forks(row):
            holding = _settled(row, fork)
            if holding is None:
                receivers.add(receiver)
            else:
                abandoned |= _following(row, fork - {holding})
    return Forks(frozenset(abandoned), tuple(sorted(receivers)))


def rows_of(folders: Iterable[MessageFolder]) -> Mapping[tuple[str, str, str], Row]:
    """Return the messages by thread, State that sent and State that received."""
    rows: dict[tuple[str, str, str], Row] = {}
    for one in folders:
        sent = one.envelope
        row = rows.setdefault((sent.thread, sent.sender.state, sent.addressee.state), {})
        row[one.digest] = sent
    return rows


def _forks(row: Row) -> Iterator[frozenset[str]]:
    children: dict[tuple[int, str | None], set[str]] = {}
    for digest, sent in row.items():
        children.setdefault((sent.sequence, sent.previous), set()).add(digest)
    yield from (frozenset(found) for found in children.values() if len(found) > 1)


def _settled(row: Row, fork: frozenset[str]) -> str | None:
    """Return the message that holds; None if no repair says so, or two of one number disagree."""
    number = row[next(iter(fork))].sequence
    found: list[tuple[int, str]] = []
    for digest, sent in row.items():
        holds, left = sent.body.get("holds"), sent.body.get("abandoned")
        if sent.kind != REPAIR or sent.body.get("sequence") != number or holds not in fork:
            continue
        names_all = isinstance(left, list | tuple) and fork - {holds} <= set(left)
        if names_all and holds in _chain(row, digest):
            found.append((sent.sequence, str(holds)))
    if not found:
        return None
    last = max(number for number, _ in found)
    named = {holds for number, holds in found if number == last}
    return named.pop() if len(named) == 1 else None


def _chain(row: Row, digest: str) -> set[str]:
    """Return the messages that a message follows."""
    found, one = set[str](), row[digest].previous
    while one is not None and one in row and one not in found:
        found.add(one)
        one = row[one].previous
    return found


def _following(row: Row, left: frozenset[str]) -> set[str]:
    """Return these messages and all that follow them."""
    return set(left) | {digest for digest in row if _chain(row, digest) & left}
