# SPDX-License-Identifier: Apache-2.0
"""A thread's transcript as the store keeps it, read by the fold."""

from collections.abc import Sequence
from dataclasses import replace

from rogatory.node.context import Node
from rogatory.node.repositories.messages import StoredMessage, version_of
from rogatory.node.threads.cache import AtHand
from rogatory.requests.envelope import Envelope, Links, MessageDraft, parse_message
from rogatory.requests.thread.transcript import ThreadState, fold, next_links, repair_links
from rogatory.wire.digests import sha256

ENVELOPES_AT_HAND = 512
"""Messages that are kept as they were read: some megabytes."""

LARGEST_AT_HAND = 32 << 10
"""No larger message is kept so: 512 of a peer's largest ones would fill the memory."""

STATES_AT_HAND = 4
"""Folded threads that are kept: one act asks for one several times. A thread of more messages than are
at hand is not kept."""

_envelopes: AtHand[str, Envelope] = AtHand(ENVELOPES_AT_HAND)
_states: AtHand[tuple[str, ...], ThreadState] = AtHand(STATES_AT_HAND)


def envelopes(transcript: Sequence[StoredMessage]) -> list[Envelope]:
    return [envelope_of(stored) for stored in transcript]


def envelope_of(stored: StoredMessage) -> Envelope:
    """Return a stored message, read. One that was transcribed says what its newest reading says,
    under the digest and at the place of the first one, which the thread builds on.
    """
    version = _version(stored)
    return _envelopes.get(version) or _read(stored, version)


def remember(stored: StoredMessage, envelope: Envelope) -> None:
    """Keep a message at hand that was parsed of the stored bytes, so that nobody parses it again."""
    if stored.reading is None and len(stored.message) <= LARGEST_AT_HAND:
        _envelopes.keep(_version(stored), envelope)


def thread_state(node: Node, thread: str) -> ThreadState:
    """Return the state of a thread as this node knows it; of an unknown one, that of no messages.

    It follows from the messages alone, so for the same ones it is folded once; and of a thread that
    has grown the new ones alone are read.
    """
    known = [one.version for one in node.store.outlines(thread)]
    found = _states.get(tuple(known))
    if found is not None:
        return found
    messages = []
    for place, version in enumerate(known):
        message = _envelopes.get(version)
        if message is None:
            stored = node.store.message(version.partition("/")[0])
            assert stored is not None
            # A transcription may have been corrected since the outlines were read.
            message, known[place] = envelope_of(stored), _version(stored)
        messages.append(message)
    state = fold(messages)
    return state if len(known) > ENVELOPES_AT_HAND else _states.keep(tuple(known), state)


def _version(stored: StoredMessage) -> str:
    """Return the row by its bytes themselves: one whose digest is another's is not taken for that
    other message.
    """
    reading = None if stored.reading is None else sha256(stored.reading)
    return version_of(sha256(stored.message), reading)


def _read(stored: StoredMessage, version: str) -> Envelope:
    data = stored.message if stored.reading is None else stored.reading
    found = replace(parse_message(data), digest=version.partition("/")[0])
    return found if len(data) > LARGEST_AT_HAND else _envelopes.keep(version, found)


def next_place(state: str, draft: MessageDraft, thread: ThreadState) -> Links:
    """Return the place that this State's next message takes in the thread.

    A repair continues the branch that it declares to hold.
    """
    holds = draft.body.get("holds")
    if draft.kind == "repair" and isinstance(holds, str):
        for head in thread.heads.get(state, ()):
            if holds in _branch(thread, head):
                return repair_links(thread, state, head)
    return next_links(thread, state)


def _branch(thread: ThreadState, head: str) -> set[str]:
    """Return the digests from a head back to the beginning of its State's chain."""
    previous = {entry.envelope.digest: entry.envelope.previous for entry in thread.entries}
    found: set[str] = set()
    at: str | None = head
    while at is not None and at not in found:
        found.add(at)
        at = previous.get(at)
    return found
