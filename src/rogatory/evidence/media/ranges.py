# SPDX-License-Identifier: Apache-2.0
"""Runs of sectors, in order, of which only so many are listed and all are counted."""

MOST_RANGES = 1000
"""Runs that are listed: an image damaged all over must not fill the record."""


class Ranges:
    """Runs `[first, count]`; what follows on the last one joins it."""

    def __init__(self, limit: int = MOST_RANGES) -> None:
        self.listed: list[list[int]] = []
        self.total = 0
        self.complete = True
        self._limit = limit
        self._end = -1

    def add(self, first: int, count: int) -> None:
        self.total += count
        joined, self._end = first == self._end, first + count
        if joined and self.complete:
            self.listed[-1][1] += count
        elif len(self.listed) < self._limit and self.complete:
            self.listed.append([first, count])
        else:
            self.complete = False

    def as_json(self) -> dict[str, object]:
        return {"complete": self.complete, "ranges": self.listed, "sectors": self.total}
