# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Other States' logs as far as they were followed, and the receipts looked for in them."""

from django.db import models

from rogatory.storage.models.columns import (
    DIGEST,
    BigNumber,
    Flag,
    LongTextOrNone,
    Moment,
    MomentOrNone,
    Text,
    TextOrNone,
)

ORIGIN = 80
"""A digest, a State and an epoch of at most nine digits."""


class FollowedLog(models.Model):
    origin: Text = models.CharField(primary_key=True, max_length=ORIGIN)
    state: Text = models.CharField(max_length=2, db_index=True)
    size: BigNumber = models.BigIntegerField()
    note: LongTextOrNone = models.TextField(null=True)
    followed: MomentOrNone = models.DateTimeField(null=True)
    problem: LongTextOrNone = models.TextField(null=True)
    problem_since: MomentOrNone = models.DateTimeField(null=True)
    proof: TextOrNone = models.CharField(max_length=DIGEST, null=True)


class SoughtReceipt(models.Model):
    message: Text = models.CharField(primary_key=True, max_length=DIGEST)
    state: Text = models.CharField(max_length=2, db_index=True)
    origin: Text = models.CharField(max_length=ORIGIN)
    index: BigNumber = models.BigIntegerField()
    at: Moment = models.DateTimeField()
    problem: LongTextOrNone = models.TextField(null=True)
    waits: Flag = models.BooleanField(default=False)
