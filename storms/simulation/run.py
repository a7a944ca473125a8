# SPDX-License-Identifier: Apache-2.0
"""One seed, from beginning to verdict.

A storm of some hours: officers work, nodes die and rise, lines are bad, States are cut off, keys
change, some States lie, one loses its disk and takes back what others keep. Then a calm, in which everything must come to rest; then the databases of all honest
States are compared, as the kill test compares those of running nodes.
"""

import hashlib
import itertools
import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from rogatory.errors import Unreachable
from rogatory.exercises.cast import CENTRAL_AUTHORITY, CONTACT_POINT, Player
from rogatory.node.officers import alerts
from rogatory.seal.approval_document import encode_approvals
from rogatory.wire import canonical
from storms.simulation.liars import LyingLine, rewind
from storms.simulation.line import FINE
from storms.simulation.losses import lose_disk
from storms.simulation.states import CODES, NETWORK, member
from storms.simulation.world import World
from storms.terminal import act_named
from storms.traffic.account import account
from storms.traffic.clerk import Clerk
from storms.traffic.judge import TrafficAccount, problems

SKEW = timedelta(seconds=100)
"""Ordinary clocks differ by at most twice this: less than the five minutes that are tolerated."""

WRONG_BY = timedelta(minutes=20)
"""How far off the clock of one honest State is: its messages come from the future, or all others' do."""

STORM = timedelta(hours=2)
CALM = timedelta(hours=6)
"""By then even what was tried again every quarter of an hour has arrived."""

AN_ACT_EVERY = timedelta(minutes=25)
"""On average, for each State."""

A_DEATH_EVERY = timedelta(minutes=6)
MOST_STEPS = 40
"""Steps that a node still takes when its death is decided: so that it dies in the midst of something."""

A_CUT_EVERY = timedelta(minutes=15)
LONGEST_CUT = timedelta(minutes=30)
A_KEY_EVERY = timedelta(minutes=50)
STALE_FOR = timedelta(minutes=45)

WAYS_TO_LIE = ("rewinds", "withholds", "confuses")
"""Restores an older database and goes on from there; keeps messages and gives no receipt; gives receipts of
other messages."""

A_LOSS = 0.6
"""The share of storms in which an honest State loses its disk."""

LIARS = 0.15
"""Of the States, that lie in some way; of twenty, three."""


@dataclass(frozen=True)
class SeedOutcome:
    """The outcome of a seed."""

    seed: int
    problems: tuple[str, ...]
    sent: int
    deaths: int
    line: Mapping[str, int]
    refused: Mapping[str, int]
    liars: Mapping[str, str]
    seen: Mapping[str, int]
    """The reasons for which nodes called their humans, by kind of call; leases that were lost; and honest States to
    whom a liar's log denies what a receipt of theirs shows."""
    taken_back: int
    """Messages that an honest State took back after it had lost its disk."""
    trace: str
    """A digest of all logs and of which messages each State has: the same seed gives the same."""


@dataclass
class Desks:
    """Where the officers of a simulation sit (`traffic.clerk.Offices`)."""

    world: World

    def now(self, state: str) -> datetime:
        return self.world.now + self.world.homes[state].skew

    def ask(self, state: str, act: str, /, **arguments: Any) -> Any:
        return act_named(act)(self.world.node(state), **arguments)

    def approval(self, state: str, player: Player, content: str) -> Mapping[str, str]:
        officer = player.known_as(state)
        given = (
            self.world.homes[state].member.officers[officer].approve(officer, "approve", content)
        )
        found: Any = canonical.decode_object(encode_approvals([given]))["approvals"]
        return dict(found[0])


def run(seed: int, size: int, storm: timedelta = STORM) -> SeedOutcome:
    """Play a seed with so many States."""
    return Simulation(seed, size, storm).play()


@dataclass
class Simulation:
    seed: int
    size: int
    storm: timedelta = STORM
    promised: list[tuple[str, str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.codes = CODES[: self.size]
        self.chance = Random(f"{self.seed}/plan")  # noqa: S311 - a run is to be the same each time
        self.liars = self._liars()
        self.line = LyingLine(chance=Random(f"{self.seed}/line"))  # noqa: S311 - likewise
        self.world = World(
            f"{self.seed}",
            [member(code) for code in self.codes],
            self.line,
            skew=SKEW,
            wrong={self.chance.choice(self.honest): WRONG_BY * self.chance.choice((-1, 1))},
        )
        self.clerk = Clerk(Desks(self.world), self.codes, Random(f"{self.seed}/clerk"))  # noqa: S311 - likewise
        self.is_storm = True
        self.losses = Random(f"{self.seed}/losses")  # noqa: S311 - likewise
        self.loser = self.losses.choice(self.honest) if self.losses.random() < A_LOSS else None

    @property
    def honest(self) -> list[str]:
        return [code for code in self.codes if code not in self.liars]

    def play(self) -> SeedOutcome:
        """The storm, the calm, the verdict."""
        with _heard() as heard:
            self._plan()
            self.world.run_until(self.world.now + self.storm + CALM)
            accounts = {code: self._account(code) for code in self.codes}
            faults = [f"FAULT: {one}" for one in (*heard.faults, *self.world.faults)]
            found = [*faults, *self._verdict(accounts)]
        return SeedOutcome(
            seed=self.seed,
            problems=tuple(found),
            sent=len(self.promised),
            deaths=len(self.world.deaths),
            line=dict(self.line.done),
            refused=Counter(f"{kind}: {', '.join(codes)}" for kind, codes in self.clerk.refused),
            liars=self.liars,
            seen=Counter(self._called())
            + Counter({"lease lost": heard.leases_lost})
            + Counter({"receipt denied": len(set(self._denied(accounts)))}),
            taken_back=sum(len(one["taken_back"]) for one in accounts.values()),
            trace=self._trace(accounts),
        )

    # The storm

    def _liars(self) -> dict[str, str]:
        count = round(len(self.codes) * LIARS)
        ways = self.chance.sample(WAYS_TO_LIE, len(WAYS_TO_LIE))
        return dict(zip(self.chance.sample(self.codes, count), itertools.cycle(ways), strict=False))

    def _plan(self) -> None:
        self.world.after(self.storm, self._end_storm)
        for code in self.codes:
            self._soon(AN_ACT_EVERY, lambda code=code: self._officer(code))
        for code, way in self.liars.items():
            if way == "rewinds":
                begin = self.storm * self.chance.uniform(0.3, 0.6)
                self.world.after(
                    begin,
                    lambda code=code: rewind(self.world, code, self.storm * 0.3),  # type: ignore[misc]
                )
            else:
                {"withholds": self.line.withholding, "confuses": self.line.confusing}[way].add(code)
        if self.loser is not None:
            begin, span = (self.storm * self.losses.uniform(0.1, 0.45) for _one in range(2))
            self.world.after(begin, lambda: lose_disk(self.world, str(self.loser), span))
        self._soon(A_DEATH_EVERY, self._death)
        self._soon(A_CUT_EVERY, self._cut)
        self._soon(A_KEY_EVERY, self._new_key)
        for code in self.chance.sample(self.codes, 2):
            self.world.after(
                self.storm * self.chance.random(),
                lambda code=code: self._make_stale(code),  # type: ignore[misc]
            )

    def _soon(self, every: timedelta, happening: Any) -> None:
        """Let it happen again and again, as long as the storm lasts."""

        def repeat() -> None:
            if self.is_storm:
                try:
                    happening()
                finally:
                    self._soon(every, happening)

        self.world.after(every * self.chance.expovariate(1), repeat)

    def _officer(self, code: str) -> None:
        try:
            sent = self.clerk.act(code)
        except Unreachable:
            return
        if sent is not None:
            self.promised.append((sent.state, sent.to, sent.digest))

    def _death(self) -> None:
        self.world.lives[self.chance.choice(self.codes)].doom(self.chance.randrange(MOST_STEPS))

    def _cut(self) -> None:
        """Cut one State off, or a pair, or the world in two."""
        way = self.chance.random()
        shuffled = self.chance.sample(self.codes, len(self.codes))
        few = shuffled[: len(shuffled) // 2] if way < 0.2 else shuffled[:1]
        others = shuffled[1:2] if way > 0.6 else [one for one in self.codes if one not in few]
        pairs = {frozenset((one, other)) for one in few for other in others}
        self.line.cut |= pairs
        self.world.after(
            LONGEST_CUT * self.chance.random(), lambda: self.line.cut.difference_update(pairs)
        )

    def _new_key(self) -> None:
        home = self.world.homes[self.chance.choice(self.codes)]
        office = self.chance.choice((CONTACT_POINT, CENTRAL_AUTHORITY))
        home.member = home.member.with_new_key(office)
        home.offices.update(home.member.offices)
        self.world.directory.change(home.member, self.world.now)
        home.seen.known = self.world.directory.newest

    def _make_stale(self, code: str) -> None:
        seen = self.world.homes[code].seen
        seen.is_stale = True

        def fresh() -> None:
            seen.is_stale = False

        self.world.after(STALE_FOR, fresh)

    # The calm

    def _end_storm(self) -> None:
        """An event of its own: what waits in the midst of the storm must not make it last."""
        self.is_storm = False
        self.line.badness = FINE
        self.line.cut.clear()
        for code in self.codes:
            self.world.lives[code].steps_left = None
            self.world.homes[code].seen.is_stale = False
        for code in self.honest:
            self._finish(code)

    def _finish(self, code: str) -> None:
        """Send what an officer had begun, once the node is up again."""
        if code not in self.line.nodes:
            self.world.after(timedelta(minutes=2), lambda: self._finish(code))
            return
        while self.clerk.unsent(code):
            self._officer(code)

    # The verdict

    def _account(self, code: str) -> TrafficAccount:
        return account(self.world.node(code))

    def _verdict(self, accounts: Mapping[str, TrafficAccount]) -> Iterator[str]:
        """Return what does not hold of the honest States."""
        honest = {code: self._without_liars(accounts[code]) for code in self.honest}
        yield from problems(honest, self.promised)
        for code in self.honest:
            yield from self._uncalled(code)
        for code, liar in sorted(set(self._denied(accounts))):
            pages = self.world.node(code).store.pages(unseen=False)
            if not any(page.id.startswith(f"log/{NETWORK}/{liar.lower()}/") for page in pages):
                yield f"{code}: nobody was called although the log of {liar} denies a receipt"

    def _without_liars(self, found: TrafficAccount) -> TrafficAccount:
        """The account, without what waits for a State that does not answer as it should."""
        waiting = [[key, peer] for key, peer in found["waiting"] if peer not in self.liars]
        return {**found, "waiting": waiting}

    def _uncalled(self, code: str) -> Iterator[str]:
        """Messages that have no receipt for hours, and nobody was called: for the message, or once for
        all of a State that is silent.
        """
        node = self.world.node(code)
        called = {page.id for page in node.store.pages(unseen=False)}
        silent = {one.split("/")[1] for one in called if one.startswith("silent/")}
        for message in node.store.undelivered():
            if f"undelivered/{message.digest}" not in called and message.peer not in silent:
                yield f"{code}: nobody was called although {message.digest} has no receipt"

    def _called(self) -> Iterator[str]:
        for code in self.honest:
            for page in self.world.node(code).store.pages(unseen=False):
                yield page.id.partition("/")[0]

    def _denied(self, accounts: Mapping[str, TrafficAccount]) -> Iterator[tuple[str, str]]:
        """Honest States, each with a liar whose log, as it is in the end, is no continuation of what
        a receipt in that State's hands shows of it.
        """
        for code in self.honest:
            for message in accounts[code]["messages"].values():
                if message["to"] in self.liars and message["log"]:
                    _index, _commitment, size, root, _epoch = message["log"]
                    if accounts[message["to"]]["roots"][size : size + 1] != [root]:
                        yield code, message["to"]

    def _trace(self, accounts: Mapping[str, TrafficAccount]) -> str:
        contents = {
            code: [each["roots"], sorted(each["messages"])] for code, each in accounts.items()
        }
        return hashlib.sha256(repr(sorted(contents.items())).encode()).hexdigest()


class _Heard(logging.Handler):
    """Lines of the workers on jobs: a fault of ours, which no run may have, or a lease that was lost."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.faults: list[str] = []
        self.leases_lost = 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.name == alerts.__name__:
            return  # a node that calls a human has found what it was to find
        if record.levelno >= logging.ERROR:
            self.faults.append(self.format(record))
        else:
            self.leases_lost += 1


@contextmanager
def _heard() -> Iterator[_Heard]:
    """Listen to the workers of this process, and keep what they say from its terminal."""
    heard, logger = _Heard(), logging.getLogger("rogatory.node")
    propagated, logger.propagate = logger.propagate, False
    logger.addHandler(heard)
    try:
        yield heard
    finally:
        logger.removeHandler(heard)
        logger.propagate = propagated
