# SPDX-License-Identifier: Apache-2.0
"""What the books keep of the work inside one's own State: a journal for each thread, and its row.

None of it is part of a message, and nothing that builds messages, receipts, bundles, replies to
peers or leaves of the log reads these records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rogatory.wire.canonical import Json


class EntryKind(StrEnum):
    """What an entry in a matter's journal says was done."""

    NUMBERED = "numbered"
    ASSIGNED = "assigned"
    STAGED = "staged"
    NOTED = "noted"
    REFERRED = "referred"
    LETTER_PRINTED = "letter-printed"
    RESULT_RECEIVED = "result-received"
    REFERRAL_RECALLED = "referral-recalled"
    ORDERED = "ordered"
    RENEWED = "renewed"
    ORDER_ENDED = "order-ended"
    EXPORTED = "exported"
    RESTRICTED = "restricted"
    OPENED = "opened"
    RESTRICTED_AS_FOLLOWING = "restricted-as-following"
    """By the node itself, since the request follows from a restricted one; no officer did it."""


@dataclass(frozen=True, slots=True)
class MatterEntry:
    """One line of a matter's journal. Only added to: whoever errs writes a further line."""

    id: str
    thread: str
    kind: EntryKind
    at: datetime
    officer: str
    authority: str
    """The authority for which the officer acted."""
    data: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class MatterRow:
    """What lists of matters are made of: derived from the journal, written anew with each line."""

    thread: str
    authority: str
    """The authority of this State that is in charge."""
    case_number: str | None
    case_key: str | None
    """The number as it is compared: see `matters.case_number.case_key`."""
    assignee: str | None
    stage: str
    watched: bool
    """Whether an order runs or a referral is open, whose end somebody must hear of."""
