# SPDX-License-Identifier: Apache-2.0
"""The replies that one State owes the other in a thread: answers, decisions, confirmations, a
second look.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rogatory.requests.contents.emergency import is_emergency
from rogatory.requests.deadlines.deadline import (
    DAY,
    Deadline,
    DeadlineContext,
    DeadlineLevel,
    end_of_day,
    moment_in,
)
from rogatory.requests.kinds.families import EMERGENCY, EXTRADITION, ORAL
from rogatory.requests.thread.basis import answerable
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.kind_places import PLACES
from rogatory.requests.thread.next_actor import NOTHING_LEAVES
from rogatory.requests.thread.thread_facts import ENDED
from rogatory.requests.thread.transcript import ThreadState
from rogatory.wire.canonical import Json
from rogatory.wire.words import N_

CONFIRM_WITHIN = timedelta(hours=24)
"""Our own rule for an oral request, no treaty limit: article 40(13) wants its confirmation
forthwith."""

DECIDE_WITHIN = timedelta(hours=24)
"""Our own rule after a warning, no treaty limit: article 42(7) leaves the decision to the
requesting State, while the data or the investigation are in danger.
"""

REVIEW_WITHIN = timedelta(days=7)
"""Our own rule after an emergency: it is reviewed whether there was one, and the result is sent."""

CALL_BACK_WITHIN = timedelta(minutes=15)
"""Our own rule for a call-back: a life may hang on it, and the second channel is one that answers.
After it, a human of the requested State may decide without (`node.emergencies`)."""

_NOT_KNOWN = "not_yet_known"
"""The usefulness in a feedback that ends no review."""

_REVIEW_WARNINGS = ((1, DeadlineLevel.WARNING), (7, DeadlineLevel.NOTICE))


@dataclass(frozen=True, slots=True)
class _Debt:
    name: str
    title: str
    cites: str | None
    starts_from: str = "received"


_ANSWER = _Debt("status-answer", N_("Answer about progress"), "progress")
_INFORMATION = _Debt(
    "additional-information", N_("Additional information"), "additional_information"
)
_CONSULTED = _Debt("consultation-answer", N_("Answer to a consultation"), "consultation")
_HEARD = _Debt(
    "hearing-answer", N_("Reply in a hearing before a measure is lifted"), "lifting_hearing"
)
_CONDITIONS = _Debt(
    "conditions-answer",
    N_("Answer to the conditions of the acceptance"),
    "conditions_answered",
)
_WARNED = _Debt("warning-answer", N_("Decision after a warning"), "warning")
_RECEIPT = _Debt("delivery-confirmation", N_("Evidence to be confirmed"), "transmission")
_CONSENT = _Debt("use-consent", N_("Decision on another use"), "use")
_TRANSFER = _Debt("onward-transfer", N_("Decision on an onward transfer"), "onward_transfer")
_BASIS = _Debt("basis-answer", N_("Answer to a proposed legal basis"), None)
_OFFER = _Debt("offer-answer", N_("Answer to an offer of information"), "offer_answered")
_WRITING = _Debt(
    "written-confirmation", N_("Oral request to be confirmed"), "oral_request", "made_at"
)
_REVIEW = _Debt(
    "postponement-review", N_("Postponement to be looked at again"), "postponement", "issued"
)
_CALL_BACK = _Debt("call-back-answer", N_("Confirmation of an emergency"), None)
_SURRENDER = _Debt(
    "surrender", N_("Surrender by the day stated in the grant"), None, "surrender_by"
)
_AFTERWARDS = _Debt(
    "emergency-review", N_("Emergency to be looked at again"), "emergency_data", "issued"
)


def owed_clocks(reading: DeadlineContext) -> Iterator[Deadline]:
    """Yield a clock for every open obligation. Lines 17, 24, 30 and 35 of the law's list have a
    clock each.
    """
    standing = reading.thread.standing
    yield from _written_confirmation(reading)
    yield from _emergency_review(reading)
    yield from _surrender(reading)
    for delivered in standing.deliveries:
        if delivered.confirmed_by is None:
            yield _owed(reading, _RECEIPT, standing.requesting, delivered.message)
    if standing.status not in NOTHING_LEAVES:
        yield from _call_back(reading, standing.call_backs)
    yield from _leave(reading, _CONSENT, standing.consents)
    yield from _leave(reading, _TRANSFER, standing.transfers)
    if standing.status in ENDED:
        return
    for digest in standing.enquiries:
        yield _owed(reading, _ANSWER, standing.requested, digest)
    for digest in standing.questions:
        yield _owed(reading, _INFORMATION, standing.requesting, digest, _wanted_by(reading, digest))
    for awaited in _open(standing.consultations):
        digest = awaited.message.digest
        yield _owed(reading, _CONSULTED, standing.requesting, digest, _wanted_by(reading, digest))
    for awaited in _open(standing.hearings):
        digest = awaited.message.digest
        clock = _owed(reading, _HEARD, standing.requesting, digest, _wanted_by(reading, digest))
        yield replace(clock, level=_as_it_comes(clock.due, reading.now))
    yield from _terms_answers(reading)
    for awaited in _open(standing.warnings):
        yield _warning_answer(reading, awaited)
    yield from _postponement_review(reading)


def _open(awaited: Iterable[AwaitedDecision]) -> list[AwaitedDecision]:
    return [one for one in awaited if one.is_open]


def _leave(
    reading: DeadlineContext, debt: _Debt, awaited: Iterable[AwaitedDecision]
) -> Iterator[Deadline]:
    """Yield a decision that the providing State owes, after the end of the request as well."""
    for one in _open(awaited):
        yield _owed(reading, debt, reading.thread.standing.providing, one.message.digest)


def _call_back(reading: DeadlineContext, awaited: Iterable[AwaitedDecision]) -> Iterator[Deadline]:
    """Yield the deadlines that call officers of both States: the one that owes the word, and the
    one that waits with data.
    """
    for one in _open(awaited):
        digest = one.message.digest
        started = reading.received.get(digest)
        due = started and started + CALL_BACK_WITHIN
        clock = _owed(reading, _CALL_BACK, reading.thread.standing.requesting, digest, due)
        yield replace(clock, level=reading.by_half(started, due), concerns=reading.both)


def _wanted_by(reading: DeadlineContext, digest: str) -> datetime | None:
    return end_of_day(_body(reading, digest).get("wanted_by"))


def _body(reading: DeadlineContext, digest: str) -> Mapping[str, Json]:
    return reading.thread.entry(digest).envelope.body


def _terms_answers(reading: DeadlineContext) -> Iterator[Deadline]:
    """Yield the clocks of what was set, proposed or offered: conditions, another basis,
    information.
    """
    standing = reading.thread.standing
    if standing.unanswered_conditions:
        digest = standing.unanswered_conditions.message.digest
        yield _owed(reading, _CONDITIONS, standing.requesting, digest)
    for state in filter(None, (standing.requesting, standing.requested)):
        for awaited in answerable(standing, state):
            digest = awaited.message.digest
            yield _owed(reading, _BASIS, state, digest, _wanted_by(reading, digest))
    for awaited in _open(standing.offers):
        digest = awaited.message.digest
        yield _owed(reading, _OFFER, standing.requested, digest, _wanted_by(reading, digest))


def _warning_answer(reading: DeadlineContext, awaited: AwaitedDecision) -> Deadline:
    digest = awaited.message.digest
    started = reading.received.get(digest)
    due = _wanted_by(reading, digest) or (started and started + DECIDE_WITHIN)
    clock = _owed(reading, _WARNED, reading.thread.standing.requesting, digest, due)
    return _at(
        clock, DeadlineLevel.OVERDUE if due and reading.now >= due else DeadlineLevel.WARNING
    )


def _written_confirmation(reading: DeadlineContext) -> Iterator[Deadline]:
    """Apply line 17 of the law's list: what was asked by word of mouth is confirmed; besides, this
    clock ends only where it is declined as an oral request (article 40(13), parallel).
    """
    standing = reading.thread.standing
    if standing.opening is None or standing.request_kind not in ORAL:
        return
    started = moment_in(standing.opening.body, "made_at") or standing.opening.issued
    due = started + CONFIRM_WITHIN
    clock = _owed(reading, _WRITING, standing.requesting, standing.opening.digest, due, started)
    level = reading.by_half(started, due)
    if standing.confirmed_in_writing:
        level = DeadlineLevel.MET
    elif standing.declined_orally:
        level = DeadlineLevel.ENDED
    yield _at(clock, level)


def _surrender(reading: DeadlineContext) -> Iterator[Deadline]:
    """Yield the clock of the day that the last grant of an extradition states. No instrument here has such a term:
    it comes from another treaty or from domestic law, and both States' officers are called. It orders nothing.
    """
    standing = reading.thread.standing
    if standing.request_kind not in EXTRADITION or standing.accepted is None:
        return
    due = end_of_day(_body(reading, standing.accepted).get("surrender_by"))
    if due is None:
        return
    issued = reading.thread.entry(standing.accepted).envelope.issued
    clock = _owed(reading, _SURRENDER, standing.requested, standing.accepted, due, issued)
    level = _as_it_comes(due, reading.now)
    if standing.reported_whole is not None:
        level = DeadlineLevel.MET
    elif standing.withdrawn or standing.refused or standing.postponed:
        level = DeadlineLevel.ENDED
    yield replace(clock, level=level, concerns=reading.both)


def _postponement_review(reading: DeadlineContext) -> Iterator[Deadline]:
    standing = reading.thread.standing
    if standing.postponed is None:
        return
    issued = reading.thread.entry(standing.postponed).envelope.issued
    due = end_of_day(_body(reading, standing.postponed).get("review_date"))
    clock = _owed(reading, _REVIEW, standing.requested, standing.postponed, due, issued)
    yield _at(clock, _as_it_comes(due, reading.now))


def _as_it_comes(due: datetime | None, now: datetime) -> DeadlineLevel:
    if due is None:
        return DeadlineLevel.NOTICE
    if now >= due:
        return DeadlineLevel.OVERDUE
    return next(
        (level for days, level in _REVIEW_WARNINGS if due - now <= days * DAY), DeadlineLevel.CALM
    )


def _emergency_review(reading: DeadlineContext) -> Iterator[Deadline]:
    """Apply line 24 of the law's list: data given for an emergency are looked at again afterwards,
    until it is known what they were good for, or that there was no emergency.

    Whatever claims an emergency is called back and goes first, so all of it is reviewed: a request for
    assistance and the path of preserved data as well. It is owed once feedback can be given.
    """
    standing = reading.thread.standing
    opening = standing.opening
    given = [
        *standing.answers,
        *(one.message for one in standing.deliveries),
        *standing.disclosures,
    ]
    if opening is None or not given or not is_emergency(opening.kind, opening.body):
        return
    if standing.status not in PLACES["feedback"].statuses:
        return
    started = min(reading.thread.entry(digest).envelope.issued for digest in given)
    due = started + REVIEW_WITHIN
    debt = _AFTERWARDS if opening.kind in EMERGENCY else replace(_AFTERWARDS, cites=None)
    clock = _owed(reading, debt, standing.requesting, given[0], due, started)
    reviewed = outcome_known(reading.thread)
    yield _at(clock, reading.by_half(started, due) if reviewed is None else DeadlineLevel.MET)


def outcome_known(thread: ThreadState) -> str | None:
    """Return the first feedback that says what came of the help; one that does not know is none."""
    for digest in thread.standing.feedback:
        if thread.entry(digest).envelope.body.get("usefulness") != _NOT_KNOWN:
            return digest
    return None


def _at(clock: Deadline, level: DeadlineLevel) -> Deadline:
    return replace(clock, level=level)


def _owed(
    reading: DeadlineContext,
    debt: _Debt,
    owed_by: str | None,
    message: str,
    due: datetime | None = None,
    started: datetime | None = None,
) -> Deadline:
    return Deadline(
        name=debt.name,
        title=debt.title,
        cites=debt.cites,
        owed_by=str(owed_by),
        starts_from=debt.starts_from,
        message=message,
        started=started or reading.received.get(message),
        due=due,
        level=DeadlineLevel.OVERDUE if due and reading.now >= due else DeadlineLevel.NOTICE,
        days_left=reading.days_left(due),
        concerns=frozenset({str(owed_by)}),
    )
