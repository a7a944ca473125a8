# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Duty: rosters, stand-ins, hand-overs, officers' addresses, attempts to call."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Max

from rogatory.node.repositories import duty as port
from rogatory.node.repositories import officers as officers_port
from rogatory.storage.officers import Page, page_of
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    Blob,
    Flag,
    JsonValue,
    LongText,
    LongTextOrNone,
    Moment,
    MomentOrNone,
    Number,
    Serial,
    Text,
    TextOrNone,
    whole,
)
from rogatory.storage.transactions.statements import Table, first, rows
from rogatory.storage.transactions.writing import assert_writing


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
    reason: LongText = models.TextField()


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
    reason: LongText = models.TextField()

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
    remark: LongTextOrNone = models.TextField(null=True)


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
    problem: LongTextOrNone = models.TextField(null=True)


_ROSTER = ("authority", "document", "starts", "ends", "by", "at", "reason")
_STAND_IN = ("authority", "officer", "starts", "ends", "by", "at", "reason")
_HAND_OVER = (
    "authority",
    "document",
    "digest",
    "by",
    "at",
    "confirmed_by",
    "confirmed",
    "remark",
)
_ATTEMPT = ("page", "at", "step", "officer", "means", "target", "delivered", "problem")
"""The fields of a record that are columns of the same name."""

_STAND_INS, _ATTEMPTS = Table(StandIn), Table(CallAttempt)
_rosters = Table(Roster).select("WHERE authority = %s ORDER BY serial DESC")
_stand_ins = _STAND_INS.select("WHERE authority = %s ORDER BY serial DESC")
_stand_ins_until = _STAND_INS.select("WHERE authority = %s AND ends > %s ORDER BY serial DESC")
_contact = Table(OfficerContact).select("WHERE officer = %s ORDER BY serial DESC LIMIT 1")
_attempts = _ATTEMPTS.select("WHERE page = %s ORDER BY serial")
_add_attempt = _ATTEMPTS.insert("ON CONFLICT (id) DO NOTHING")
_ROSTERED = "SELECT DISTINCT authority FROM storage_roster"
_LANGUAGE = "SELECT language FROM storage_officer WHERE number = %s"


class DatabaseDuty:
    def add_roster(self, roster: port.RosterRecord) -> None:
        assert_writing()
        Roster.objects.get_or_create(id=roster.id, defaults=_values(roster, _ROSTER))

    def rosters(
        self, authority: str, *, until: datetime | None = None
    ) -> Sequence[port.RosterRecord]:
        return [
            port.RosterRecord(
                id=row.id, **_fields(row, _ROSTER) | {"document": whole(row.document)}
            )
            for row in _rosters.all(authority)
            if until is None or row.ends > until
        ]

    def rostered(self) -> Sequence[str]:
        return sorted(authority for (authority,) in rows(_ROSTERED))

    def add_stand_in(self, stand_in: port.StandIn) -> None:
        assert_writing()
        StandIn.objects.get_or_create(id=stand_in.id, defaults=_values(stand_in, _STAND_IN))

    def stand_ins(self, authority: str, *, until: datetime | None = None) -> Sequence[port.StandIn]:
        found = (
            _stand_ins.all(authority) if until is None else _stand_ins_until.all(authority, until)
        )
        return [port.StandIn(id=row.id, **_fields(row, _STAND_IN)) for row in found]

    def add_hand_over(self, hand_over: port.HandOver) -> None:
        assert_writing()
        values = _values(hand_over, _HAND_OVER)
        HandOver.objects.get_or_create(id=hand_over.id, defaults=values)

    def hand_over(self, hand_over: str) -> port.HandOver | None:
        row = HandOver.objects.filter(id=hand_over).first()
        return None if row is None else _hand_over(row)

    def hand_overs(self, authority: str, limit: int) -> Sequence[port.HandOver]:
        found = HandOver.objects.filter(authority=authority).order_by("-serial")
        return [_hand_over(row) for row in found[:limit]]

    def hand_overs_waiting(self) -> Sequence[port.HandOver]:
        newest = HandOver.objects.values("authority").annotate(last=Max("serial"))
        found = HandOver.objects.filter(serial__in=newest.values("last"), confirmed=None)
        return [_hand_over(row) for row in found.order_by("authority")]

    def confirm_hand_over(self, hand_over: str, officer: str, at: datetime, remark: str) -> bool:
        assert_writing()
        waiting = HandOver.objects.filter(id=hand_over, confirmed=None)
        return bool(waiting.update(confirmed_by=officer, confirmed=at, remark=remark))

    def add_contact(self, contact: port.OfficerContact) -> None:
        assert_writing()
        values: dict[str, Any] = _values(contact, ("officer", "by", "at"))
        values["mail"] = list(contact.mail)
        OfficerContact.objects.get_or_create(id=contact.id, defaults=values)

    def contact(self, officer: str) -> port.OfficerContact | None:
        row = _contact.first(officer)
        if row is None:
            return None
        mail, account = tuple(cast("list[str]", row.mail)), first(_LANGUAGE, officer)
        language = (account and account[0]) or "en"
        return port.OfficerContact(row.id, row.officer, mail, row.by, row.at, language[:2])

    def add_attempt(self, attempt: port.CallAttempt) -> None:
        assert_writing()
        _add_attempt(id=attempt.id, rung=attempt.rung.value, **_values(attempt, _ATTEMPT))

    def answered_since(self, since: datetime) -> Sequence[officers_port.Page]:
        found = Page.objects.filter(seen__gt=since).order_by("seen", "id")
        return [page_of(row) for row in found]

    def attempts_of(self, pages: Iterable[str]) -> Mapping[str, Sequence[port.CallAttempt]]:
        found: dict[str, list[port.CallAttempt]] = {}
        for row in CallAttempt.objects.filter(page__in=list(pages)).order_by("serial"):
            found.setdefault(row.page, []).append(_attempt(row))
        return found

    def attempts(self, page: str) -> Sequence[port.CallAttempt]:
        return [_attempt(row) for row in _attempts.all(page)]


def _attempt(row: CallAttempt) -> port.CallAttempt:
    return port.CallAttempt(id=row.id, rung=port.Rung(row.rung), **_fields(row, _ATTEMPT))


def _hand_over(row: HandOver) -> port.HandOver:
    return port.HandOver(id=row.id, **_fields(row, _HAND_OVER) | {"document": whole(row.document)})


def _values(record: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


_fields = _values
