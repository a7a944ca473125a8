# SPDX-License-Identifier: Apache-2.0
"""Dealings with other States outside the messages themselves.

Rows are only ever added; a proposal is decided once, by a second person. To change what was
decided, an officer proposes anew, and the newest proposal that was accepted counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from rogatory.node.repositories.messages import StoredMessage
from rogatory.wire.canonical import Json
from rogatory.wire.digests import sha256
from rogatory.wire.words import OwnWords


class Channel(StrEnum):
    """A channel beside the line between nodes (articles 40(12), 40(13); parallel)."""

    POST = "post"
    EMAIL = "email"
    INTERPOL = "interpol"
    DIPLOMATIC = "diplomatic"
    COURIER = "courier"


class ProposalTopic(StrEnum):
    """The kind of proposal that one officer makes and a second one decides."""

    POLICY = "policy"
    COUNTERPART = "counterpart"
    TRANSCRIPTION = "transcription"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document that counts once a second officer has accepted it.

    `subject` is the code of the State that it is about, or the thread of a transcription.
    """

    id: str
    matter: ProposalTopic
    subject: str
    document: bytes
    authority: str
    proposed_by: str
    proposed: datetime
    decided_by: str | None = None
    decided: datetime | None = None
    accepted: bool | None = None
    reason: OwnWords | None = None

    @property
    def is_open(self) -> bool:
        return self.decided is None

    @property
    def digest(self) -> str:
        """SHA-256 of the document: what the custody log names."""
        return sha256(self.document)


@dataclass(frozen=True, slots=True)
class HeldReview:
    """A senior officer's word on a request that was kept for review."""

    id: str
    thread: str
    authority: str
    officer: str
    at: datetime
    proceed: bool
    reason: OwnWords


@dataclass(frozen=True, slots=True)
class LetterDispatch:
    """A signed message that went out on paper or otherwise beside the line.

    It shows that something was sent, never that it arrived.
    """

    id: str
    message: str
    thread: str
    channel: Channel
    dispatched: datetime
    reference: str
    authority: str
    officer: str
    recorded: datetime
    proof: Mapping[str, Json] | None = None
    """Name, media type, size and SHA-256 of the proof of posting, kept among the objects."""


class PeerRepository(Protocol):
    """Rows that are added and never changed, but for a proposal's one decision."""

    def add_proposal(self, proposal: Proposal) -> None:
        """Write a proposal; the same identifier a second time changes nothing."""
        ...

    def proposal(self, proposal: str) -> Proposal | None: ...
    def proposals(
        self, topic: ProposalTopic, subject: str | None = None, *, only_open: bool = False
    ) -> Sequence[Proposal]:
        """Return the proposals of a kind, on one subject or on all, in the order in which they were
        made; only those that nobody has decided yet, if so asked.
        """
        ...

    def decide_proposal(
        self, proposal: str, officer: str, at: datetime, *, accepted: bool, reason: OwnWords
    ) -> bool:
        """Write the second person's word once; False if there was one, or no such proposal."""
        ...

    def add_held_review(self, review: HeldReview) -> None: ...
    def held_reviews(self, thread: str) -> Sequence[HeldReview]:
        """Return the reviews of a thread that was held, oldest first."""
        ...

    def add_letter_dispatch(self, dispatch: LetterDispatch) -> None:
        """Record that a message went out; it counts as dispatched from then on."""
        ...

    def letter_dispatches(self, thread: str) -> Sequence[LetterDispatch]: ...
    def letters_to_dispatch(self) -> Sequence[StoredMessage]:
        """Return signed messages that go out by letter and have not, oldest first."""
        ...

    def put_reading(self, message: str, reading: bytes) -> None:
        """Write how a transcribed message reads since it was corrected."""
        ...

    def notices(self, state: str) -> Sequence[StoredMessage]:
        """Return the policy notices that a State has sent, in the order in which they came."""
        ...
