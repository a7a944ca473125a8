# SPDX-License-Identifier: Apache-2.0
"""Refusals of corrections of the law, and of treaties that are loaded into it."""

from rogatory.errors import Code

OWN_CORRECTION = Code(
    "law-correction-own",
    "Officer {officer} proposed the correction and cannot review it.",
    "A second person of the ministry must review it.",
)
CORRECTION_UNKNOWN = Code(
    "law-correction-unknown",
    "There is no correction {correction}.",
    "Choose a correction of the list.",
)
CORRECTION_REVIEWED = Code(
    "law-correction-reviewed",
    "The correction {correction} has been reviewed.",
    "To change it, propose another one.",
)
TREATY_OF_OTHERS = Code(
    "law-treaty-of-others",
    "The treaty {treaty} is between {states}, and not with {own}.",
    "The lawyer must load treaties of this State alone.",
)
CORRECTION_STALE = Code(
    "law-correction-stale",
    "The line {line} says something else now than when it was read for the correction {correction}.",
    "The second person must decline it; the lawyer must read the line again.",
)
BATCH_UNKNOWN = Code(
    "law-batch-unknown",
    "No correction of {batch} is waiting for review.",
    "Choose the name of a sheet or a table whose corrections wait.",
)
SHEET_UNKNOWN = Code(
    "law-sheet-unknown",
    "No verification sheet {sheet} was brought here.",
    "Choose a sheet of the list.",
)
READINGS_WITHOUT_SHEET = Code(
    "law-readings-without-sheet",
    "The correction {correction} says that lines were read, and comes without the sheet that says so.",
    "The lawyer must bring the filled verification sheet.",
)
