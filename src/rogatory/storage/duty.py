# SPDX-License-Identifier: Apache-2.0
"""The books' pages on duty: rosters, stand-ins, hand-overs, addresses, attempts to call."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django.db.models import Max

from rogatory.node.repositories.duty import (
    CallAttempt,
    HandOver,
    OfficerContact,
    RosterRecord,
    Rung,
    StandIn,
)
from rogatory.node.repositories.officers import Page
from rogatory.storage import models
from rogatory.storage.models.columns import whole
from rogatory.storage.threads import page_of
from rogatory.storage.transactions.statements import Table, first, rows
from rogatory.storage.transactions.writing import assert_writing

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

_STAND_INS, _ATTEMPTS = Table(models.StandIn), Table(models.CallAttempt)
_rosters = Table(models.Roster).select("WHERE authority = %s ORDER BY serial DESC")
_stand_ins = _STAND_INS.select("WHERE authority = %s ORDER BY serial DESC")
_stand_ins_until = _STAND_INS.select("WHERE authority = %s AND ends > %s ORDER BY serial DESC")
_contact = Table(models.OfficerContact).select("WHERE officer = %s ORDER BY serial DESC LIMIT 1")
_attempts = _ATTEMPTS.select("WHERE page = %s ORDER BY serial")
_add_attempt = _ATTEMPTS.insert("ON CONFLICT (id) DO NOTHING")
_ROSTERED = "SELECT DISTINCT authority FROM storage_roster"
_LANGUAGE = "SELECT language FROM storage_officer WHERE number = %s"


class DutyBooks:
    def add_roster(self, roster: RosterRecord) -> None:
        assert_writing()
        models.Roster.objects.get_or_create(id=roster.id, defaults=_values(roster, _ROSTER))

    def rosters(self, authority: str, *, until: datetime | None = None) -> Sequence[RosterRecord]:
        return [
            RosterRecord(id=row.id, **_fields(row, _ROSTER) | {"document": whole(row.document)})
            for row in _rosters.all(authority)
            if until is None or row.ends > until
        ]

    def rostered(self) -> Sequence[str]:
        return sorted(authority for (authority,) in rows(_ROSTERED))

    def add_stand_in(self, stand_in: StandIn) -> None:
        assert_writing()
        models.StandIn.objects.get_or_create(id=stand_in.id, defaults=_values(stand_in, _STAND_IN))

    def stand_ins(self, authority: str, *, until: datetime | None = None) -> Sequence[StandIn]:
        found = (
            _stand_ins.all(authority) if until is None else _stand_ins_until.all(authority, until)
        )
        return [StandIn(id=row.id, **_fields(row, _STAND_IN)) for row in found]

    def add_hand_over(self, hand_over: HandOver) -> None:
        assert_writing()
        values = _values(hand_over, _HAND_OVER)
        models.HandOver.objects.get_or_create(id=hand_over.id, defaults=values)

    def hand_over(self, hand_over: str) -> HandOver | None:
        row = models.HandOver.objects.filter(id=hand_over).first()
        return None if row is None else _hand_over(row)

    def hand_overs(self, authority: str, limit: int) -> Sequence[HandOver]:
        found = models.HandOver.objects.filter(authority=authority).order_by("-serial")
        return [_hand_over(row) for row in found[:limit]]

    def hand_overs_waiting(self) -> Sequence[HandOver]:
        newest = models.HandOver.objects.values("authority").annotate(last=Max("serial"))
        found = models.HandOver.objects.filter(serial__in=newest.values("last"), confirmed=None)
        return [_hand_over(row) for row in found.order_by("authority")]

    def confirm_hand_over(self, hand_over: str, officer: str, at: datetime, remark: str) -> bool:
        assert_writing()
        waiting = models.HandOver.objects.filter(id=hand_over, confirmed=None)
        return bool(waiting.update(confirmed_by=officer, confirmed=at, remark=remark))

    def add_contact(self, contact: OfficerContact) -> None:
        assert_writing()
        values: dict[str, Any] = _values(contact, ("officer", "by", "at"))
        values["mail"] = list(contact.mail)
        models.OfficerContact.objects.get_or_create(id=contact.id, defaults=values)

    def contact(self, officer: str) -> OfficerContact | None:
        row = _contact.first(officer)
        if row is None:
            return None
        mail, account = tuple(cast("list[str]", row.mail)), first(_LANGUAGE, officer)
        language = (account and account[0]) or "en"
        return OfficerContact(row.id, row.officer, mail, row.by, row.at, language[:2])

    def add_attempt(self, attempt: CallAttempt) -> None:
        assert_writing()
        _add_attempt(id=attempt.id, rung=attempt.rung.value, **_values(attempt, _ATTEMPT))

    def answered_since(self, since: datetime) -> Sequence[Page]:
        found = models.Page.objects.filter(seen__gt=since).order_by("seen", "id")
        return [page_of(row) for row in found]

    def attempts_of(self, pages: Iterable[str]) -> Mapping[str, Sequence[CallAttempt]]:
        found: dict[str, list[CallAttempt]] = {}
        for row in models.CallAttempt.objects.filter(page__in=list(pages)).order_by("serial"):
            found.setdefault(row.page, []).append(_attempt(row))
        return found

    def attempts(self, page: str) -> Sequence[CallAttempt]:
        return [_attempt(row) for row in _attempts.all(page)]


def _attempt(row: models.CallAttempt) -> CallAttempt:
    return CallAttempt(id=row.id, rung=Rung(row.rung), **_fields(row, _ATTEMPT))


def _hand_over(row: models.HandOver) -> HandOver:
    return HandOver(id=row.id, **_fields(row, _HAND_OVER) | {"document": whole(row.document)})


def _values(record: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


_fields = _values
