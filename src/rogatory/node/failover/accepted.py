# SPDX-License-Identifier: Apache-2.0
"""The server on which the node works: accepted once nothing is known to be missing on it.

It is written down twice. The row in the database goes where the database goes: a standby that was promoted has
it with the timeline of the server that it followed, and so has whatever was restored from a backup. The file
in each home stays where it is: it remembers what was accepted after a server from which the node has since been led
back to an older one, whose row knows nothing of that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rogatory.errors import Reason
from rogatory.node.failover import refusals
from rogatory.node.ports import Store
from rogatory.node.repositories.failover import Replication, ServerIdentity
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment, parse_moment

SETTING = "database-server"

PROMISE_LASTS = timedelta(hours=1)
"""A promise that was seen longer ago says nothing of a failover now: the database may be an old backup."""


LONGEST_UNNOTED = timedelta(minutes=5)
"""The longest time after which it is written down again that the promise is still kept."""


@dataclass(frozen=True, slots=True)
class AcceptedServer:
    """`accepted` is the moment of the acceptance; `promised` whether commits waited for a standby when that was
    looked at last, at `looked`.
    """

    server: ServerIdentity
    accepted: datetime
    promised: bool
    looked: datetime

    def promises(self, now: ServerIdentity, at: datetime) -> bool:
        """Decide whether a server that takes its place has every commit that returned: its standby has."""
        return (
            self.promised
            and now.system == self.server.system
            and now.timeline > self.server.timeline
            and at - self.looked <= PROMISE_LASTS
        )

    def as_json(self) -> dict[str, Json]:
        return {
            "system": self.server.system,
            "timeline": self.server.timeline,
            "accepted": format_moment(self.accepted),
            "promised": self.promised,
            "looked": format_moment(self.looked),
        }


def read_accepted(value: Mapping[str, Any]) -> AcceptedServer:
    """Read what `as_json` wrote."""
    return AcceptedServer(
        ServerIdentity(str(value["system"]), int(value["timeline"])),
        parse_moment(value["accepted"]),
        bool(value["promised"]),
        parse_moment(value["looked"]),
    )


def accepted_of(store: Store) -> AcceptedServer | None:
    """Return what the database says of the server on which the node worked."""
    value = store.setting(SETTING)
    return read_accepted(value) if isinstance(value, Mapping) else None


def reason_against(
    found: ServerIdentity | None, row: AcceptedServer | None, known: AcceptedServer | None
) -> Reason | None:
    """Return why a process must not use a connection to the server that it found; None if it may.

    1. The server takes writes.
    2. A database without a row is new, unless this home (`known`) remembers one.
    3. Its row names this very server.
    4. The row is no older than what this home remembers.
    """
    if found is None:  # 1
        return refusals.SERVER_STANDBY.because()
    if row is None and known is None:  # 2
        return None
    if row is None or row.server != found or (known and row.accepted < known.accepted):  # 3, 4
        before = known if row is None or (known and known.accepted > row.accepted) else row
        assert before is not None
        return refusals.SERVER_CHANGED.because(server=str(found), before=str(before.server))
    return None


def accept_server(
    store: Store, found: ServerIdentity, replication: Replication | None, at: datetime
) -> AcceptedServer:
    """Write down that the node works on this server from now on."""
    promised = replication is not None and replication.is_promised
    accepted = AcceptedServer(found, at, promised, at)
    with store.transaction():
        store.put_setting(SETTING, accepted.as_json())
    return accepted


def note_promise(store: Store, at: datetime) -> None:
    """Write down whether commits wait for a standby now, beside the server that was accepted."""
    row, replication = accepted_of(store), store.replication()
    if row is None or replication is None:
        return
    if row.promised is replication.is_promised and at - row.looked < LONGEST_UNNOTED:
        return
    noted = AcceptedServer(row.server, row.accepted, replication.is_promised, at)
    with store.transaction():
        store.put_setting(SETTING, noted.as_json())
