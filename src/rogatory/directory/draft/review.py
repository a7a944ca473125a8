# SPDX-License-Identifier: Apache-2.0
"""The check whether a draft may be signed: every reason against it, and what its State should look
at.
"""

from dataclasses import dataclass
from datetime import datetime

from rogatory.directory.draft.folder import EntryDraft, with_digests
from rogatory.directory.entry.card import build_card, check_card
from rogatory.directory.entry.keys import check_entry, check_pair
from rogatory.directory.entry.register import build_register
from rogatory.directory.entry.succession import check_register_succession, check_succession
from rogatory.directory.view.entry_warnings import card_standing, entry_warnings
from rogatory.errors import Reason


@dataclass(frozen=True, slots=True)
class Review:
    """`reasons` keep the draft from being signed; `remarks` are for the State to weigh."""

    reasons: tuple[Reason, ...]
    remarks: tuple[Reason, ...]


def review(draft: EntryDraft, at: datetime) -> Review:
    """Return what must hold, all of it looked at:

    1. 1. The entry is accepted by itself, and with its register (`check_entry`, `check_pair`).
    2. Both only add to what is published.
    3. The card beside it is of this State and names authorities that are listed.
    """
    entry = with_digests(draft.entry, draft.register, draft.card)
    reasons = check_entry(entry) + check_pair(entry, draft.register, build_register(draft.register))
    if draft.published is not None:
        was, register = draft.published
        reasons += check_succession(was, entry)
        reasons += check_register_succession(register, draft.register)
    if draft.card is not None:
        reasons += check_card(entry, draft.card, build_card(draft.card))
    remarks = entry_warnings(entry, at) + card_standing(entry)
    return Review(tuple(reasons), tuple(remarks))
