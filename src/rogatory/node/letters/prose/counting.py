# SPDX-License-Identifier: Apache-2.0
"""Sentences with a number in them, in the two forms of English; catalogues have their own forms."""

from collections.abc import Mapping

PENALTY = "The maximum penalty is deprivation of liberty for {count} years."
HOLD = (
    "It is requested that the data be preserved for at least {count} days, so that the request for "
    "mutual legal assistance can be submitted."
)
PERSONS = "The persons concerned are {value}."
DRILL = (
    "has the honour to hold a drill of the network and to ask that an officer on duty acknowledge "
    "this message within {count} minutes"
)

SINGULAR: Mapping[str, str] = {
    PENALTY: "The maximum penalty is deprivation of liberty for {count} year.",
    PERSONS: "The person concerned is {value}.",
    HOLD: (
        "It is requested that the data be preserved for at least {count} day, so that the request "
        "for mutual legal assistance can be submitted."
    ),
    DRILL: (
        "has the honour to hold a drill of the network and to ask that an officer on duty "
        "acknowledge this message within {count} minute"
    ),
}
"""By the form for many: the form for one."""
