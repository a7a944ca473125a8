# SPDX-License-Identifier: Apache-2.0
"""Numbers that represent items in addresses.

A browser writes the addresses that it opened to the disk, and a name may be evidence itself: so no
address has one. A number is good until the keys are locked.
"""

from collections import OrderedDict

from rogatory.errors import Refused
from rogatory.node.viewer import refusals

MOST_NUMBERED = 200_000
"""Keys of items held in memory, some tens of megabytes; the one not asked for longest is forgotten."""


class Numbers:
    def __init__(self, most: int = MOST_NUMBERED) -> None:
        self._most, self._next = most, 1
        self._keys: OrderedDict[int, str] = OrderedDict()
        self._numbers: dict[str, int] = {}

    def of(self, key: str) -> int:
        """Return the number of an item's key, the same each time while it is remembered."""
        if key not in self._numbers:
            self._numbers[key], self._keys[self._next] = self._next, key
            self._next += 1
            if len(self._keys) > self._most:
                del self._numbers[self._keys.popitem(last=False)[1]]
        number = self._numbers[key]
        self._keys.move_to_end(number)
        return number

    def key(self, number: int) -> str:
        """Return the key that a number represents; refuse a number that represents none here."""
        if number not in self._keys:
            raise Refused(refusals.NO_NUMBER.because(number=number))
        self._keys.move_to_end(number)
        return self._keys[number]
