# SPDX-License-Identifier: Apache-2.0
"""What the address of a list asks for. What it cannot ask for is refused, with every reason: a filter
that is passed over in silence shows more than was asked, and looks like an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from rogatory.console import refusals, words
from rogatory.errors import Reason, Refused
from rogatory.node.listing.thread_list import MOST_ROWS, ROWS
from rogatory.node.listing_records import Order, ThreadFilter
from rogatory.requests.kinds import KINDS

SHOWN = ("open", "ended", "all")
DIRECTIONS = {"in": "requested", "out": "requesting"}
ORDERS = tuple(order.value for order in Order)

LONGEST_VALUE = 64
"""Of a value that is a code: no State, kind or instrument has a longer one."""

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
"""What an address of the list may say, besides where its page begins: what a view keeps."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A list as it was asked for. `given` are the values of the form, as they were written."""

    given: Mapping[str, str]
    wanted: ThreadFilter
    order: Order
    after: str | None
    rows: int
    query: str | None = None
    """What is searched for; a search has its own order, the newest first."""

    def address(self, **changes: str | None) -> str:
        """The query of this list, changed; None takes a value out."""
        values = {**self.given, **changes}
        return "?" + urlencode({name: value for name, value in values.items() if value})


def read_wish(asked: Mapping[str, str], officer: str) -> Wish:
    """The wish of an address.

    Raises:
        Refused: with a reason for each value that a list cannot be asked for.
    """
    given = {name: value for name in NAMES if (value := asked.get(name, "").strip())}
    reasons: list[Reason] = []

    def one_of(name: str, among: tuple[str, ...] | Mapping[str, object]) -> str | None:
        value = given.get(name)
        if value is not None and value not in among:
            told = ascii(value)[:60]
            reasons.append(refusals.CHOICE_UNKNOWN.because(name=name, value=told))
            return None
        return value

    def a_code(name: str) -> str | None:
        value = given.get(name)
        if value is not None and len(value) > LONGEST_VALUE:
            told = ascii(value)[:60]
            reasons.append(refusals.CHOICE_UNKNOWN.because(name=name, value=told))
        return value

    def a_day(name: str) -> date | None:
        value = given.get(name)
        try:
            return None if value is None else date.fromisoformat(value)
        except ValueError:
            reasons.append(refusals.DAY_UNREADABLE.because(day=ascii(value)[:20]))
            return None

    mine, needs = one_of("mine", ("yes",)), one_of("needs", ("yes",))
    # Leave for another use is asked for after the end: who asks for what waits must find that, too.
    shown, direction = one_of("show", SHOWN), one_of("direction", DIRECTIONS)
    shown = shown or ("all" if needs else "open")
    since, until = a_day("from"), a_day("until")
    state = a_code("state")
    wanted = ThreadFilter(
        peer=state.upper() if state else None,
        kind=one_of("kind", KINDS),
        role=DIRECTIONS[direction] if direction else None,
        status=one_of("status", words.STATUSES),
        basis=a_code("basis"),
        urgency=one_of("urgency", words.URGENCIES),
        assignee=officer if mine else None,
        needs_answer=True if needs else None,
        ended={"open": False, "ended": True}.get(shown),
        opened_since=None if since is None else _start_of(since),
        opened_before=None if until is None else _start_of(until) + timedelta(days=1),
    )
    order = Order(one_of("order", ORDERS) or Order.ACTIVITY)
    rows = _rows(asked.get("rows", ""), reasons)
    if reasons:
        raise Refused(reasons)
    after = asked.get("after") or None
    told = {**given, "show": shown}
    ordered = {name: told[name] for name in NAMES if name in told}
    return Wish(ordered, wanted, order, after, rows, given.get("q"))


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _rows(written: str, reasons: list[Reason]) -> int:
    if not written:
        return ROWS
    if written.isascii() and written.isdigit() and 0 < len(written) < 5:
        return min(max(int(written), 1), MOST_ROWS)
    reasons.append(refusals.CHOICE_UNKNOWN.because(name="rows", value=ascii(written)[:60]))
    return ROWS
