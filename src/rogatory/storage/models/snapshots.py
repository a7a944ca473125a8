# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Which snapshot of the directory each State's node went by."""

from typing import ClassVar

from django.db import models

from rogatory.storage.models.columns import (
    DIGEST,
    BigNumber,
    BlobOrNone,
    Moment,
    Serial,
    Text,
)


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
