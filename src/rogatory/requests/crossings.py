# SPDX-License-Identifier: Apache-2.0
"""What holds when two messages crossed, neither State having seen the other's.

Both were legal where they were written, so both stand in the transcript; the table says what the
thread is after both. `standing.status_of` computes the same, and the tests hold it to the table.
A pair that is not here does not touch each other: both have their effect.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from rogatory.requests.envelope import Envelope
from rogatory.requests.kind import Certainty
from rogatory.requests.standing import Status
from rogatory.wire.words import N_


@dataclass(frozen=True, slots=True)
class Crossing:
    """A pair of kinds that crossed: the status after both, in words, and by which article.

    `status` is None where the pair leaves it to the rest of the thread.
    """

    requesting: str
    requested: str
    status: Status | None
    words: str
    article: str
    certainty: Certainty


def _withdrawn(requested: str, words: str) -> Crossing:
    return Crossing("no_longer_required", requested, Status.WITHDRAWN, words, "40(26)", "parallel")


_TABLE = (
    _withdrawn(
        "acknowledgement",
        N_("The request was withdrawn while it was being acknowledged; it is withdrawn."),
    ),
    _withdrawn(
        "preservation_confirmed",
        N_(
            "The request was withdrawn while the hold was being confirmed; the hold may be released."
        ),
    ),
    _withdrawn(
        "preserved_traffic_disclosure",
        N_(
            "The request was withdrawn while a disclosure was under way; what was disclosed stands."
        ),
    ),
    _withdrawn(
        "acceptance",
        N_("The request was withdrawn while it was being accepted; it is not executed."),
    ),
    _withdrawn(
        "refusal",
        N_("The request was withdrawn while it was being refused; the reasons stay on record."),
    ),
    _withdrawn(
        "additional_information",
        N_("The request was withdrawn while more was being asked; the question falls."),
    ),
    Crossing(
        "no_longer_required",
        "delivery",
        Status.DELIVERED,
        N_("The evidence was on its way when the request was withdrawn; its receipt is confirmed."),
        "40(26)",
        "parallel",
    ),
    Crossing(
        "additional_information_supplied",
        "refusal",
        Status.REFUSED,
        N_(
            "The request was refused while more was being supplied; a new request may be made with it."
        ),
        "40(16), 40(25)",
        "parallel",
    ),
    Crossing(
        "additional_information_supplied",
        "acceptance",
        Status.ACCEPTED,
        N_("The request was accepted while more was being supplied; what was supplied counts."),
        "40(16)",
        "parallel",
    ),
    Crossing(
        "status_enquiry",
        "refusal",
        Status.REFUSED,
        N_("A question about progress crossed the refusal; the question still deserves an answer."),
        "40(26)",
        "parallel",
    ),
    Crossing(
        "status_enquiry",
        "acceptance",
        Status.ACCEPTED,
        N_(
            "A question about progress crossed the acceptance; the question is still owed an answer."
        ),
        "40(26)",
        "parallel",
    ),
    Crossing(
        "status_enquiry",
        "delivery",
        Status.DELIVERED,
        N_("A question about progress crossed the delivery; the question is still owed an answer."),
        "40(26)",
        "parallel",
    ),
    Crossing(
        "delivery_confirmed",
        "delivery",
        Status.DELIVERED,
        N_(
            "A package was confirmed while another was being delivered; each is confirmed by itself."
        ),
        "40(14)",
        "memory",
    ),
)

CROSSINGS: Mapping[tuple[str, str], Crossing] = {
    (crossing.requesting, crossing.requested): crossing for crossing in _TABLE
}
"""By the requesting State's kind and the requested State's."""


def crossing_of(one: Envelope, other: Envelope) -> Crossing | None:
    """What the table says of two messages that crossed, in whichever order they are given."""
    pair = (one.kind, other.kind)
    return CROSSINGS.get(pair) or CROSSINGS.get(pair[::-1])
