# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Accesses, and all journals as an auditor reads them.

Each journal is read backwards by its own key. A period is turned into keys first: a journal is
written in the order of time, so two looks by time find where it begins and ends.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, QuerySet

from rogatory.node.repositories.audit import (
    AccessKind,
    AccessRecord,
    AuditEntry,
    AuditFilter,
    Source,
)
from rogatory.storage.case_files import MatterEntry
from rogatory.storage.custody_log.events import LogEvent
from rogatory.storage.tables.columns import IDENTIFIER, NAME, Moment, Number, Serial, Text
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.writing import assert_writing


class Access(models.Model):
    """Added, and counted up within an hour; never changed otherwise, never deleted."""

    id: Serial = models.BigAutoField(primary_key=True)
    kind: Text = models.CharField(max_length=NAME)
    officer: Text = models.CharField(max_length=NAME)
    page: Text = models.CharField(max_length=NAME)
    thread: Text = models.CharField(max_length=IDENTIFIER)
    subject: Text = models.CharField(max_length=200)
    bucket: Text = models.CharField(max_length=40)
    at: Moment = models.DateTimeField(db_index=True)
    last: Moment = models.DateTimeField()
    times: Number = models.IntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["officer", "id"], name="access_by_officer"),
            models.Index(fields=["kind", "id"], name="access_by_kind"),
            models.Index(fields=["thread", "id"], name="access_by_thread"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["officer", "bucket", "kind", "page", "thread", "subject"],
                name="one_row_for_like_accesses",
            )
        ]


_ACCESSES = Records(
    AccessRecord,
    Access,
    key=("officer", "bucket", "kind", "page", "thread", "subject"),
    write={
        "bucket": lambda record: record.bucket,
        "last": lambda record: record.last or record.at,
    },
)


class DatabaseAudit:
    def add_access(self, record: AccessRecord) -> None:
        assert_writing()
        like, counted = _ACCESSES.split(record)
        row, added = Access.objects.get_or_create(**like, defaults=counted)
        if not added:
            Access.objects.filter(id=row.id).update(
                times=F("times") + record.times, last=counted["last"]
            )

    def knows_access(self, record: AccessRecord) -> bool:
        like, _counted = _ACCESSES.split(record)
        return Access.objects.filter(**like).exists()

    def audit_entries(
        self, source: Source, wanted: AuditFilter, limit: int, before: int | None = None
    ) -> Sequence[AuditEntry]:
        journal = _JOURNALS[source]
        rows = _wanted(journal, wanted)
        if before is not None:
            rows = rows.filter(**{f"{journal.key}__lt": before})
        found = rows.order_by(f"-{journal.key}").values(*journal.columns)[:limit]
        return [journal.entry(row) for row in found]


@dataclass(frozen=True, slots=True)
class _Journal:
    rows: Any
    key: str
    at: str
    action: str
    columns: tuple[str, ...]
    entry: Callable[[Mapping[str, Any]], AuditEntry]


def _wanted(journal: _Journal, wanted: AuditFilter) -> QuerySet[Any]:
    given: dict[str, Any] = {}
    if wanted.officer is not None:
        given["officer"] = wanted.officer
    if wanted.action is not None:
        given[journal.action] = wanted.action
    if wanted.thread is not None:
        given["thread"] = wanted.thread
    rows: QuerySet[Any] = journal.rows.filter(**given)
    for moment, end in ((wanted.since, "gte"), (wanted.before, "lt")):
        if moment is not None:
            found = _first_from(journal, moment)
            if found is not None:
                rows = rows.filter(**{f"{journal.key}__{end}": found})
            elif end == "gte":
                return rows.none()
    return rows


def _first_from(journal: _Journal, moment: datetime) -> int | None:
    """Return the key of the first entry from a moment on."""
    rows = journal.rows.filter(**{f"{journal.at}__gte": moment})
    found: int | None = (
        rows.order_by(journal.at, journal.key).values_list(journal.key, flat=True).first()
    )
    return found


def _custody(row: Mapping[str, Any]) -> AuditEntry:
    return AuditEntry(
        source=Source.CUSTODY,
        number=row["place"],
        at=row["logged"],
        officer=row["officer"],
        action=row["action"],
        thread=row["thread"] or "",
        about=row["object"],
    )


def _access(row: Mapping[str, Any]) -> AuditEntry:
    return AuditEntry(
        source=Source.ACCESS,
        number=row["id"],
        at=row["at"],
        officer=row["officer"],
        action=AccessKind(row["kind"]).value,
        thread=row["thread"],
        about=" ".join(filter(None, (row["page"], row["subject"]))),
        times=row["times"],
    )


def _case_file(row: Mapping[str, Any]) -> AuditEntry:
    return AuditEntry(
        source=Source.CASE_FILE,
        number=row["serial"],
        at=row["at"],
        officer=row["officer"],
        action=row["kind"],
        thread=row["thread"],
        about=row["authority"],
    )


_JOURNALS = {
    Source.CUSTODY: _Journal(
        LogEvent.objects,
        "place",
        "logged",
        "action",
        ("place", "logged", "officer", "action", "thread", "object"),
        _custody,
    ),
    Source.ACCESS: _Journal(
        Access.objects,
        "id",
        "at",
        "kind",
        ("id", "at", "officer", "kind", "thread", "page", "subject", "times"),
        _access,
    ),
    Source.CASE_FILE: _Journal(
        MatterEntry.objects,
        "serial",
        "at",
        "kind",
        ("serial", "at", "officer", "kind", "thread", "authority"),
        _case_file,
    ),
}
