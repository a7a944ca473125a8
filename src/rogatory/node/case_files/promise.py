# SPDX-License-Identifier: Apache-2.0
"""The promise to another State: until when the data are held for it (article 42(8))."""

from dataclasses import dataclass
from datetime import datetime

from rogatory.node.context import Node
from rogatory.node.threads.filings import filings_of
from rogatory.requests.thread.thread_facts import ENDED, ThreadStatus


@dataclass(frozen=True, slots=True)
class Promise:
    """The treaty's hold, as this State owes it; no end while a request filed in time is undecided."""

    peer: str
    since: datetime
    until: datetime | None


def promise_of(node: Node, thread: str) -> Promise | None:
    """Return what this State has promised in a thread, if it has promised anything that still
    binds. A request received in time binds it before it recognises it.
    """
    held = node.store.summary(thread)
    if held is None or held.role != "requested" or ThreadStatus(held.status) in ENDED:
        return None
    if held.hold_start is None or held.hold_end is None:
        return None
    ends = [held.hold_end]
    for filing in filings_of(node, held, held.filings):
        if filing.thread in held.filings or filing.opened <= held.hold_end:
            if ThreadStatus(filing.status) not in ENDED:
                return Promise(held.peer, held.hold_start, None)
            ends.append(filing.last_activity)
    return Promise(held.peer, held.hold_start, max(ends))
