# SPDX-License-Identifier: Apache-2.0
"""Codes of a database server that promises no failover without loss, or of which that cannot be seen."""

from rogatory.errors import Code

_ADMINISTRATOR = "The administrator of the database server must"

UNSAFE_SETTINGS = Code(
    "failover-unsafe-settings",
    "The database server is set so that a commit may be lost in a power cut: {names} off.",
    "The administrator of the server must set them to on.",
)
COMMITS_UNCOPIED = Code(
    "failover-loses-commits",
    "A failover of the database server may lose commits: {names} let a commit return before a standby has it"
    " (standbys attached: {count}).",
    f"{_ADMINISTRATOR} name standbys in synchronous_standby_names, and set synchronous_commit to on or"
    " remote_apply.",
)
ONE_SERVER = Code(
    "failover-one-server",
    "The database is on one server: no standby is attached, and no commit waits for one.",
    "The operator must keep backups of it, or have a synchronous standby attached.",
)
NOT_IN_SYNC = Code(
    "failover-no-standby",
    "No standby of the database server is in sync ({names}): no commit returns until one is.",
    f"{_ADMINISTRATOR} start the standby, or find out why it does not follow.",
)
UNSEEN = Code(
    "failover-unseen",
    "Commits wait for a standby of the database server ({names}). The node's role cannot see whether one is in"
    " sync (standbys attached: {count}).",
    f"{_ADMINISTRATOR} grant pg_read_all_stats to the node's role, if the node is to report it.",
)
