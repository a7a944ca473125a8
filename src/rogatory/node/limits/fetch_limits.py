# SPDX-License-Identifier: Apache-2.0
"""How many bytes of evidence are fetched from each State: what an operator sets in node.toml."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from rogatory.errors import Phrase
from rogatory.node.limits.message_limits import limit_for, tables_problem

BYTES_A_DAY = 1 << 40
"""A terabyte: twelve megabytes a second from morning to morning. Without it a State fills the disk in a night."""

BYTES_UNDER_WAY = 4 << 40
"""The most bytes of packages that were begun and are not whole: each takes its space before anybody
can open it.
"""


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Limits by State's code, or `other` for all that are not named."""

    bytes_per_day: Mapping[str, int] = field(default_factory=dict)
    """Bytes of evidence fetched from that State: an allowance that fills again within 24 hours."""
    bytes_under_way: Mapping[str, int] = field(default_factory=dict)
    """Bytes of its packages that were begun and are not whole."""

    def day(self, state: str) -> int:
        """Return how many bytes are fetched from a State in a day."""
        return limit_for(self.bytes_per_day, state, BYTES_A_DAY)

    def under_way(self, state: str) -> int:
        """Return how many bytes of its packages may be under way at one time."""
        return limit_for(self.bytes_under_way, state, BYTES_UNDER_WAY)


def fetching_problem(value: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with limits as a person wrote them."""
    return tables_problem(value, [each.name for each in fields(FetchLimits)])
