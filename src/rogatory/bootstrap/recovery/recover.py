# SPDX-License-Identifier: Apache-2.0
"""Taking back what was lost with a home's disk, while its node does not run.

It may be killed and run again: its progress is in the database. Each State is asked in turn; one
that asks to wait is waited for, one that does not answer is asked by the next run.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.bootstrap import refusals
from rogatory.bootstrap.home.folder import Home, read_home
from rogatory.bootstrap.processes.server_watch import accept_as_it_is
from rogatory.bootstrap.recovery.new_epoch import close_to_others, refuse_running
from rogatory.bootstrap.workstation.connections import node_at
from rogatory.disk.folder_lock import FolderLock
from rogatory.errors import Refused, Unreachable
from rogatory.node.completeness.record import Recovery, recovery_of
from rogatory.node.context import Node
from rogatory.node.recovery.begin import begin_recovery, do_without
from rogatory.node.recovery.recovery_view import RecoveryRunView
from rogatory.node.recovery.take_back import take_back_exchange

LONGEST_WAIT = 60
"""Seconds that one State is waited for before it is asked again, whatever it says."""

MOST_WAITS = 60
"""How often in a row: who says *wait* for an hour does not answer."""


@dataclass(frozen=True, slots=True)
class Recovered:
    """The state of the recovery after a run. `missing` is what still keeps the door closed."""

    recovery: Recovery
    outcomes: Mapping[str, RecoveryRunView]
    missing: tuple[str, ...]
    needs_epoch: bool


def recover(
    path: Path,
    *,
    since: datetime | None = None,
    without: Mapping[str, tuple[str, str]] | None = None,
    report: Callable[[RecoveryRunView], None] = lambda _outcome: None,
) -> Recovered:
    """Ask every State that has not answered for what it keeps; `without` gives officer and reason.

    Raises:
        Refused: the node runs, on this machine or another, the directory cannot be relied on, or a decision does not hold.
    """
    home = read_home(path)
    refuse_running(home)
    try:
        with FolderLock(home.path):
            return _recover(home, since, without or {}, report)
    except Unreachable as error:
        if "disk-folder-locked" in error.codes:
            raise Refused(refusals.NODE_RUNS.because(path=str(home.path))) from error
        raise


def _recover(
    home: Home,
    since: datetime | None,
    without: Mapping[str, tuple[str, str]],
    report: Callable[[RecoveryRunView], None],
) -> Recovered:
    node = node_at(home.path, any_server=True)
    close_to_others(home, "rogatory node recover")
    with suppress(Unreachable):  # a copy that is young enough serves
        node.register.refresh(node.clock.now())
    begin_recovery(node, since)
    # From here on the recovery keeps the node closed, and asks for more than a failover does.
    accept_as_it_is(node, home)
    for state, (officer, reason) in without.items():
        do_without(node, state, officer=officer, reason=reason)
    found = recovery_of(node.store)
    assert found is not None
    outcome: dict[str, RecoveryRunView] = {}
    for state in sorted(state for state, one in found.states.items() if one.is_outstanding):
        outcome[state] = _ask(node, state)
        report(outcome[state])
    found = recovery_of(node.store)
    assert found is not None
    epoch = node.store.log_epoch()
    return Recovered(found, outcome, found.missing(epoch), epoch <= found.epoch)


def _ask(node: Node, state: str) -> RecoveryRunView:
    outcome = take_back_exchange(node, state)
    waits = 0
    while outcome.wait and waits < MOST_WAITS:
        time.sleep(min(outcome.wait, LONGEST_WAIT))
        outcome.go_on(take_back_exchange(node, state))
        waits += 1
    return outcome
