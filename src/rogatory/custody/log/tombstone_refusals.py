# SPDX-License-Identifier: Apache-2.0
"""Refusals of a tombstone: the remains of an event or a message that was destroyed."""

from rogatory.custody.events.refusals import WRITER
from rogatory.custody.refusals import HOLDER
from rogatory.errors import Code

TOMBSTONE_FORM = Code(
    "tombstone-form", "The field {field} of a tombstone is malformed or missing.", WRITER
)
TOMBSTONE_KIND = Code(
    "tombstone-kind",
    "The tombstone {number} of the custody journal is not that of an event.",
    HOLDER,
)
TOMBSTONE_UNRECORDED = Code(
    "tombstone-unrecorded",
    "No event records that event {number} was destroyed, and by whom.",
    "The person who destroyed it must supply the signed event that names the tombstone.",
)
TOMBSTONE_BY_OTHERS = Code(
    "tombstone-by-others",
    "Event {number} of {authority} was destroyed, and its own State does not say so.",
    "That State must say what the event was, or record that it was destroyed.",
)
TOMBSTONE_SUCCESSOR = Code(
    "tombstone-successor",
    "The event that followed the destroyed event {number} is not the next one of {authority}.",
    HOLDER,
)
TOMBSTONE_PLACE = Code(
    "tombstone-place",
    "The place {index} of the log {origin} belongs to another event than the destroyed one.",
    HOLDER,
)
TOMBSTONE_SALT = Code(
    "tombstone-salt",
    "The proof of a destroyed event still has its salt.",
    "The person who destroyed the event must remove the salt from the proof and from every copy.",
)
