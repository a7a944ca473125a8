# SPDX-License-Identifier: Apache-2.0
"""Refusals of row archives, and of databases that a move closed."""

from rogatory.errors import Code

_OPERATOR = "The node's operator must"
_RESTART = f"{_OPERATOR} give the move up (--abandon) and begin it again."

MOVED = Code(
    "node-moved",
    "The node's rows were moved to {place} on {at}; this database is only what was left behind.",
    f"{_OPERATOR} start the node with the settings of its new place, or move it back (rogatory node move).",
)
MOVING = Code(
    "node-moving",
    "The node's rows have been on the move since {at}, and this database is closed until the move has ended.",
    f"{_OPERATOR} run rogatory node move again, or give the move up (--abandon).",
)
RESTORING = Code(
    "node-restoring",
    "A backup from {place} has been restored into this database since {at}, and not everything is there.",
    f"{_OPERATOR} run rogatory restore again, which goes on.",
)
DAMAGED = Code(
    "row-archive-damaged",
    "The row archive is damaged: {path} {problem}.",
    _RESTART,
)
FOREIGN = Code(
    "row-archive-foreign",
    "The row archive in {path} contains rows of {node}, not of {own}.",
    f"{_OPERATOR} name the home of the node whose rows these are.",
)
OTHER_TABLES = Code(
    "row-archive-tables",
    "The row archive in {path} was written with other tables than this version of the program has: {names}.",
    f"{_OPERATOR} use the version of the program that wrote it.",
)
VALUE = Code(
    "row-value",
    "{column} of the row {key} in {table} {problem}, which PostgreSQL does not store.",
    f"{_OPERATOR} leave the rows where they are, and report this as a fault of the program.",
)
CERTIFICATE_ABSENT = Code(
    "row-certificate",
    "The certificate of a signature in the column {column} is missing in the database.",
    f"{_OPERATOR} restore the newest backup (rogatory node recover); the rows were damaged before the move.",
)
ROWS_DIFFER = Code(
    "rows-differ",
    "{count} rows of {table} in {place} are not those of the row archive, {key} among them.",
    _RESTART,
)
LOG_DIFFERS = Code(
    "log-rows-differ",
    "The rows of the custody log do not agree: {problem}.",
    f"{_OPERATOR} restore the newest backup (rogatory node recover); the rows were damaged before the move.",
)
