# SPDX-License-Identifier: Apache-2.0
"""Text of threads, as it is searched."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rogatory.node.repositories.listing import ThreadFilter
from rogatory.node.repositories.threads import ThreadSummary


@dataclass(frozen=True, slots=True)
class FoundThreads:
    """Threads that say what was searched for; `before` is where the search goes on, None at its end."""

    summaries: tuple[ThreadSummary, ...]
    before: int | None


class SearchRepository(Protocol):
    def put_text(
        self,
        thread: str,
        *,
        text: str | None = None,
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
    ) -> FoundThreads:
        """Return threads whose text has all terms, those first indexed last; `inside` counts where
        `offices` has one of those. At most `limit` of them, and no more are looked at than a page
        can afford.
        """
        ...
