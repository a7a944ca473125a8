# SPDX-License-Identifier: Apache-2.0
"""The numbers by which a provider calls back the authority: those of the State's card, of the offices that may be called."""

from dataclasses import dataclass

from rogatory.directory.entry.card import CardChannel, CardNumber, check_card, parse_card
from rogatory.directory.entry.entry import DirectoryEntry
from rogatory.errors import Refused, refuse_if_any
from rogatory.node.provider_orders import refusals
from rogatory.wire.words import reasons_text


@dataclass(frozen=True, slots=True)
class CallBackNumbers:
    """The numbers and other channels that the State's entry vouches for, of the offices that may be called."""

    numbers: tuple[CardNumber, ...] = ()
    channels: tuple[CardChannel, ...] = ()


def numbers_to_call(entry: DirectoryEntry, data: bytes, authority: str) -> CallBackNumbers:
    """Return the numbers of a State's card for the authority and for those that confirm requests.

    Raises:
        Refused: the card is not the one that the State's entry names.
    """
    try:
        card = parse_card(data)
        refuse_if_any(check_card(entry, card, data))
    except Refused as error:
        problem = reasons_text(error.reasons)
        raise Refused(refusals.CARD.because(state=entry.state, problem=problem)) from error
    offices = {authority, *entry.call_back}
    return CallBackNumbers(
        tuple(one for one in card.numbers if one.authority in offices),
        tuple(one for one in card.call_back if one.authority in offices),
    )
