# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""The tombstones of documents that this node destroyed: the rows that a mover and a backup carry first."""

from django.db import models

from rogatory.storage.tables.columns import DIGEST, NAME, BigNumber, Text, TextOrNone


class Destroyed(models.Model):
    """The tombstone of an event or a message, by its columns: `custody.log.tombstone` has their meaning.

    Nothing writes it before a node can destroy (decision 112); movers carry it from the start.
    """

    digest: Text = models.CharField(primary_key=True, max_length=DIGEST)
    kind: Text = models.CharField(max_length=NAME)
    object: Text = models.CharField(max_length=DIGEST, db_index=True)
    authority: Text = models.CharField(max_length=NAME)
    commitment: Text = models.CharField(max_length=DIGEST)
    log: Text = models.CharField(max_length=100)
    place: BigNumber = models.BigIntegerField()
    """The leaf in the log of that origin."""
    previous: TextOrNone = models.CharField(max_length=DIGEST, null=True)
    successor: TextOrNone = models.CharField(max_length=DIGEST, null=True)
    reply: TextOrNone = models.CharField(max_length=NAME, null=True)
    destruction: Text = models.CharField(max_length=DIGEST, db_index=True)
    """The digest of the list that two officers signed."""
