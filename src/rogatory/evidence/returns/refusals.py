# SPDX-License-Identifier: Apache-2.0
"""Refusals and remarks about a provider's return."""

from rogatory.errors import Code
from rogatory.evidence.refusals import KEEP_AS_RECEIVED

UNKNOWN = Code(
    "return-unknown",
    "{path} was declared a provider's return but contains no zip or tar archive.",
    "Repeat without --return, which collects it as it is.",
)

# Remarks: the archive itself is collected whole.
STOPPED = Code(
    "return-listing-stopped",
    "The list of what is in {path} stops after {members} members: {problem}.",
    "Ask the provider to send it again, if the archive is damaged; what came is collected as it is.",
)
NOTE = Code("return-note", "Of the archive {path}: {problem}.", "Have an expert look at it.")
NOT_RECOGNISED = Code(
    "return-not-recognised",
    "{path} was declared a provider's return but contains no zip or tar archive, so nothing is listed.",
    "Check the file; it is collected unchanged.",
)
TOO_MANY = Code(
    "returns-too-many",
    "{count} archives more than the {limit} that are listed were collected as they are.",
    "Collect them in several packages to have each one listed.",
)

# Reading the record.
FORM = Code(
    "members-form",
    "Line {line} of members.jsonl is not as the specification says: {problem}.",
    KEEP_AS_RECEIVED,
)
