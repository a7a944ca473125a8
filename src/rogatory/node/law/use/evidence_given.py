# SPDX-License-Identifier: Apache-2.0
"""The law's view where evidence is given on conditions that were agreed to, or reported as destroyed."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.check import recorded_tombstones
from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.law import refusals
from rogatory.node.law.conditions.agreed_conditions import agreed_in, unagreed_conditions
from rogatory.node.law.conditions.binding_conditions import (
    is_onward_agreed,
    is_onward_set_by,
    is_use_agreed,
    is_use_set_by,
    set_by,
)
from rogatory.node.law.conditions.given_conditions import condition_names
from rogatory.node.law.conditions.refusals import (
    CONDITIONS_AGREED,
    CONDITIONS_UNAGREED,
    ONWARD_NOT_LIMITED,
    USE_NOT_LIMITED,
)
from rogatory.node.law.questions import RELEASES
from rogatory.node.law.subject import Subject, regime_for
from rogatory.node.law.use.use_notices import notice_problem
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.grounds import binding_rule
from rogatory.treaty.law import Law
from rogatory.wire.canonical import Json

REPORTING, NOTIFYING = "returned_or_destroyed", "exculpatory_notice"

BETWEEN = "; "


def shown_conditions(node: Node, thread: str, kind: str) -> Iterator[Reason]:
    """Yield the conditions that were agreed to, by the message that agreed, before something is given."""
    if kind not in RELEASES:
        return
    for one in agreed_in(thread_state(node, thread)):
        yield CONDITIONS_AGREED.because(
            state=one.state, message=one.message, conditions=BETWEEN.join(one.texts)
        )


def shown_of_use(
    law: Law, subject: Subject, thread: ThreadState, kind: str, on: date
) -> Iterator[Reason]:
    """Yield, before something is given, that nothing will limit its use to the purpose that is stated, or keep
    it from going on to other States.
    """
    regime = regime_for(law, subject, on)
    if kind not in RELEASES:
        return
    rests = binding_rule(regime, subject.kind).basis._asdict()
    if not is_use_set_by(regime, subject.kind) and not is_use_agreed(thread):
        yield USE_NOT_LIMITED.because(rests, state=subject.requesting)
    if not is_onward_set_by(regime, subject.kind) and not is_onward_agreed(thread):
        yield ONWARD_NOT_LIMITED.because(rests, state=subject.requesting)


def unagreed_warnings(
    law: Law, subject: Subject, thread: ThreadState, kind: str, body: Mapping[str, Json], on: date
) -> Iterator[Reason]:
    """Yield that something is given on conditions to which the requesting State did not agree. They bind as
    far as the instrument itself sets them.
    """
    found = unagreed_on(law, subject, thread, body, on) if kind in RELEASES else {}
    if found:
        rests = binding_rule(regime_for(law, subject, on), subject.kind).basis._asdict()
        yield CONDITIONS_UNAGREED.because(
            rests, state=subject.requesting, problem=condition_names(found)
        )


def unagreed_on(
    law: Law, subject: Subject, thread: ThreadState, body: Mapping[str, Json], on: date
) -> Mapping[str, Json]:
    """Return the conditions of what is given that neither an agreement nor the instrument itself sets."""
    regime = regime_for(law, subject, on)
    return unagreed_conditions(thread, body, set_by(regime, subject.kind))


def notice_warnings(
    thread: ThreadState, body: Mapping[str, Json], at: datetime
) -> Iterator[Reason]:
    """Yield that a notice in favour of an accused will release nothing of a package that was delivered."""
    packages = {one.package for one in thread.standing.deliveries}
    if not packages or not body:
        return
    is_clear = body.get("seal") is not None or len(packages) == 1
    problem = notice_problem(body, at, is_clear=is_clear)
    if problem is not None:
        yield refusals.NOTICE_WITHOUT_EFFECT.because(problem=problem)


def unrecorded_tombstones(node: Node, body: Mapping[str, Json]) -> Iterator[Reason]:
    """Yield each tombstone of a report that no custody event of the package names in this State's log."""
    stated = body.get("tombstones")
    if not isinstance(stated, list):
        return
    recorded = tombstones_of(node, body.get("seal"))
    for one in stated:
        if one not in recorded:
            yield refusals.TOMBSTONE_UNRECORDED.because(tombstone=str(one)[:64])


def tombstones_of(node: Node, seal: Json) -> frozenset[str]:
    """Return the tombstones that custody events of a package record, as this node has them."""
    record = node.store.package(seal) if isinstance(seal, str) else None
    if record is None:
        return frozenset()
    events = (parse_event(one.event) for one in node.store.events_of(record.bag))
    return frozenset[str]().union(*map(recorded_tombstones, events))
