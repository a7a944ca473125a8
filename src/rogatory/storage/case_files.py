# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Case files, their journals, and what requests are aimed at."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from django.db import models
from django.db.models import Count

from rogatory.node.repositories import case_files as port
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    Flag,
    JsonValue,
    LongTextOrNone,
    Moment,
    Serial,
    Text,
    TextOrNone,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.statements import Table, change, rows
from rogatory.storage.transactions.writing import assert_writing, hold_off_others


class Matter(models.Model):
    """A case file as lists show it: written anew with each line of its journal."""

    thread: Text = models.CharField(primary_key=True, max_length=IDENTIFIER)
    authority: Text = models.CharField(max_length=NAME, db_index=True)
    case_number: LongTextOrNone = models.TextField(null=True)
    case_key: TextOrNone = models.CharField(max_length=DIGEST, null=True, db_index=True)
    assignee: TextOrNone = models.CharField(max_length=NAME, null=True, db_index=True)
    stage: Text = models.CharField(max_length=NAME)
    watched: Flag = models.BooleanField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["thread"], name="matter_watched", condition=models.Q(watched=True)
            ),
            # For `storage.statistics`: who has an open request, without looking its row up.
            models.Index(fields=["thread", "authority", "assignee"], name="matter_in_charge"),
        ]


class MatterEntry(models.Model):
    """A line of a case file's journal: added, never changed."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    thread: Text = models.CharField(max_length=IDENTIFIER, db_index=True)
    kind: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()
    officer: Text = models.CharField(max_length=NAME)
    authority: Text = models.CharField(max_length=NAME)
    data: JsonValue = models.JSONField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["officer", "serial"], name="entry_by_officer"),
            models.Index(fields=["at"], name="entry_by_moment"),
        ]


class ThreadTarget(models.Model):
    """That a thread's request is aimed at a target: the row that finds others aimed there."""

    id: Serial = models.BigAutoField(primary_key=True)
    target: Text = models.CharField(max_length=DIGEST, db_index=True)
    thread: Text = models.CharField(max_length=IDENTIFIER, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["target", "thread"], name="one_target_a_thread")
        ]


CASE_FILES = Records(port.CaseFileRow, Matter, key=("thread",))
_JOURNAL = Records(port.CaseFileEntry, MatterEntry)
_TABLE = Table(Matter)
_case_file, _put_case_file = _TABLE.select("WHERE thread = %s"), _TABLE.put("thread")
_entries = Table(MatterEntry).select("WHERE thread = %s ORDER BY serial")
_add_target = Table(ThreadTarget).insert("ON CONFLICT (target, thread) DO NOTHING")
_TARGETS = "SELECT target FROM storage_threadtarget WHERE thread = %s"
_END_TARGET = "DELETE FROM storage_threadtarget WHERE thread = %s AND target = %s"


class DatabaseCaseFiles:
    def add_case_file_entry(self, entry: port.CaseFileEntry) -> None:
        assert_writing()
        MatterEntry.objects.create(**_JOURNAL.values(entry))

    def case_file_entries(self, thread: str) -> Sequence[port.CaseFileEntry]:
        """Return it as the port says; asked inside a transaction, no other adds to it until that
        ends.
        """
        hold_off_others("matters")
        return _JOURNAL.records(_entries.all(thread))

    def put_case_file(self, row: port.CaseFileRow) -> None:
        assert_writing()
        _put_case_file(**CASE_FILES.values(row))

    def case_file(self, thread: str) -> port.CaseFileRow | None:
        return CASE_FILES.found(_case_file.first(thread))

    def case_files(
        self,
        *,
        case_key: str | None = None,
        assignee: str | None = None,
        authority: str | None = None,
        watched: bool | None = None,
        limit: int = 200,
    ) -> Sequence[port.CaseFileRow]:
        filters = {
            "case_key": case_key,
            "assignee": assignee,
            "authority": authority,
            "watched": watched,
        }
        given = {name: value for name, value in filters.items() if value is not None}
        rows = Matter.objects.filter(**given).order_by("thread")
        return CASE_FILES.records(rows[:limit])

    def put_targets(self, thread: str, targets: Iterable[str]) -> None:
        assert_writing()
        wanted, before = set(targets), self.targets(thread)
        for target in sorted(before - wanted):
            change(_END_TARGET, thread, target)
        _add_target.many({"target": each, "thread": thread} for each in sorted(wanted - before))

    def targets(self, thread: str) -> frozenset[str]:
        return frozenset(target for (target,) in rows(_TARGETS, thread))

    def threads_aimed_at(self, targets: Iterable[str], limit: int) -> Sequence[tuple[str, int]]:
        found = (
            ThreadTarget.objects.filter(target__in=set(targets))
            .values_list("thread")
            .annotate(shared=Count("id"))
            .order_by("-shared", "thread")
        )
        return [(str(thread), int(shared)) for thread, shared in found[:limit]]
