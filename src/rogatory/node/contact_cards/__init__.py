# SPDX-License-Identifier: Apache-2.0
"""Cards of the members: kept with their dates, given to listed nodes, brought by the worker."""

from rogatory.node.contact_cards.known import KeptCard, card_of, known_card

__all__ = ["KeptCard", "card_of", "known_card"]
