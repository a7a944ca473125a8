# SPDX-License-Identifier: Apache-2.0
"""The books' pages on cards."""

from rogatory.node.repositories.contact_cards import CardRecord
from rogatory.storage import models
from rogatory.storage.models.columns import whole
from rogatory.storage.transactions.writing import assert_writing


class CardBooks:
    def add_card(self, card: CardRecord) -> bool:
        assert_writing()
        _row, new = models.Card.objects.get_or_create(
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
        return _record(models.Card.objects.filter(digest=digest).first())

    def newest_card(self, state: str) -> CardRecord | None:
        return _record(models.Card.objects.filter(state=state).order_by("-id").first())


def _record(row: models.Card | None) -> CardRecord | None:
    if row is None:
        return None
    return CardRecord(row.digest, row.state, whole(row.data), row.received, row.given_by)
