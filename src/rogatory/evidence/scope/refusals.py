# SPDX-License-Identifier: Apache-2.0
"""Refusals of the file that states what was authorised, and of what is outside it."""

from rogatory.errors import Code

FORM = Code(
    "authorised-form",
    "The member {member} of the file of what was authorised is not in form. It is {form}.",
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
SURPLUS = Code(
    "scope-surplus",
    "Of {path}, {outside} records in {files} files are outside what was authorised, the first of them in {first}.",
    "The examiner must set them apart with rogatory evidence scope --apart and seal the two apart, or an officer must state why they are kept.",
)
TOO_MANY = Code(
    "scope-too-many-files",
    "{path} has more than {limit} files.",
    "Check its folders one by one.",
)
APART_INSIDE = Code(
    "scope-apart-inside",
    "{path} would lie in the return {source}, which stays as it is.",
    "Name a folder elsewhere.",
)
APART_NOT_A_FILE = Code(
    "scope-apart-not-a-file",
    "{path} is a link or device, which cannot be copied as it is.",
    "Check the return without --apart, and collect it whole.",
)
APART_CHANGED = Code(
    "scope-apart-changed",
    "{path} of the return changed, came or went while it was copied.",
    "Repeat when nothing writes there any more.",
)
