# SPDX-License-Identifier: Apache-2.0
"""References of a message to others, which must exist and wait for it: judged, like all legality,
at its own past.
"""

from collections.abc import Callable, Iterable, Mapping

from rogatory.errors import Reason, Refused
from rogatory.requests import refusals
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.families import EMERGENCY, EXECUTED, FREEZING, LIVE
from rogatory.requests.thread.basis import answerable, open_proposals
from rogatory.requests.thread.facts import (
    AwaitedDecision,
    hold_in,
    item_count,
    items_in,
    replaced_in,
)
from rogatory.requests.thread.set_conditions import decides_each_once
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.wire.moments import format_moment, parse_moment

_AUTHORISATION = "domestic_authorisation"

type _Check = Callable[[Envelope, ThreadFacts], list[Reason]]


def wrong_references(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    """Return why what the message names or states does not fit the thread; nothing if it does."""
    checks = _CHECKS.get(envelope.kind, ())
    return [reason for check in checks for reason in check(envelope, standing)]


def _not_there(field: str, envelope: Envelope) -> list[Reason]:
    return [refusals.THREAD_REFERENCE.because(field=field, kind=envelope.kind)]


def _names_one_of(field: str, names: Callable[[ThreadFacts], tuple[str, ...]]) -> _Check:
    def check(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
        is_there = envelope.body.get(field) in names(standing)
        return [] if is_there else _not_there(field, envelope)

    return check


def _names_at_most(field: str, names: Callable[[ThreadFacts], tuple[str, ...]]) -> _Check:
    """Return a check like `_names_one_of`, where the field may be left out."""
    check = _names_one_of(field, names)

    def check_if_named(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
        return check(envelope, standing) if field in envelope.body else []

    return check_if_named


def _open(awaited: Iterable[AwaitedDecision]) -> tuple[str, ...]:
    return tuple(one.message.digest for one in awaited if one.is_open)


def _opening(standing: ThreadFacts) -> tuple[str, ...]:
    return (standing.opening.digest,) if standing.opening else ()


def _running_hold(standing: ThreadFacts) -> tuple[str, ...]:
    return (standing.hold.message,) if standing.hold else ()


def _seals(standing: ThreadFacts) -> tuple[str, ...]:
    return tuple(one.seal for one in standing.deliveries)


def _unconfirmed_seals(standing: ThreadFacts) -> tuple[str, ...]:
    return tuple(one.seal for one in standing.deliveries if one.confirmed_by is None)


def _open_extensions(standing: ThreadFacts) -> tuple[str, ...]:
    return _open(standing.extensions)


def _hold_is_kept(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    hold = hold_in(envelope)
    if hold is None:
        return _not_there("hold_end", envelope)
    if standing.hold is None or hold.end >= standing.hold.end:
        return []
    return [
        refusals.HOLD_SHORTENED.because(
            end=format_moment(hold.end), known=format_moment(standing.hold.end)
        )
    ]


def _requested_in_time(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    """Return when the requesting State asked, by its own word; the fold has no other clock."""
    hold = standing.hold
    if hold is None or envelope.issued <= hold.end:
        return []
    return [
        refusals.EXTENSION_TOO_LATE.because(
            issued=format_moment(envelope.issued), end=format_moment(hold.end)
        )
    ]


def _asks_for_more(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    try:
        wanted = parse_moment(envelope.body.get("new_end"))
    except Refused:
        return _not_there("new_end", envelope)
    if standing.hold is None or wanted > standing.hold.end:
        return []
    return [
        refusals.EXTENSION_NO_LATER.because(
            wanted=format_moment(wanted), end=format_moment(standing.hold.end)
        )
    ]


def _items_are_held(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    items = items_in(envelope.body)
    listed = item_count(standing.opening) if standing.opening else 0
    are_there = bool(items) and all(1 <= one <= listed for one in items)
    return [] if are_there else _not_there("items", envelope)


def _path_is_open(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    """Require that a path is withheld once. It may still be disclosed afterwards."""
    is_open = envelope.body.get("preservation") in _opening(standing) and not standing.withheld
    return [] if is_open else _not_there("preservation", envelope)


def _open_conditions(standing: ThreadFacts) -> tuple[str, ...]:
    return tuple(one.message.digest for one in standing.conditions if one.is_open)


def _every_condition_decided(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    """Return each condition of the acceptance that is answered is agreed to or declined, and no
    other.
    """
    answered = envelope.body.get("answers_to")
    meant = [one.message.body for one in standing.conditions if one.message.digest == answered]
    is_whole = not meant or decides_each_once(envelope.body, meant[0])
    return [] if is_whole else _not_there("conditions", envelope)


def _condition_is_agreed(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    """Return a condition that is named as the reason for an act was set in this thread, and agreed
    to.
    """
    if "demanded_by" not in envelope.body:
        return []
    named = envelope.body["demanded_by"]
    stated = (named.get("message"), named.get("number")) if isinstance(named, Mapping) else ()
    agreed = [(one.message.digest, number) for one in standing.conditions for number in one.agreed]
    is_number = len(stated) == 2 and not isinstance(stated[1], bool)
    return [] if is_number and stated in agreed else _not_there("demanded_by", envelope)


def _basis_is_replaced(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    current = standing.basis.digest if standing.basis else None
    if envelope.body.get("replaces") != current:
        return _not_there("replaces", envelope)
    waiting = open_proposals(standing)
    return (
        [refusals.BASIS_PENDING.because(state=waiting[0].message.sender.state)] if waiting else []
    )


def _proposal_is_open(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    waiting = answerable(standing, envelope.sender.state)
    known = [one.message.digest for one in waiting]
    is_there = envelope.body.get("answers_to") in known
    return [] if is_there else _not_there("answers_to", envelope)


def _consultation_named(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    record = envelope.body.get("consultation")
    if not isinstance(record, Mapping) or "message" not in record:
        return []
    known = [one.message.digest for one in standing.consultations]
    return [] if record["message"] in known else _not_there("consultation.message", envelope)


def _authorised_with_end(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    """Return the reasons: collecting in real time and intercepting need an authorisation with scope
    and end.
    """
    if standing.request_kind not in LIVE:
        return []
    stated = envelope.body.get(_AUTHORISATION)
    missing = [part for part in ("scope", "until") if not _states(stated, part)]
    return [
        refusals.AUTHORISATION_UNBOUNDED.because(part=part, field=_AUTHORISATION)
        for part in missing
    ]


def needs_authorisation(standing: ThreadFacts) -> bool:
    """Decide whether nothing may be given before the requested State has accepted, or without an
    authorisation that what it gives states itself. An emergency is answered at once.
    """
    return standing.request_kind in EXECUTED - EMERGENCY and standing.accepted is None


def _authorised(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    """Return why nothing authorises what is given: a State that postponed a request and gives what it
    asks for has not accepted it, and states the authorisation where it gives.
    """
    if not needs_authorisation(standing):
        return []
    stated = envelope.body.get(_AUTHORISATION)
    if not all(_states(stated, part) for part in ("authority", "reference", "date")):
        return [refusals.NOT_ACCEPTED.because(kind=envelope.kind, field=_AUTHORISATION)]
    return _authorised_with_end(envelope, standing)


def _states(stated: object, part: str) -> bool:
    value = stated.get(part) if isinstance(stated, Mapping) else None
    return bool(value.strip() if isinstance(value, str) else value)


def _replaced_are_in_force(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    """Require that each measure which a confiscation ends is in force, and named once. Where only a measure was
    requested, a confiscation ends one at least: nothing else of it concerns that request.
    """
    named, in_force = replaced_in(envelope.body), standing.measures_in_force
    is_stated = "replaced" in envelope.body or standing.request_kind in FREEZING
    are_there = bool(named) and len({*named}) == len(named) and {*named} <= {*in_force}
    return [] if are_there or not is_stated else _not_there("replaced", envelope)


def _day_is_ahead(envelope: Envelope, _: ThreadFacts) -> list[Reason]:
    """Require a day after that of the message, by its sender's own word: until a day that has come, nobody
    is heard.
    """
    day = envelope.body.get("wanted_by")
    issued = _day_of(envelope)
    if isinstance(day, str) and _is_day(day) and day > issued:
        return []
    return [refusals.HEARING_TOO_SHORT.because(issued=issued, day=ascii(day)[1:-1][:20])]


def _heard_before(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    """Return why the requesting State was not heard on the measure that is lifted: a hearing of it is named,
    and was answered, or its day has passed by the lifting State's own word. Nobody is heard on a request
    that was withdrawn.
    """
    if standing.withdrawn is not None:
        return []
    named = [
        one
        for one in standing.hearings
        if one.message.digest == envelope.body.get("hearing")
        and one.message.body.get("executed") == envelope.body.get("executed")
    ]
    if not named:
        return [refusals.LIFTED_UNHEARD.because(field="hearing")]
    day = str(named[0].message.body.get("wanted_by"))
    if named[0].is_open and _day_of(envelope) <= day:
        return [refusals.HEARING_RUNS.because(field="hearing", day=day)]
    return []


def _day_of(envelope: Envelope) -> str:
    return format_moment(envelope.issued)[:10]


def _is_day(day: str) -> bool:
    try:
        parse_moment(f"{day}T00:00:00Z")
    except Refused:
        return False
    return True


def _sealed_anew(envelope: Envelope, standing: ThreadFacts) -> list[Reason]:
    seal = envelope.body.get("seal")
    is_new = isinstance(seal, str) and seal not in _seals(standing)
    return [] if is_new else _not_there("seal", envelope)


def _open_call_backs(standing: ThreadFacts) -> tuple[str, ...]:
    return _open(standing.call_backs)


_REQUEST = (_names_one_of("request", _opening),)
_SEAL_MEANT = (_names_at_most("seal", _seals),)

_names_measure = _names_one_of("executed", lambda now: now.measures_in_force)

_CHECKS: Mapping[str, tuple[_Check, ...]] = {
    "preservation_confirmed": (
        _hold_is_kept,
        _names_at_most("answers_to", _open_extensions),
    ),
    "preservation_extension": (
        _names_one_of("running_hold", _running_hold),
        _requested_in_time,
        _asks_for_more,
    ),
    "filing_recognised": (_items_are_held,),
    "extension_declined": (
        _names_one_of("answers_to", _open_extensions),
        _consultation_named,
    ),
    "preservation_warning_answer": (_names_one_of("answers_to", lambda now: _open(now.warnings)),),
    "preserved_traffic_disclosure": (_names_one_of("preservation", _opening),),
    "path_withheld": (_path_is_open, _consultation_named),
    "acceptance": (_authorised_with_end,),
    "postponement": (_consultation_named,),
    "refusal": (_consultation_named, _names_at_most("of", _opening)),
    "consultation_answer": (_names_one_of("answers_to", lambda now: _open(now.consultations)),),
    "conditions_answered": (
        _names_one_of("answers_to", _open_conditions),
        _every_condition_decided,
    ),
    "returned_or_destroyed": (*_SEAL_MEANT, _condition_is_agreed),
    "additional_information_supplied": (_names_one_of("answers_to", lambda now: now.questions),),
    "status_enquiry": _REQUEST,
    "status_answer": (_names_one_of("enquiry", lambda now: now.enquiries),),
    "no_longer_required": _REQUEST,
    "confidentiality_failure": _REQUEST,
    "delivery": (_sealed_anew, _authorised),
    "partial_delivery": (_sealed_anew, _authorised),
    "answer": (_authorised,),
    "delivery_confirmed": (_names_one_of("seal", _unconfirmed_seals),),
    "confiscation_executed": (_replaced_are_in_force,),
    "lifting_hearing": (_names_measure, _day_is_ahead),
    "lifting_hearing_answer": (_names_one_of("answers_to", lambda now: _open(now.hearings)),),
    "measure_lifted": (_names_measure, _heard_before),
    "basis_proposed": (_basis_is_replaced,),
    "basis_answered": (_proposal_is_open,),
    "offer_answered": (_names_one_of("answers_to", lambda now: _open(now.offers)),),
    "call_back": _REQUEST,
    "call_back_answer": (_names_one_of("answers_to", _open_call_backs), *_REQUEST),
    "drill_acknowledgement": (_names_one_of("drill", _opening),),
    "use_consent_request": _SEAL_MEANT,
    "use_consent": (_names_one_of("answers_to", lambda now: _open(now.consents)),),
    "exculpatory_notice": _SEAL_MEANT,
    "onward_transfer_request": _SEAL_MEANT,
    "onward_transfer_authorisation": (
        _names_one_of("answers_to", lambda now: _open(now.transfers)),
    ),
}
