# SPDX-License-Identifier: Apache-2.0
"""A card as its State writes it, in TOML; salt, date and State come from elsewhere."""

from datetime import datetime
from typing import TYPE_CHECKING

from rogatory.directory.draft import refusals
from rogatory.directory.draft.text import plain
from rogatory.directory.entry.card import CARD_VERSION, Card, parse_card
from rogatory.errors import Refused
from rogatory.wire import canonical
from rogatory.wire.foreign_files import read_toml
from rogatory.wire.moments import format_moment
from rogatory.wire.words import Theirs

if TYPE_CHECKING:
    from rogatory.wire.canonical import Json


def read_card_text(text: str, state: str, *, salt: str, at: datetime) -> Card:
    """Return the card of a text.

    Raises:
        Refused: the text is no TOML, or with every field that is missing, unknown or malformed.
    """
    try:
        written = plain(read_toml(text))
    except ValueError as error:
        problem = Theirs(ascii(str(error))[1:-1][:160])
        raise Refused(refusals.CARD_TEXT.because(problem=problem)) from error
    numbers = written.get("numbers", [])
    if isinstance(numbers, list):
        written["numbers"] = [
            {"hours": []} | one if isinstance(one, dict) else one for one in numbers
        ]
    lists: dict[str, Json] = {"numbers": [], "call_back": [], "names": []}
    ours: dict[str, Json] = {
        "version": CARD_VERSION,
        "state": state,
        "salt": salt,
        "issued": format_moment(at),
    }
    return parse_card(canonical.encode(lists | written | ours))
