# SPDX-License-Identifier: Apache-2.0
"""The pages of the books on cards."""

from typing import Protocol

from rogatory.node.records.contact_cards import CardRecord


class CardBooks(Protocol):
    """Cards are added and never changed; an earlier one of a State stays beside the next."""

    def add_card(self, card: CardRecord) -> bool:
        """Keep a card; False if one of that digest was here already."""
        ...

    def card(self, digest: str) -> CardRecord | None: ...
    def newest_card(self, state: str) -> CardRecord | None:
        """The card of a State that came last."""
        ...
