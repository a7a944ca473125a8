# SPDX-License-Identifier: Apache-2.0
"""The moments of a thread that figures are measured by: first answer, first decision, end.

Each is the moment at which this node wrote or received the message, so that a State's clock changes no figure of
another. A message counts where it has its place in the thread: one out of order answers nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.node.repositories.messages import StoredMessage
from rogatory.requests.deadlines.thread_deadlines import WRITTEN_BY_NOBODY
from rogatory.requests.kinds.families import ACCEPTANCES
from rogatory.requests.thread.thread_facts import ENDED
from rogatory.requests.thread.transcript import MessageOutcome, ThreadState

DECIDING = ACCEPTANCES | frozenset({"refusal", "answer", "delivery", "partial_delivery"})
"""Kinds with which the requested State decides on a request, or gives what it asks for."""


@dataclass(frozen=True, slots=True)
class Milestones:
    acknowledged: datetime | None
    answered: datetime | None
    closed: datetime | None


def milestones(transcript: Sequence[StoredMessage], state: ThreadState) -> Milestones:
    """Return the moments of a thread. A request that ended without a message that says so was closed by its
    last one.
    """
    standing = state.standing
    at = {stored.digest: stored.at for stored in transcript}
    applied = [
        entry.envelope
        for entry in state.entries
        if entry.outcome is MessageOutcome.APPLIED
        and entry.envelope.sender.state == standing.requested
        and entry.envelope.digest in at
    ]
    read = [at[one.digest] for one in applied if one.kind not in WRITTEN_BY_NOBODY]
    decided = [at[one.digest] for one in applied if one.kind in DECIDING]
    closed = None
    if standing.status in ENDED:
        closed = at.get(standing.ended_by or "", max(at.values()))
    return Milestones(min(read, default=None), min(decided, default=None), closed)
