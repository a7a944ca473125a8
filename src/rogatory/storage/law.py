# SPDX-License-Identifier: Apache-2.0
"""The books' pages on corrections of the law's data and decisions under it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from rogatory.node.repositories.law import CorrectionRecord, Decision, Matter
from rogatory.storage import models
from rogatory.storage.transactions.statements import Table
from rogatory.storage.transactions.writing import assert_writing, hold_off_others

_CORRECTION = (
    "document",
    "section",
    "authority",
    "proposed_by",
    "proposed",
    "reviewed_by",
    "reviewed",
    "accepted",
    "reason",
)
_DECISION = (
    "at",
    "officer",
    "authority",
    "subject",
    "question",
    "answer",
    "reason",
    "law",
)
"""The fields of a record that are columns of the same name."""

_CORRECTIONS = Table(models.LawCorrection).select("ORDER BY proposed, id")
_DECISIONS = Table(models.LawDecision).select("WHERE subject = %s ORDER BY at, id")


class LawBooks:
    def add_correction(self, record: CorrectionRecord) -> None:
        assert_writing()
        values: dict[str, Any] = {name: getattr(record, name) for name in _CORRECTION}
        models.LawCorrection.objects.get_or_create(id=record.id, defaults=values)

    def correction(self, correction: str) -> CorrectionRecord | None:
        row = models.LawCorrection.objects.filter(id=correction).first()
        return None if row is None else _correction(row)

    def corrections(self) -> Sequence[CorrectionRecord]:
        return [_correction(row) for row in _CORRECTIONS.all()]

    def review_correction(
        self, correction: str, officer: str, at: datetime, *, accepted: bool, reason: str
    ) -> bool:
        assert_writing()
        hold_off_others("corrections")
        waiting = models.LawCorrection.objects.filter(id=correction, reviewed=None)
        return bool(
            waiting.update(reviewed_by=officer, reviewed=at, accepted=accepted, reason=reason)
        )

    def add_decision(self, decision: Decision) -> None:
        assert_writing()
        values: dict[str, Any] = {name: getattr(decision, name) for name in _DECISION}
        values |= {"matter": decision.matter.value, "details": dict(decision.details)}
        models.LawDecision.objects.get_or_create(id=decision.id, defaults=values)

    def decisions(self, subject: str) -> Sequence[Decision]:
        return [_decision(row) for row in _DECISIONS.all(subject)]


def _correction(row: models.LawCorrection) -> CorrectionRecord:
    return CorrectionRecord(id=row.id, **{name: getattr(row, name) for name in _CORRECTION})


def _decision(row: models.LawDecision) -> Decision:
    plain: dict[str, Any] = {name: getattr(row, name) for name in _DECISION}
    details = cast("Any", row.details)
    return Decision(id=row.id, matter=Matter(row.matter), details=details, **plain)
