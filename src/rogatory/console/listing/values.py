# SPDX-License-Identifier: Apache-2.0
"""The values that the address of a list has, read one by one; what is wrong is remembered, all of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from rogatory.console.frame import refusals

if TYPE_CHECKING:
    from rogatory.errors import Reason

LONGEST_VALUE = 64
"""Of a value that is a code: no State, kind or instrument has a longer one."""


class QueryValues:
    """The values of an address under these names, and the reasons against it that were found."""

    def __init__(self, query: Mapping[str, str], names: Sequence[str]) -> None:
        self.given = {name: value for name in names if (value := query.get(name, "").strip())}
        self.reasons: list[Reason] = []

    def one_of(self, name: str, among: Sequence[str] | Mapping[str, object]) -> str | None:
        value = self.given.get(name)
        if value is None or value in among:
            return value
        self._unknown(name, value)
        return None

    def code(self, name: str) -> str | None:
        value = self.given.get(name)
        if value is not None and len(value) > LONGEST_VALUE:
            self._unknown(name, value)
        return value

    def start_of(self, name: str, *, days_on: int = 0) -> datetime | None:
        """Return the beginning, in UTC, of the day that is given there, or of a later one."""
        value = self.given.get(name)
        if value is None:
            return None
        try:
            return datetime.combine(date.fromisoformat(value), time(), UTC) + timedelta(
                days=days_on
            )
        except (ValueError, OverflowError):
            self.reasons.append(refusals.DAY_UNREADABLE.because(day=ascii(value)[:20]))
            return None

    def number(self, name: str, written: str, *, usual: int, most: int) -> int:
        """Return a number from 1 to `most`; more is as much as that."""
        if not written:
            return usual
        if written.isascii() and written.isdigit() and len(written) < len(str(most)) + 2:
            return min(max(int(written), 1), most)
        self._unknown(name, written)
        return usual

    def _unknown(self, name: str, value: str) -> None:
        shown = ascii(value)[:60]
        self.reasons.append(refusals.CHOICE_UNKNOWN.because(name=name, value=shown))


def address_of(given: Mapping[str, str], changes: Mapping[str, str | None]) -> str:
    """Return the query of an address, changed; None takes a value out."""
    values = {**given, **changes}
    return "?" + urlencode({name: value for name, value in values.items() if value})
