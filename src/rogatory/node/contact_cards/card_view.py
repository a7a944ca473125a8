# SPDX-License-Identifier: Apache-2.0
"""A card before an officer's eyes: to those who do duty, and to nobody else."""

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.contact_cards import refusals
from rogatory.node.contact_cards.known import KeptCard, known_card
from rogatory.node.context import Node
from rogatory.node.officers import refusals as node_refusals
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission


def card_shown(node: Node, state: str, officer: str) -> KeptCard:
    """Return the card of a State that is known here.

    Raises:
        Refused: the officer has no role for it, or there is no card of that State.
    """
    if officer[:2].upper() != node.state:
        raise Refused(node_refusals.OFFICER_OFFICE.because(officer=officer, authority=node.state))
    at = node.clock.now()
    refuse_if_any(officer_reasons(node.register.view(), officer, None, Permission.READ_CARD, at))
    known = known_card(node, state)
    if known is None:
        raise Refused(refusals.NO_CARD_OF.because(state=ascii(state)[1:-1][:10]))
    return known
