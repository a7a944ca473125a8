# SPDX-License-Identifier: Apache-2.0
"""Packages whose evidence is not fetched because of this node's own quotas."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing

from rogatory.bootstrap.doctor import kinds
from rogatory.bootstrap.doctor.finding import Finding
from rogatory.bootstrap.home.folder import Home
from rogatory.node.packages.package_refusals import FETCH_DAY, FETCH_UNDER_WAY
from rogatory.wire.statements import decode

_KINDS = {FETCH_DAY.id: kinds.FETCH_DAY, FETCH_UNDER_WAY.id: kinds.FETCH_UNDER_WAY}

_WAITING = """
    SELECT DISTINCT t.peer, t.problem FROM storage_transfer t JOIN storage_package p ON p.seal = t.seal
    WHERE t.direction = 'in' AND NOT p.complete AND t.problem IS NOT NULL ORDER BY t.peer
"""


def fetching(home: Home) -> Sequence[Mapping[str, str]]:
    """Return the States whose packages wait, each with the code of the quota; none without a database."""
    if home.database_url or not home.database.exists():
        return []
    address = f"{home.database.as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=5)) as connection:
        try:
            rows = connection.execute(_WAITING).fetchall()
        except sqlite3.OperationalError:
            return []
    found = {(peer, code) for peer, problem in rows for code in decode(problem).codes}
    found = {(peer, code) for peer, code in found if code in _KINDS}
    return [{"state": state, "code": code} for state, code in sorted(found)]


def of_fetching(waiting: Sequence[Mapping[str, str]]) -> Iterator[Finding]:
    """Each State whose evidence waits."""
    for one in waiting:
        if (kind := _KINDS.get(one["code"])) is not None:
            yield kind.found(state=one["state"])
