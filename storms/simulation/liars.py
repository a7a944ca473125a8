# SPDX-License-Identifier: Apache-2.0
"""States that do not play fair, and what the others must make of it.

What a liar does to its own database is its own affair. What counts is that no honest State's database is
at odds with themselves or with another honest State's, that nobody loses anything, and that humans
are called where a receipt does not come.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, fields
from datetime import timedelta

from rogatory.errors import Unreachable
from rogatory.node.context import Node
from rogatory.storage.memory.store import AllTables
from rogatory.transport.refusals import PEER_SILENT
from rogatory.wire.words import P_
from storms.simulation.line import SimulatedLine
from storms.simulation.world import World


def rewind(world: World, state: str, span: timedelta) -> None:
    """Have a State forget: its database is restored from a backup without notice to
    anybody. What it then sends has numbers that it gave away already, and its log forks.
    """
    then = copied(world.homes[state].store.tables)

    def back() -> None:
        world.kill(state, "restored")  # nobody restores a backup under a node that runs
        tables = world.homes[state].store.tables
        for one in fields(AllTables):
            setattr(tables, one.name, getattr(then, one.name))

    world.after(span, back)


def copied(tables: AllTables) -> AllTables:
    """The tables that a backup keeps of a State's database."""
    return AllTables(**{one.name: copy(getattr(tables, one.name)) for one in fields(AllTables)})


@dataclass
class LyingLine(SimulatedLine):
    """A line on which some States give no receipts, or other ones than they should."""

    withholding: set[str] = field(default_factory=set)
    """They keep what comes, and say nothing."""
    confusing: set[str] = field(default_factory=set)
    """They answer with the receipt that they gave before, to whomever."""
    _last: dict[str, object] = field(default_factory=dict)

    def ask[T](self, asker: str, peer: str, purpose: str, answer: Callable[[Node], T]) -> T:
        given = super().ask(asker, peer, purpose, answer)
        if purpose == "message":
            before, self._last[peer] = self._last.get(peer), given
            if peer in self.withholding:
                raise Unreachable(PEER_SILENT.because(address=peer, problem=P_("no answer")))
            if peer in self.confusing and before is not None:
                return before  # type: ignore[return-value]  # what a liar says has no type
        return given
