# SPDX-License-Identifier: Apache-2.0
"""The beginning of a message that a thread already determines in part: what it answers, names or
continues.

Only references and what the thread states are filled in; an officer writes the rest.
"""

from collections.abc import Callable, Mapping, Sequence

from rogatory.requests.thread.basis import answerable
from rogatory.requests.thread.consultations import consultations_before
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment

type Beginning = dict[str, Json]


def beginning_of(kind: str, standing: ThreadFacts) -> Beginning:
    """Return the body of a message of this kind as far as the thread's standing contains it.

    Of several that wait for an answer the newest is taken.
    """
    begin = _BEGINNINGS.get(kind)
    return begin(standing) if begin and standing.opening else {}


def _newest(field: str, digests: Sequence[str]) -> Beginning:
    return {field: digests[-1]} if digests else {}


def _answering(awaited: Sequence[AwaitedDecision]) -> Beginning:
    return _newest("answers_to", [one.message.digest for one in awaited if one.is_open])


def _opening(field: str) -> Callable[[ThreadFacts], Beginning]:
    return lambda now: {field: now.opening.digest} if now.opening else {}


def _extension(now: ThreadFacts) -> Beginning:
    return {"running_hold": now.hold.message} if now.hold else {}


def _confirmed_anew(now: ThreadFacts) -> Beginning:
    """Return what an extension asked for; the first confirmation of a hold begins empty."""
    waiting = [one for one in now.extensions if one.is_open]
    if now.hold is None:
        return {}
    body: Beginning = {"hold_start": format_moment(now.hold.start)}
    if not waiting:
        return body
    message = waiting[-1].message
    return {**body, "hold_end": message.body["new_end"], "answers_to": message.digest}


def _decision(kind: str) -> Callable[[ThreadFacts], Beginning]:
    """Return the consultation on a decision of that kind, where it was held in the thread."""

    def begin(now: ThreadFacts) -> Beginning:
        held = consultations_before(kind, now.consultations)
        return {"consultation": {"message": held[-1].message.digest}} if held else {}

    return begin


def _withheld(now: ThreadFacts) -> Beginning:
    return {**_opening("preservation")(now), **_decision("path_withheld")(now)}


def _conditions(now: ThreadFacts) -> Beginning:
    """Name every condition of the last acceptance; the officer decides on each."""
    waiting = now.unanswered_conditions
    if waiting is None:
        return {}
    numbers: list[Json] = [{"number": number} for number in range(1, waiting.count + 1)]
    return {"answers_to": waiting.message.digest, "conditions": numbers}


def _call_back(now: ThreadFacts) -> Beginning:
    """Return what is to be confirmed: the request by its digest, and what it says of the danger."""
    opening = now.opening
    if opening is None:
        return {}
    body: Beginning = {"request": opening.digest}
    body |= {key: opening.body[key] for key in _CONFIRMED if key in opening.body}
    facts = danger_of(opening.body)
    return {**body, "facts": facts} if facts else body


_CONFIRMED = ("case_number", "data", "needed_by")


_DANGER = ("threat", "persons_at_risk", "imminence")


def danger_of(request: Mapping[str, Json]) -> str:
    """Return the danger that a request states, in its own words: those of article 2(o), or of its
    urgency.
    """
    danger, urgency = request.get("danger"), request.get("urgency")
    parts = [danger.get(name) for name in _DANGER] if isinstance(danger, Mapping) else []
    stated = [part.strip() for part in parts if isinstance(part, str)]
    reason = urgency.get("reason") if isinstance(urgency, Mapping) else None
    if isinstance(reason, str) and reason.strip() not in stated:
        stated.append(reason.strip())
    return "\n".join(filter(None, stated))


def _called_back(now: ThreadFacts) -> Beginning:
    return {**_answering(now.call_backs), **_opening("request")(now)}


def _basis_answered(now: ThreadFacts) -> Beginning:
    """Return the proposal that one of the two States may answer: there is one at most for each."""
    states = filter(None, (now.requesting, now.requested))
    waiting = [one for state in states for one in answerable(now, state)]
    return {"answers_to": waiting[0].message.digest} if len(waiting) == 1 else {}


def _executed(now: ThreadFacts) -> Beginning:
    return _newest("executed", now.measures_in_force)


def _confiscated(now: ThreadFacts) -> Beginning:
    """Return the one measure in force as ended. Of several, an officer names those on what is confiscated."""
    in_force = now.measures_in_force
    return {"replaced": [*in_force]} if len(in_force) == 1 else {}


def _lifted(now: ThreadFacts) -> Beginning:
    """Return the measure on which the requesting State was heard last, with that hearing and its ground."""
    hearings = [one.message for one in now.hearings]
    held = [one for one in hearings if one.body.get("executed") in now.measures_in_force]
    if not held:
        return _executed(now)
    body = held[-1].body
    stated = {key: body[key] for key in ("executed", "lifting_ground") if key in body}
    return {**stated, "hearing": held[-1].digest}


def _seal(now: ThreadFacts) -> Beginning:
    return _newest("seal", [one.seal for one in now.deliveries if one.confirmed_by is None])


_BEGINNINGS: Mapping[str, Callable[[ThreadFacts], Beginning]] = {
    "additional_information_supplied": lambda now: _newest("answers_to", now.questions),
    "status_answer": lambda now: _newest("enquiry", now.enquiries),
    "status_enquiry": _opening("request"),
    "no_longer_required": _opening("request"),
    "confidentiality_failure": _opening("request"),
    "preserved_traffic_disclosure": _opening("preservation"),
    "path_withheld": _withheld,
    "preservation_confirmed": _confirmed_anew,
    "preservation_extension": _extension,
    "extension_declined": lambda now: _answering(now.extensions),
    "preservation_warning_answer": lambda now: _answering(now.warnings),
    "confiscation_executed": _confiscated,
    "lifting_hearing": _executed,
    "lifting_hearing_answer": lambda now: _answering(now.hearings),
    "measure_lifted": _lifted,
    "consultation_answer": lambda now: _answering(now.consultations),
    "conditions_answered": _conditions,
    "refusal": _decision("refusal"),
    "postponement": _decision("postponement"),
    "basis_proposed": lambda now: {"replaces": now.basis.digest} if now.basis else {},
    "basis_answered": _basis_answered,
    "offer_answered": lambda now: _answering(now.offers),
    "call_back": _call_back,
    "call_back_answer": _called_back,
    "drill_acknowledgement": _opening("drill"),
    "delivery_confirmed": _seal,
    "use_consent": lambda now: _answering(now.consents),
    "onward_transfer_authorisation": lambda now: _answering(now.transfers),
}
