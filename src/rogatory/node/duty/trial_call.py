# SPDX-License-Identifier: Apache-2.0
"""A trial alert, which shows that the officer on duty is reached: a person who sets up alerts must
see one arrive before the first emergency does.
"""

from collections.abc import Sequence
from dataclasses import replace

from rogatory.node.context import Node
from rogatory.node.duty.calling import call_officer
from rogatory.node.duty.on_duty import officers_of, timetable_of
from rogatory.node.officers import duty_codes
from rogatory.node.repositories.duty import CallAttempt, Rung, Urgency
from rogatory.node.repositories.officers import Page
from rogatory.wire.identifiers import uuid7
from rogatory.wire.words import Statement


def make_trial_call(node: Node, authority: str) -> Sequence[CallAttempt]:
    """Call who is on duty once, by every means; it climbs no ladder and waits for no answer."""
    now = node.clock.now()
    watch, view = timetable_of(node, authority, now).at(now), node.register.view()
    officers = (watch.officer,) if watch.officer else officers_of(view, node.state, authority, now)
    page = Page(
        id=f"test/{uuid7(now, node.random(10))}",
        at=now,
        thread=None,
        reason=Statement(duty_codes.TEST.because()),
        urgency=Urgency.ROUTINE.value,
    )
    attempts = [
        attempt
        for officer in officers
        for attempt in call_officer(node, view, page, 0, Rung.ON_DUTY, officer)
    ]
    with node.store.transaction():
        node.store.add_page(replace(page, seen_by=officers[0] if officers else None, seen=now))
        for attempt in attempts:
            node.store.add_attempt(attempt)
    return attempts
