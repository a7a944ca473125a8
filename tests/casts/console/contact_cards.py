# SPDX-License-Identifier: Apache-2.0
"""A card of another State in the store."""

from casts.node.contact_cards import card_for
from rogatory.directory.entry.card import build_card, card_digest
from rogatory.node.repositories.contact_cards import CardRecord


def put_card(world):
    """XA's card is here, as its entry names it."""
    data = build_card(card_for("XA"))
    world.states["XA"].card = card_digest(data)
    world.relist()
    node = world.node("XB")
    with node.store.transaction():
        node.store.add_card(CardRecord(card_digest(data), "XA", data, world.clock.now(), "XT"))
