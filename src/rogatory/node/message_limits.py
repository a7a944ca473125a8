# SPDX-License-Identifier: Apache-2.0
"""How many messages each State may hand over: what an operator sets in node.toml."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rogatory.errors import Phrase
from rogatory.node.pacing import OTHERS, is_state_or_others
from rogatory.wire.words import P_, Said

MESSAGES_A_MINUTE = 3000
"""Fifty a second take half of one core for their signatures: no State's officers write so many, and
what a node hands over after a week's outage is through in minutes."""

BYTES_A_DAY = 8 << 30
"""A thousand messages of the largest size. What is larger than a message goes as evidence."""

_TABLES = {"per_minute": MESSAGES_A_MINUTE, "bytes_per_day": BYTES_A_DAY}


@dataclass(frozen=True, slots=True)
class MessageLimits:
    """Limits by State's code, or `other` for all that are not named."""

    per_minute: Mapping[str, int] = field(default_factory=dict)
    bytes_per_day: Mapping[str, int] = field(default_factory=dict)

    def count(self, state: str) -> int:
        """Messages in a minute."""
        return self.per_minute.get(state, self.per_minute.get(OTHERS, MESSAGES_A_MINUTE))

    def size(self, state: str) -> int:
        """Bytes of dispatches in a day."""
        return self.bytes_per_day.get(state, self.bytes_per_day.get(OTHERS, BYTES_A_DAY))


def messages_problem(value: Mapping[str, Any]) -> Phrase | None:
    """What is wrong with limits as a person wrote them: tables `per_minute` and `bytes_per_day`."""
    for table, limits in value.items():
        if table not in _TABLES or not isinstance(limits, dict):
            return Said(
                P_("has {table}: only the tables per_minute and bytes_per_day stand there"),
                table=repr(table),
            )
        for state, limit in limits.items():
            if not is_state_or_others(state):
                return Said(
                    P_("names {state} in {table}: a State is two capitals, all others are {limit}"),
                    state=repr(state),
                    table=table,
                    limit=repr(OTHERS),
                )
            if type(limit) is not int or limit < 1:
                return Said(
                    P_("limits {state} in {table} to {limit}: at least 1"),
                    state=state,
                    table=table,
                    limit=repr(limit),
                )
    return None
