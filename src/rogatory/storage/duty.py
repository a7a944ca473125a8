# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Duty: rosters, stand-ins, hand-overs, officers' addresses, attempts to call."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Max

from rogatory.node.repositories import duty as port
from rogatory.node.repositories import officers as officers_port
from rogatory.storage.officers.alerts import PAGES, Page
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    BigNumber,
    Blob,
    Flag,
    JsonValue,
    LongText,
    Moment,
    MomentOrNone,
    Number,
    Serial,
    StatedOrNone,
    StatementField,
    Text,
    TextOrNone,
    Words,
    WordsField,
    WordsOrNone,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.statements import Table, first, rows
from rogatory.storage.transactions.writing import assert_writing, hold_off_others
from rogatory.wire.words import OwnWords


class Roster(models.Model):
    """A roster that was put in force: added, never changed."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    authority: Text = models.CharField(max_length=NAME, db_index=True)
    document: Blob = models.BinaryField()
    starts: Moment = models.DateTimeField()
    ends: Moment = models.DateTimeField()
    by: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()
    reason: Words = WordsField()


class RosterDraft(models.Model):
    """A revision of a draft roster: added, never changed, and deleted with the draft."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    authority: Text = models.CharField(max_length=NAME)
    revision: BigNumber = models.BigIntegerField()
    document: Blob = models.BinaryField()
    edit: Text = models.CharField(max_length=NAME)
    by: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["authority", "revision"], name="one_draft_a_revision")
        ]


class StandIn(models.Model):
    """A watch that somebody has taken in another's place: added, never changed."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    authority: Text = models.CharField(max_length=NAME)
    officer: Text = models.CharField(max_length=NAME)
    starts: Moment = models.DateTimeField()
    ends: Moment = models.DateTimeField()
    by: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()
    reason: Words = WordsField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["authority", "ends"], name="stand_in_of")]


class HandOver(models.Model):
    """A watch handed on, and the next officer's one confirmation."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    authority: Text = models.CharField(max_length=NAME, db_index=True)
    document: Blob = models.BinaryField()
    digest: Text = models.CharField(max_length=DIGEST)
    by: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()
    confirmed_by: TextOrNone = models.CharField(max_length=NAME, null=True)
    confirmed: MomentOrNone = models.DateTimeField(null=True)
    remark: WordsOrNone = WordsField(null=True)


class OfficerContact(models.Model):
    """Where an officer is reached: added, the newest counts."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    officer: Text = models.CharField(max_length=NAME, db_index=True)
    mail: JsonValue = models.JSONField()
    by: Text = models.CharField(max_length=NAME)
    at: Moment = models.DateTimeField()


class CallAttempt(models.Model):
    """An attempt to reach somebody for a call: added, never changed."""

    serial: Serial = models.BigAutoField(primary_key=True)
    id: Text = models.CharField(max_length=IDENTIFIER, unique=True)
    page: Text = models.CharField(max_length=200, db_index=True)
    at: Moment = models.DateTimeField()
    step: Number = models.IntegerField()
    rung: Text = models.CharField(max_length=NAME)
    officer: Text = models.CharField(max_length=NAME)
    means: Text = models.CharField(max_length=NAME)
    target: LongText = models.TextField()
    delivered: Flag = models.BooleanField()
    problem: StatedOrNone = StatementField(null=True)


_ROSTERS = Records(port.RosterRecord, Roster)
_ROSTER_DRAFTS = Records(port.RosterDraft, RosterDraft)
_STAND_INS = Records(port.StandIn, StandIn)
_HAND_OVERS = Records(port.HandOver, HandOver)
_ATTEMPTS = Records(port.CallAttempt, CallAttempt)

_rosters = Table(Roster).select("WHERE authority = %s ORDER BY serial DESC")
_stand_ins = Table(StandIn).select("WHERE authority = %s ORDER BY serial DESC")
_stand_ins_until = Table(StandIn).select("WHERE authority = %s AND ends > %s ORDER BY serial DESC")
_contact = Table(OfficerContact).select("WHERE officer = %s ORDER BY serial DESC LIMIT 1")
_attempts = Table(CallAttempt).select("WHERE page = %s ORDER BY serial")
_add_attempt = Table(CallAttempt).insert("ON CONFLICT (id) DO NOTHING")
_ROSTERED = "SELECT DISTINCT authority FROM storage_roster"
_LANGUAGE = "SELECT language FROM storage_officer WHERE number = %s"


def _language(row: OfficerContact) -> str:
    """Return the language of the officer's account."""
    account = first(_LANGUAGE, row.officer)
    return str((account and account[0]) or "en")[:2]


_CONTACTS = Records(port.OfficerContact, OfficerContact, read={"language": _language})


class DatabaseDuty:
    def add_roster(self, roster: port.RosterRecord) -> None:
        _ROSTERS.add(roster)

    def rosters(
        self, authority: str, *, until: datetime | None = None
    ) -> Sequence[port.RosterRecord]:
        found = _rosters.all(authority)
        return _ROSTERS.records(row for row in found if until is None or row.ends > until)

    def rostered(self) -> Sequence[str]:
        return sorted(authority for (authority,) in rows(_ROSTERED))

    def add_roster_draft(self, draft: port.RosterDraft) -> None:
        _ROSTER_DRAFTS.add(draft)

    def roster_drafts(self, authority: str, limit: int) -> Sequence[port.RosterDraft]:
        hold_off_others("roster-draft", authority)
        found = RosterDraft.objects.filter(authority=authority).order_by("-revision")
        return _ROSTER_DRAFTS.records(found[:limit])

    def delete_roster_drafts(self, authority: str, *, until: int | None = None) -> None:
        assert_writing()
        found = RosterDraft.objects.filter(authority=authority)
        (found if until is None else found.filter(revision__lte=until)).delete()

    def add_stand_in(self, stand_in: port.StandIn) -> None:
        _STAND_INS.add(stand_in)

    def stand_ins(self, authority: str, *, until: datetime | None = None) -> Sequence[port.StandIn]:
        found = (
            _stand_ins.all(authority) if until is None else _stand_ins_until.all(authority, until)
        )
        return _STAND_INS.records(found)

    def add_hand_over(self, hand_over: port.HandOver) -> None:
        _HAND_OVERS.add(hand_over)

    def hand_over(self, hand_over: str) -> port.HandOver | None:
        return _HAND_OVERS.found(HandOver.objects.filter(id=hand_over).first())

    def hand_overs(self, authority: str, limit: int) -> Sequence[port.HandOver]:
        found = HandOver.objects.filter(authority=authority).order_by("-serial")
        return _HAND_OVERS.records(found[:limit])

    def hand_overs_waiting(self) -> Sequence[port.HandOver]:
        newest = HandOver.objects.values("authority").annotate(last=Max("serial"))
        found = HandOver.objects.filter(serial__in=newest.values("last"), confirmed=None)
        return _HAND_OVERS.records(found.order_by("authority"))

    def confirm_hand_over(
        self, hand_over: str, officer: str, at: datetime, remark: OwnWords | None
    ) -> bool:
        assert_writing()
        waiting = HandOver.objects.filter(id=hand_over, confirmed=None)
        return bool(waiting.update(confirmed_by=officer, confirmed=at, remark=remark))

    def add_contact(self, contact: port.OfficerContact) -> None:
        _CONTACTS.add(contact)

    def contact(self, officer: str) -> port.OfficerContact | None:
        return _CONTACTS.found(_contact.first(officer))

    def add_attempt(self, attempt: port.CallAttempt) -> None:
        assert_writing()
        _add_attempt(**_ATTEMPTS.values(attempt))

    def answered_since(self, since: datetime) -> Sequence[officers_port.Page]:
        found = Page.objects.filter(seen__gt=since).order_by("seen", "id")
        return PAGES.records(found)

    def attempts_of(self, pages: Iterable[str]) -> Mapping[str, Sequence[port.CallAttempt]]:
        found: dict[str, list[port.CallAttempt]] = {}
        for row in CallAttempt.objects.filter(page__in=list(pages)).order_by("serial"):
            found.setdefault(row.page, []).append(_ATTEMPTS.record(row))
        return found

    def attempts(self, page: str) -> Sequence[port.CallAttempt]:
        return _ATTEMPTS.records(_attempts.all(page))
