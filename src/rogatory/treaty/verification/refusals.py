# SPDX-License-Identifier: Apache-2.0
"""Refusals of a lawyer's filled sheet, and what is noted of its lines."""

from rogatory.errors import Code

SHEET_UNREADABLE = Code(
    "sheet-unreadable",
    "The sheet cannot be read at {place}: {problem}.",
    "The lawyer must save the sheet as CSV in UTF-8 with all its columns; nothing was imported.",
)
SHEET_ROW = Code(
    "sheet-row",
    "Line {number} of the sheet has {count} cells; its heading has {columns}.",
    "The lawyer must save the sheet as CSV again, with every cell that has a separator in quotes; nothing was imported.",
)
SHEET_MORE = Code(
    "sheet-more",
    "The sheet has further problems, which are not listed: {count}.",
    "The lawyer must correct those that are listed, and bring the sheet again.",
)
SHEET_EMPTY = Code(
    "sheet-empty",
    "No line of the sheet has a new verdict.",
    "The lawyer must fill in the verdict, wording, reader and date of the lines that were read.",
)
SHEET_LINE_UNKNOWN = Code(
    "sheet-line-unknown",
    "Line {number} of the sheet names {line}, which the law does not have.",
    "The lawyer must restore the name of the line, or fill in a new sheet.",
)
SHEET_LINE_CHANGED = Code(
    "sheet-line-changed",
    "Line {number} of the sheet has another {column} than {line} has in the law.",
    "The lawyer must restore it; a row that says something wrong is changed by a correction of its own.",
)
SHEET_LINE_STALE = Code(
    "sheet-line-stale",
    "Line {number} of the sheet was read in another version of {line} than the law has now.",
    "The lawyer must fill in a new sheet, and read the line again.",
)
SHEET_LINE_REPEATED = Code(
    "sheet-line-repeated",
    "Line {number} of the sheet names {line}, as line {earlier} does.",
    "The lawyer must leave one of the two.",
)
SHEET_LINE_WAITS = Code(
    "sheet-line-waits",
    "Line {number} of the sheet is of a row, {line}, for which a correction is waiting for review.",
    "A second person must review that correction first.",
)
SHEET_CELL = Code(
    "sheet-cell",
    "The {column} of line {number} of the sheet is wrong: {problem}.",
    "The lawyer must correct the cell; nothing was imported.",
)
