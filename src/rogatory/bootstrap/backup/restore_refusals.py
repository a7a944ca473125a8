# SPDX-License-Identifier: Apache-2.0
"""Refusals of restoring a backup."""

from rogatory.errors import Code

_OPERATOR = "The node's operator must"

OTHER = Code(
    "restore-other",
    "Another backup, {backup}, is being restored into {path}.",
    f"{_OPERATOR} finish that one by the same command without --backup, or begin in an empty home and an empty database.",
)
HOME_USED = Code(
    "restore-home-used",
    "{path} is not empty.",
    f"{_OPERATOR} name a folder that does not exist; the home is made there from the escrow.",
)
TARGET_USED = Code(
    "restore-target-used",
    "{place} is not empty: it contains {what}.",
    f"{_OPERATOR} restore into an empty home, with an empty database and an empty object store.",
)
RECORD_ABSENT = Code(
    "restore-record-absent",
    "The record of destructions in {place} cannot be read: {problem}.",
    f"{_OPERATOR} make that place available. If it is lost for ever, declare it so (--record-lost {{place}}); what was destroyed "
    "since the backup and noted there alone would come back.",
)
RECORD_DAMAGED = Code(
    "restore-record-damaged",
    "The record of destructions in {place} is damaged: {name} is missing, or is not what was written.",
    f"{_OPERATOR} use another copy of it, or declare this one lost (--record-lost).",
)
ESCROW_LAYERS = Code(
    "escrow-layers",
    "The escrow {path} is not encrypted to two persons, one after the other.",
    f"{_OPERATOR} make it anew with rogatory backup escrow.",
)
ESCROW_SAME = Code(
    "escrow-same",
    "Both persons of the escrow have the recipient {recipient}.",
    f"{_OPERATOR} name recipients of two persons.",
)
ESCROW_FORM = Code(
    "escrow-form",
    "The escrow {path} does not contain the files of a home: {name}.",
    f"{_OPERATOR} make it anew with rogatory backup escrow.",
)
ESCROW_OLD = Code(
    "escrow-old",
    "The escrow is not what the home has now: {names}.",
    f"{_OPERATOR} make it anew with rogatory backup escrow, and repeat the drill.",
)
DRILL_DIFFERS = Code(
    "drill-differs",
    "What was restored from the backup {backup} is not what the node has: {problem}.",
    f"{_OPERATOR} make a new backup and repeat the drill. If it differs again, report it.",
)
