# SPDX-License-Identifier: Apache-2.0
"""The pages of the books on peers: what was proposed and decided, reviewed, and sent by letter."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from rogatory.node.records.books import StoredMessage
from rogatory.node.records.peers import HeldReview, LetterDispatch, Matter, Proposal


class PeerBooks(Protocol):
    """Rows that are added and never changed, but for a proposal's one decision."""

    def add_proposal(self, proposal: Proposal) -> None:
        """Write a proposal; the same identifier a second time changes nothing."""
        ...

    def proposal(self, proposal: str) -> Proposal | None: ...
    def proposals(
        self, matter: Matter, subject: str | None = None, *, only_open: bool = False
    ) -> Sequence[Proposal]:
        """Those on a matter, of one subject or of all, in the order in which they were made; only
        those that nobody has decided yet, if so asked.
        """
        ...

    def decide_proposal(
        self, proposal: str, officer: str, at: datetime, *, accepted: bool, reason: str
    ) -> bool:
        """Write the second person's word once; False if there was one, or no such proposal."""
        ...

    def add_held_review(self, review: HeldReview) -> None: ...
    def held_reviews(self, thread: str) -> Sequence[HeldReview]:
        """The reviews of a thread that was held, oldest first."""
        ...

    def add_letter_dispatch(self, dispatch: LetterDispatch) -> None:
        """Write that a message went out; it stands as dispatched from then on."""
        ...

    def letter_dispatches(self, thread: str) -> Sequence[LetterDispatch]: ...
    def letters_to_dispatch(self) -> Sequence[StoredMessage]:
        """Signed messages that go out by letter and have not, oldest first."""
        ...

    def put_reading(self, message: str, reading: bytes) -> None:
        """Write how a transcribed message reads since it was corrected."""
        ...

    def notices(self, state: str) -> Sequence[StoredMessage]:
        """The policy notices that a State has sent, in the order in which they came."""
        ...
