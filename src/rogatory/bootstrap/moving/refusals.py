# SPDX-License-Identifier: Apache-2.0
"""Refusals of a move."""

from rogatory.errors import Code

_OPERATOR = "The node's operator must"

SETTING = Code(
    "move-setting",
    "In {path}, {name} {problem}.",
    f"{_OPERATOR} correct the file: it contains database_url and [object_store] as node.toml will have them.",
)
NOTHING = Code(
    "move-nothing",
    "The rows and objects of the node in {path} are already in that place.",
    f"{_OPERATOR} name another place, if one is meant.",
)
NONE_BEGUN = Code(
    "move-none",
    "No move of the node in {path} is unfinished.",
    f"{_OPERATOR} state where the node moves: --to FILE or --to-home.",
)
OTHER = Code(
    "move-other",
    "A move of the node in {path} to another place is unfinished.",
    f"{_OPERATOR} finish that move by the same command without --to, or give it up (--abandon).",
)
TOO_LATE = Code(
    "move-too-late",
    "The move of the node in {path} can no longer be given up: the database that it left is closed.",
    f"{_OPERATOR} finish the move by the same command, and then move the node back.",
)
DATABASE_USED = Code(
    "move-database-used",
    "Other programs use {place}; they have {count} connections.",
    f"{_OPERATOR} stop the node on every machine, and every other program that uses this database.",
)
TARGET_USED = Code(
    "move-target-used",
    "{place} is not empty: it contains {what}.",
    f"{_OPERATOR} name an empty one, or empty it.",
)
TARGET_FOREIGN = Code(
    "move-target-foreign",
    "{place} belongs to the node {node}, not to {own}.",
    f"{_OPERATOR} name a place of this node alone.",
)
DATABASE_FAILS = Code(
    "move-database-fails",
    "{place} does not do what it is asked to: {words}.",
    f"{_OPERATOR} correct that, and run the same command again: the move goes on where it stopped.",
)
OBJECTS_FAIL = Code(
    "move-objects",
    "{count} objects cannot be moved, because their bytes are missing or damaged; the first is {name}.",
    f"{_OPERATOR} take them back from a backup, and run the same command again.",
)
