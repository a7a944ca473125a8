# SPDX-License-Identifier: Apache-2.0
"""The books' pages on peers: proposals, reviews of what was held, letters, notices."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.node.repositories.peers import Channel, HeldReview, LetterDispatch, Matter, Proposal
from rogatory.storage import models
from rogatory.storage.messages import all_messages, message_of, notices_of
from rogatory.storage.models.columns import whole
from rogatory.storage.transactions.statements import Table
from rogatory.storage.transactions.writing import assert_writing

_PROPOSAL = (
    "subject",
    "authority",
    "proposed_by",
    "proposed",
    "decided_by",
    "decided",
    "accepted",
    "reason",
)
_REVIEW = ("thread", "authority", "officer", "at", "proceed", "reason")
_DISPATCH = (
    "message",
    "thread",
    "dispatched",
    "reference",
    "authority",
    "officer",
    "recorded",
    "proof",
)
"""The fields of a record that are columns of the same name."""

_PROPOSALS = Table(models.Proposal).select("WHERE matter = %s ORDER BY proposed, id")


class PeerBooks:
    def add_proposal(self, proposal: Proposal) -> None:
        assert_writing()
        values: dict[str, Any] = {name: getattr(proposal, name) for name in _PROPOSAL}
        values |= {"matter": proposal.matter.value, "document": proposal.document}
        models.Proposal.objects.get_or_create(id=proposal.id, defaults=values)

    def proposal(self, proposal: str) -> Proposal | None:
        row = models.Proposal.objects.filter(id=proposal).first()
        return None if row is None else _proposal(row)

    def proposals(
        self, matter: Matter, subject: str | None = None, *, only_open: bool = False
    ) -> Sequence[Proposal]:
        found = [_proposal(row) for row in _PROPOSALS.all(matter.value)]
        return [
            one
            for one in found
            if subject in {None, one.subject} and not (only_open and one.decided is not None)
        ]

    def decide_proposal(
        self, proposal: str, officer: str, at: datetime, *, accepted: bool, reason: str
    ) -> bool:
        assert_writing()
        waiting = models.Proposal.objects.filter(id=proposal, decided=None)
        return bool(
            waiting.update(decided_by=officer, decided=at, accepted=accepted, reason=reason)
        )

    def add_held_review(self, review: HeldReview) -> None:
        assert_writing()
        values: dict[str, Any] = {name: getattr(review, name) for name in _REVIEW}
        models.HeldReview.objects.get_or_create(id=review.id, defaults=values)

    def held_reviews(self, thread: str) -> Sequence[HeldReview]:
        rows = models.HeldReview.objects.filter(thread=thread).order_by("at", "id")
        return [
            HeldReview(id=row.id, **{name: getattr(row, name) for name in _REVIEW}) for row in rows
        ]

    def add_letter_dispatch(self, dispatch: LetterDispatch) -> None:
        assert_writing()
        values: dict[str, Any] = {name: getattr(dispatch, name) for name in _DISPATCH}
        values |= {
            "channel": dispatch.channel.value,
            "proof": None if dispatch.proof is None else dict(dispatch.proof),
        }
        models.LetterDispatch.objects.get_or_create(id=dispatch.id, defaults=values)
        models.Message.objects.filter(
            digest=dispatch.message, delivery=Delivery.TO_DISPATCH.value
        ).update(delivery=Delivery.DISPATCHED.value)

    def letter_dispatches(self, thread: str) -> Sequence[LetterDispatch]:
        rows = models.LetterDispatch.objects.filter(thread=thread).order_by("recorded", "id")
        return [
            LetterDispatch(
                id=row.id,
                channel=Channel(row.channel),
                **{name: getattr(row, name) for name in _DISPATCH},
            )
            for row in rows
        ]

    def letters_to_dispatch(self) -> Sequence[StoredMessage]:
        rows = all_messages().filter(
            delivery=Delivery.TO_DISPATCH.value, direction=Direction.OUT.value
        )
        return [message_of(row) for row in rows.order_by("id")]

    def put_reading(self, message: str, reading: bytes) -> None:
        assert_writing()
        models.Message.objects.filter(digest=message, delivery=Delivery.TRANSCRIBED.value).update(
            reading=reading
        )

    def notices(self, state: str) -> Sequence[StoredMessage]:
        return notices_of(state)


def _proposal(row: models.Proposal) -> Proposal:
    plain: dict[str, Any] = {name: getattr(row, name) for name in _PROPOSAL}
    return Proposal(id=row.id, matter=Matter(row.matter), document=whole(row.document), **plain)
