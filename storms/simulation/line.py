# SPDX-License-Identifier: Apache-2.0
"""The lines between the nodes of a simulation.

While one waits for an answer, time goes by and others act: so a lease runs out in the middle of a
delivery, and two workers do one job. A request can be lost on the way out or back, arrive twice, or
arrive minutes later, when the asker has long given up; later ones overtake it.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Protocol

from rogatory.errors import Refused, RogatoryError, Unreachable
from rogatory.node.context import Node
from rogatory.transport import refusals
from rogatory.transport.in_process import InProcessNetwork
from rogatory.wire.words import P_
from storms.simulation.life import KilledError, Life

GIVES_UP_AFTER = timedelta(seconds=20)
"""How long an asker waits for an answer that does not come, as on the real line."""

SLOWEST = timedelta(seconds=45)
"""Longer than a lease, so that some jobs are taken over while their first worker still waits."""

LATEST = timedelta(seconds=60)
"""The door takes nothing that was signed for it longer ago (`http_signatures.LIFETIME`)."""

DEEPEST = 4
"""Requests under way at one time in the whole network; more would only be more of the same."""


@dataclass(frozen=True, slots=True)
class Badness:
    """Shares of requests that go wrong, each in its way."""

    lost: float = 0.05
    answer_lost: float = 0.05
    twice: float = 0.05
    late: float = 0.04
    repeated_late: float = 0.05
    slow: float = 0.03


FINE = Badness(0, 0, 0, 0, 0, 0)


class Time(Protocol):
    """The interface of the world that a line needs (`world.World`)."""

    lives: dict[str, Life]
    faults: list[str]

    def after(self, span: timedelta, happening: Callable[[], None]) -> None: ...
    def let_pass(self, span: timedelta) -> None: ...
    def bury(self, life: Life) -> None: ...


@dataclass
class SimulatedLine(InProcessNetwork):
    """The exchange over which all nodes talk, in the hands of chance."""

    world: Time | None = None
    chance: Random = field(default_factory=Random)
    badness: Badness = field(default_factory=Badness)
    cut: set[frozenset[str]] = field(default_factory=set)
    """Pairs of States between which nothing passes."""
    done: Counter[str] = field(default_factory=Counter)

    def ask[T](self, asker: str, peer: str, purpose: str, answer: Callable[[Node], T]) -> T:
        """The answer of another node, if chance lets it come."""
        del purpose
        drawn = {name: self.chance.random() for name in Badness.__slots__}
        seconds = self.chance.expovariate(4)
        happens = {name for name, each in drawn.items() if each < getattr(self.badness, name)}
        self.done.update(happens)
        delay = SLOWEST * self.chance.random() if "slow" in happens else timedelta(seconds=seconds)
        self._let_pass(delay / 2)
        if peer not in self.nodes or frozenset((asker, peer)) in self.cut or "lost" in happens:
            self._let_pass(GIVES_UP_AFTER)
            raise _silent(peer)
        if happens & {"late", "repeated_late"}:
            self._deliver_later(peer, answer)
        if "late" in happens:
            self._let_pass(GIVES_UP_AFTER)
            raise _silent(peer)
        if "twice" in happens:
            self._answered(peer, answer)
        given = self._answered(peer, answer)
        self._let_pass(delay / 2)
        if "answer_lost" in happens or frozenset((asker, peer)) in self.cut:
            raise _silent(peer)
        return given

    def _answered[T](self, peer: str, answer: Callable[[Node], T]) -> T:
        node = self.nodes.get(peer)
        if node is None:
            raise _silent(peer)
        assert self.world is not None
        life = self.world.lives[peer]
        try:
            return answer(node)
        except KilledError as error:
            if error.life is not life:
                raise
            self.world.bury(life)
            raise _silent(peer) from None
        except Refused as error:
            # As over the real line: a refusal that nobody signed is no answer.
            codes = ", ".join(dict.fromkeys(error.codes))
            raise Unreachable(refusals.PEER_REFUSED.because(address=peer, codes=codes)) from error
        except RogatoryError:
            raise
        except Exception as error:
            self.world.faults.append(f"the door of {peer}: {error!r}")
            raise _silent(peer) from error

    def _deliver_later(self, peer: str, answer: Callable[[Node], object]) -> None:
        assert self.world is not None
        after = LATEST * self.chance.random() ** 3

        def arrive() -> None:
            try:
                self._answered(peer, answer)
            except Unreachable:
                return

        self.world.after(after, arrive)

    def _let_pass(self, span: timedelta) -> None:
        assert self.world is not None
        self.world.let_pass(span)


def _silent(state: str) -> Unreachable:
    return Unreachable(refusals.PEER_SILENT.because(address=state, problem=P_("no answer")))
