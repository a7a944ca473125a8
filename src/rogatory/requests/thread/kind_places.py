# SPDX-License-Identifier: Apache-2.0
"""Where in the life of a request a kind has its place, and what forbids it elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.requests.thread.thread_facts import ENDED, ThreadStatus


@dataclass(frozen=True, slots=True)
class KindPlace:
    """The statuses in which a kind may be sent, and what forbids it in others: an id of the law's
    data, None for practice.
    """

    statuses: frozenset[ThreadStatus]
    cites: str | None


OWN_AUTHORISATION = "own_authorisation"
"""That the executing State applies its own safeguards, in the law's data."""


_OPEN, _ACKNOWLEDGED, _HOLDING = ThreadStatus.OPEN, ThreadStatus.ACKNOWLEDGED, ThreadStatus.HOLDING
_ACCEPTED, _POSTPONED, _PARTLY = (
    ThreadStatus.ACCEPTED,
    ThreadStatus.POSTPONED,
    ThreadStatus.PARTLY_DELIVERED,
)
_DELIVERED, _ANSWERED, _COMPLETED = (
    ThreadStatus.DELIVERED,
    ThreadStatus.ANSWERED,
    ThreadStatus.COMPLETED,
)

_ANY = frozenset(ThreadStatus) - {ThreadStatus.NOT_OPENED}
UNDECIDED = frozenset({_OPEN, _ACKNOWLEDGED})
"""Where the requested State has not decided yet whether it helps."""

_BEING_PRESERVED = UNDECIDED | {_HOLDING}
BEING_EXECUTED = frozenset({_ACCEPTED, _POSTPONED, _PARTLY})
"""Where the requested State has decided to help, and more is to be given."""

_IN_FORCE = ThreadStatus.IN_FORCE
_PENDING = _BEING_PRESERVED | BEING_EXECUTED | {_IN_FORCE}

PLACES: Mapping[str, KindPlace] = {
    "acknowledgement": KindPlace(frozenset({_OPEN}), "contact_point"),
    # A hold once confirmed is kept: it may be confirmed anew with a later end, not refused.
    "preservation_confirmed": KindPlace(_BEING_PRESERVED, "hold"),
    "filing_recognised": KindPlace(frozenset({_HOLDING}), "hold"),
    "preservation_extension": KindPlace(frozenset({_HOLDING}), "preservation_extension"),
    "extension_declined": KindPlace(frozenset({_HOLDING}), "preservation_extension"),
    "preservation_warning": KindPlace(_BEING_PRESERVED, "warning"),
    "preservation_warning_answer": KindPlace(_BEING_PRESERVED, "warning"),
    "preserved_traffic_disclosure": KindPlace(_BEING_PRESERVED, "preserved_traffic_disclosure"),
    "path_withheld": KindPlace(_BEING_PRESERVED, "path_withheld"),
    # After a postponement, an acceptance says that execution goes on.
    "acceptance": KindPlace(UNDECIDED | {_POSTPONED}, "execution"),
    "postponement": KindPlace(UNDECIDED | BEING_EXECUTED, "postponement"),
    "refusal": KindPlace(UNDECIDED | BEING_EXECUTED, "refusal_in_time"),
    "consultation": KindPlace(_PENDING, "consultation"),
    "consultation_answer": KindPlace(_PENDING, "consultation"),
    # What was given in an emergency before the answer is no longer withheld by it.
    "conditions_answered": KindPlace(
        BEING_EXECUTED | {_IN_FORCE, _DELIVERED, _ANSWERED, _COMPLETED}, "conditions_answered"
    ),
    "additional_information": KindPlace(_PENDING, "additional_information"),
    "additional_information_supplied": KindPlace(_PENDING | {_DELIVERED}, "additional_information"),
    # The State that postponed delivers when it is ready: a part leaves the rest postponed.
    "delivery": KindPlace(BEING_EXECUTED | {_DELIVERED, _ANSWERED, _COMPLETED}, OWN_AUTHORISATION),
    "partial_delivery": KindPlace(BEING_EXECUTED, OWN_AUTHORISATION),
    "delivery_confirmed": KindPlace(
        frozenset({_PARTLY, _DELIVERED, _POSTPONED}) | (ENDED - {_COMPLETED}), "transmission"
    ),
    "answer": KindPlace(UNDECIDED | BEING_EXECUTED | {_ANSWERED}, "direct_execution"),
    # With its own authorisation, which the report states: property is frozen before it is lost.
    "measure_executed": KindPlace(
        UNDECIDED | {_ACCEPTED, _POSTPONED, _IN_FORCE}, "measure_executed"
    ),
    "confiscation_executed": KindPlace(
        UNDECIDED | {_ACCEPTED, _POSTPONED, _IN_FORCE}, "confiscation_executed"
    ),
    "return_decided": KindPlace(UNDECIDED | {_ACCEPTED, _POSTPONED}, "return_decided"),
    "extradition_decided": KindPlace(UNDECIDED | {_POSTPONED}, "extradition_decided"),
    # Nobody is surrendered whose extradition is not granted, or is postponed again.
    "person_surrendered": KindPlace(frozenset({_ACCEPTED}), None),
    "lifting_hearing": KindPlace(frozenset({_IN_FORCE}), "lifting_hearing"),
    "lifting_hearing_answer": KindPlace(frozenset({_IN_FORCE}), "lifting_hearing"),
    # What was withdrawn is still to be lifted, and nobody is heard on it.
    "measure_lifted": KindPlace(frozenset({_IN_FORCE, ThreadStatus.WITHDRAWN}), "measure_lifted"),
    "status_enquiry": KindPlace(_PENDING | {_DELIVERED}, "progress"),
    "status_answer": KindPlace(_ANY, "progress"),
    "no_longer_required": KindPlace(_PENDING, "no_longer_required"),
    "confidentiality_failure": KindPlace(_ANY, "secrecy_failure"),
    "written_confirmation": KindPlace(UNDECIDED, "oral_request"),
    "use_consent_request": KindPlace(_ANY, "use"),
    "use_consent": KindPlace(_ANY, "use"),
    "exculpatory_notice": KindPlace(_ANY, "exculpatory_notice"),
    "onward_transfer_request": KindPlace(_ANY, "onward_transfer"),
    "onward_transfer_authorisation": KindPlace(_ANY, "onward_transfer"),
    "returned_or_destroyed": KindPlace(_ANY, None),
    "basis_proposed": KindPlace(_PENDING, None),
    "basis_answered": KindPlace(_PENDING, None),
    "offer_answered": KindPlace(UNDECIDED, "offer_answered"),
    "call_back": KindPlace(_PENDING, None),
    # What was given out meanwhile does not silence a denial.
    "call_back_answer": KindPlace(_ANY, None),
    "drill_acknowledgement": KindPlace(frozenset({_OPEN}), "drill"),
    # On a part that was given, too, while the rest is executed or postponed.
    "feedback": KindPlace(ENDED | BEING_EXECUTED | {_IN_FORCE, _DELIVERED, _HOLDING}, None),
    "repair": KindPlace(_ANY, None),
}
"""By kind. An opening kind has no place in a thread that is open."""
