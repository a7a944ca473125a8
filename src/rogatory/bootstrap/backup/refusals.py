# SPDX-License-Identifier: Apache-2.0
"""Refusals of backups and of their restoring."""

from rogatory.errors import Code

_OPERATOR = "The node's operator must"

UNSET = Code(
    "backup-unset",
    "node.toml of {path} does not state where backups are stored.",
    f"{_OPERATOR} add the table [backup] (docs/backup.md).",
)
PLACE_ABSENT = Code(
    "backup-place-absent",
    "The folder {path} for backups is not there.",
    f"{_OPERATOR} mount or create it, or correct folder in [backup] in node.toml.",
)
PLACE_EMPTY = Code(
    "backup-place-empty",
    "{place} contains no backups of this node, although some were written there.",
    f"{_OPERATOR} make sure that the right file system is mounted, or begin anew in an empty place (--new-place).",
)
PLACE_FOREIGN = Code(
    "backup-place-foreign",
    "{place} contains backups of the node {node}, not of {own}.",
    f"{_OPERATOR} name a place of this node alone.",
)
PLACE_NEWER = Code(
    "backup-place-newer",
    "The backups in {place} have a form that this version of the program does not know.",
    f"{_OPERATOR} use the version of the program that wrote them, or a later one.",
)
RUNS = Code(
    "backup-runs",
    "Another process writes, checks or removes backups of the node in {path}.",
    f"{_OPERATOR} wait until it has ended.",
)
KEY_OTHER = Code(
    "backup-key",
    "The backup {backup} was not made with the key in {path}, or its statement was altered.",
    f"{_OPERATOR} put the key of that time in place (from the escrow), or restore another backup.",
)
RECIPIENTS_NONE = Code(
    "backup-recipients",
    "It is not stated who can open the backups: no file of recipients is named, and the directory lists no recovery "
    "recipient of {state}.",
    f"{_OPERATOR} make a recovery identity (rogatory keys recovery new) and name its recipient in a file: recipients "
    "in [backup] in node.toml.",
)
RECIPIENTS_FILE = Code(
    "backup-recipients-file",
    "{path} is no list of age recipients of one kind: line {line}.",
    f"{_OPERATOR} write one recipient on each line.",
)
DATABASE_FAILS = Code(
    "backup-database-fails",
    "{place} does not do what it is asked to: {words}.",
    f"{_OPERATOR} correct that, and run the same command again.",
)
DAMAGED = Code(
    "backup-damaged",
    "The backup {backup} is damaged: {name} {problem}.",
    f"{_OPERATOR} restore another backup, and make a new one; what is damaged is written again (rogatory backup check).",
)
OBJECTS_FAIL = Code(
    "backup-objects",
    "The backup {backup} is complete but for {count} objects whose bytes are missing or damaged in the node; the first "
    "is {name}.",
    f"{_OPERATOR} take them back from an earlier backup, or from the other State.",
)
NONE = Code(
    "backup-none",
    "There is no complete backup in {place}.",
    f"{_OPERATOR} name the place in which backups were written.",
)
UNKNOWN = Code(
    "backup-unknown",
    "There is no complete backup {backup} in {place}.",
    f"{_OPERATOR} name one that rogatory backup list shows.",
)
"""Also of one that was being written when its process was killed."""

KEY_FORM = Code(
    "backup-key-form",
    "{path} is no backup key.",
    f"{_OPERATOR} put the key back from the escrow, or remove the file before the first backup.",
)
