# SPDX-License-Identifier: Apache-2.0
"""The theatre of a scenario: real nodes over TLS, or twins of them in one process.

Both do the same acts (those of an officer's terminal) under the same keys of one federation.
"""

import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from rogatory.bootstrap.home.folder import read_home
from rogatory.bootstrap.processes.supervisor import pid_of
from rogatory.errors import Refused, RogatoryError
from rogatory.exercises import refusals
from rogatory.exercises.federation import Federation
from rogatory.exercises.stage import ExerciseStage

SECONDS_TO_ARRIVE = 180
"""A message takes some hundredths of a second; a loaded machine must have time."""


class Theatre(Protocol):
    @property
    def federation(self) -> Federation: ...

    @property
    def work(self) -> Path:
        """A folder for what examiners make."""
        ...

    def now(self) -> datetime: ...

    def ask(self, state: str, act: str, /, **arguments: Any) -> Any:
        """Do an act at a State's node and give its answer.

        Raises:
            Refused, Unreachable: as the act did, with its reasons.
        """
        ...

    def settle(self, states: Iterable[str]) -> None:
        """Wait until everything that these States sent has arrived and been applied."""
        ...

    def cut(self, states: Iterable[str]) -> None:
        """Let nothing arrive at these States from now on, until the connection is restored."""
        ...

    def mend(self) -> None: ...

    def forward(self, span: timedelta) -> None:
        """Let time go by, where that is possible."""
        ...


def codes_of(error: RogatoryError) -> tuple[str, ...]:
    """Return the codes of a refusal, whether it came from this process or through a terminal."""
    return tuple(
        str(reason.fields["code"]) if reason.code is refusals.ACT_REFUSED else reason.code.id
        for reason in error.reasons
    )


class RealTheatre:
    """Running nodes, asked through terminals."""

    def __init__(self, stage: ExerciseStage) -> None:
        self.stage = stage
        self._stopped: list[int] = []

    @property
    def federation(self) -> Federation:
        return self.stage.federation

    @property
    def work(self) -> Path:
        return self.stage.work

    def now(self) -> datetime:
        return self.stage.now()

    def ask(self, state: str, act: str, /, **arguments: Any) -> Any:
        return self.stage.terminals[state].ask(act, **arguments)

    def settle(self, states: Iterable[str]) -> None:
        for state in states:
            self.stage.wait(
                f"everything that {state} sent has arrived and been applied",
                SECONDS_TO_ARRIVE,
                lambda state=state: bool(self.ask(state, "is_settled")),  # type: ignore[misc]
            )

    def cut(self, states: Iterable[str]) -> None:
        """Stop the processes that answer at the doors: a call waits, as on a line that hangs."""
        for state in states:
            home = read_home(self.federation.node(state))
            for child in _children_of(pid_of(home, "door")):
                os.kill(child, signal.SIGSTOP)
                self._stopped.append(child)

    def mend(self) -> None:
        while self._stopped:
            with suppress(ProcessLookupError):
                os.kill(self._stopped.pop(), signal.SIGCONT)

    def forward(self, span: timedelta) -> None:
        """Refuse: real nodes live in real time."""
        raise Refused(refusals.NEEDS_TWINS.because(name=f"A case that skips {span}"))


def _children_of(process: int | None) -> list[int]:
    """Return the processes that a door's master keeps for its requests."""
    if process is None:
        return []
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(child) for child in path.read_text("ascii").split()]
