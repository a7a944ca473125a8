# SPDX-License-Identifier: Apache-2.0
"""Corrections of the law's data and decisions under it in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rogatory.node.repositories.law import CorrectionRecord, Decision
from rogatory.storage.memory.tables import Tables
from rogatory.wire.digests import sha256
from rogatory.wire.words import OwnWords


@dataclass
class LawTables(Tables):
    corrections: dict[str, CorrectionRecord] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    decisions_records: dict[str, bytes] = field(default_factory=dict)


class MemoryLaw:
    tables: LawTables

    def add_correction(self, record: CorrectionRecord) -> None:
        self.tables.assert_writing()
        self.tables.corrections.setdefault(record.id, record)

    def correction(self, correction: str) -> CorrectionRecord | None:
        with self.tables.lock:
            return self.tables.corrections.get(correction)

    def corrections(self) -> Sequence[CorrectionRecord]:
        with self.tables.lock:
            found = list(self.tables.corrections.values())
        return sorted(found, key=lambda record: (record.proposed, record.id))

    def review_correction(
        self, correction: str, officer: str, at: datetime, *, accepted: bool, reason: OwnWords
    ) -> bool:
        self.tables.assert_writing()
        found = self.tables.corrections.get(correction)
        if found is None or not found.is_open:
            return False
        self.tables.corrections[correction] = replace(
            found, reviewed_by=officer, reviewed=at, accepted=accepted, reason=reason
        )
        return True

    def add_decision(self, decision: Decision) -> None:
        self.tables.assert_writing()
        self.tables.decisions.setdefault(decision.id, decision)

    def add_decisions_record(self, record: bytes) -> None:
        self.tables.assert_writing()
        self.tables.decisions_records.setdefault(sha256(record), record)

    def decided_laws(self) -> Sequence[str]:
        with self.tables.lock:
            return sorted({one.law for one in self.tables.decisions.values()})

    def decisions_record(self, digest: str) -> bytes | None:
        with self.tables.lock:
            return self.tables.decisions_records.get(digest)

    def decisions(self, subject: str) -> Sequence[Decision]:
        with self.tables.lock:
            found = [one for one in self.tables.decisions.values() if one.subject == subject]
        return sorted(found, key=lambda decision: (decision.at, decision.id))
