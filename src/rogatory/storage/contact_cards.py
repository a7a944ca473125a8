# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Cards of the members: what may be shown to officers on duty only."""

from typing import ClassVar

from django.db import models

from rogatory.node.repositories.contact_cards import CardRecord
from rogatory.storage.tables.columns import DIGEST, Blob, Moment, Serial, Text
from rogatory.storage.tables.records import Records


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


_CARDS = Records(CardRecord, Card, key=("digest",))


class DatabaseContactCards:
    def add_card(self, card: CardRecord) -> bool:
        return _CARDS.add(card)

    def card(self, digest: str) -> CardRecord | None:
        return _CARDS.found(Card.objects.filter(digest=digest).first())

    def newest_card(self, state: str) -> CardRecord | None:
        return _CARDS.found(Card.objects.filter(state=state).order_by("-id").first())
