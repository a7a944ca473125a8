# SPDX-License-Identifier: Apache-2.0
"""The processes of a kill test, started again whenever they are gone, as a machine's own supervisor would.

Everything is started from one thread: children end with the thread that started them.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.processes.supervisor import ready_file
from rogatory.errors import Unreachable
from rogatory.exercises.cast import Player
from rogatory.exercises.federation import Federation
from rogatory.exercises.processes import SECONDS_TO_START, Ensemble, Process, Terminal
from rogatory.exercises.stage import approval_of
from storms.killing.killer import victims_of
from storms.process import LAUNCHER

PAUSE = 1.0
"""Seconds between two starts of one supervisor: the port of a killed door is let go of a little later."""


@dataclass
class NodeProcesses:
    """Supervisors and terminals of some nodes."""

    federation: Federation
    homes: Mapping[str, Home]
    ensemble: Ensemble
    hosts: Mapping[str, Home] = field(default_factory=dict)
    """Further homes of these nodes, with the same database: other machines."""
    restarts: int = 0
    _nodes: dict[str, Process] = field(default_factory=dict)
    _started: dict[str, float] = field(default_factory=dict)
    _terminals: dict[str, tuple[Process, Terminal]] = field(default_factory=dict)

    def revive(self) -> None:
        """Start every supervisor that is gone."""
        for code, home in self.all_homes().items():
            running = self._nodes.get(code)
            if running is not None and running.child.poll() is None:
                continue
            if time.monotonic() - self._started.get(code, -PAUSE) < PAUSE:
                continue
            if running is not None:
                self._bury(running)
                self.restarts += 1
            self._started[code] = time.monotonic()
            command = ["rogatory.bootstrap.processes.supervise", str(home.path)]
            self._nodes[code] = self.ensemble.start(f"node-{code.lower()}", command)

    def all_homes(self) -> Mapping[str, Home]:
        """Return every home, with those of further hosts."""
        return {**self.homes, **self.hosts}

    def is_up(self) -> bool:
        """Decide whether every process of every home has begun its work."""
        homes = self.all_homes().values()
        return all(ready_file(home, name).exists() for home in homes for name in home.processes)

    def victims(self) -> Mapping[str, int]:
        """Every process that may be killed now, by State and what it is."""
        found: dict[str, int] = {}
        for code, home in self.all_homes().items():
            found |= {f"{code} {name}": pid for name, pid in victims_of(home).items()}
        terminals = dict(self._terminals)
        return found | {f"{code} terminal": one.child.pid for code, (one, _) in terminals.items()}

    # What the clerk needs: `traffic.clerk.Offices`.

    def now(self, state: str) -> datetime:
        del state
        return datetime.now(UTC)

    def approval(self, state: str, player: Player, content: str) -> Mapping[str, str]:
        return approval_of(self.federation, state, player, content)

    def ask(self, state: str, act: str, /, **arguments: Any) -> Any:
        """Do an act at a State's terminal.

        Raises:
            Refused: as the act did.
            Unreachable: the terminal was killed meanwhile; the next act gets a new one.
        """
        process, terminal = self._terminals.get(state) or self._seat(state)
        try:
            return terminal.ask(act, **arguments)
        except Unreachable:
            if process.child.poll() is None:
                raise
            self._terminals.pop(state)
            self._bury(process)
            raise

    def _seat(self, state: str) -> tuple[Process, Terminal]:
        command = [LAUNCHER, "storms.terminal", str(self.homes[state].path)]
        process = self.ensemble.start(f"desk-{state.lower()}", command)
        self._terminals[state] = process, Terminal(state, process)
        try:
            process.read_line(SECONDS_TO_START)
        except Unreachable:
            self._terminals.pop(state)
            self._bury(process)
            raise
        return self._terminals[state]

    def _bury(self, process: Process) -> None:
        process.join(0)
        self.ensemble.processes.remove(process)
