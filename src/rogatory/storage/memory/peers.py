# SPDX-License-Identifier: Apache-2.0
"""Proposals, reviews of what was held, letters and notices in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.repositories.peers import HeldReview, LetterDispatch, Proposal, ProposalTopic
from rogatory.storage.memory.messages.stored import MessageTables
from rogatory.wire.words import OwnWords


@dataclass
class PeerTables(MessageTables):
    proposals: dict[str, Proposal] = field(default_factory=dict)
    held_reviews: dict[str, HeldReview] = field(default_factory=dict)
    letter_dispatches: dict[str, LetterDispatch] = field(default_factory=dict)


class MemoryPeers:
    tables: PeerTables

    def add_proposal(self, proposal: Proposal) -> None:
        self.tables.assert_writing()
        self.tables.proposals.setdefault(proposal.id, proposal)

    def proposal(self, proposal: str) -> Proposal | None:
        with self.tables.lock:
            return self.tables.proposals.get(proposal)

    def proposals(
        self, topic: ProposalTopic, subject: str | None = None, *, only_open: bool = False
    ) -> Sequence[Proposal]:
        with self.tables.lock:
            found = [
                each
                for each in self.tables.proposals.values()
                if each.matter is topic
                and subject in {None, each.subject}
                and (each.is_open or not only_open)
            ]
        return sorted(found, key=lambda each: (each.proposed, each.id))

    def decide_proposal(
        self, proposal: str, officer: str, at: datetime, *, accepted: bool, reason: OwnWords
    ) -> bool:
        self.tables.assert_writing()
        found = self.tables.proposals.get(proposal)
        if found is None or not found.is_open:
            return False
        self.tables.proposals[proposal] = replace(
            found, decided_by=officer, decided=at, accepted=accepted, reason=reason
        )
        return True

    def add_held_review(self, review: HeldReview) -> None:
        self.tables.assert_writing()
        self.tables.held_reviews.setdefault(review.id, review)

    def held_reviews(self, thread: str) -> Sequence[HeldReview]:
        with self.tables.lock:
            found = [each for each in self.tables.held_reviews.values() if each.thread == thread]
        return sorted(found, key=lambda each: (each.at, each.id))

    def add_letter_dispatch(self, dispatch: LetterDispatch) -> None:
        self.tables.assert_writing()
        self.tables.letter_dispatches.setdefault(dispatch.id, dispatch)
        found = self.tables.messages.get(dispatch.message)
        if found is not None and found.delivery is Delivery.TO_DISPATCH:
            self.tables.messages[found.digest] = replace(found, delivery=Delivery.DISPATCHED)

    def letter_dispatches(self, thread: str) -> Sequence[LetterDispatch]:
        with self.tables.lock:
            rows = self.tables.letter_dispatches.values()
            found = [each for each in rows if each.thread == thread]
        return sorted(found, key=lambda each: (each.recorded, each.id))

    def letters_to_dispatch(self) -> Sequence[StoredMessage]:
        with self.tables.lock:
            return [
                each
                for each in self.tables.messages.values()
                if (each.direction, each.delivery) == (Direction.OUT, Delivery.TO_DISPATCH)
            ]

    def put_reading(self, message: str, reading: bytes) -> None:
        self.tables.assert_writing()
        found = self.tables.messages.get(message)
        if found is not None and found.delivery is Delivery.TRANSCRIBED:
            self.tables.messages[message] = replace(found, reading=reading)

    def notices(self, state: str) -> Sequence[StoredMessage]:
        with self.tables.lock:
            return [
                each
                for each in self.tables.messages.values()
                if each.kind == "policy_notice"
                and (each.sender_state, each.direction) == (state, Direction.IN)
            ]
