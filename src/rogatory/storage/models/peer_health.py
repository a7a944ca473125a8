# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""The lines to other States' nodes: one row a State, written anew."""

from django.db import models

from rogatory.storage.models.columns import LongTextOrNone, MomentOrNone, Number, Text, TextOrNone


class PeerLine(models.Model):
    state: Text = models.CharField(primary_key=True, max_length=2)
    heard: MomentOrNone = models.DateTimeField(null=True)
    answered: MomentOrNone = models.DateTimeField(null=True)
    failures: Number = models.IntegerField(default=0)
    silent_since: MomentOrNone = models.DateTimeField(null=True)
    tried: MomentOrNone = models.DateTimeField(null=True)
    next_try: MomentOrNone = models.DateTimeField(null=True)
    problem: LongTextOrNone = models.TextField(null=True)
    skew: "models.BigIntegerField[int | None, int | None]" = models.BigIntegerField(null=True)
    measured: MomentOrNone = models.DateTimeField(null=True)
    group: TextOrNone = models.CharField(max_length=40, null=True)
