# SPDX-License-Identifier: Apache-2.0
"""What a node keeps of its dealings with other States outside the messages themselves.

Rows are only ever added; a proposal is decided once, by a second person. Whoever wants something
else than what was decided proposes anew, and the newest that was accepted counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rogatory.wire.canonical import Json
from rogatory.wire.digests import sha256


class Channel(StrEnum):
    """A road beside the line between nodes (articles 40(12), 40(13); parallel)."""

    POST = "post"
    EMAIL = "email"
    INTERPOL = "interpol"
    DIPLOMATIC = "diplomatic"
    COURIER = "courier"


class Matter(StrEnum):
    """What one officer proposes and a second one decides."""

    POLICY = "policy"
    COUNTERPART = "counterpart"
    TRANSCRIPTION = "transcription"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A document that counts once a second officer has accepted it.

    `subject` is the code of the State that it is about, or the thread of a transcription.
    """

    id: str
    matter: Matter
    subject: str
    document: bytes
    authority: str
    proposed_by: str
    proposed: datetime
    decided_by: str | None = None
    decided: datetime | None = None
    accepted: bool | None = None
    reason: str | None = None

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
    reason: str


@dataclass(frozen=True, slots=True)
class LetterDispatch:
    """A signed message that went out on paper or otherwise beside the line.

    It tells that something was sent, never that it arrived.
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
