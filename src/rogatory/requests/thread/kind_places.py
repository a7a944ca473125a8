# SPDX-License-Identifier: Apache-2.0
"""Where in the life of a request a kind has its place, and which article forbids it elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.requests.thread.thread_facts import ENDED, ThreadStatus
from rogatory.treaty.rows import Certainty


@dataclass(frozen=True, slots=True)
class KindPlace:
    """The statuses in which a kind may be sent, and the article that forbids it in others."""

    statuses: frozenset[ThreadStatus]
    article: str
    certainty: Certainty


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
_UNDECIDED = frozenset({_OPEN, _ACKNOWLEDGED})
_BEING_PRESERVED = _UNDECIDED | {_HOLDING}
_BEING_EXECUTED = frozenset({_ACCEPTED, _POSTPONED, _PARTLY})
_PENDING = _BEING_PRESERVED | _BEING_EXECUTED

PLACES: Mapping[str, KindPlace] = {
    "acknowledgement": KindPlace(frozenset({_OPEN}), "41(1)", "parallel"),
    # A hold once confirmed is kept: it may be confirmed anew with a later end, not refused.
    "preservation_confirmed": KindPlace(_BEING_PRESERVED, "42(8)", "parallel"),
    "filing_recognised": KindPlace(frozenset({_HOLDING}), "42(8)", "parallel"),
    "preservation_extension": KindPlace(frozenset({_HOLDING}), "42(9)", "memory"),
    "extension_declined": KindPlace(frozenset({_HOLDING}), "42(9)", "memory"),
    "preservation_warning": KindPlace(_BEING_PRESERVED, "42(7)", "parallel"),
    "preservation_warning_answer": KindPlace(_BEING_PRESERVED, "42(7)", "parallel"),
    "preserved_traffic_disclosure": KindPlace(_BEING_PRESERVED, "43(1)", "parallel"),
    "path_withheld": KindPlace(_BEING_PRESERVED, "43(2)", "memory"),
    # After a postponement, an acceptance says that execution goes on.
    "acceptance": KindPlace(_UNDECIDED | {_POSTPONED}, "40(17)", "parallel"),
    "postponement": KindPlace(_UNDECIDED | _BEING_EXECUTED, "40(27)", "parallel"),
    "refusal": KindPlace(_UNDECIDED | _BEING_EXECUTED, "42(8), 40(21)", "parallel"),
    "consultation": KindPlace(_PENDING, "40(28)", "parallel"),
    "consultation_answer": KindPlace(_PENDING, "40(28)", "parallel"),
    # What was given in an emergency before the answer is no longer withheld by it.
    "conditions_answered": KindPlace(
        _BEING_EXECUTED | {_DELIVERED, _ANSWERED, _COMPLETED}, "40(28)", "parallel"
    ),
    "additional_information": KindPlace(_PENDING, "40(16)", "parallel"),
    "additional_information_supplied": KindPlace(_PENDING | {_DELIVERED}, "40(16)", "parallel"),
    # Nothing is delivered before the requested State's own authorisation is on record.
    "delivery": KindPlace(
        frozenset({_ACCEPTED, _PARTLY, _DELIVERED, _ANSWERED, _COMPLETED}), "24(4)", "memory"
    ),
    # What can be given meanwhile is given; the rest stays postponed.
    "partial_delivery": KindPlace(frozenset({_ACCEPTED, _POSTPONED, _PARTLY}), "24(4)", "memory"),
    "delivery_confirmed": KindPlace(
        frozenset({_PARTLY, _DELIVERED, _POSTPONED}) | (ENDED - {_COMPLETED}), "40(14)", "memory"
    ),
    "answer": KindPlace(_UNDECIDED | _BEING_EXECUTED | {_ANSWERED}, "41(3)", "parallel"),
    "status_enquiry": KindPlace(_PENDING | {_DELIVERED}, "40(26)", "parallel"),
    "status_answer": KindPlace(_ANY, "40(26)", "parallel"),
    "no_longer_required": KindPlace(_PENDING, "40(26)", "parallel"),
    "confidentiality_failure": KindPlace(_ANY, "40(20)", "parallel"),
    "written_confirmation": KindPlace(_UNDECIDED, "40(13)", "parallel"),
    "use_consent_request": KindPlace(_ANY, "40(19)", "parallel"),
    "use_consent": KindPlace(_ANY, "40(19)", "parallel"),
    "exculpatory_notice": KindPlace(_ANY, "40(19)", "parallel"),
    "onward_transfer_request": KindPlace(_ANY, "36(3)", "memory"),
    "onward_transfer_authorisation": KindPlace(_ANY, "36(3)", "memory"),
    "returned_or_destroyed": KindPlace(_ANY, "-", "practice"),
    "call_back": KindPlace(_PENDING, "-", "practice"),
    # What was given out meanwhile does not silence a denial.
    "call_back_answer": KindPlace(_ANY, "-", "practice"),
    "drill_acknowledgement": KindPlace(frozenset({_OPEN}), "41(1)", "practice"),
    "feedback": KindPlace(ENDED | {_DELIVERED, _HOLDING}, "-", "practice"),
    "repair": KindPlace(_ANY, "-", "practice"),
}
"""By kind. An opening kind has no place in a thread that is open."""
