# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Corrections of the law's data and decisions under it: rows that are only added."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models

from rogatory.node.repositories.law import CorrectionRecord, Decision
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    Blob,
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
from rogatory.storage.transactions.writing import assert_writing, hold_off_others
from rogatory.wire.digests import sha256
from rogatory.wire.words import OwnWords


class LawCorrection(models.Model):
    """A correction, and the second person's verdict on it."""

    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    document: Text = models.CharField(max_length=DIGEST)
    section: Text = models.CharField(max_length=NAME)
    authority: Text = models.CharField(max_length=NAME)
    proposed_by: Text = models.CharField(max_length=NAME)
    proposed: Moment = models.DateTimeField()
    reviewed_by: TextOrNone = models.CharField(max_length=NAME, null=True)
    reviewed: MomentOrNone = models.DateTimeField(null=True)
    accepted: "models.BooleanField[bool | None, bool | None]" = models.BooleanField(null=True)
    reason: WordsOrNone = WordsField(null=True)


class LawDecision(models.Model):
    """One officer's answer under one version of the law."""

    id: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    at: Moment = models.DateTimeField()
    officer: Text = models.CharField(max_length=NAME)
    authority: Text = models.CharField(max_length=NAME)
    matter: Text = models.CharField(max_length=NAME)
    subject: Text = models.CharField(max_length=IDENTIFIER)
    question: TextOrNone = models.CharField(max_length=NAME, null=True)
    answer: LongText = models.TextField()
    reason: Words = WordsField()
    law: Text = models.CharField(max_length=DIGEST)
    details: JsonValue = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject", "at", "id"], name="decisions_of_a_subject")
        ]


class DecisionsRecord(models.Model):
    """The record of the decisions that a message rests on, under the digest that its custody event names."""

    digest: Text = models.CharField(primary_key=True, max_length=DIGEST)
    record: Blob = models.BinaryField()


_CORRECTION = Records(CorrectionRecord, LawCorrection)
_DECISION = Records(Decision, LawDecision)

_CORRECTIONS = Table(LawCorrection).select("ORDER BY proposed, id")
_DECISIONS = Table(LawDecision).select("WHERE subject = %s ORDER BY at, id")

_RECORDS = Table(DecisionsRecord).select("WHERE digest = %s")
_ADD_RECORD = Table(DecisionsRecord).insert("ON CONFLICT (digest) DO NOTHING")


class DatabaseLaw:
    def add_correction(self, record: CorrectionRecord) -> None:
        _CORRECTION.add(record)

    def correction(self, correction: str) -> CorrectionRecord | None:
        return _CORRECTION.found(LawCorrection.objects.filter(id=correction).first())

    def corrections(self) -> Sequence[CorrectionRecord]:
        return _CORRECTION.records(_CORRECTIONS.all())

    def review_correction(
        self, correction: str, officer: str, at: datetime, *, accepted: bool, reason: OwnWords
    ) -> bool:
        assert_writing()
        hold_off_others("corrections")
        waiting = LawCorrection.objects.filter(id=correction, reviewed=None)
        return bool(
            waiting.update(reviewed_by=officer, reviewed=at, accepted=accepted, reason=reason)
        )

    def add_decision(self, decision: Decision) -> None:
        _DECISION.add(decision)

    def add_decisions_record(self, record: bytes) -> None:
        assert_writing()
        _ADD_RECORD(digest=sha256(record), record=record)

    def decided_laws(self) -> Sequence[str]:
        return list(LawDecision.objects.order_by("law").values_list("law", flat=True).distinct())

    def decisions_record(self, digest: str) -> bytes | None:
        found = _RECORDS.first(digest)
        return None if found is None else bytes(found.record)

    def decisions(self, subject: str) -> Sequence[Decision]:
        return _DECISION.records(_DECISIONS.all(subject))
