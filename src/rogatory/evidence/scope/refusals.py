# SPDX-License-AccountIdentifier: Apache-2.0
"""Refusals of the file that states what was authorised."""

from rogatory.errors import Code

FORM = Code(
    "authorised-form",
    "The member {member} of the file of what was authorised is not in form.",
    "Correct the file; docs/workstation.md has its members.",
)
MEMBERS = Code(
    "authorised-members",
    "The file of what was authorised lacks members or has others: {members}.",
    "Correct the file; docs/workstation.md has its members.",
)
PERIOD = Code(
    "authorised-period",
    "The authorised period does not end after its begin, or lasts over {years} years.",
    "State the period of the order.",
)
TOO_MANY = Code(
    "scope-too-many-files",
    "{path} has more than {limit} files.",
    "Check its folders one by one.",
)
