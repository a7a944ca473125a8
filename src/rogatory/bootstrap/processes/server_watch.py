# SPDX-License-Identifier: Apache-2.0
"""Settling on the database's server after a failover: the other States are asked, all at once, and waited for.

Done by the process that decides whether the doors may be opened, and by the worker, which after a failover finds that
its connections lead to another server. Doors and consoles wait until one of them, on any machine, has accepted it.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.server_file import server_file
from rogatory.errors import Reason, Refused, RogatoryError
from rogatory.node.context import Node
from rogatory.node.failover.accepted import accept_server
from rogatory.node.failover.ask import HeldElsewhere, held_elsewhere
from rogatory.node.failover.settle import Settled, settle
from rogatory.storage.failover.guard import unchecked

_log = logging.getLogger(__name__)

SECONDS_TO_ASK = 30.0
"""All States together; who has not answered by then is silent."""

SECONDS_BETWEEN = 5.0
"""Pause before silent States are asked again."""

MOST_AT_ONCE = 16
"""States that are asked at the same time, each by a thread."""


def settle_server(node: Node, home: Home) -> Settled:
    """Accept the server of this home's database, or return why not, and remember it in the home."""
    if not home.database_url:
        return Settled()
    memory = server_file(home)
    with unchecked():
        known = memory.read()
        try:
            found = settle(node, known, lambda states: _answers(node, states))
        except RogatoryError as error:
            return Settled(reasons=error.reasons)
        if found.accepted is not None and (
            known is None or found.accepted.accepted > known.accepted
        ):
            _log.warning("the node works on the database server %s", found.accepted.server)
            memory.write(found.accepted)
        return found


def accept_as_it_is(node: Node, home: Home) -> None:
    """Accept the server without asking anybody: a recovery was begun, which asks for everything."""
    found = node.store.server_identity()
    if found is not None:
        accepted = accept_server(node.store, found, node.store.replication(), node.clock.now())
        server_file(home).write(accepted)


def wait_for_server(node: Node, home: Home, pause: Callable[[float], bool]) -> None:
    """Return once the server is accepted, or `pause` returns that it is time to stop.

    Raises:
        Refused: something is missing on it.
    """
    logged: tuple[Reason, ...] = ()
    while (found := settle_server(node, home)).reasons:
        if found.is_final:
            raise Refused(found.reasons)
        if found.reasons != logged:
            for one in found.reasons:
                _log.warning("%s", one.sentence())
            logged = found.reasons
        if pause(SECONDS_BETWEEN):
            return


def _answers(node: Node, states: Sequence[str]) -> list[HeldElsewhere]:
    """Ask all at once; one that does not end in time is silent."""

    def ask(state: str) -> HeldElsewhere:
        with unchecked():
            return held_elsewhere(node, state)

    pool = ThreadPoolExecutor(MOST_AT_ONCE, thread_name_prefix="failover")
    try:
        futures = {state: pool.submit(ask, state) for state in states}
        wait(futures.values(), timeout=SECONDS_TO_ASK)
        return [
            one.result() if one.done() else HeldElsewhere(state, problem="no answer in time")
            for state, one in futures.items()
        ]
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
