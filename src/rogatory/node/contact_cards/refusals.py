# SPDX-License-Identifier: Apache-2.0
"""Refusals where a card of a State is looked for."""

from rogatory.errors import Code

NO_CARD_OF = Code(
    "card-none",
    "No card of {state} is here.",
    "Ask {state} for it by a way that you trust; its entry names which one.",
)
CARD_UNKNOWN = Code(
    "card-unknown",
    "There is no card {digest} here.",
    "Ask the State whose entry names it, or another member.",
)
