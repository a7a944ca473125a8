# SPDX-License-Identifier: Apache-2.0
"""Sentences with a number in them, in the two forms of English; catalogues have their own forms."""

from collections.abc import Mapping

PENALTY = "The maximum penalty is deprivation of liberty for {count} years."
HOLD = (
    "It is requested that the data be preserved for at least {count} days, so that the request for "
    "mutual legal assistance can be submitted."
)
HOLD_TERM = "The data are to be held for at least {count} days ({details})."
DECISION_TERM = "A decision on the request is due within {count} days ({details})."
EXECUTION_TERM = "The execution of the request is due within {count} days ({details})."
ORDER_TERM = "The order is in force from {start} to {end}, that is for {count} days."
CUSTODY = "The person spent {count} days in custody for the extradition."
PERSONS = "The persons concerned are {value}."
DRILL = (
    "has the honour to hold a drill of the network and to ask that an officer on duty acknowledge "
    "this message within {count} minutes"
)

SINGULAR: Mapping[str, str] = {
    PENALTY: "The maximum penalty is deprivation of liberty for {count} year.",
    ORDER_TERM: "The order is in force from {start} to {end}, that is for {count} day.",
    CUSTODY: "The person spent {count} day in custody for the extradition.",
    PERSONS: "The person concerned is {value}.",
    HOLD: (
        "It is requested that the data be preserved for at least {count} day, so that the request "
        "for mutual legal assistance can be submitted."
    ),
    HOLD_TERM: "The data are to be held for at least {count} day ({details}).",
    DECISION_TERM: "A decision on the request is due within {count} day ({details}).",
    EXECUTION_TERM: "The execution of the request is due within {count} day ({details}).",
    DRILL: (
        "has the honour to hold a drill of the network and to ask that an officer on duty "
        "acknowledge this message within {count} minute"
    ),
}
"""By the form for many: the form for one."""
