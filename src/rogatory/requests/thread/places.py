# SPDX-License-Identifier: Apache-2.0
"""Where in the life of a request a kind has its place, and which article forbids it elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.requests.kinds.kind import Certainty
from rogatory.requests.thread.standing import ENDED, Status


@dataclass(frozen=True, slots=True)
class Place:
    """The statuses in which a kind may be sent, and the article that forbids it in others."""

    statuses: frozenset[Status]
    article: str
    certainty: Certainty


_OPEN, _ACKNOWLEDGED, _HOLDING = Status.OPEN, Status.ACKNOWLEDGED, Status.HOLDING
_ACCEPTED, _POSTPONED, _PARTLY = Status.ACCEPTED, Status.POSTPONED, Status.PARTLY_DELIVERED
_DELIVERED, _ANSWERED, _COMPLETED = Status.DELIVERED, Status.ANSWERED, Status.COMPLETED

_ANY = frozenset(Status) - {Status.NOT_OPENED}
_UNDECIDED = frozenset({_OPEN, _ACKNOWLEDGED})
_BEING_PRESERVED = _UNDECIDED | {_HOLDING}
_BEING_EXECUTED = frozenset({_ACCEPTED, _POSTPONED, _PARTLY})
_PENDING = _BEING_PRESERVED | _BEING_EXECUTED

PLACES: Mapping[str, Place] = {
    "acknowledgement": Place(frozenset({_OPEN}), "41(1)", "parallel"),
    # A hold once confirmed is kept: it may be confirmed anew with a later end, not refused.
    "preservation_confirmed": Place(_BEING_PRESERVED, "42(8)", "parallel"),
    "preservation_extension": Place(frozenset({_HOLDING}), "42(9)", "memory"),
    "extension_declined": Place(frozenset({_HOLDING}), "42(9)", "memory"),
    "preservation_warning": Place(_BEING_PRESERVED, "42(7)", "parallel"),
    "preservation_warning_answer": Place(_BEING_PRESERVED, "42(7)", "parallel"),
    "preserved_traffic_disclosure": Place(_BEING_PRESERVED, "43(1)", "parallel"),
    # After a postponement, an acceptance says that execution goes on.
    "acceptance": Place(_UNDECIDED | {_POSTPONED}, "40(17)", "parallel"),
    "postponement": Place(_UNDECIDED | _BEING_EXECUTED, "40(27)", "parallel"),
    "refusal": Place(_UNDECIDED | _BEING_EXECUTED, "42(8), 40(21)", "parallel"),
    "consultation": Place(_PENDING, "40(28)", "parallel"),
    "consultation_answer": Place(_PENDING, "40(28)", "parallel"),
    "additional_information": Place(_PENDING, "40(16)", "parallel"),
    "additional_information_supplied": Place(_PENDING | {_DELIVERED}, "40(16)", "parallel"),
    # Nothing is delivered before the requested State's own authorisation is on record.
    "delivery": Place(
        frozenset({_ACCEPTED, _PARTLY, _DELIVERED, _ANSWERED, _COMPLETED}), "24(4)", "memory"
    ),
    "partial_delivery": Place(frozenset({_ACCEPTED, _PARTLY}), "24(4)", "memory"),
    "delivery_confirmed": Place(
        frozenset({_PARTLY, _DELIVERED, _POSTPONED}) | (ENDED - {_COMPLETED}), "40(14)", "memory"
    ),
    "answer": Place(_UNDECIDED | _BEING_EXECUTED | {_ANSWERED}, "41(3)", "parallel"),
    "status_enquiry": Place(_PENDING | {_DELIVERED}, "40(26)", "parallel"),
    "status_answer": Place(_ANY, "40(26)", "parallel"),
    "no_longer_required": Place(_PENDING, "40(26)", "parallel"),
    "confidentiality_failure": Place(_ANY, "40(20)", "parallel"),
    "written_confirmation": Place(_UNDECIDED, "40(13)", "parallel"),
    "use_consent_request": Place(_ANY, "40(19)", "parallel"),
    "use_consent": Place(_ANY, "40(19)", "parallel"),
    "exculpatory_notice": Place(_ANY, "40(19)", "parallel"),
    "onward_transfer_request": Place(_ANY, "36(3)", "memory"),
    "onward_transfer_authorisation": Place(_ANY, "36(3)", "memory"),
    "call_back": Place(_PENDING, "-", "practice"),
    # What was given out meanwhile does not silence a denial.
    "call_back_answer": Place(_ANY, "-", "practice"),
    "drill_acknowledgement": Place(frozenset({_OPEN}), "41(1)", "practice"),
    "feedback": Place(ENDED | {_DELIVERED, _HOLDING}, "-", "practice"),
    "repair": Place(_ANY, "-", "practice"),
}
"""By kind. An opening kind has no place in a thread that is open."""
