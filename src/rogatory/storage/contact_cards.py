# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Cards of the members: what may be shown to officers on duty only."""

from typing import ClassVar

from django.db import models

from rogatory.node.repositories.contact_cards import CardRecord
from rogatory.storage.tables.columns import DIGEST, Blob, Moment, Serial, Text, whole
from rogatory.storage.transactions.writing import assert_writing


class Card(models.Model):
    """A card as it came, checked against the entry that named it then."""

    id: Serial = models.BigAutoField(primary_key=True)
    digest: Text = models.CharField(max_length=DIGEST, unique=True)
    state: Text = models.CharField(max_length=2)
    data: Blob = models.BinaryField()
    received: Moment = models.DateTimeField()
    given_by: Text = models.CharField(max_length=2)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "id"], name="card_of")]


class DatabaseContactCards:
    def add_card(self, card: CardRecord) -> bool:
        assert_writing()
        _row, new = Card.objects.get_or_create(
            digest=card.digest,
            defaults={
                "state": card.state,
                "data": card.data,
                "received": card.received,
                "given_by": card.given_by,
            },
        )
        return new

    def card(self, digest: str) -> CardRecord | None:
        return _record(Card.objects.filter(digest=digest).first())

    def newest_card(self, state: str) -> CardRecord | None:
        return _record(Card.objects.filter(state=state).order_by("-id").first())


def _record(row: Card | None) -> CardRecord | None:
    if row is None:
        return None
    return CardRecord(row.digest, row.state, whole(row.data), row.received, row.given_by)
