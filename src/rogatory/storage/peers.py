# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Dealings with other States: proposals with their decision, reviews of what was held, letters."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models

from rogatory.node.repositories import peers as port
from rogatory.node.repositories.messages import Delivery, Direction, StoredMessage
from rogatory.storage.messages.stored import Message, all_messages, message_of, notices_of
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    Blob,
    Flag,
    JsonValue,
    LongText,
    Moment,
    MomentOrNone,
    Text,
    TextOrNone,
    Words,
    WordsField,
    WordsOrNone,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.statements import Table
from rogatory.storage.transactions.writing import assert_writing
from rogatory.wire.words import OwnWords


class Proposal(models.Model):
    """The proposal of one officer, and a second one's decision on it, once."""

    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    matter: Text = models.CharField(max_length=NAME)
    subject: Text = models.CharField(max_length=IDENTIFIER)
    document: Blob = models.BinaryField()
    authority: Text = models.CharField(max_length=NAME)
    proposed_by: Text = models.CharField(max_length=NAME)
    proposed: Moment = models.DateTimeField()
    decided_by: TextOrNone = models.CharField(max_length=NAME, null=True)
    decided: MomentOrNone = models.DateTimeField(null=True)
    accepted: "models.BooleanField[bool | None, bool | None]" = models.BooleanField(null=True)
    reason: WordsOrNone = WordsField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["matter", "subject", "proposed", "id"], name="proposal_on")
        ]


class HeldReview(models.Model):
    """A senior officer's word on a request that was kept for review."""

    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    thread: Text = models.CharField(max_length=IDENTIFIER, db_index=True)
    authority: Text = models.CharField(max_length=NAME)
    officer: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()
    proceed: Flag = models.BooleanField()
    reason: Words = WordsField()


class LetterDispatch(models.Model):
    """A signed message that went out beside the line."""

    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    message: Text = models.CharField(max_length=DIGEST)
    thread: Text = models.CharField(max_length=IDENTIFIER, db_index=True)
    channel: Text = models.CharField(max_length=NAME)
    dispatched: Moment = models.DateTimeField()
    reference: LongText = models.TextField()
    authority: Text = models.CharField(max_length=NAME)
    officer: Text = models.CharField(max_length=NAME)
    recorded: Moment = models.DateTimeField()
    proof: JsonValue = models.JSONField(null=True)


_PROPOSAL = Records(port.Proposal, Proposal)
_REVIEW = Records(port.HeldReview, HeldReview)
_DISPATCH = Records(port.LetterDispatch, LetterDispatch)

_PROPOSALS = Table(Proposal).select("WHERE matter = %s ORDER BY proposed, id")


class DatabasePeers:
    def add_proposal(self, proposal: port.Proposal) -> None:
        _PROPOSAL.add(proposal)

    def proposal(self, proposal: str) -> port.Proposal | None:
        return _PROPOSAL.found(Proposal.objects.filter(id=proposal).first())

    def proposals(
        self, topic: port.ProposalTopic, subject: str | None = None, *, only_open: bool = False
    ) -> Sequence[port.Proposal]:
        found = _PROPOSAL.records(_PROPOSALS.all(topic.value))
        return [
            one
            for one in found
            if subject in {None, one.subject} and not (only_open and one.decided is not None)
        ]

    def decide_proposal(
        self, proposal: str, officer: str, at: datetime, *, accepted: bool, reason: OwnWords
    ) -> bool:
        assert_writing()
        waiting = Proposal.objects.filter(id=proposal, decided=None)
        return bool(
            waiting.update(decided_by=officer, decided=at, accepted=accepted, reason=reason)
        )

    def add_held_review(self, review: port.HeldReview) -> None:
        _REVIEW.add(review)

    def held_reviews(self, thread: str) -> Sequence[port.HeldReview]:
        rows = HeldReview.objects.filter(thread=thread).order_by("at", "id")
        return _REVIEW.records(rows)

    def add_letter_dispatch(self, dispatch: port.LetterDispatch) -> None:
        _DISPATCH.add(dispatch)
        Message.objects.filter(digest=dispatch.message, delivery=Delivery.TO_DISPATCH.value).update(
            delivery=Delivery.DISPATCHED.value
        )

    def letter_dispatches(self, thread: str) -> Sequence[port.LetterDispatch]:
        rows = LetterDispatch.objects.filter(thread=thread).order_by("recorded", "id")
        return _DISPATCH.records(rows)

    def letters_to_dispatch(self) -> Sequence[StoredMessage]:
        rows = all_messages().filter(
            delivery=Delivery.TO_DISPATCH.value, direction=Direction.OUT.value
        )
        return [message_of(row) for row in rows.order_by("id")]

    def put_reading(self, message: str, reading: bytes) -> None:
        assert_writing()
        Message.objects.filter(digest=message, delivery=Delivery.TRANSCRIBED.value).update(
            reading=reading
        )

    def notices(self, state: str) -> Sequence[StoredMessage]:
        return notices_of(state)
