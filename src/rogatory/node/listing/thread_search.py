# SPDX-License-Identifier: Apache-2.0
"""Requests by what they say, the newest first, within a bounded look each time."""

from collections.abc import Sequence
from dataclasses import replace

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.listing import refusals
from rogatory.node.listing.thread_list import ROWS, ThreadList
from rogatory.node.repositories.listing import ThreadFilter
from rogatory.node.search.folding import office_term, query_terms
from rogatory.node.views.duty_desk import desk_threads

LARGEST_PLACE = (1 << 63) - 1
"""The largest number of a row that a database keeps; a larger one in an address is refused
before it is asked.
"""


def thread_search(
    node: Node,
    query: str,
    wanted: ThreadFilter,
    *,
    reader: str,
    offices: Sequence[str],
    after: str | None = None,
    rows: int = ROWS,
) -> ThreadList:
    """Return a page of the requests that contain all words of a query and pass a filter.

    `offices` are the authorities whose case files the reader may read: for their requests, internal
    texts are searched as well. Where many requests match and few pass, a page may be short and
    still have a next one: each looks at so many and no more.
    """
    found = node.store.threads_saying(
        query_terms(query),
        [office_term(one) for one in offices],
        replace(wanted, reader=reader),
        rows,
        None if after is None else _place(after),
    )
    return ThreadList(
        tuple(desk_threads(node, found.summaries, node.clock.now())),
        None if found.before is None else str(found.before),
    )


def _place(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= LARGEST_PLACE:
        return int(text)
    raise Refused(refusals.PLACE_UNREADABLE.because(found=ascii(text)[:80]))
