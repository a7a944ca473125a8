# SPDX-License-Identifier: Apache-2.0
"""Which PostgreSQL server a connection leads to, read by whatever role the node has.

The timeline is that of the write-ahead log at this moment. `pg_control_checkpoint` has it only after the next
checkpoint: for a while after a standby was promoted it still names the timeline that was left. All functions here can
be executed by any role, unless an administrator took that away.
"""

import json
from typing import Any

from django.db import ProgrammingError
from django.db.backends.base.base import BaseDatabaseWrapper

from rogatory.errors import Unreachable
from rogatory.node.failover import refusals
from rogatory.node.failover.accepted import SETTING, AcceptedServer, read_accepted
from rogatory.node.repositories.failover import ServerIdentity

_IDENTITY = """
    SELECT (SELECT system_identifier::text FROM pg_control_system()),
        CASE WHEN pg_is_in_recovery() THEN NULL
        ELSE substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8) END,
        pg_backend_pid()
"""
_HAS_SETTINGS = "SELECT to_regclass('storage_setting') IS NOT NULL"
_ACCEPTED = "SELECT value::text FROM storage_setting WHERE name = %s"


def read_identity(connection: BaseDatabaseWrapper) -> ServerIdentity:
    """Return the server of a connection.

    Raises:
        Unreachable: it is a standby, the role may not see it, or a pooler is in between.
    """
    try:
        system, timeline, process = _row(connection, _IDENTITY)
    except ProgrammingError as error:
        raise Unreachable(refusals.SERVER_UNSEEN.because()) from error
    # A pooler answers for the server when a connection begins, with a number of its own (protocol: BackendKeyData).
    if process != connection.connection.info.backend_pid:
        raise Unreachable(refusals.SERVER_POOLED.because())
    if timeline is None:
        raise Unreachable(refusals.SERVER_STANDBY.because())
    return ServerIdentity(system, int(timeline, 16))


def read_row(connection: BaseDatabaseWrapper) -> AcceptedServer | None:
    """Return what the database says of the server that was accepted, without Django's models."""
    if not _row(connection, _HAS_SETTINGS)[0]:
        return None
    found = _row(connection, _ACCEPTED, SETTING)
    return None if found is None or found[0] is None else read_accepted(json.loads(found[0]))


def _row(connection: BaseDatabaseWrapper, statement: str, *values: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchone()
