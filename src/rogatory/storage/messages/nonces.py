# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown
"""The nonces of signed requests."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models

from rogatory.storage.tables.columns import Moment, Serial, Text
from rogatory.storage.transactions.statements import Table
from rogatory.storage.transactions.writing import short_transaction


class Nonce(models.Model):
    """A nonce of a signed request, until no such request could be fresh any more."""

    id: Serial = models.BigAutoField(primary_key=True)
    key: Text = models.CharField(max_length=200)
    nonce: Text = models.CharField(max_length=200)
    until: Moment = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "nonce"], name="nonce_once")
        ]


NONCE_HORIZON = timedelta(hours=1)
"""No signed request is fresh for so long, so a nonce that ended this long ago may be forgotten:
without an end the table of nonces would grow with every request for ever."""

NONCES_BETWEEN_SWEEPS = 256
"""How many nonces are added before ended ones are looked for: sweeping each time would cost a
deletion a request."""

_add_nonce = Table(Nonce).insert("ON CONFLICT (key, nonce) DO NOTHING RETURNING id")


class DatabaseNonces:
    def seen_nonce(self, key: str, nonce: str, until: datetime) -> bool:
        """Return it as the port says; outside a transaction it makes its own."""
        with short_transaction():
            number = _add_nonce.numbered(key=key, nonce=nonce, until=until)
            if number is not None and number % NONCES_BETWEEN_SWEEPS == 0:
                Nonce.objects.filter(until__lt=until - NONCE_HORIZON).delete()
        return number is None
