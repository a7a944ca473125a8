# SPDX-License-Identifier: Apache-2.0
"""The next actor: what a desk shows its officers as waiting for them."""

from rogatory.requests.kinds.families import CONFISCATION, NOTICES, ORAL
from rogatory.requests.thread.basis import answerable
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.thread_facts import ENDED, ThreadFacts, ThreadStatus

_TO_BE_EXECUTED = frozenset(
    {
        ThreadStatus.OPEN,
        ThreadStatus.ACKNOWLEDGED,
        ThreadStatus.ACCEPTED,
        ThreadStatus.PARTLY_DELIVERED,
    }
)


NOTHING_LEAVES = frozenset({ThreadStatus.REFUSED, ThreadStatus.WITHDRAWN})
"""Where a call-back lost its object. Data that left before its answer leave the answer owed."""


def owes_next_word(standing: ThreadFacts, state: str) -> bool:
    """Decide whether the other State, or the request itself, waits for a message of this one."""
    if standing.opening is None:
        return False
    if answerable(standing, state):
        return True
    own = _of_requesting if state == standing.requesting else _of_requested
    return own(standing) or (state == standing.providing and _leave_requested(standing))


def _of_requesting(standing: ThreadFacts) -> bool:
    if any(one.confirmed_by is None for one in standing.deliveries):
        return True
    if standing.request_kind in ORAL and standing.status not in ENDED:
        return True
    if _open(standing.call_backs) and standing.status not in NOTHING_LEAVES:
        return True
    if standing.unanswered_conditions and standing.status not in ENDED:
        return True
    awaited = (
        standing.questions
        or _open(standing.consultations)
        or _open(standing.warnings)
        or _open(standing.hearings)
    )
    return bool(awaited) and standing.status not in ENDED


def _of_requested(standing: ThreadFacts) -> bool:
    if standing.request_kind in NOTICES | ORAL:
        return standing.status is ThreadStatus.OPEN
    if standing.status in _TO_BE_EXECUTED and not standing.waits_for_agreement:
        return True
    if _to_be_confiscated(standing):
        return True
    awaited = standing.enquiries or _open(standing.extensions)
    return bool(awaited) and standing.status not in ENDED


def _to_be_confiscated(standing: ThreadFacts) -> bool:
    """Decide whether property was frozen in a request for confiscation, which is still to be executed."""
    is_frozen = standing.request_kind in CONFISCATION and standing.status is ThreadStatus.IN_FORCE
    return is_frozen and standing.reported_whole is None and standing.withdrawn is None


def _leave_requested(standing: ThreadFacts) -> bool:
    """Decide whether leave was requested: consent to another use and to an onward transfer is asked
    for after the end, too.
    """
    return _open(standing.consents) or _open(standing.transfers)


def _open(awaited: tuple[AwaitedDecision, ...]) -> bool:
    return any(one.is_open for one in awaited)
