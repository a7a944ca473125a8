# SPDX-License-Identifier: Apache-2.0
"""The searched texts of threads, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rogatory.node.repositories.listing import ThreadFilter
from rogatory.node.repositories.search import FoundThreads
from rogatory.storage.memory.listing import ListingTables, MemoryListing


@dataclass
class SearchTables(ListingTables):
    texts: dict[str, tuple[int, str, str, str]] = field(default_factory=dict)


class MemorySearch(MemoryListing):
    tables: SearchTables

    def put_text(
        self,
        thread: str,
        *,
        text: str | None = None,
        inside: str | None = None,
        offices: str | None = None,
    ) -> None:
        self.tables.assert_writing()
        new = (len(self.tables.texts) + 1, "", "", "")
        number, *known = self.tables.texts.get(thread, new)
        given = (text, inside, offices)
        kept = [old if one is None else one for one, old in zip(given, known, strict=True)]
        self.tables.texts[thread] = (number, kept[0], kept[1], kept[2])

    def threads_saying(
        self,
        terms: Sequence[str],
        offices: Sequence[str],
        wanted: ThreadFilter,
        limit: int,
        before: int | None = None,
    ) -> FoundThreads:
        allowed = {one.thread: one for one in self.wanted(wanted)}
        with self.tables.lock:
            rows = sorted(self.tables.texts.items(), key=lambda row: row[1][0], reverse=True)
        found = []
        for thread, (number, text, inside, held) in rows:
            is_held = any(one in held for one in offices)
            says = all(one in text or (is_held and one in inside) for one in terms)
            if says and thread in allowed and (before is None or number < before):
                found.append((number, allowed[thread]))
        more = len(found) >= limit
        return FoundThreads(
            tuple(one for _number, one in found[:limit]), found[limit - 1][0] if more else None
        )
