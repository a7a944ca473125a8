# SPDX-License-Identifier: Apache-2.0
"""Why the doctor cannot read a node's database, or another program's answer."""

from rogatory.errors import Code

DATABASE_ABSENT = Code(
    "database-absent",
    "There is no database at {path}.",
    "The administrator must start the node, which makes one, or restore it from a backup.",
)
DATABASE_WITHOUT_TABLES = Code(
    "database-without-tables",
    "The database does not have the tables of this version.",
    "The administrator must start the node, which makes them.",
)
DATABASE_UNREAD = Code(
    "database-unread",
    "The database cannot be read: {problem}",
    "The administrator must remove the cause: a server that does not run, a damaged disk, missing rights.",
)
