# SPDX-License-Identifier: Apache-2.0
"""Whether a message is legal where it stands: judged at its own causal past, by nothing else.

A message that is not legal is kept and shown with its reason, and moves nothing. What a State's
law thinks of a message (a ground, a basis) is that State's annotation, never a matter of this.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rogatory.errors import Code, Reason
from rogatory.requests import refusals
from rogatory.requests.envelope import Envelope
from rogatory.requests.kind import Certainty, Kind
from rogatory.requests.kinds import KINDS
from rogatory.requests.standing import Standing, Status, hold_in
from rogatory.wire.moments import format_moment

_OPEN, _ACKNOWLEDGED, _HOLDING = Status.OPEN, Status.ACKNOWLEDGED, Status.HOLDING
_ACCEPTED, _DELIVERED, _COMPLETED = Status.ACCEPTED, Status.DELIVERED, Status.COMPLETED
_ANY = frozenset(Status) - {Status.NOT_OPENED}


@dataclass(frozen=True, slots=True)
class Place:
    """The statuses in which a kind may be sent, and the article that forbids it in others."""

    statuses: frozenset[Status]
    article: str
    certainty: Certainty


PLACES: Mapping[str, Place] = {
    "acknowledgement": Place(frozenset({_OPEN}), "41(1)", "parallel"),
    # A hold once confirmed is kept: it may be confirmed anew with a later end, not refused.
    "preservation_confirmed": Place(
        frozenset({_OPEN, _ACKNOWLEDGED, _HOLDING}), "42(8)", "parallel"
    ),
    "preserved_traffic_disclosure": Place(
        frozenset({_OPEN, _ACKNOWLEDGED, _HOLDING}), "43(1)", "parallel"
    ),
    "acceptance": Place(frozenset({_OPEN, _ACKNOWLEDGED}), "40(17)", "parallel"),
    "refusal": Place(frozenset({_OPEN, _ACKNOWLEDGED, _ACCEPTED}), "42(8), 40(21)", "parallel"),
    "additional_information": Place(
        frozenset({_OPEN, _ACKNOWLEDGED, _HOLDING, _ACCEPTED}), "40(16)", "parallel"
    ),
    "additional_information_supplied": Place(
        frozenset({_OPEN, _ACKNOWLEDGED, _HOLDING, _ACCEPTED, _DELIVERED}), "40(16)", "parallel"
    ),
    # Nothing is delivered before the requested State's own authorisation is on record.
    "delivery": Place(frozenset({_ACCEPTED, _DELIVERED, _COMPLETED}), "24(4)", "memory"),
    "delivery_confirmed": Place(frozenset({_DELIVERED}), "40(14)", "memory"),
    "status_enquiry": Place(
        frozenset({_OPEN, _ACKNOWLEDGED, _HOLDING, _ACCEPTED, _DELIVERED}), "40(26)", "parallel"
    ),
    "status_answer": Place(_ANY, "40(26)", "parallel"),
    "no_longer_required": Place(
        frozenset({_OPEN, _ACKNOWLEDGED, _HOLDING, _ACCEPTED}), "40(26)", "parallel"
    ),
    "repair": Place(_ANY, "-", "practice"),
}
"""By kind. An opening kind has no place in a thread that is open."""


def why_not_kind(kind: Kind, sender: str, standing: Standing) -> list[Reason]:
    """Why the State `sender` cannot send a message of this kind at this standing."""
    if kind.name != "repair" and sender in standing.stopped:
        return [refusals.THREAD_STOPPED.because(state=sender)]
    if kind.name == "repair":
        return []
    if standing.opening is None:
        return [] if kind.opens_thread else [refusals.THREAD_NOT_OPEN.because(kind=kind.name)]
    if kind.opens_thread:
        return [refusals.THREAD_OPEN_ALREADY.because(kind=kind.name)]
    return [*_wrong_side(kind, sender, standing), *_wrong_place(kind, standing)]


def why_not(envelope: Envelope, standing: Standing) -> list[Reason]:
    """Why this message is not legal at this standing, its causal past's; nothing if it is.

    The standing is of known kinds only: the caller has set unknown ones aside.
    """
    kind = KINDS[envelope.kind]
    reasons = why_not_kind(kind, envelope.sender.state, standing)
    check = _BODY_CHECKS.get(kind.name)
    return reasons or (check(envelope, standing) if check else [])


def _wrong_side(kind: Kind, sender: str, standing: Standing) -> list[Reason]:
    side = standing.requesting if kind.direction == "requesting" else standing.requested
    if kind.direction == "either" or sender == side:
        return []
    return [_because(refusals.THREAD_WRONG_SIDE, kind, side=kind.direction)]


def _wrong_place(kind: Kind, standing: Standing) -> list[Reason]:
    if standing.request_kind not in kind.follows:
        return [_because(refusals.THREAD_WRONG_REQUEST, kind, request=str(standing.request_kind))]
    place = PLACES[kind.name]
    if standing.status in place.statuses:
        return []
    return [
        refusals.THREAD_WRONG_MOMENT.because(
            kind=kind.name,
            status=standing.status.value,
            article=place.article,
            certainty=place.certainty,
        )
    ]


def _because(code: Code, kind: Kind, **fields: str) -> Reason:
    return code.because(kind=kind.name, article=kind.article, certainty=kind.certainty, **fields)


def _names_one_of(field: str, names: Callable[[Standing], tuple[str, ...]]) -> "_BodyCheck":
    def check(envelope: Envelope, standing: Standing) -> list[Reason]:
        if envelope.body.get(field) in names(standing):
            return []
        return [refusals.THREAD_REFERENCE.because(field=field, kind=envelope.kind)]

    return check


def _opening_digest(standing: Standing) -> tuple[str, ...]:
    return (standing.opening.digest,) if standing.opening else ()


def _unconfirmed_seals(standing: Standing) -> tuple[str, ...]:
    return tuple(one.seal for one in standing.deliveries if one.confirmed_by is None)


def _hold_is_kept(envelope: Envelope, standing: Standing) -> list[Reason]:
    hold = hold_in(envelope)
    if hold is None:
        return [refusals.THREAD_REFERENCE.because(field="hold_end", kind=envelope.kind)]
    if standing.hold is None or hold.end >= standing.hold.end:
        return []
    return [
        refusals.HOLD_SHORTENED.because(
            end=format_moment(hold.end), known=format_moment(standing.hold.end)
        )
    ]


def _sealed_anew(envelope: Envelope, standing: Standing) -> list[Reason]:
    seal = envelope.body.get("seal")
    if isinstance(seal, str) and seal not in [one.seal for one in standing.deliveries]:
        return []
    return [refusals.THREAD_REFERENCE.because(field="seal", kind=envelope.kind)]


type _BodyCheck = Callable[[Envelope, Standing], list[Reason]]

_BODY_CHECKS: Mapping[str, _BodyCheck] = {
    "preservation_confirmed": _hold_is_kept,
    "preserved_traffic_disclosure": _names_one_of("preservation", _opening_digest),
    "additional_information_supplied": _names_one_of("answers_to", lambda now: now.questions),
    "status_enquiry": _names_one_of("request", _opening_digest),
    "status_answer": _names_one_of("enquiry", lambda now: now.enquiries),
    "no_longer_required": _names_one_of("request", _opening_digest),
    "delivery": _sealed_anew,
    "delivery_confirmed": _names_one_of("seal", _unconfirmed_seals),
}
