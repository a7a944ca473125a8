# SPDX-License-Identifier: Apache-2.0
"""dict[str, Any] for the doctor from a node's database: whether it is whole, what waits in it, who is on duty."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from rogatory.bootstrap.doctor import refusals
from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.server_file import server_file
from rogatory.bootstrap.processes.admission import read_admission
from rogatory.errors import Reason, Refused
from rogatory.node.completeness.record import SETTING, read_recovery
from rogatory.node.failover.refusals import SHOWN_BY_OTHERS
from rogatory.node.maintenance import mode
from rogatory.node.maintenance.mode import Maintenance, read_maintenance
from rogatory.node.witnesses.refusals import WITNESS_SAW_MORE
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.storage.diagnosis import Diagnosis
    from rogatory.wire.canonical import Json

SOUND, ABSENT, WITHOUT_TABLES = "ok", "absent", "not migrated"
"""Results of the check of a database; anything else is what is damaged."""


def database(home: Home, *, whole: bool = True, deep: bool = False) -> dict[str, Any]:
    """Return why the database does not answer, or what its check of itself comes to: SQLite's of the file, PostgreSQL's
    count of pages whose checksum failed (None: it keeps none). It is read through if it is to be `whole`, and with
    its indexes if `deep`.
    """
    found: dict[str, Any] = {
        "silent": None,
        "check": None,
        "server": bool(home.database_url),
        "pages": None,
    }
    if not home.database_url and not home.database.exists():
        return found | {"check": ABSENT}
    if home.database_url and (silent := query(home, lambda rows: rows.silence())):
        return found | {"silent": silent}
    try:
        query(home, lambda rows: rows.epoch())
    except Refused as error:
        if refusals.DATABASE_WITHOUT_TABLES.id in error.codes:
            return found | {"check": WITHOUT_TABLES}
        raise
    except Exception:  # noqa: BLE001 - what cannot be read is for the check to name
        whole = True
    if home.database_url:
        pages = query(home, lambda rows: rows.failed_pages())
        check = query(home, lambda rows: rows.unreadable_rows(), in_time=False) if deep else SOUND
        return found | {"check": check, "pages": pages}
    if whole:
        found["check"] = query(home, lambda rows: rows.check(deep=deep), in_time=False)
    return found


def clocks(home: Home) -> dict[str, Any]:
    """Return when the newest event was logged, and by how many seconds the server's clock is ahead of this machine's."""
    newest = query(home, lambda rows: rows.newest_moment())
    if not home.database_url:
        return {"newest": newest, "apart": None}
    theirs, ours = query(home, lambda rows: (rows.server_moment(), datetime.now(UTC)))
    return {"newest": newest, "apart": (theirs - ours).total_seconds()}


def failover(home: Home) -> dict[str, Any]:
    """Return what the database's server promises for the case that it is lost, and why the node does not work on it."""
    return {"replication": replication(home), "server": server(home)}


def replication(home: Home) -> dict[str, Any] | None:
    """Return what the database's server promises for the case that it is lost; None where there is none."""
    if not home.database_url:
        return None
    return query(home, lambda rows: asdict(rows.replication()))


def server(home: Home) -> list[Reason]:
    """Return why the node does not work on the server of its database, with what other States hold beyond it."""
    if not home.database_url:
        return []
    reason = query(home, lambda rows: rows.server_reason(server_file(home).read()))
    if reason is None:
        return []
    try:
        read_admission(home)
    except (Refused, FileNotFoundError) as error:
        noted = getattr(error, "reasons", ())
    else:
        noted = ()
    return [reason, *(one for one in noted if one.code in SHOWN_BY_OTHERS)]


def closed(home: Home) -> list[Reason]:
    """Return why a move has closed the node's database: its rows are elsewhere, or on their way."""
    reason = query(home, lambda rows: rows.closed_reason())
    return [] if reason is None else [reason]


def maintenance(home: Home) -> Maintenance | None:
    """Return the maintenance under way."""
    found = read_maintenance(query(home, lambda rows: rows.setting(mode.SETTING)))
    return found if found is not None and found.until is None else None


def queue(home: Home) -> dict[str, Any]:
    """Return how many jobs wait, since when the oldest, how many were tried again and again; of those that were
    given up their number by kind, and since when; and what waits for each State's receipt.
    """
    waiting, oldest, tried = query(home, lambda rows: rows.jobs())
    given_up = query(home, lambda rows: rows.jobs_given_up())
    return {
        "waiting": waiting,
        "oldest": oldest,
        "tried": tried,
        "given_up": [{"kind": kind, "count": n, "since": at} for kind, n, at in given_up],
        "backlog": [
            {"state": state, "count": count, "oldest": at}
            for state, count, at in query(home, lambda rows: rows.undelivered())
        ],
    }


def hooks(home: Home) -> list[dict[str, Any]]:
    """Return the webhooks whose deliveries fail or are paused, since when, and why."""
    return [
        {
            "name": one.name,
            "failing": one.failing,
            "paused": one.paused,
            "problem": one.problem,
        }
        for one in query(home, lambda rows: rows.hooks())
        if one.problem is not None
    ]


def duty(home: Home, now: datetime) -> dict[str, Any]:
    """Return how officers are called, until when each authority's rosters go, and how many calls
    wait for an answer since when.
    """
    paging = home.paging
    rosters = query(home, lambda rows: rows.rosters())
    calls, oldest = query(home, lambda rows: rows.alerts())
    return {
        "means": [*(["mail"] if paging.mail else []), *sorted(paging.webhooks)],
        "rosters": {
            name: {"ends": format_moment(end), "over": end <= now} for name, end in rosters.items()
        },
        "calls": calls,
        "oldest": oldest,
    }


def lines(home: Home) -> Sequence[Mapping[str, Any]]:
    """Return the node's notes about the connections to other States' nodes."""
    return query(home, lambda rows: rows.lines())


def recovery(home: Home) -> dict[str, Any]:
    """Return what keeps the node closed since its database was restored, which witness has seen
    more than is here, and how many messages of ours others build on that are not here.
    """
    return query(home, _recovery)


def _recovery(rows: "Diagnosis") -> dict[str, Any]:
    under_way, epoch = rows.setting(SETTING), rows.epoch()
    missing = (
        read_recovery(cast("Mapping[str, Json]", under_way)).missing(epoch) if under_way else ()
    )
    ahead = rows.silent_witnesses()
    return {
        "missing": list(missing),
        "seen_more": [state for state, why in ahead if WITNESS_SAW_MORE.id in why.codes],
        "gone": rows.lost_messages(),
    }
