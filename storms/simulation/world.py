# SPDX-License-Identifier: Apache-2.0
"""Time, the nodes in it, and what happens when: everything drawn from one seed.

There is one queue of happenings, in the order of true time. What happens may let time pass while it
waits for a peer; then others' happenings come in between, as they would on other machines.
"""

import heapq
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from rogatory.bootstrap.ports.signer import FileSigner
from rogatory.errors import Unreachable
from rogatory.exercises.scenarios.twins import MemoryParts, node_in_memory
from rogatory.node.completeness.closed import SignerOnceOpen
from rogatory.node.context import Node
from rogatory.node.limits.operator_settings import Settings
from rogatory.node.worker.schedule import start_schedule
from rogatory.node.worker.work import run_once
from rogatory.storage.memory import MemoryObjects, MemoryStore
from rogatory.transport.refusals import PEER_SILENT
from rogatory.treaty.law import FEDERATION
from rogatory.wire.words import P_
from storms.simulation.life import KilledError, Life, Mortal, MortalStore
from storms.simulation.line import DEEPEST, SimulatedLine
from storms.simulation.states import (
    BEGINS,
    NETWORK,
    SimulatedDirectory,
    SimulatedRegister,
    SimulatedState,
    drawn,
)

LONGEST_DEATH = timedelta(seconds=90)
"""After so long at most a supervisor has started a killed process again."""

A_MOMENT = timedelta(milliseconds=1)

SETTINGS = Settings(
    law=FEDERATION,
    checkpoint_beat=timedelta(minutes=20),
    clock_beat=timedelta(minutes=30),
    directory_beat=timedelta(minutes=7),
    card_beat=timedelta(hours=1),
    log_beat=timedelta(hours=2),
    log_patience=timedelta(hours=2),
)
"""As in life, with rarer beats: hours go by in a second here."""


@dataclass(frozen=True, slots=True)
class SkewedClock:
    """The port `Clock` of a node whose clock is wrong by so much."""

    world: "World"
    skew: timedelta

    def now(self) -> datetime:
        return self.world.now + self.skew


@dataclass
class NodeHome:
    """The parts of a State's node that outlive its processes: database, objects, keys; and how its clock goes."""

    member: SimulatedState
    skew: timedelta
    seen: SimulatedRegister
    store: MemoryStore = field(default_factory=MemoryStore)
    objects: MemoryObjects = field(default_factory=MemoryObjects)
    offices: dict[str, Any] = field(default_factory=dict)
    is_closed: bool = False
    """True while its database was lost and is being restored from others, so that nobody starts it."""

    def __post_init__(self) -> None:
        self.offices.update(self.member.offices)


class World:
    """Some States' nodes, on virtual time."""

    def __init__(
        self,
        seed: str,
        members: list[SimulatedState],
        line: SimulatedLine,
        *,
        skew: timedelta,
        wrong: Mapping[str, timedelta],
    ) -> None:
        """`skew` is what an ordinary clock is wrong by at most; `wrong` clocks are by so much."""
        self.seed = seed
        self.now = BEGINS
        self.chance = Random(f"{seed}/world")  # noqa: S311 - a run is to be the same each time
        self.line = line
        line.world = self
        self.directory = SimulatedDirectory(members)
        self.lives: dict[str, Life] = {}
        self.deaths: list[str] = []
        self.faults: list[str] = []
        """Faults of a kind that may never happen."""
        self._happenings: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._depth = 0
        self._wakes: dict[str, datetime] = {}
        self.homes = {
            one.code: NodeHome(
                one,
                wrong.get(one.code, skew * self.chance.uniform(-1, 1)),
                SimulatedRegister(self.directory, self.directory.newest),
            )
            for one in members
        }
        for code in self.homes:
            self.rise(code)

    # Time

    def after(self, span: timedelta, happening: Callable[[], None]) -> None:
        """Let something happen so much later."""
        heapq.heappush(self._happenings, (self.now + span, next(self._numbers), happening))

    def let_pass(self, span: timedelta) -> None:
        """Let time go by within what happens; others act meanwhile, if not too many wait already."""
        until = self.now + span
        if self._depth < DEEPEST:
            self._depth += 1
            try:
                self.run_until(until)
            finally:
                self._depth -= 1
        self.now = max(self.now, until)

    def run_until(self, until: datetime) -> None:
        """Let everything happen that is due by then."""
        self._wake_workers()
        while self._happenings and self._happenings[0][0] <= until:
            at, _number, happening = heapq.heappop(self._happenings)
            self.now = max(self.now, at)
            self._do(happening)
            self._wake_workers()
        self.now = max(self.now, until)

    def _do(self, happening: Callable[[], None]) -> None:
        try:
            happening()
        except KilledError as error:
            self.bury(error.life)
        except Exception as error:  # noqa: BLE001 - a fault of ours fails the seed, and not the run
            self.faults.append(repr(error))

    # Nodes

    def node(self, state: str) -> Node:
        """A State's node, if it is up."""
        found = self.line.nodes.get(state)
        if found is None:
            raise Unreachable(PEER_SILENT.because(address=state, problem=P_("it is down")))
        return found

    def bury(self, life: Life) -> None:
        """A node is gone; in a while it is started again."""
        if self.lives.get(life.state) is not life or life.state not in self.line.nodes:
            return
        self.deaths.append(f"{life.state} {life.died_at}")
        del self.line.nodes[life.state]
        self.after(LONGEST_DEATH * self.chance.random(), lambda: self.rise(life.state))

    def kill(self, state: str, why: str) -> None:
        """End a State's node now, with all that is under way in it."""
        life = self.lives[state]
        if not life.is_over:
            life.is_over, life.died_at = True, why
        self.bury(life)

    def rise(self, state: str) -> None:
        """Build a State's node from its database, as a process that starts."""
        if state in self.line.nodes or self.homes[state].is_closed:
            return
        self.line.nodes[state] = node = self.process(state)
        try:
            start_schedule(node)
        except KilledError:
            self.bury(self.lives[state])

    def process(self, state: str) -> Node:
        """A process of a State over its database, with a life of its own; its door is not open."""
        number = self.lives[state].number + 1 if state in self.lives else 0
        self.lives[state] = Life(state, number)
        return self._built(self.homes[state], self.lives[state])

    def _built(self, home: NodeHome, life: Life) -> Node:
        member = home.member
        view = home.seen.view
        node = node_in_memory(
            member.code,
            NETWORK,
            parts=MemoryParts(
                clock=SkewedClock(self, home.skew),
                random=drawn(f"{self.seed}/{member.code}/{life.number}"),
                store=home.store,
                objects=home.objects,
                signer=SignerOnceOpen(
                    FileSigner(NETWORK, home.offices, member.receipts, member.log, view),
                    home.store,
                ),
                register=home.seen,
                exchange=self.line,
            ),
            url=f"https://{member.code.lower()}.simulation",
            log_origin=member.log_origin,
            settings=SETTINGS,
        )
        return replace(
            node,
            store=MortalStore(node.store, life),
            queue=Mortal(node.queue, life, "lease", "begin", "renew", "retry"),
            objects=Mortal(node.objects, life, "put"),
            signer=Mortal(node.signer, life, *SIGNATURES),
            peers=Mortal(node.peers, life, *REQUESTS),
        )

    # Workers

    def _wake_workers(self) -> None:
        """Have each node's worker look when its next job is due."""
        for state in self.line.nodes:
            due = self._next_due(state)
            if due is None:
                continue
            due = max(due, self.now)
            planned = self._wakes.get(state)
            if planned is None or due < planned:
                self._wakes[state] = due
                self.after(due - self.now, lambda state=state, due=due: self._work(state, due))  # type: ignore[misc]

    def _next_due(self, state: str) -> datetime | None:
        home = self.homes[state]
        dues = [row.lease_until or row.run_at for row in home.store.tables.jobs.values()]
        return min(dues) - home.skew + A_MOMENT if dues else None

    def _work(self, state: str, due: datetime) -> None:
        if self._wakes.get(state) == due:
            del self._wakes[state]
        node = self.line.nodes.get(state)
        if node is not None:
            run_once(node, f"worker of {state}")


SIGNATURES = ("sign_message", "sign_event", "sign_receipt", "sign_checkpoint")
REQUESTS = ("deliver", "messages_after", "exchange_since", "seal_documents", "segment")
