# SPDX-License-Identifier: Apache-2.0
"""The ladder: whom a call that nobody answers comes to next, and when.

Line 21 of the law's list: who does not answer is followed by the next (article 41(1), (5);
certainty: parallel). Step 0 calls who is on duty, step 1 the substitute, step 2 the heads of the
unit; from step 3 on all of them are called again and again, until somebody answers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.node.duty.timetable import Watch
from rogatory.node.repositories.duty import Rung, Urgency

MOST_STEPS: Mapping[Urgency, int] = {
    Urgency.EMERGENCY: 150,
    Urgency.URGENT: 30,
    Urgency.ROUTINE: 6,
}
"""Steps before a call is left to the desk: a day of an emergency, some days of the others. Without
an end, a call that nobody clears would write mails for years; the desk shows it until it is seen."""

RUNGS = (Rung.ON_DUTY, Rung.SUBSTITUTE, Rung.HEAD)


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """Where a call is on the ladder at a moment."""

    number: int
    next: datetime
    """When the next step is due."""


def step_at(called: datetime, waits: tuple[int, int, int], now: datetime) -> EscalationStep:
    """Return the step of a call that was made at a moment; before it was made, the first."""
    reached, number = called, 0
    first, second, repeat_after = (timedelta(minutes=minutes) for minutes in waits)
    for wait in (first, second):
        if now < reached + wait:
            return EscalationStep(number, reached + wait)
        reached, number = reached + wait, number + 1
    rounds = max(0, (now - reached) // repeat_after)
    return EscalationStep(number + rounds, reached + (rounds + 1) * repeat_after)


def people_of(watch: Watch, everybody: Sequence[str]) -> Mapping[Rung, tuple[str, ...]]:
    """Return the officers on each rung. Where nobody is on duty, all officers of the authority are."""
    on_duty = tuple(everybody) if watch.officer is None else (watch.officer,)
    substitute = () if watch.substitute is None else (watch.substitute,)
    heads = tuple(one for one in watch.heads if one not in {*on_duty, *substitute})
    return {Rung.ON_DUTY: on_duty, Rung.SUBSTITUTE: substitute, Rung.HEAD: heads}


def called_by(step: int) -> tuple[Rung, ...]:
    """Return the rungs that a call has come to with a step; who was called by it already is not
    again.
    """
    return RUNGS[: step + 1]
