# SPDX-License-Identifier: Apache-2.0
"""Accesses, and all journals as an auditor reads them, in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rogatory.node.repositories.audit import AccessRecord, AuditEntry, AuditFilter, Source
from rogatory.storage.custody_log.leaf_record import officer_of, place
from rogatory.storage.memory.case_files import CaseFileTables
from rogatory.storage.memory.custody_log import CustodyLogTables


@dataclass
class AuditTables(CaseFileTables, CustodyLogTables):
    accesses: dict[tuple[str, ...], AccessRecord] = field(default_factory=dict)


class MemoryAudit:
    tables: AuditTables

    def add_access(self, record: AccessRecord) -> None:
        self.tables.assert_writing()
        key, last = _like(record), record.last or record.at
        known = self.tables.accesses.get(key)
        if known is not None:
            record = replace(known, times=known.times + record.times)
        self.tables.accesses[key] = replace(record, last=last)

    def knows_access(self, record: AccessRecord) -> bool:
        with self.tables.lock:
            return _like(record) in self.tables.accesses

    def audit_entries(
        self, source: Source, wanted: AuditFilter, limit: int, before: int | None = None
    ) -> Sequence[AuditEntry]:
        with self.tables.lock:
            rows = list(
                {Source.CUSTODY: self._custody, Source.ACCESS: self._accesses}.get(
                    source, self._case_file_entries
                )()
            )
        found = [
            one
            for one in rows
            if wanted.officer in {None, one.officer}
            and wanted.action in {None, one.action}
            and wanted.thread in {None, one.thread}
            and (wanted.since is None or one.at >= wanted.since)
            and (wanted.before is None or one.at < wanted.before)
            and (before is None or one.number < before)
        ]
        return sorted(found, key=lambda one: one.number, reverse=True)[:limit]

    def _custody(self) -> Iterator[AuditEntry]:
        for one in self.tables.events.values():
            yield AuditEntry(
                source=Source.CUSTODY,
                number=place(one.epoch, one.index),
                at=one.logged,
                officer=officer_of(one.event),
                action=one.action,
                thread=one.thread or "",
                about=one.object,
            )

    def _accesses(self) -> Iterator[AuditEntry]:
        for number, one in enumerate(self.tables.accesses.values(), 1):
            yield AuditEntry(
                source=Source.ACCESS,
                number=number,
                at=one.at,
                officer=one.officer,
                action=one.kind.value,
                thread=one.thread,
                about=" ".join(filter(None, (one.page, one.subject))),
                times=one.times,
            )

    def _case_file_entries(self) -> Iterator[AuditEntry]:
        for number, one in enumerate(self.tables.case_file_entries.values(), 1):
            yield AuditEntry(
                source=Source.CASE_FILE,
                number=number,
                at=one.at,
                officer=one.officer,
                action=one.kind.value,
                thread=one.thread,
                about=one.authority,
            )


def _like(record: AccessRecord) -> tuple[str, ...]:
    return (
        record.kind.value,
        record.officer,
        record.page,
        record.thread,
        record.subject,
        record.bucket,
    )
