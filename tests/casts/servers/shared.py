# SPDX-License-Identifier: Apache-2.0
"""Servers that all test files of a process share, though each that hands a fixture on by name has one of its own for pytest."""

from collections.abc import Callable, Iterator
from typing import Protocol


class Removable(Protocol):
    def remove(self) -> None: ...


class Shared[Made: Removable]:
    """Made for the first fixture that needs it, and removed after the last one."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._made: Made | None = None
        self._wanted_by = 0

    def used(self) -> Iterator[Made]:
        """Yield it to one fixture."""
        if self._made is None:
            self._made = self._make()
        self._wanted_by += 1
        try:
            yield self._made
        finally:
            self._wanted_by -= 1
            if not self._wanted_by:
                made, self._made = self._made, None
                made.remove()
