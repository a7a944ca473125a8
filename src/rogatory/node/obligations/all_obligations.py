# SPDX-License-Identifier: Apache-2.0
"""Everything that the two States of a thread owe each other now."""

from collections.abc import Sequence

from rogatory.node.law.conditions.offers import Offered
from rogatory.node.obligations.answers import answered, on_clocks, repairs
from rogatory.node.obligations.execution import duties, execution, no_longer_needed, secrecy
from rogatory.node.obligations.obligation import Obligation, ObligationStatus, pressing
from rogatory.node.obligations.obligation_case import Case
from rogatory.node.obligations.use import terms_owed, use
from rogatory.requests.deadlines.thread_deadlines import Deadline
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.law import Law

_SOURCES = (
    on_clocks,
    repairs,
    execution,
    secrecy,
    duties,
    no_longer_needed,
    use,
    terms_owed,
    answered,
)

_FOR_GOOD = frozenset({ObligationStatus.LASTING, ObligationStatus.CONDITIONAL})


def obligations(
    thread: ThreadState,
    clocks: Sequence[Deadline],
    law: Law,
    offered: Offered | None = None,
) -> tuple[Obligation, ...]:
    """Return the obligations of each State towards the other, the most pressing first.

    They rest on the thread's messages, its clocks and rows of the law; an obligation that none of
    them states is not included. One that several messages state in the same words is listed once,
    from the first. `offered` is the offer that the information of the thread names.
    """
    opening = thread.standing.opening
    if opening is None:
        return ()
    case = Case(thread, clocks, law, opening, offered=offered)
    found: dict[object, Obligation] = {}
    for source in _SOURCES:
        for one in source(case):
            at = None if one.status in _FOR_GOOD else (one.message, one.met_by)
            found.setdefault((one.name, one.title, one.owed_by, one.status, one.stated, at), one)
    return tuple(sorted(found.values(), key=pressing))
