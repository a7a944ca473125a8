# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown; NULL is what is not there
"""How packages go between nodes: progress by State, what was served, what may still be sent."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from django.db import connection, models

from rogatory.node.repositories.packages import TransferRecord
from rogatory.storage.tables.columns import (
    DIGEST,
    NAME,
    BigNumber,
    JsonValue,
    Moment,
    MomentOrNone,
    Number,
    Serial,
    StatedOrNone,
    StatementField,
    Text,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.statements import Table, change, first
from rogatory.storage.transactions.writing import assert_writing, hold_off_others


class Transfer(models.Model):
    id: Serial = models.BigAutoField(primary_key=True)
    seal: Text = models.CharField(max_length=DIGEST)
    peer: Text = models.CharField(max_length=2)
    direction: Text = models.CharField(max_length=3)
    began: Moment = models.DateTimeField()
    segments: BigNumber = models.BigIntegerField(default=0)
    moved: BigNumber = models.BigIntegerField(default=0)
    last: MomentOrNone = models.DateTimeField(null=True)
    recent: JsonValue = models.JSONField(default=list)
    failures: Number = models.IntegerField(default=0)
    problem: StatedOrNone = StatementField(null=True)
    by_courier: BigNumber = models.BigIntegerField(default=0)
    disks: JsonValue = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal", "peer"], name="one_transfer_a_state")
        ]


class SegmentServed(models.Model):
    """A segment of a package that a State was given, however often."""

    id: Serial = models.BigAutoField(primary_key=True)
    seal: Text = models.CharField(max_length=DIGEST)
    peer: Text = models.CharField(max_length=2)
    index: Number = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal", "peer", "index"], name="one_serving_a_state")
        ]


class Allowance(models.Model):
    """Bytes that may still go to or come from a State, as of a moment; below nothing is owed."""

    name: Text = models.CharField(primary_key=True, max_length=NAME)
    balance: "models.FloatField[float, float]" = models.FloatField()
    at: Moment = models.DateTimeField()


class PeerKept(models.Model):
    """Bytes of all dispatches of a State that are kept."""

    peer: Text = models.CharField(primary_key=True, max_length=2)
    size: BigNumber = models.BigIntegerField(default=0)


_RECORDS = Records(TransferRecord, Transfer, key=("seal", "peer"))

_ALLOWANCES = Table(Allowance)
_of_name = _ALLOWANCES.select("WHERE name = %s")
_put_allowance = _ALLOWANCES.put("name")
_KEPT = "SELECT size FROM storage_peerkept WHERE peer = %s"
_KEEP = """
    INSERT INTO storage_peerkept (peer, size) VALUES (%s, %s)
    ON CONFLICT (peer) DO UPDATE SET size = storage_peerkept.size + excluded.size
"""


class DatabaseTransfers:
    def put_transfer(self, record: TransferRecord) -> None:
        _RECORDS.put(record)

    def transfer(self, seal: str, peer: str) -> TransferRecord | None:
        hold_off_others("transfers", seal, peer)
        return _RECORDS.found(Transfer.objects.filter(seal=seal, peer=peer).first())

    def transfers(self, seal: str | None = None) -> Sequence[TransferRecord]:
        rows = Transfer.objects.order_by("began", "id")
        return _RECORDS.records(rows if seal is None else rows.filter(seal=seal))

    def mark_served(self, seal: str, peer: str, index: int) -> bool:
        assert_writing()
        _row, added = SegmentServed.objects.get_or_create(seal=seal, peer=peer, index=index)
        return added

    def segments_elsewhere(
        self, seal: str, after: int, limit: int
    ) -> Sequence[tuple[int, str, int]]:
        with connection.cursor() as cursor:
            cursor.execute(_ELSEWHERE, [seal, after, limit])
            return [(int(index), str(other), int(there)) for index, other, there in cursor]

    def allowance(self, name: str) -> tuple[float, datetime] | None:
        hold_off_others("allowances", name)
        row = _of_name.first(name)
        return None if row is None else (row.balance, row.at)

    def put_allowance(self, name: str, balance: float, at: datetime) -> None:
        assert_writing()
        _put_allowance(name=name, balance=balance, at=at)

    def kept_bytes(self, peer: str) -> int:
        found = first(_KEPT, peer)
        return 0 if found is None else int(found[0])

    def add_kept_bytes(self, peer: str, size: int) -> None:
        assert_writing()
        change(_KEEP, peer, size)


_ELSEWHERE = """
    SELECT here."index", there.package_id, there."index"
    FROM storage_segment here JOIN storage_segment there
        ON there.blake3 = here.blake3 AND there.present AND there.package_id <> here.package_id
    WHERE here.package_id = %s AND NOT here.present AND here."index" > %s
    ORDER BY here."index", there.id LIMIT %s
"""
