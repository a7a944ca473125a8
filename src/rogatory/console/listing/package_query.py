# SPDX-License-Identifier: Apache-2.0
"""The query that the address of the list of packages contains; `query` reads that of
requests.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.console.listing.values import QueryValues, address_of
from rogatory.errors import refuse_if_any
from rogatory.node.listing.thread_list import MOST_ROWS, ROWS
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageFilter

DIRECTIONS = tuple(one.value for one in Direction)

SHOWN: Mapping[str, bool | None] = {"all": None, "whole": True, "under-way": False}
"""Which packages, and what is asked of them."""

NAMES = ("show", "state", "direction", "from", "until")


@dataclass(frozen=True, slots=True)
class PackageQuery:
    """A list as it was asked for. `given` are the values of the form, as they were written."""

    given: Mapping[str, str]
    filtered: PackageFilter
    after: str | None
    rows: int

    def address(self, **changes: str | None) -> str:
        """Return the query of this list, changed; None takes a value out."""
        return address_of(self.given, changes)


def read_package_query(query: Mapping[str, str]) -> PackageQuery:
    """Return the query of an address.

    Raises:
        Refused: with a reason for each value that the list cannot be asked for.
    """
    values = QueryValues(query, NAMES)
    shown, direction = values.one_of("show", SHOWN) or "all", values.one_of("direction", DIRECTIONS)
    state = values.code("state")
    filtered = PackageFilter(
        peer=state.upper() if state else None,
        direction=Direction(direction) if direction else None,
        complete=SHOWN[shown],
        received_since=values.start_of("from"),
        received_before=values.start_of("until", days_on=1),
    )
    rows = values.number("rows", query.get("rows", ""), usual=ROWS, most=MOST_ROWS)
    refuse_if_any(values.reasons)
    return PackageQuery({**values.given, "show": shown}, filtered, query.get("after") or None, rows)
