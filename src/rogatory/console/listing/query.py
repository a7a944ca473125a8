# SPDX-License-Identifier: Apache-2.0
"""The query that the address of a list contains. What it cannot ask for is refused, with every
reason: a filter that is passed over in silence shows more than was asked, and looks like an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.console.language import codes
from rogatory.console.listing.values import QueryValues, address_of
from rogatory.errors import refuse_if_any
from rogatory.node.listing.thread_list import MOST_ROWS, ROWS
from rogatory.node.repositories.listing import Order, ThreadFilter
from rogatory.requests.kinds.registry import KINDS

SHOWN = ("open", "ended", "all")
DIRECTIONS = {"in": "requested", "out": "requesting"}
ORDERS = tuple(order.value for order in Order)

NAMES = (
    "q",
    "show",
    "state",
    "kind",
    "direction",
    "status",
    "basis",
    "urgency",
    "mine",
    "needs",
    "from",
    "until",
    "order",
)
"""The names that an address of the list may contain, besides where its page begins: what a view
keeps."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """A list as it was asked for. `given` are the values of the form, as they were written."""

    given: Mapping[str, str]
    filtered: ThreadFilter
    order: Order
    after: str | None
    rows: int
    words: str | None = None
    """The words that are searched for; a search has its own order, the newest first."""

    def address(self, **changes: str | None) -> str:
        """Return the query of this list, changed; None takes a value out."""
        return address_of(self.given, changes)


def read_list_query(query: Mapping[str, str], officer: str) -> ListQuery:
    """Return the query of an address.

    Raises:
        Refused: with a reason for each value that a list cannot be asked for.
    """
    values = QueryValues(query, NAMES)
    one_of, code = values.one_of, values.code
    mine, needs = one_of("mine", ("yes",)), one_of("needs", ("yes",))
    # Leave for another use is asked for after the end: who asks for what waits must find that, too.
    shown, direction = one_of("show", SHOWN), one_of("direction", DIRECTIONS)
    shown = shown or ("all" if needs else "open")
    state = code("state")
    filtered = ThreadFilter(
        peer=state.upper() if state else None,
        kind=one_of("kind", KINDS),
        role=DIRECTIONS[direction] if direction else None,
        status=one_of("status", codes.STATUSES),
        basis=code("basis"),
        urgency=one_of("urgency", codes.URGENCIES),
        assignee=officer if mine else None,
        needs_answer=True if needs else None,
        ended={"open": False, "ended": True}.get(shown),
        opened_since=values.start_of("from"),
        opened_before=values.start_of("until", days_on=1),
    )
    order = Order(one_of("order", ORDERS) or Order.ACTIVITY)
    rows = values.number("rows", query.get("rows", ""), usual=ROWS, most=MOST_ROWS)
    refuse_if_any(values.reasons)
    after = query.get("after") or None
    fields = {**values.given, "show": shown}
    ordered = {name: fields[name] for name in NAMES if name in fields}
    return ListQuery(ordered, filtered, order, after, rows, values.given.get("q"))
