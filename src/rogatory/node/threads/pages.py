# SPDX-License-Identifier: Apache-2.0
"""A thread in pages: what one page shows, so that a long thread opens as fast as a short one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MESSAGES_A_PAGE = 20
"""More in one page would make each look at a long thread slow, and nobody reads so many at once."""

BYTES_A_PAGE = 128 << 10
"""Of messages: twenty of the largest would take seconds to write as a page."""


@dataclass(frozen=True, slots=True)
class ThreadPages:
    """One page of several; the first page has the newest messages."""

    number: int
    count: int
    on: Mapping[str, int]
    """The page of each message, by its digest."""

    def shows(self, digest: str) -> bool:
        return self.on[digest] == self.number

    @property
    def newer(self) -> int | None:
        """The page with newer messages."""
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        """The page with older messages."""
        return self.number + 1 if self.number < self.count else None


def pages_of(messages: Iterable[tuple[str, int]], wanted: int) -> ThreadPages:
    """Divide messages, by digest and size and the newest first, into pages; one that there is not
    becomes the nearest.
    """
    on: dict[str, int] = {}
    page, count, size = 1, 0, 0
    for digest, length in messages:
        if count and (count == MESSAGES_A_PAGE or size + length > BYTES_A_PAGE):
            page, count, size = page + 1, 0, 0
        on[digest] = page
        count, size = count + 1, size + length
    return ThreadPages(min(max(wanted, 1), page), page, on)
