# SPDX-License-Identifier: Apache-2.0
"""Cards in memory."""

from dataclasses import dataclass, field

from rogatory.node.repositories.contact_cards import CardRecord
from rogatory.storage.memory.tables import Tables


@dataclass
class ContactCardTables(Tables):
    cards: dict[str, CardRecord] = field(default_factory=dict)


class MemoryContactCards:
    tables: ContactCardTables

    def add_card(self, card: CardRecord) -> bool:
        self.tables.assert_writing()
        return self.tables.cards.setdefault(card.digest, card) is card

    def card(self, digest: str) -> CardRecord | None:
        with self.tables.lock:
            return self.tables.cards.get(digest)

    def newest_card(self, state: str) -> CardRecord | None:
        with self.tables.lock:
            found = [card for card in self.tables.cards.values() if card.state == state]
        return found[-1] if found else None
