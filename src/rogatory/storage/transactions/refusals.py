# SPDX-License-Identifier: Apache-2.0
"""Refusals of the fence, and of a server that is away."""

from rogatory.errors import Code

_OPERATOR = "The node's operator must"

FENCED = Code(
    "process-fenced",
    "This process was running before {command} was begun at {at}; it signs and writes nothing any more.",
    f"{_OPERATOR} wait until that command has ended, and then start the node of this machine again.",
)
FENCE_HELD = Code(
    "fence-held",
    "Transactions of other processes of this node do not end, and the database server did not end them.",
    f"{_OPERATOR} stop every process of the node. For processes that do not answer, the administrator of the database"
    " server must end their connections (pg_terminate_backend).",
)
SERVER_AWAY = Code(
    "database-away",
    "The server of the database cannot be reached, or ended the connection: {problem}.",
    f"{_OPERATOR} see to that server; what waits for it goes on once it answers.",
)
