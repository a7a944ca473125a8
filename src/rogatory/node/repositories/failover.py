# SPDX-License-Identifier: Apache-2.0
"""The server that keeps the database: what it promises for the case that it is lost, and which one it is."""

from dataclasses import dataclass
from typing import Protocol

WAITING_COMMITS = ("on", "remote_apply")
"""The values of `synchronous_commit` with which a commit that returned is on the standby's disk, too."""


@dataclass(frozen=True, slots=True)
class ServerIdentity:
    """A PostgreSQL server's history: `system` is of the cluster, `timeline` grows with each promotion of a standby and
    each restored backup.
    """

    system: str
    timeline: int

    def __str__(self) -> str:
        return f"{self.system}/{self.timeline}"


@dataclass(frozen=True, slots=True)
class Replication:
    """The settings and standbys of the server, as the node's role sees them.

    `standbys` is what a commit waits for (`synchronous_standby_names`), `commits` the value of
    `synchronous_commit`. `in_sync` is None where the
    role sees that standbys are `attached`, but not in which state they are. `off` are settings without which
    a commit may be lost in a power cut, on one server already.
    """

    commits: str
    standbys: str
    attached: int
    in_sync: int | None
    off: tuple[str, ...] = ()

    @property
    def is_promised(self) -> bool:
        """Decide whether every commit that returned is on a standby: a commit returns only then."""
        return self.commits in WAITING_COMMITS and bool(self.standbys)


class FailoverRepository(Protocol):
    def server_identity(self) -> ServerIdentity | None:
        """Return which server keeps the database; None where the database is a file or in memory.

        Raises:
            Unreachable: it is a standby, which takes no writes, or the node's role may not see it.
        """
        ...

    def replication(self) -> Replication | None:
        """Return what the database's server promises; None where the database is a file or in memory."""
        ...
