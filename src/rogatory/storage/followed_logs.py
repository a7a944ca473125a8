# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Other States' logs as far as they were followed, and the receipts looked for in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Subquery

from rogatory.node.repositories import followed_logs as port
from rogatory.node.repositories.messages import Direction, StoredMessage
from rogatory.storage.messages.stored import Receipt, all_messages, message_of
from rogatory.storage.tables.columns import (
    DIGEST,
    BigNumber,
    Flag,
    LongTextOrNone,
    Moment,
    MomentOrNone,
    StatedOrNone,
    StatementField,
    Text,
    TextOrNone,
    whole,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.writing import assert_writing

ORIGIN = 80
"""A digest, a State and an epoch of at most nine digits."""


class FollowedLog(models.Model):
    origin: Text = models.CharField(primary_key=True, max_length=ORIGIN)
    state: Text = models.CharField(max_length=2, db_index=True)
    size: BigNumber = models.BigIntegerField()
    note: LongTextOrNone = models.TextField(null=True)
    followed: MomentOrNone = models.DateTimeField(null=True)
    problem: StatedOrNone = StatementField(null=True)
    problem_since: MomentOrNone = models.DateTimeField(null=True)
    proof: TextOrNone = models.CharField(max_length=DIGEST, null=True)


class SoughtReceipt(models.Model):
    message: Text = models.CharField(primary_key=True, max_length=DIGEST)
    state: Text = models.CharField(max_length=2, db_index=True)
    origin: Text = models.CharField(max_length=ORIGIN)
    index: BigNumber = models.BigIntegerField()
    at: Moment = models.DateTimeField()
    problem: StatedOrNone = StatementField(null=True)
    waits: Flag = models.BooleanField(default=False)


_LOGS = Records(port.FollowedLog, FollowedLog, key=("origin",))
_SOUGHT = Records(port.SoughtReceipt, SoughtReceipt, key=("message",))

_FOUND: Mapping[str, Any] = {"problem": None, "waits": False}


class DatabaseFollowedLogs:
    def put_followed_log(self, log: port.FollowedLog) -> None:
        _LOGS.put(log)

    def followed_log(self, origin: str) -> port.FollowedLog | None:
        return _LOGS.found(FollowedLog.objects.filter(origin=origin).first())

    def followed_logs(self, state: str | None = None) -> Sequence[port.FollowedLog]:
        rows = FollowedLog.objects.order_by("origin")
        return _LOGS.records(rows if state is None else rows.filter(state=state))

    def put_sought_receipt(self, sought: port.SoughtReceipt) -> None:
        assert_writing()
        rows = SoughtReceipt.objects
        if not sought.is_found and rows.filter(message=sought.message, **_FOUND).exists():
            return
        _SOUGHT.put(sought)

    def sought_receipts(
        self, state: str, *, found: bool, limit: int = 100
    ) -> Sequence[port.SoughtReceipt]:
        wanted: Mapping[str, Any] = _FOUND if found else {"problem__isnull": False}
        rows = SoughtReceipt.objects.filter(state=state, **wanted)
        return _SOUGHT.records(rows.order_by("-at", "message")[:limit])

    def receipts_to_seek(self, state: str, limit: int) -> Sequence[StoredMessage]:
        sought = SoughtReceipt.objects.filter(message=OuterRef("digest"))
        rows = all_messages().filter(direction=Direction.OUT.value, peer=state, receipt__kept=True)
        rows = rows.exclude(Exists(sought.filter(**_FOUND)))
        rows = rows.annotate(sought=Subquery(sought.values("at")[:1]))
        return [
            message_of(row)
            for row in rows.order_by(F("sought").asc(nulls_first=True), "id")[:limit]
        ]

    def count_receipts(self, state: str) -> tuple[int, int, int]:
        held = Receipt.objects.filter(
            kept=True, message__direction=Direction.OUT.value, message__peer=state
        ).count()
        sought = SoughtReceipt.objects.filter(state=state)
        found = sought.filter(**_FOUND).count()
        missing = sought.filter(problem__isnull=False).count()
        return found, missing, held - found - missing

    def missing_receipts(self) -> dict[str, int]:
        rows = SoughtReceipt.objects.filter(problem__isnull=False)
        counted = rows.values("state").annotate(missing=Count("pk")).order_by("state")
        return {row["state"]: row["missing"] for row in counted}

    def receipts_given(self, after: int, limit: int) -> Sequence[tuple[int, bytes]]:
        rows = Receipt.objects.filter(
            kept=True, message__direction=Direction.IN.value, message_id__gt=after
        )
        found = rows.order_by("message_id").values_list("message_id", "receipt")[:limit]
        return [(number, whole(receipt)) for number, receipt in found]
