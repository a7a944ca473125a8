# SPDX-License-Identifier: Apache-2.0
"""What the books keep of each message's road beside the message: tries, arrivals, who read it.

Nothing of it is evidence and none of it leaves the node: the custody log and the receipts say what
counts, this tells an officer and an operator where a message is.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StepKind(StrEnum):
    """What happened to a message, as this node noted it by its own clock."""

    APPROVED = "approved"
    ATTEMPTED = "attempted"
    """It was handed over, and no receipt came."""
    RECEIPTED = "receipted"
    """Of a message of ours: its receipt came. Of the other State's: its receipt was made here."""
    REPEATED = "repeated"
    """The other State handed over again what is here."""
    APPLIED = "applied"
    READ = "read"


@dataclass(frozen=True, slots=True)
class RoadStep:
    """One kind of thing that happened to a message, and how often. Like ones are one row."""

    thread: str
    subject: str
    """The digest of the message; of an approval, the draft that it became of."""
    kind: StepKind
    first: datetime
    last: datetime
    officer: str = ""
    """Who approved or read it."""
    detail: str = ""
    """Why a try came to nothing: codes, joined by spaces."""
    times: int = 1
