# SPDX-License-Identifier: Apache-2.0
"""Why a filled form could not be read, each by the number of its field."""

from rogatory.errors import Code

_FILLER = "The author of the form must"

FORM_UNKNOWN = Code(
    "form-unknown",
    "There is no form {form} here.",
    "Name one of: {known}.",
)
FORM_OF_OTHER_KIND = Code(
    "form-kind",
    "The form {form} is for messages of the kind {wanted}, not {kind}.",
    "Choose a form for that kind, or print the message as a letter.",
)
FORM_UNREADABLE = Code(
    "form-unreadable",
    "The filled form could not be read: {problem}.",
    "Give JSON with an object `fields` of values by number, or CSV with the columns field and value.",
)
FIELD_UNKNOWN = Code(
    "form-field-unknown",
    "The form has no field {number}.",
    f"{_FILLER} use the numbers of the form.",
)
FIELD_TWICE = Code(
    "form-field-twice",
    "Field {number} is filled in twice.",
    f"{_FILLER} keep one of the two; several values are numbered, such as 11[2].",
)
FIELD_NOT_REPEATED = Code(
    "form-field-index",
    "Field {number} is not numbered as the form has it: {wanted}.",
    f"{_FILLER} number the entries of a list, and nothing else.",
)
FIELD_IS_HEADING = Code(
    "form-field-heading",
    "Field {number} ({label}) is a heading: its content belongs in the fields below it.",
    f"{_FILLER} use the numbers below it.",
)
FIELD_VALUE = Code(
    "form-field-value",
    "Field {number} ({label}): {problem}.",
    f"{_FILLER} correct it.",
)
FIELD_CONTENT = Code(
    "form-field-content",
    "Field {number} ({label}): {problem}",
    f"{_FILLER} complete it, or the officer who drafts.",
)
"""`problem` is a whole sentence of another code: what the body lacks, reported at the form's
number."""
