# SPDX-License-Identifier: Apache-2.0
"""Which requests for stored data keep the data of a preservation held (article 42(8))."""

from rogatory.node.repositories.threads import ThreadSummary
from rogatory.requests.envelope import Envelope


def threads_in_opening(opening: Envelope) -> tuple[str, ...]:
    """The threads that an opening message names: as related, or as the preservation it rests on."""
    reference = opening.body.get("preservation_ref")
    thread = reference.get("thread") if isinstance(reference, dict) else None
    preserved = (thread,) if isinstance(thread, str) and opening.kind == "mla_stored_data" else ()
    return tuple(dict.fromkeys((*opening.related, *preserved)))


def is_filing(request: ThreadSummary, held: ThreadSummary) -> bool:
    """Decide whether a request keeps alive what is held in another thread.

    It asks for stored data, names that thread, and both threads are of the same two States, asked
    for by the same one: anybody may name any thread.
    """
    return (
        request.kind == "mla_stored_data"
        and held.thread in request.related
        and (request.peer, request.role) == (held.peer, held.role)
    )
