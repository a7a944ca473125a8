# SPDX-License-Identifier: Apache-2.0
"""Threads with a State that has no node: what is different in them, and what is not.

Such a thread has the same fold, clocks and evidence. What differs is who vouches: of the other
State's messages nobody but the officers who read and compared the paper; of ours, that they were
dispatched, never that they arrived. A thread that began by letter stays so when the State joins
the network: what its node sends belongs to a thread of its own, which may name this one.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.directory.view.view import DirectoryView
from rogatory.node.context import Node
from rogatory.node.repositories.messages import (
    BY_LETTER,
    Delivery,
    Direction,
    Outline,
    StoredMessage,
)
from rogatory.node.repositories.peers import LetterDispatch
from rogatory.node.threads.transcript import envelopes
from rogatory.requests.thread.transcript import ThreadState, fold


def is_by_letter(transcript: Sequence[StoredMessage] | Sequence[Outline]) -> bool:
    """Decide whether a thread goes by letter: it began so."""
    return any(one.delivery in BY_LETTER for one in transcript)


def goes_by_letter(node: Node, view: DirectoryView, thread: str, state: str) -> bool:
    """Decide whether a message to that State goes by letter: as its thread does; a new thread does
    if the directory does not list the State.
    """
    channel = node.store.thread_channel(thread)
    return state not in view.listed if channel is None else channel.by_letter


def known_to(
    transcript: Sequence[StoredMessage], dispatches: Sequence[LetterDispatch], written: datetime
) -> ThreadState:
    """Return the thread as the other State can have known it when it wrote a paper.

    Of ours that is what had gone out by the day of the paper's date (papers name no hour), up to
    the first letter that had not; and whatever an earlier paper of that State answered.
    """
    end_of_day = written.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    gone = {one.message for one in dispatches if one.dispatched < end_of_day}
    theirs = [one for one in transcript if one.direction is Direction.IN]
    ours = sorted(
        (one for one in transcript if one.direction is Direction.OUT), key=lambda one: one.sequence
    )
    sent = list(itertools.takewhile(lambda one: one.digest in gone, ours))
    answered = {one.seen for one in envelopes(theirs)}
    last = max((number for number, one in enumerate(ours, 1) if one.digest in answered), default=0)
    return fold(envelopes([*theirs, *ours[: max(last, len(sent))]]))


def shown_to_have_arrived(transcript: Sequence[StoredMessage]) -> datetime | None:
    """Return when it became known that our opening letter arrived: with the first paper that
    answers it.

    No receipt exists; an answer is the one sign that the other State has the request.
    """
    if not transcript or transcript[0].delivery is not Delivery.DISPATCHED:
        return None
    answers = [one.at for one in transcript if one.delivery is Delivery.TRANSCRIBED]
    return min(answers, default=None)


@dataclass(frozen=True, slots=True)
class UndispatchedLetter:
    """A signed letter that nobody has dispatched yet."""

    message: StoredMessage
    since: datetime


def letters_waiting(node: Node) -> list[UndispatchedLetter]:
    """Return what the desk must put into the post, the oldest first."""
    return [UndispatchedLetter(one, one.at) for one in node.store.letters_to_dispatch()]
