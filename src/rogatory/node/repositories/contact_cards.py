# SPDX-License-Identifier: Apache-2.0
"""Contact cards of the members, as they came."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CardRecord:
    """A card's bytes, when they came, and from which State's node (the own State's: its own hand)."""

    digest: str
    state: str
    data: bytes
    received: datetime
    given_by: str


class ContactCardRepository(Protocol):
    """Cards are added and never changed; an earlier one of a State stays beside the next."""

    def add_card(self, card: CardRecord) -> bool:
        """Keep a card; False if one of that digest was here already."""
        ...

    def card(self, digest: str) -> CardRecord | None: ...
    def newest_card(self, state: str) -> CardRecord | None:
        """Return the card of a State that came last."""
        ...
