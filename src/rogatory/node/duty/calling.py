# SPDX-License-Identifier: Apache-2.0
"""Alerting a human until one answers: the job behind every alert.

The alert is stored before anything is sent (`officers.alerts.page`), and each attempt after it was made.
Killed between sending and storing, the worker sends again: an officer alerted twice has not missed
the alert. The notice contains nothing of a case.
"""

from collections.abc import Iterator, Mapping, Sequence

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.duty.escalation import MOST_STEPS, EscalationStep, called_by, people_of, step_at
from rogatory.node.duty.on_duty import can_be_called, officers_of, timetable_of
from rogatory.node.duty.over import is_over
from rogatory.node.duty.responsible import responsible_authority
from rogatory.node.officers import duty_codes
from rogatory.node.queue.end_job import done
from rogatory.node.repositories.duty import CallAttempt, Notice, Rung, Sent, Urgency
from rogatory.node.repositories.officers import Page
from rogatory.node.repositories.queue import Job
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import uuid7
from rogatory.wire.words import Statement

UNREACHED = Sent(
    means="none", target="", delivered=False, problem=Statement(duty_codes.NO_WAY.because())
)


def call(node: Node, job: Job) -> None:
    """Alert the officers whom an alert has reached by now, and schedule the next step.

    1. An alert that was answered, that lost its subject, or that has escalated for long enough, is done.
    2. The officers on each rung are read now: duty may have changed since the alert was raised.
    3. Of the rungs reached, every officer not alerted before is; from the last rung on, everybody
       at each step.
    4. A rung on which nobody can be reached is passed over at once.
    5. The attempts and the next step are one transaction.
    """
    now, found = node.clock.now(), node.store.page(str(job.payload["page"]))
    if found is None or found.seen is not None or is_over(node, found):  # 1
        with done(node, job):
            return
    urgency = Urgency(found.urgency)
    authority = responsible_authority(node, found.thread, now)
    table = timetable_of(node, authority, now)
    step = step_at(found.at, table.waits(now, urgency), now)
    before = node.store.attempts(found.id)
    made: list[CallAttempt] = []
    if step.number < MOST_STEPS[urgency]:
        view = _view(node)
        everybody = officers_of(view, node.state, authority, now) if view else ()
        people = people_of(table.at(now), everybody)  # 2
        made = list(_step(node, view, found, step, people, before))
    with done(node, job):  # 5
        for attempt in made:
            node.store.add_attempt(attempt)
        if step.number + 1 < MOST_STEPS[urgency]:
            node.queue.enqueue("call", job.key, dict(job.payload), step.next)


def alert_reference(page: str) -> str:
    """Return the reference of an alert: enough to distinguish two, and nothing about its subject."""
    return sha256(page.encode())[:8]


def _view(node: Node) -> DirectoryView | None:
    """Return the directory; None where it is too old, which is a reason to call and none to be
    silent.
    """
    try:
        return node.register.view()
    except Refused:
        return None


def _step(
    node: Node,
    view: DirectoryView | None,
    page: Page,
    step: EscalationStep,
    people: Mapping[Rung, tuple[str, ...]],
    before: Sequence[CallAttempt],
) -> Iterator[CallAttempt]:
    called = {each.officer for each in before}
    repeats = step.number > 2 and all(each.step < step.number for each in before)
    reached = len(called_by(step.number))
    for place, (rung, officers) in enumerate(people.items(), 1):
        if place > reached:
            return
        outcomes: list[CallAttempt] = []
        for officer in officers:
            if officer not in called or repeats:
                called.add(officer)
                outcomes += call_officer(node, view, page, step.number, rung, officer)
        yield from outcomes
        if place == reached and not (officers and was_reached(outcomes)):  # 4
            reached += 1


def was_reached(outcomes: Sequence[CallAttempt]) -> bool:
    """Decide whether not every message failed; where there is the desk alone, none was sent."""
    tried = [one for one in outcomes if one.means != "desk"]
    return not tried or any(one.delivered for one in tried)


def call_officer(
    node: Node, view: DirectoryView | None, page: Page, step: int, rung: Rung, officer: str
) -> Iterator[CallAttempt]:
    """Call one officer by every means that reaches him."""
    now = node.clock.now()
    if view is not None and not can_be_called(view, officer, now):
        gone = Sent("none", "", delivered=False, problem=Statement(duty_codes.NO_OFFICER.because()))
        sent: Sequence[Sent] = [gone]
    else:
        contact = node.store.contact(officer)
        notice = Notice(
            call=alert_reference(page.id),
            at=page.at,
            urgency=Urgency(page.urgency),
            rung=rung,
            step=step,
            officer=officer,
            state=node.state,
            mail=contact.mail if contact else (),
            language=contact.language if contact else "en",
        )
        sent = node.pager.call(notice) or [UNREACHED]
    for each in sent:
        yield CallAttempt(
            id=uuid7(now, node.random(10)),
            page=page.id,
            at=now,
            step=step,
            rung=rung,
            officer=officer,
            means=each.means,
            target=each.target,
            delivered=each.delivered,
            problem=each.problem,
        )
