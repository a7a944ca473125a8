# SPDX-License-Identifier: Apache-2.0
"""Accepting the database's server after a failover, once nothing is known to be missing on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.failover import refusals
from rogatory.node.failover.accepted import (
    AcceptedServer,
    accept_server,
    accepted_of,
    reason_against,
)
from rogatory.node.failover.ask import HeldElsewhere, reasons_against, states_to_ask
from rogatory.node.witnesses.high_water import need_marks

type AskAll = Callable[[Sequence[str]], Sequence[HeldElsewhere]]


@dataclass(frozen=True, slots=True)
class Settled:
    """The server that is accepted, or every reason against it; neither where the database has no server."""

    accepted: AcceptedServer | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def is_final(self) -> bool:
        """Decide whether a State has shown that something is missing: no waiting makes that good."""
        return any(one.code in refusals.SHOWN_BY_OTHERS for one in self.reasons)


def settle(node: Node, known: AcceptedServer | None, ask_all: AskAll) -> Settled:
    """Accept the database's server, or say why not; `known` is what this home remembers.

    1. It is the one that was accepted: nobody is asked.
    2. A database without a row, of which the home remembers none, is new, or from before there were rows.
    3. Every other State shows what it holds, and none holds more than is here. One that does not answer is
       waited for, unless commits were known to wait for a standby. If they were not, this node also asks how far
       others know a log before it cosigns it again.

    Raises:
        Unreachable: it is a standby, or the role may not see which server it is.
        Refused: there is no directory to rely on, which alone says whom to ask.
    """
    found, now = node.store.server_identity(), node.clock.now()
    if found is None:
        return Settled()
    row = accepted_of(node.store)
    if reason_against(found, row, known) is not None:
        answers = ask_all(states_to_ask(node))  # 3
        promised = row is not None and row.promises(found, now)
        if against := reasons_against(node, answers, is_promised=promised):
            return Settled(reasons=against)
        if not promised:
            with node.store.transaction():
                need_marks(node.store, now)
    elif row is not None:  # 1
        return Settled(row)
    return Settled(accept_server(node.store, found, node.store.replication(), now))  # 2
