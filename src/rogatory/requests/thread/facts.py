# SPDX-License-Identifier: Apache-2.0
"""The facts that a State's messages of a thread establish, each written by one State alone.

What one State said is a mapping from kind to its messages of that kind, in its own order.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from rogatory.errors import Refused
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import ACCEPTANCES, REPORTS, SURRENDERS
from rogatory.wire.canonical import Json
from rogatory.wire.moments import parse_moment

type MessagesByKind = Mapping[str, tuple[Envelope, ...]]
"""The messages of one State in a thread, by kind."""

NO_MESSAGES: MessagesByKind = {}

NOT_ORALLY = "no_urgency_or_agreement"
"""The ground on which an oral request is declined as such: what is asked is to be asked in writing."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A confirmed preservation; start and end are stated in its confirmation and only there."""

    start: datetime
    end: datetime
    message: str


@dataclass(frozen=True, slots=True)
class RecognisedFiling:
    """A request for assistance, by its thread, for which the requested State keeps items of the data
    held until it is decided. Items are counted from 1, as the request lists its data.
    """

    message: str
    thread: str
    items: frozenset[int]


@dataclass(frozen=True, slots=True)
class Delivered:
    """A sealed package sent in the thread, and the message that confirmed it, if one did."""

    message: str
    package: str
    seal: str
    confirmed_by: str | None
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class TakenMeasure:
    """A measure on property that was reported as taken, and the message that reports that it was lifted, or
    that its property was confiscated, if one did.
    """

    message: str
    ended_by: str | None


@dataclass(frozen=True, slots=True)
class AwaitedDecision:
    """A message that waits for a decision of the other State, and that decision once it is there.

    `outcome` is what the answer says: `accepted`, `partly`, `declined`; `go_on`, `stop`;
    `granted`, `declined`; `confirmed`, `denied`; `continue`, `no_objection`. None where nothing was answered, or nothing that can be read.
    """

    message: Envelope
    answer: Envelope | None
    outcome: str | None

    @property
    def is_open(self) -> bool:
        return self.answer is None

    @property
    def is_granted(self) -> bool:
        return self.outcome == "granted"


def with_message(sent: MessagesByKind, envelope: Envelope) -> MessagesByKind:
    return {**sent, envelope.kind: (*sent.get(envelope.kind, ()), envelope)}


def last(sent: MessagesByKind, kind: str) -> str | None:
    found = sent.get(kind, ())
    return found[-1].digest if found else None


def acknowledged(requests: MessagesByKind) -> str | None:
    """Return the acknowledgement of a request or, in its own thread, of a drill."""
    return last(requests, "acknowledgement") or last(requests, "drill_acknowledgement")


def hold_of(requests: MessagesByKind) -> Hold | None:
    found = requests.get("preservation_confirmed", ())
    return hold_in(found[-1]) if found else None


def hold_in(confirmation: Envelope) -> Hold | None:
    """Return the hold that a confirmation states, if its two moments can be read."""
    start, end = _moment(confirmation, "hold_start"), _moment(confirmation, "hold_end")
    return None if start is None or end is None else Hold(start, end, confirmation.digest)


def filings(requests: MessagesByKind) -> tuple[RecognisedFiling, ...]:
    """Return the recognised filings, in the requested State's order."""
    return tuple(
        RecognisedFiling(one.digest, _thread_in(one.body.get("filing")), items_in(one.body))
        for one in requests.get("filing_recognised", ())
    )


def items_in(body: Mapping[str, Json]) -> frozenset[int]:
    """Return the numbers of items that a recognition states; none where they cannot be read."""
    stated = body.get("items")
    if not isinstance(stated, list):
        return frozenset()
    return frozenset(one for one in stated if isinstance(one, int) and not isinstance(one, bool))


def item_count(opening: Envelope) -> int:
    """Return how many items of data a request lists."""
    data = opening.body.get("data")
    return len(data) if isinstance(data, list) else 0


def _thread_in(reference: Json) -> str:
    thread = reference.get("thread") if isinstance(reference, Mapping) else None
    return thread if isinstance(thread, str) else ""


def digests(sent: MessagesByKind, kind: str) -> tuple[str, ...]:
    return tuple(found.digest for found in sent.get(kind, ()))


def acceptances(requests: MessagesByKind) -> tuple[Envelope, ...]:
    """Return what the requested State accepted or granted, in its own order."""
    return tuple(_in_order(requests, *sorted(ACCEPTANCES)))


def accepted(requests: MessagesByKind) -> str | None:
    """Return the last acceptance of a request, or grant of an extradition."""
    found = acceptances(requests)
    return found[-1].digest if found else None


def postponed(requests: MessagesByKind) -> str | None:
    """Return the postponement that is in force: none once the same State accepted or granted after it, or
    delivered everything. A part that it delivers leaves the rest postponed.
    """
    found = requests.get("postponement", ())
    resumed = [*acceptances(requests), *requests.get("delivery", ())]
    if not found or any(one.sequence > found[-1].sequence for one in resumed):
        return None
    return found[-1].digest


def withdrawn(asking: MessagesByKind) -> str | None:
    """Return the withdrawal: that help is no longer required or information no longer offered, or the
    decision to stop after a warning.
    """
    stops = [
        one
        for one in asking.get("preservation_warning_answer", ())
        if one.body.get("decision") == "stop"
    ]
    found = [*asking.get("no_longer_required", ()), *stops]
    return min(found, key=lambda one: one.sequence).digest if found else None


def answered(requests: MessagesByKind) -> str | None:
    """Return the last answer in words that says it is the whole one."""
    whole = [one for one in requests.get("answer", ()) if one.body.get("complete") is True]
    return whole[-1].digest if whole else None


def declined_orally(requests: MessagesByKind) -> str | None:
    """Return the refusal of an oral request because it is not urgent or was not agreed to."""
    found = (
        one.digest for one in requests.get("refusal", ()) if one.body.get("ground") == NOT_ORALLY
    )
    return next(found, None)


def unanswered(
    questions: Iterable[Envelope], answered: Iterable[Envelope], field: str
) -> tuple[str, ...]:
    done = {answer.body.get(field) for answer in answered}
    return tuple(question.digest for question in questions if question.digest not in done)


def decided(
    questions: Iterable[Envelope], answers: Iterable[Envelope], outcome: str
) -> tuple[AwaitedDecision, ...]:
    """Return each question with the first answer that names it."""
    by_question: dict[object, Envelope] = {}
    for answer in answers:
        by_question.setdefault(answer.body.get("answers_to"), answer)
    return tuple(_with_answer(one, by_question.get(one.digest), outcome) for one in questions)


def _with_answer(question: Envelope, answer: Envelope | None, outcome: str) -> AwaitedDecision:
    outcome_given = answer.body.get(outcome) if answer else None
    return AwaitedDecision(
        question, answer, outcome_given if isinstance(outcome_given, str) else None
    )


def extensions(asking: MessagesByKind, requests: MessagesByKind) -> tuple[AwaitedDecision, ...]:
    """Return extensions asked for: granted by a confirmation that names them or reaches the end
    asked for, or declined.
    """
    granted = requests.get("preservation_confirmed", ())
    declined = decided(
        asking.get("preservation_extension", ()), requests.get("extension_declined", ()), "-"
    )
    found = []
    for one in declined:
        grant = next((each for each in granted if _grants(each, one.message)), None)
        if grant is not None:
            found.append(AwaitedDecision(one.message, grant, "granted"))
        else:
            found.append(replace(one, outcome="declined" if one.answer else None))
    return tuple(found)


def _grants(confirmation: Envelope, extension: Envelope) -> bool:
    if confirmation.body.get("answers_to") == extension.digest:
        return True
    hold, wanted = hold_in(confirmation), _moment(extension, "new_end")
    return hold is not None and wanted is not None and hold.end >= wanted


def deliveries(asking: MessagesByKind, requests: MessagesByKind) -> tuple[Delivered, ...]:
    confirmed = {_named(one, "seal"): one.digest for one in asking.get("delivery_confirmed", ())}
    sent = [*requests.get("partial_delivery", ()), *requests.get("delivery", ())]
    return tuple(
        Delivered(
            message=one.digest,
            package=_named(one, "package"),
            seal=_named(one, "seal"),
            confirmed_by=confirmed.get(_named(one, "seal")),
            is_partial=one.kind == "partial_delivery",
        )
        for one in sorted(sent, key=lambda each: each.sequence)
    )


def measures(requests: MessagesByKind) -> tuple[TakenMeasure, ...]:
    """Return the measures on property in the requested State's order, each ended by the first report that
    names it: that it was lifted, or that its property was confiscated.
    """
    ended: dict[str, str] = {}
    for one in _in_order(requests, "measure_lifted", "confiscation_executed"):
        for measure in (_named(one, "executed"), *replaced_in(one.body)):
            ended.setdefault(measure, one.digest)
    taken = requests.get("measure_executed", ())
    return tuple(TakenMeasure(one.digest, ended.get(one.digest)) for one in taken)


def replaced_in(body: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the measures that a report of a confiscation names as ended by it; none where they cannot be read."""
    stated = body.get("replaced")
    return tuple(map(str, stated)) if isinstance(stated, list) else ()


def reports(requests: MessagesByKind) -> tuple[str, ...]:
    """Return the reports of what was done on a request, in the requested State's order."""
    return tuple(one.digest for one in _in_order(requests, *sorted(REPORTS)))


def reported_whole(requests: MessagesByKind) -> str | None:
    """Return the first report of a confiscation or return which says that it is all of what was requested, or of a
    surrender, which always is.
    """
    whole = (
        one.digest
        for one in _in_order(requests, *sorted(REPORTS))
        if one.kind in SURRENDERS or one.body.get("complete") is True
    )
    return next(whole, None)


def last_end(requests: MessagesByKind) -> str | None:
    """Return the last message that ended a measure on property, or with which a request about property was
    executed as a whole.
    """
    ends = {one.ended_by for one in measures(requests)} | {reported_whole(requests)}
    found = [
        one.digest
        for one in _in_order(requests, "measure_lifted", *sorted(REPORTS))
        if one.digest in ends
    ]
    return found[-1] if found else None


def _in_order(sent: MessagesByKind, *kinds: str) -> list[Envelope]:
    """Return the messages of some kinds in their State's own order."""
    found = [one for kind in kinds for one in sent.get(kind, ())]
    return sorted(found, key=lambda one: one.sequence)


def _moment(envelope: Envelope, field: str) -> datetime | None:
    try:
        return parse_moment(envelope.body.get(field))
    except Refused:
        return None


def _named(envelope: Envelope, field: str) -> str:
    value = envelope.body.get(field)
    return value if isinstance(value, str) else ""
