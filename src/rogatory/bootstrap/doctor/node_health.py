# SPDX-License-Identifier: Apache-2.0
"""The health of the node for its administrator: findings, expiries, free space.

The doctor's own command reads the whole database through; a page that is looked at does not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.bootstrap.doctor import facts as doctor
from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.doctor.examination import examine, judge
from rogatory.bootstrap.doctor.finding import Finding
from rogatory.bootstrap.doctor.look import A_PAGE
from rogatory.bootstrap.home.folder import Home
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.directory.key_periods import key_periods
from rogatory.node.key_ends.key_ends import (
    OF_OTHERS,
    period_of,
    period_of_token,
    periods_that_count,
    warning,
)


@dataclass(frozen=True, slots=True)
class Expiry:
    """A key or a certificate of this State's entry: `what` is a certificate's use, or `recipient`, `log`, `witness` or
    `system-token`. `days` are left; negative ones are over; `is_soon`: a warning is due (`node.key_ends`);
    `in_use`: the node works with it now.
    """

    what: str
    of: str
    until: datetime
    days: int
    is_soon: bool
    in_use: bool


@dataclass(frozen=True, slots=True)
class Storage:
    """In bytes; `count` is how many packages are whole."""

    books: int
    packages: int
    count: int
    free: int
    total: int


def findings(home: Home, now: datetime) -> Sequence[Finding]:
    """Return what the doctor finds, but for what takes long or needs another machine."""
    return tuple(judge(examine(home, now, A_PAGE), now))


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
        return query(home, lambda rows: rows.size())
    return sum(_size(Path(f"{home.database}{end}")) for end in ("", "-wal"))


def expiries(node: Node, now: datetime) -> Sequence[Expiry]:
    """Return keys and certificates of this State's entry and in the home's files, and tokens of its systems, that are in
    force or to come, the first to end first.
    """
    try:
        view = node.register.view()
    except Refused:
        view = None
    certificates = map(period_of, node.certificates())
    tokens = map(period_of_token, node.store.system_tokens())
    periods = key_periods(view, node.state, (*certificates, *tokens))
    counting = set(periods_that_count(periods))
    found = []
    for one in periods:
        if one.until is None or one.ended is not None or one.kind in OF_OTHERS:
            continue
        days = (one.until - now).days
        if days > -30:
            is_soon = one in counting and warning(one, now) is not None
            in_use = one.is_in_use(now)
            found.append(Expiry(one.kind, one.name, one.until, days, is_soon, in_use))
    # An authority has two certificates of one use and one end, one for each kind of signature.
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.until))


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0
