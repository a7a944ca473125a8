# SPDX-License-Identifier: Apache-2.0
"""One thing that a State owes another in a thread, and on what it rests."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rogatory.treaty.rows import Certainty


class ObligationStatus(StrEnum):
    """The state of an obligation, most pressing first."""

    OVERDUE = "overdue"
    OPEN = "open"
    LASTING = "lasting"
    CONDITIONAL = "conditional"
    MET = "met"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Rests:
    """The article that something rests on, and how well that is known."""

    article: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Obligation:
    """`title` says what the State `owed_by` must do or leave alone, `condition` in what case or how long
    (both sources for translation); `stated` is what a message says of it, in that message's own words.

    `message` is the one since which it is owed, `met_by` the one that met or ended it. `due` is its end:
    of what is lasting, the moment until which it lasts.
    """

    name: str
    title: str
    owed_by: str
    owed_to: str
    article: str
    certainty: Certainty
    status: ObligationStatus
    message: str | None
    since: datetime | None
    due: datetime | None = None
    condition: str | None = None
    stated: tuple[str, ...] = ()
    language: str | None = None
    met_by: str | None = None


ORDER = tuple(ObligationStatus)


def pressing(one: Obligation) -> tuple[int, bool, float]:
    """Return the sort key: by state, then by end; an obligation without an end follows those with
    one.
    """
    end = one.due.timestamp() if one.due else 0.0
    return ORDER.index(one.status), one.due is None, end
