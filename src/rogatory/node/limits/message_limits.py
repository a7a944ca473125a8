# SPDX-License-Identifier: Apache-2.0
"""How many messages each State may hand over: what an operator sets in node.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from rogatory.errors import Phrase
from rogatory.node.limits.bandwidth import OTHERS, is_state_or_others
from rogatory.wire.words import P_, FilledText

MESSAGES_A_MINUTE = 3000
"""Fifty a second take half of one core for their signatures: no State's officers write so many, and
what a node hands over after a week's outage is through in minutes."""

BYTES_A_DAY = 1 << 30
"""A hundred messages of the largest size, or fifty thousand of an ordinary one. What is larger than a
message goes as evidence."""

BYTES_IN_ALL = 32 << 30
"""Of messages that are kept of one State, since the node began. Without it a State that spends its day's
allowance each day fills the disk, and no State is heard any more."""


@dataclass(frozen=True, slots=True)
class MessageLimits:
    """Limits by State's code, or `other` for all that are not named."""

    per_minute: Mapping[str, int] = field(default_factory=dict)
    """Messages that it hands over in a minute."""
    bytes_per_day: Mapping[str, int] = field(default_factory=dict)
    """Bytes of them in a day."""
    bytes_in_all: Mapping[str, int] = field(default_factory=dict)
    """Bytes of them that are kept."""

    def count(self, state: str) -> int:
        """Return how many messages a State may hand over in a minute."""
        return limit_for(self.per_minute, state, MESSAGES_A_MINUTE)

    def size(self, state: str) -> int:
        """Return how many bytes of dispatches it may hand over in a day."""
        return limit_for(self.bytes_per_day, state, BYTES_A_DAY)

    def total(self, state: str) -> int:
        """Return how many bytes of its dispatches are kept."""
        return limit_for(self.bytes_in_all, state, BYTES_IN_ALL)


def limit_for(limits: Mapping[str, int], state: str, unless_set: int) -> int:
    """Return the limit of a State: its own, that of all others, or the one that nobody set."""
    return limits.get(state, limits.get(OTHERS, unless_set))


def messages_problem(value: Mapping[str, Any]) -> Phrase | None:
    """Return what is wrong with limits as a person wrote them: tables `per_minute`, `bytes_per_day` and
    `bytes_in_all`.
    """
    return tables_problem(value, [each.name for each in fields(MessageLimits)])


def tables_problem(value: Mapping[str, Any], tables: Sequence[str]) -> Phrase | None:
    """Return what is wrong with tables of limits by State."""
    for table, limits in value.items():
        if table not in tables or not isinstance(limits, dict):
            return FilledText(
                P_("has {table}: the tables are {tables}"),
                table=repr(table),
                tables=", ".join(tables),
            )
        for state, limit in limits.items():
            if not is_state_or_others(state):
                return FilledText(
                    P_("names {state} in {table}: a State is two capitals, all others are {limit}"),
                    state=repr(state),
                    table=table,
                    limit=repr(OTHERS),
                )
            if type(limit) is not int or limit < 1:
                return FilledText(
                    P_("limits {state} in {table} to {limit}: at least 1"),
                    state=state,
                    table=table,
                    limit=repr(limit),
                )
    return None
