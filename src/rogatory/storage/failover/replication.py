# SPDX-License-Identifier: Apache-2.0
"""Standbys and settings of a PostgreSQL server, read by whatever role the node has.

Any role sees the settings and how many standbys are attached. Whether one is in sync is shown to roles with the
rights of `pg_read_all_stats`; to others the state is NULL. A commit that waits for a standby does not
depend on what is seen here: the server itself holds it up.
"""

from django.db import connection, connections

from rogatory.node.repositories.failover import Replication, ServerIdentity
from rogatory.storage.failover.identity import read_identity

_REPLICATION = """
    SELECT current_setting('synchronous_commit'), current_setting('synchronous_standby_names'),
        count(*), count(state),
        count(*) FILTER (WHERE state = 'streaming' AND sync_state IN ('sync', 'quorum')),
        ARRAY(
            SELECT name FROM pg_settings
            WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name
        )
    FROM pg_stat_replication WHERE application_name <> 'pg_basebackup'
"""


class DatabaseFailover:
    def server_identity(self) -> ServerIdentity | None:
        return read_identity(connection) if connection.vendor == "postgresql" else None

    def replication(self) -> Replication | None:
        return read_replication("default") if connection.vendor == "postgresql" else None


def read_replication(alias: str) -> Replication:
    """Return what the server of a connection shows to its role."""
    with connections[alias].cursor() as cursor:
        cursor.execute(_REPLICATION)
        commits, standbys, attached, seen, in_sync, off = cursor.fetchone()
    return Replication(
        commits=commits,
        standbys=standbys,
        attached=attached,
        in_sync=None if attached and not seen else in_sync,
        off=tuple(off),
    )
