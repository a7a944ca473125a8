# SPDX-License-Identifier: Apache-2.0
"""A thread's transcript as the books keep it, read by the fold."""

from collections.abc import Sequence
from dataclasses import replace

from rogatory.node.context import Node
from rogatory.node.records import StoredMessage
from rogatory.requests.envelope import Draft, Envelope, Links, parse_message
from rogatory.requests.transcript import ThreadState, fold, next_links, repair_links


def envelopes(transcript: Sequence[StoredMessage]) -> list[Envelope]:
    return [envelope_of(stored) for stored in transcript]


def envelope_of(stored: StoredMessage) -> Envelope:
    """A stored message, read. One that was transcribed says what its newest reading says, under
    the digest and at the place of the first one, which the thread builds on.
    """
    if stored.reading is None:
        return parse_message(stored.message)
    return replace(parse_message(stored.reading), digest=stored.digest)


def thread_state(node: Node, thread: str) -> ThreadState:
    """The state of a thread as this node knows it; of an unknown one, that of no messages."""
    return fold(envelopes(node.books.transcript(thread)))


def place_of(state: str, draft: Draft, thread: ThreadState) -> Links:
    """The place that this State's next message takes in the thread.

    A repair stands on the branch that it declares to hold.
    """
    holds = draft.body.get("holds")
    if draft.kind == "repair" and isinstance(holds, str):
        for head in thread.heads.get(state, ()):
            if holds in _branch(thread, head):
                return repair_links(thread, state, head)
    return next_links(thread, state)


def _branch(thread: ThreadState, head: str) -> set[str]:
    """The digests from a head back to the beginning of its State's chain."""
    previous = {entry.envelope.digest: entry.envelope.previous for entry in thread.entries}
    found: set[str] = set()
    at: str | None = head
    while at is not None and at not in found:
        found.add(at)
        at = previous.get(at)
    return found
