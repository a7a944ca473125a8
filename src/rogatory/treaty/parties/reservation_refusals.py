# SPDX-License-Identifier: Apache-2.0
"""Refusals and remarks on reservations and declarations."""

from rogatory.errors import Code

_CHOOSE = "The officer must choose an applicable instrument."
_LAWYER = "A lawyer of the ministry must decide."

OFFENCE_RESERVED = Code(
    "basis-offence-reserved",
    "{state} excluded article {excluded} by a reservation; {instrument} covers only its own offences here.",
    _CHOOSE,
)
OFFENCE_RESERVED_MINOR = Code(
    "basis-offence-reserved-minor",
    "{state} excluded article {excluded} by a reservation, and the maximum of {known} years is below the {years} of a "
    "serious crime; {instrument} does not apply.",
    _CHOOSE,
)
OFFENCE_RESERVED_SERIOUS = Code(
    "basis-offence-reserved-serious",
    "{state} excluded article {excluded} by a reservation; {instrument} covers only electronic evidence of the serious "
    "crime.",
    "The officer must ask for other help under another instrument.",
)
PROVISION_RESERVED = Code(
    "basis-provision-reserved",
    "{state} excluded article {excluded} of {instrument} by a reservation, and a request of kind {kind} rests on it.",
    _CHOOSE,
)
RESERVATION_REPORTED = Code(
    "basis-reservation-reported",
    "{state} is reported to have excluded article {excluded} of {instrument}; the reservation itself was not seen.",
    "A lawyer must look up the reservation with the depositary, and correct the law's data.",
)
OBJECTION_PRECLUDES = Code(
    "basis-objection-precludes",
    "{objecting} objected to a reservation of {state} and declared that {instrument} is not in force between the two.",
    _CHOOSE,
    certainty="seen",
    article="20(4)(b) of VCLT",
)
TERRITORY_EXCLUDED = Code(
    "basis-territory-excluded",
    "{state} declared that {instrument} does not apply to the territory {territory}, where the request places data.",
    _LAWYER,
)
EXCLUSION_REPORTED = Code(
    "basis-territory-reported",
    "{state} is reported to have declared that {instrument} does not apply to the territory {territory}, where the "
    "request places data; the declaration itself was not seen.",
    "A lawyer must look up the declaration with the depositary, and correct the law's data.",
)
ELEMENT_REPORTED = Code(
    "conduct-element-reported",
    "{state} is reported to ask for a further element of an offence of article {offence}; no declaration or reservation "
    "was seen, so none is compared.",
    "A lawyer must look it up with the depositary, and correct the law's data.",
)
COMPETENCE_UNDECLARED = Code(
    "basis-competence-undeclared",
    "{state} is a regional organisation, and no declaration of its competence under {instrument} is recorded.",
    "A lawyer must look up its declaration, and ask a member State where the organisation has no competence.",
)
AMENDMENT_NOT_RECORDED = Code(
    "basis-amendment-not-recorded",
    "{amending} changes {instrument} between its own Parties, and nothing is recorded of whether it binds {state}.",
    "A lawyer must look up its Parties; until then the request is judged by the text without it.",
)
GROUND_RESERVATION_REPORTED = Code(
    "ground-reservation-reported",
    "{ground} rests on a reservation of {state} that is only reported.",
    "A lawyer must enter the reservation with its source.",
)
