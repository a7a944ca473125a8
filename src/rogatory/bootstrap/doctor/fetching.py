# SPDX-License-Identifier: Apache-2.0
"""Packages whose evidence is not fetched because of this node's own quotas."""

from collections.abc import Iterator, Mapping, Sequence

from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.doctor.finding import Finding
from rogatory.bootstrap.doctor.kinds import line_kinds
from rogatory.bootstrap.home.folder import Home
from rogatory.node.packages.package_refusals import FETCH_DAY, FETCH_UNDER_WAY

_KINDS = {FETCH_DAY.id: line_kinds.FETCH_DAY, FETCH_UNDER_WAY.id: line_kinds.FETCH_UNDER_WAY}


def fetching(home: Home) -> Sequence[Mapping[str, str]]:
    """Return the States whose packages wait, each with the code of the quota."""
    stopped = query(home, lambda rows: rows.stopped_transfers())
    found = {(peer, code) for peer, problem in stopped for code in problem.codes if code in _KINDS}
    return [{"state": state, "code": code} for state, code in sorted(found)]


def of_fetching(waiting: Sequence[Mapping[str, str]]) -> Iterator[Finding]:
    """Yield each State whose evidence waits."""
    for one in waiting:
        if (kind := _KINDS.get(one["code"])) is not None:
            yield kind.found(state=one["state"])
