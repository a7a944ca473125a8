# SPDX-License-Identifier: Apache-2.0
"""Which card of a State is known here, and whether it still counts."""

from dataclasses import dataclass
from datetime import datetime

from rogatory.directory.entry.card import Card, check_card, parse_card
from rogatory.errors import Refused
from rogatory.node.context import Node


@dataclass(frozen=True, slots=True)
class KeptCard:
    """A card with its date here. One that is not current was the State's own when it came; the
    State has issued another since (or withdrawn it), which is not here.
    """

    card: Card
    digest: str
    received: datetime
    given_by: str
    is_current: bool


def card_of(node: Node, state: str) -> Card | None:
    """Return the card that the State's entry names today, if it is here. No number of another is
    ever given out as the State's: what was withdrawn may be in the hands of whom it was withdrawn
    from.
    """
    known = known_card(node, state)
    return known.card if known is not None and known.is_current else None


def known_card(node: Node, state: str) -> KeptCard | None:
    """Return the card that the State's entry names today, else the one that came last."""
    try:
        entry = node.register.view().entry(state)
    except Refused:
        entry = None
    current = None if entry is None or entry.card is None else node.store.card(entry.card)
    record = current or node.store.newest_card(state)
    if record is None:
        return None
    card = parse_card(record.data)
    # The entry may have changed since the card came: what it no longer lists, nobody answers for.
    holds = entry is not None and not check_card(entry, card, record.data)
    return KeptCard(card, record.digest, record.received, record.given_by, is_current=holds)
