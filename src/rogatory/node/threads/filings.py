# SPDX-License-Identifier: Apache-2.0
"""Which requests may keep the data of a preservation held (article 42(8)), under whichever instrument.

The requested State recognises one in a message (`filing_recognised`), by items; until then none does.
"""

from collections.abc import Iterable, Iterator

from rogatory.node.context import Node
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import FILED, INFORMATION

_EARLIER = {
    **dict.fromkeys(FILED, "preservation_ref"),
    **dict.fromkeys(INFORMATION, "offer"),
}
"""The field in which an opening message names an earlier thread."""


def threads_in_opening(opening: Envelope) -> tuple[str, ...]:
    """Return the threads that an opening message names: as related, as the preservation it rests
    on, or as the offer that it follows.
    """
    field = _EARLIER.get(opening.kind)
    reference = opening.body.get(field) if field else None
    thread = reference.get("thread") if isinstance(reference, dict) else None
    earlier = (thread,) if isinstance(thread, str) else ()
    return tuple(dict.fromkeys((*opening.related, *earlier)))


def filings_of(
    node: Node, held: ThreadSummary, recognised: Iterable[str] = ()
) -> Iterator[ThreadSummary]:
    """Yield the requests that may be filings for what is held in a thread, and those recognised to be."""
    known = {one.thread: one for one in node.store.thread_related_to(held.thread)}
    found = [one for one in known.values() if is_filing(node, one, held)]
    yield from found
    for thread in sorted(set(recognised).difference(one.thread for one in found)):
        request = known.get(thread) or node.store.summary(thread)
        if request is not None and is_of_same_states(request, held):
            yield request


def is_filing(node: Node, request: ThreadSummary, held: ThreadSummary) -> bool:
    """Decide whether a request may keep alive what is held in another thread.

    It asks for assistance, names that thread, and both threads are of the same two States, asked
    for by the same one: anybody may name any thread. One that names other accounts alone is none.
    """
    return (
        request.kind in FILED
        and held.thread in request.related
        and is_of_same_states(request, held)
        and not asks_for_others(node, request.thread, held.thread)
    )


def is_of_same_states(request: ThreadSummary, held: ThreadSummary) -> bool:
    """Decide whether both threads are of the same two States, asked for by the same one."""
    return (request.peer, request.role) == (held.peer, held.role)


def asks_for_others(node: Node, request: str, held: str) -> bool:
    """Decide whether a request names accounts, and none of those that are held."""
    sought, kept = node.store.targets(request), node.store.targets(held)
    return bool(sought and kept) and sought.isdisjoint(kept)
