# SPDX-License-Identifier: Apache-2.0
"""What a node keeps of a card."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CardRecord:
    """A card's bytes, when they came, and from which State's node (the own State's: its own hand)."""

    digest: str
    state: str
    data: bytes
    received: datetime
    given_by: str
