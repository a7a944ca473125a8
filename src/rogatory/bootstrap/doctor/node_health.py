# SPDX-License-Identifier: Apache-2.0
"""The health of the node for its administrator: findings, expiries, free space.

The doctor's own command reads the whole database through; a page that is looked at does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.bootstrap.doctor import facts as doctor
from rogatory.bootstrap.doctor.custody_logs import logs
from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.doctor.fetching import fetching, of_fetching
from rogatory.bootstrap.doctor.finding import Finding
from rogatory.bootstrap.doctor.findings import of_home
from rogatory.bootstrap.doctor.law_objects import law_objects
from rogatory.bootstrap.doctor.machines import machines
from rogatory.bootstrap.doctor.peers import of_lines
from rogatory.bootstrap.doctor.witnesses import witnesses
from rogatory.bootstrap.home.folder import Home
from rogatory.directory.entry.period import Period
from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.node.context import Node

NOT_READ = doctor.NO_DATABASE_FACTS


@dataclass(frozen=True, slots=True)
class Expiry:
    """A key or a certificate of this State's entry: `what` is a certificate's use, or `recipient`, `log` or
    `witness`. `days` are left; negative ones are over.
    """

    what: str
    of: str
    until: datetime
    days: int


@dataclass(frozen=True, slots=True)
class Storage:
    """In bytes; `count` is how many packages are whole."""

    books: int
    packages: int
    count: int
    free: int
    total: int


def findings(home: Home, now: datetime) -> Sequence[Finding]:
    """Return what the doctor finds, but for the database's check of itself."""
    facts = {
        "clock": doctor.clock(now),
        "disk": doctor.disk(home),
        "directory": doctor.directory(home, now),
        "database": NOT_READ
        | {
            "replication": doctor.replication(home),
            "server": doctor.server(home),
            "closed": doctor.closed(home),
        },
        "keys": doctor.keys(home),
        "processes": doctor.processes(home),
        "machines": machines(home),
        "duty": doctor.duty(home, now),
        "logs": logs(home),
        "witnesses": witnesses(home, now),
        "recovery": doctor.recovery(home),
        # A page waits for no other machine.
        "object_store": doctor.object_store(home, asks=False),
        "law_objects": law_objects(home, asks=False),
        "guards": doctor.guards(home, asks=False),
    }
    return (
        *of_home(facts, now),
        *of_lines(doctor.lines(home)),
        *of_fetching(fetching(home)),
    )


def storage(node: Node, home: Home) -> Storage:
    space, kept = doctor.disk(home), node.store.package_totals()
    return Storage(
        books=_database_size(home),
        packages=kept.size,
        count=kept.count,
        free=space["free"],
        total=space["total"],
    )


def _database_size(home: Home) -> int:
    if home.database_url:
        return query(home, lambda rows: rows.size(), 0)
    return sum(_size(Path(f"{home.database}{end}")) for end in ("", "-wal"))


def expiries(node: Node, now: datetime) -> Sequence[Expiry]:
    """Return keys and certificates of this State's entry that are in force or to come, the first to
    end first.
    """
    try:
        view = node.register.view()
    except Refused:
        return ()
    found = [one for one in _expiries(view, node.state, now) if one.days > -30]
    # An authority has two certificates of one use and one end, one for each kind of signature.
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.until))


def _expiries(view: DirectoryView, state: str, now: datetime) -> Iterator[Expiry]:
    if state not in view.listed:
        return
    entry = view.entry(state)

    def expiry(what: str, of: str, period: Period) -> Iterator[Expiry]:
        if period.ended is None:
            yield Expiry(what, of, period.until, (period.until - now).days)

    for certificate in entry.certificates:
        yield from expiry(certificate.use, certificate.holder, certificate.period)
    for recipient in entry.recipients:
        yield from expiry("recipient", recipient.authority, recipient.period)
    for log in entry.logs:
        yield from expiry("log", log.origin, log.period)
    for witness in entry.witnesses:
        yield from expiry("witness", witness.name, witness.period)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
