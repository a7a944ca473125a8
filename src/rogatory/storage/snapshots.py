# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Which snapshot of the directory each State's node went by."""

from collections.abc import Sequence
from typing import ClassVar

from django.db import models

from rogatory.node.repositories import snapshots as port
from rogatory.storage.tables.columns import (
    DIGEST,
    BigNumber,
    BlobOrNone,
    Moment,
    Serial,
    Text,
    whole_or_none,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.transactions.writing import assert_writing


class SeenSnapshot(models.Model):
    """A snapshot by version and digest, with its file where it is kept."""

    id: Serial = models.BigAutoField(primary_key=True)
    state: Text = models.CharField(max_length=2)
    version: BigNumber = models.BigIntegerField(db_index=True)
    digest: Text = models.CharField(max_length=DIGEST)
    at: Moment = models.DateTimeField()
    data: BlobOrNone = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state", "version", "digest"], name="one_snapshot_a_claim"
            )
        ]


_RECORDS = Records(port.SeenSnapshot, SeenSnapshot, key=("state", "version", "digest"))


class DatabaseSnapshots:
    def put_snapshot(self, seen: port.SeenSnapshot) -> bool:
        assert_writing()
        row, new = SeenSnapshot.objects.get_or_create(
            state=seen.state,
            version=seen.version,
            digest=seen.digest,
            defaults={"at": seen.at, "data": seen.data},
        )
        if new:
            return True
        if seen.data is None or row.data is not None:
            return False
        SeenSnapshot.objects.filter(pk=row.pk).update(data=seen.data)
        return True

    def snapshots_of_version(self, version: int) -> Sequence[port.SeenSnapshot]:
        rows = SeenSnapshot.objects.filter(version=version)
        return _RECORDS.records(rows.order_by("at", "id"))

    def snapshots_of_state(self, state: str) -> Sequence[port.SeenSnapshot]:
        rows = SeenSnapshot.objects.filter(state=state).defer("data")
        return [
            port.SeenSnapshot(row.state, row.version, row.digest, row.at)
            for row in rows.order_by("-version", "id")
        ]

    def snapshot_file(self, state: str, digest: str) -> bytes | None:
        row = SeenSnapshot.objects.filter(state=state, digest=digest).first()
        return None if row is None else whole_or_none(row.data)

    def drop_snapshots(self, state: str, below: int) -> None:
        assert_writing()
        SeenSnapshot.objects.filter(state=state, version__lt=below).delete()

    def drop_snapshot(self, seen: port.SeenSnapshot) -> None:
        assert_writing()
        SeenSnapshot.objects.filter(
            state=seen.state, version=seen.version, digest=seen.digest
        ).delete()
