# SPDX-License-Identifier: Apache-2.0
"""Contact cards of the members, issued and listed."""

from casts.node.world import NOW, drawn
from rogatory.directory.entry.card import (
    Card,
    CardChannel,
    CardNumber,
    build_card,
    card_digest,
    new_salt,
)
from rogatory.node.contact_cards.fetch_cards import install_card
from rogatory.node.worker.schedule import start_schedule


def card_for(state, number="1"):
    lower = state.lower()
    return Card(
        state=state,
        issued=NOW.replace(microsecond=0),
        salt=new_salt(drawn(f"card {state} {number}")),
        numbers=(CardNumber(f"{lower}/contact-point", "Duty officer", f"+9990000000{number}"),),
        call_back=(CardChannel(f"{lower}/central-authority", "telephone", "+99900000099"),),
    )


def listed_with(world, card):
    """Let the State's entry name the card, regardless of its holder."""
    data = build_card(card)
    world.states[card.state].card = card_digest(data)
    world.relist()
    return data


def issued(world, card):
    data = listed_with(world, card)
    install_card(world.node(card.state), data)
    return data


def beat(world, *codes):
    for code in codes:
        start_schedule(world.node(code))
    world.work(*codes)
