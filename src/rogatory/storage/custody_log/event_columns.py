# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001 - rows are read by code, not shown; NULL is what is not there
"""The columns of an event, with its leaf or while it waits for one."""

from django.db import models

from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    Blob,
    BlobOrNone,
    Moment,
    Text,
    TextOrNone,
)
from rogatory.storage.tables.signatures import SignatureField


class EventColumns(models.Model):
    """An event, its signatures, and what is found by them: what moves when the event gets its leaf."""

    digest: Text = models.CharField(max_length=DIGEST, unique=True)
    object: Text = models.CharField(max_length=DIGEST, db_index=True)
    action: Text = models.CharField(max_length=NAME)
    event: Blob = models.BinaryField()
    p256: Blob = SignatureField()
    mldsa65: BlobOrNone = SignatureField(null=True)
    salt: Blob = models.BinaryField()
    commitment: Text = models.CharField(max_length=DIGEST)
    logged: Moment = models.DateTimeField()
    thread: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True)
    officer: Text = models.CharField(max_length=NAME, default="")
    """The one that the event names, if any: beside its bytes, for the auditor's list."""

    class Meta:
        abstract = True


COLUMNS = ", ".join(
    each.attname
    for each in EventColumns._meta.local_fields  # noqa: SLF001 - Django's documented way to a model's fields
)
"""Their names, as a statement lists them."""
