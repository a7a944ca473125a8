# SPDX-License-Identifier: Apache-2.0
"""A node that may die between any two steps: what it held in memory is gone, what it committed is not.

A step is a call of a port: the beginning of a transaction, its commit, what follows the commit, a
signature, a file, a request on the line, a lease. Ports of a life that has ended answer no more, so
what still ran when it was killed goes no further.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


class KilledError(BaseException):
    """The end of a life, at this step. Nobody but the simulation may catch it."""

    def __init__(self, life: "Life", step: str) -> None:
        super().__init__(f"{life.state} at {step}")
        self.life = life
        self.step = step


@dataclass
class Life:
    """One incarnation of a State's node, from its start to its death."""

    state: str
    number: int
    steps_left: int | None = None
    """After so many steps it dies; None: it lives on."""
    is_over: bool = False
    died_at: str = field(default="", compare=False)

    def step(self, name: str) -> None:
        """One step; the life may end here.

        Raises:
            KilledError: it ends, or has ended.
        """
        if not self.is_over and self.steps_left is not None:
            self.steps_left -= 1
            self.is_over = self.steps_left < 0
            self.died_at = name if self.is_over else ""
        if self.is_over:
            raise KilledError(self, name)

    def doom(self, steps: int) -> None:
        self.steps_left = steps


class Mortal:
    """A port whose calls are steps of a life: one before the call, one after."""

    def __init__(self, port: Any, life: Life, *names: str) -> None:
        self._port, self._life, self._names = port, life, frozenset(names)

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if name not in self._names:
            return found
        return self._stepping(name, found)

    def _stepping(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def stepping(*arguments: Any, **named: Any) -> Any:
            self._life.step(f"before {name}")
            given = call(*arguments, **named)
            self._life.step(f"after {name}")
            return given

        return stepping


class MortalStore(Mortal):
    """A store whose transactions are steps: a death within leaves nothing of one, a death after it leaves all."""

    @contextmanager
    def transaction(self, *, relaxed: bool = False) -> Iterator[None]:
        self._life.step("begin")
        with self._port.transaction(relaxed=relaxed):
            yield
            self._life.step("before commit")
        self._life.step("after commit")
