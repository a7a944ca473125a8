# SPDX-License-Identifier: Apache-2.0
"""The list of requests as an officer asks for it, a page at a time, by key and never by number."""

from dataclasses import dataclass, replace
from datetime import datetime

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.listing import refusals
from rogatory.node.repositories.listing import Order, ThreadFilter, ThreadPlace, place_after
from rogatory.node.views.duty_desk import DeskThread, desk_threads
from rogatory.wire.identifiers import parse_uuid7

ROWS = 50
"""Threads on a page of the list: a screen or two, and few enough to answer at once."""

MOST_ROWS = 500
"""Of a page that a script asks for: more would hold the node up."""


@dataclass(frozen=True, slots=True)
class ThreadList:
    rows: tuple[DeskThread, ...]
    after: str | None
    """Where the next page begins; None on the last."""


def thread_list(
    node: Node,
    wanted: ThreadFilter,
    *,
    reader: str,
    order: Order = Order.ACTIVITY,
    after: str | None = None,
    rows: int = ROWS,
) -> ThreadList:
    """Return a page of the threads that an officer may read, from a place that an earlier page
    named.
    """
    place = None if after is None else read_place(after)
    visible = replace(wanted, reader=reader)
    found = node.store.threads_listed(visible, order, rows + 1, place)
    shown = found[:rows]
    more = len(found) > rows
    return ThreadList(
        tuple(desk_threads(node, shown, node.clock.now())),
        write_place(place_after(shown[-1], order)) if more else None,
    )


def write_place(place: ThreadPlace) -> str:
    """Return a place as an address carries it."""
    return f"{place.at:%Y-%m-%dT%H:%M:%S.%f}~{place.thread}"


def read_place(text: str) -> ThreadPlace:
    """Return the place that an earlier page named; refuses what no page can have named."""
    moment, _, thread = text.partition("~")
    try:
        at = datetime.fromisoformat(f"{moment}+00:00")
        return ThreadPlace(at, parse_uuid7(thread))
    except (ValueError, Refused) as error:
        raise Refused(refusals.PLACE_UNREADABLE.because(found=ascii(text)[:80])) from error
