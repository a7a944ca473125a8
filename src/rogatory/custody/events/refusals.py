# SPDX-License-Identifier: Apache-2.0
"""Refusals of a custody event."""

from rogatory.errors import Code

WRITER = "The authority that wrote the event must correct it and sign it again."

EVENT_FIELD = Code(
    "custody-event-field", "In a custody event the field {field} is not acceptable.", WRITER
)
EVENT_FIELD_MISSING = Code(
    "custody-event-field-missing", "A custody event lacks the field {field}.", WRITER
)
EVENT_FIELD_UNKNOWN = Code(
    "custody-event-field-unknown", "A custody event has a field {field} that none has.", WRITER
)
EVENT_VERSION = Code(
    "custody-event-version",
    "A custody event is of version {found}; this program reads version {known}.",
    "Read it with a newer program, or ask its writer for one of a version that both know.",
)
EVENT_ACTION = Code("custody-event-action", "{found} is not an action of the closed list.", WRITER)
EVENT_OFFICER = Code(
    "custody-event-officer", "{found} is not the number of an officer such as xa-0003.", WRITER
)
EVENT_OFFICER_STATE = Code(
    "custody-event-officer-state",
    "The officer {officer} is not of the State of the authority {authority}.",
    WRITER,
)
EVENT_REASON = Code(
    "custody-event-reason",
    "The reason given for an act must be text of 1 to {limit} characters without control characters.",
    "The officer must give the reason for the act in a sentence.",
)
EVENT_CODE = Code(
    "custody-event-code",
    "{found} is not the code of an act: small letters and digits, joined by hyphens.",
    WRITER,
)
EVENT_FIELDS = Code(
    "custody-event-fields",
    "The fields of an act are not an object of at most {limit} texts, counts and lists: {name}.",
    WRITER,
)
EVENT_WORDS = Code(
    "custody-event-words",
    "An officer's words in a custody event are not a language and text of 1 to {limit} characters "
    "without control characters.",
    "The officer must give the words again, with the language they are in.",
)
