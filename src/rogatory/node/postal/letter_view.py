# SPDX-License-Identifier: Apache-2.0
"""The view of a thread that goes by letter, and of one that is held for review.

Nothing of a paper is shown as verified: it has a channel, an original by its digest, and two
officers. Nothing of a letter is shown as delivered: it has dispatches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.node.context import Node
from rogatory.node.peers.policy import PeerPolicy
from rogatory.node.peers.policy_effects import holding_policy, newest_review
from rogatory.node.postal.transcription import Original, Transcription, transcription_of
from rogatory.node.repositories.messages import Delivery, StoredMessage
from rogatory.node.repositories.peers import HeldReview, LetterDispatch, Proposal, ProposalTopic
from rogatory.requests.envelope import parse_message
from rogatory.wire.words import N_

TO_DISPATCH = N_("Signed; not dispatched yet")


@dataclass(frozen=True, slots=True)
class TranscriptionView:
    """One transcription of a paper: who read it so, who compared it, and its document's digest."""

    proposal: str
    document: str
    transcription: Transcription
    transcribed_at: datetime
    compared_by: str | None
    compared_at: datetime | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class PaperView:
    """A message that came on paper. The last of `readings` counts."""

    readings: tuple[TranscriptionView, ...]

    @property
    def counts(self) -> TranscriptionView:
        return self.readings[-1]

    @property
    def original(self) -> Original:
        return self.counts.transcription.original


@dataclass(frozen=True, slots=True)
class HeldView:
    """Why a thread is held, and the senior officer's last word, if there is one."""

    policy: PeerPolicy
    review: HeldReview | None

    @property
    def may_proceed(self) -> bool:
        return self.review is not None and self.review.proceed


@dataclass(frozen=True, slots=True)
class LetterView:
    """The records beside the messages of a thread by letter."""

    papers: dict[str, PaperView]
    """By the digest of the message."""
    dispatches: dict[str, tuple[LetterDispatch, ...]]
    """By the digest of the message, the first recorded first."""
    to_compare: tuple[Proposal, ...]
    """Transcriptions that no second officer has compared yet."""


def letter_view(node: Node, thread: str, transcript: Sequence[StoredMessage]) -> LetterView:
    proposals = node.store.proposals(ProposalTopic.TRANSCRIPTION, thread)
    readings = [_reading(one) for one in proposals if one.accepted]
    papers = {}
    for stored in transcript:
        if stored.delivery is Delivery.TRANSCRIBED:
            first = parse_message(stored.message).id
            found = [
                one
                for one in readings
                if one.proposal == first or one.transcription.corrects == stored.digest
            ]
            ordered = sorted(found, key=lambda one: one.compared_at or one.transcribed_at)
            papers[stored.digest] = PaperView(tuple(ordered))
    dispatches: dict[str, tuple[LetterDispatch, ...]] = {}
    for one in node.store.letter_dispatches(thread):
        dispatches[one.message] = (*dispatches.get(one.message, ()), one)
    return LetterView(papers, dispatches, tuple(one for one in proposals if one.is_open))


def held_view(node: Node, thread: str, transcript: Sequence[StoredMessage]) -> HeldView | None:
    policy = holding_policy(node, transcript)
    return None if policy is None else HeldView(policy, newest_review(node, thread))


def _reading(proposal: Proposal) -> TranscriptionView:
    return TranscriptionView(
        proposal=proposal.id,
        document=proposal.digest,
        transcription=transcription_of(proposal),
        transcribed_at=proposal.proposed,
        compared_by=proposal.decided_by,
        compared_at=proposal.decided,
        remark=proposal.reason,
    )
