# SPDX-License-Identifier: Apache-2.0
"""The books' pages on lists of threads: see `ports.Books`, which has them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from rogatory.node.records.books import ThreadSummary
from rogatory.node.records.listing import Found, Order, Place, ThreadFilter


class ListingBooks(Protocol):
    """What lists read: rows that stand ready, so that a list costs the same however many there are."""

    def threads_listed(
        self, wanted: ThreadFilter, order: Order, limit: int, after: Place | None = None
    ) -> Sequence[ThreadSummary]:
        """The first threads of an order, or those after a place."""
        ...

    def count_threads(self, wanted: ThreadFilter, most: int) -> int:
        """How many there are; who counts stops at `most`."""
        ...

    def threads_naming(self, threads: Iterable[str]) -> Sequence[ThreadSummary]:
        """The threads that name any of these as related, oldest first, in one reading."""
        ...

    def put_text(
        self,
        thread: str,
        *,
        said: str | None = None,
        inside: str | None = None,
        offices: str | None = None,
    ) -> None:
        """Write what is searched of a thread, already folded; what is not given stays."""
        ...

    def threads_saying(
        self,
        terms: Sequence[str],
        offices: Sequence[str],
        wanted: ThreadFilter,
        limit: int,
        before: int | None = None,
    ) -> Found:
        """Threads whose text has all terms, those first indexed last; `inside` counts where `offices` has
        one of those. At most `limit` of them, and no more are looked at than a page can bear.
        """
        ...

    # The lists that an officer keeps under names of his own
    def put_view(self, officer: str, name: str, query: str, at: datetime) -> None: ...
    def delete_view(self, officer: str, name: str) -> None: ...
    def views(self, officer: str) -> Mapping[str, str]:
        """The queries by name."""
        ...

    def restrict(self, thread: str, officers: Iterable[str] | None) -> None:
        """Keep a thread to these officers, or (None) open it to all who read threads."""
        ...

    def closed_to(self, officer: str, threads: Iterable[str]) -> frozenset[str]:
        """Those of the threads that are restricted to others, in one reading."""
        ...
