# SPDX-License-Identifier: Apache-2.0
"""Refusals after a failover of the database's server, until it is known that nothing was lost."""

from rogatory.errors import Code

_RECOVER = (
    "The operator must return to the server that has them. If it is lost: stop every process of the node, run"
    " rogatory node recover, and begin a new epoch. Until then this node signs nothing."
)

SERVER_CHANGED = Code(
    "database-server-changed",
    "The database server is not the one on which the node worked before ({server}; before: {before}), and it is"
    " not yet known whether commits were lost.",
    "The node's worker asks the other States what they hold, and nothing is signed before they have answered. The"
    " operator sees the result in rogatory doctor.",
)
SERVER_STANDBY = Code(
    "database-server-standby",
    "The database server is a standby, which accepts no writes.",
    "The administrator of the database server must promote it, or the operator correct database_url in node.toml.",
)
SERVER_UNSEEN = Code(
    "database-server-unseen",
    "The node's role may not read which database server it uses.",
    "The administrator of the database server must let it execute pg_control_system,"
    " pg_current_wal_insert_lsn and pg_walfile_name, as PostgreSQL does by default.",
)
SERVER_POOLED = Code(
    "database-server-pooled",
    "A connection pooler such as PgBouncer is between the node and its database server. Locks, notices and settings"
    " of one process would be lost there, or be another's.",
    "The operator must name the server itself in database_url in node.toml. The node keeps its connections open and"
    " needs no pooler.",
)
LOG_BEHIND = Code(
    "database-server-behind",
    "After a failover of the database server, {state} holds a checkpoint of this node over {seen} entries. The log"
    " here has {size} entries, or other ones.",
    _RECOVER,
)
MESSAGES_BEHIND = Code(
    "database-server-incomplete",
    "After a failover of the database server, {state} holds messages or receipts of this node that are not here:"
    " {count}.",
    _RECOVER,
)
SHOWN_BY_OTHERS = (LOG_BEHIND, MESSAGES_BEHIND)
"""Codes of data that another State has shown to be missing: waiting does not help."""

UNCONFIRMED = Code(
    "database-server-unconfirmed",
    "After a failover of the database server it is not known whether commits were lost: {states} did not answer,"
    " and commits were not known to wait for a standby.",
    "The operator must make sure that they can be reached. If one stays silent, stop every process of the node and"
    " run rogatory node recover; an officer may then decide to do without it.",
)
