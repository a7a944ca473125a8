# SPDX-License-Identifier: Apache-2.0
"""The promise that a failover loses nothing: what of it the database's server does not keep."""

from collections.abc import Iterator

from rogatory.errors import Reason
from rogatory.node.failover import failover_codes as codes
from rogatory.node.repositories.failover import WAITING_COMMITS, Replication


def remarks_at_start(found: Replication | None) -> Iterator[Reason]:
    """Yield what a node says of its database's server when it starts; nothing where there is none."""
    if found is None:
        return
    if found.off:
        yield unsafe_settings(found)
    yield from remarks(found)


def unsafe_settings(found: Replication) -> Reason:
    """Return the reason against settings with which a power cut may lose a commit on one server already."""
    return codes.UNSAFE_SETTINGS.because(names=", ".join(found.off))


def remarks(found: Replication) -> Iterator[Reason]:
    """Yield each reason for which a failover of this server may lose commits, or for which that cannot be seen.

    1. Each commit waits for a standby (`synchronous_standby_names`) until it is on its disk
       (`synchronous_commit`).
    2. A standby is in sync. If none is, no commit returns.
    """
    if not found.standbys and not found.attached:
        yield codes.ONE_SERVER.because()
        return
    loose = [
        name
        for name, holds in (
            ("synchronous_commit", found.commits in WAITING_COMMITS),
            ("synchronous_standby_names", bool(found.standbys)),
        )
        if not holds
    ]
    if loose:
        yield codes.COMMITS_UNCOPIED.because(names=", ".join(loose), count=found.attached)
        return
    if found.in_sync is None:
        yield codes.UNSEEN.because(names=found.standbys, count=found.attached)
    elif found.in_sync == 0:
        yield codes.NOT_IN_SYNC.because(names=found.standbys)
