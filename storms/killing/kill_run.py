# SPDX-License-Identifier: Apache-2.0
"""A kill test in parts: a storm, in which officers work on while processes are killed and lines break;
then calm, in which everything comes to rest and all databases are compared.

The seed decides who is killed after which pause, what the lines do, and what officers do. Running
processes have a will of their own, so a seed brings the same storm again, not the same microsecond.
"""

import hashlib
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.ports.object_store import objects_of
from rogatory.errors import Unreachable, refuse_if_any
from rogatory.exercises.narrator import Narrator
from rogatory.exercises.processes import Ensemble, Process, polled
from rogatory.exercises.refusals import TOO_SLOW
from rogatory.exercises.stage import TSA_STATE
from rogatory.wire.words import Theirs
from storms.killing import refusals
from storms.killing.folder import STATES, KillFolder
from storms.killing.killer import Killer
from storms.killing.node_processes import NodeProcesses
from storms.killing.packages import SentPackages
from storms.process import LAUNCHER
from storms.traffic.clerk import Clerk, SentMessage
from storms.traffic.judge import TrafficAccount, problems

SHARE_OF_PACKAGES = 0.2
"""Share of acts that are about evidence."""

SECONDS_BETWEEN_ACTS = 0.3
"""Officers think; a machine that only drafts has no time left for what is to be tested."""

SECONDS_TO_COME_UP = 120
SECONDS_TO_REST = 420
"""A part's backlog, with all nodes alive and the lines whole; longer than this, something hangs."""

SECONDS_TO_REPORT = 60

SECONDS_BETWEEN_HURRIES = 5.0

type Around = Callable[[Callable[[], float]], AbstractContextManager[object]]
"""Makes servers fail while its block lasts; it is given what says how much of the storm is over, from 0 to 1."""


def nothing_around(_share: Callable[[], float]) -> AbstractContextManager[object]:
    return nullcontext()


def run_kills(
    place: KillFolder,
    narrator: Narrator,
    *,
    kills: int,
    part: int,
    pause: float,
    around: Around = nothing_around,
    hosts: Mapping[str, Home] | None = None,
) -> Mapping[str, Any]:
    """Go on until so many have been killed in all; what it came to. `around` makes more go wrong while a storm lasts;
    `hosts` are further homes of these nodes.

    Raises:
        Refused: something was lost, done twice, or is not the same at both ends: with everything
            that is so. The place is left as it is, to be looked at.
        Unreachable: it did not come to rest.
    """
    hosts = hosts or {}
    with Ensemble(place.folder / "logs") as ensemble, _network(place, ensemble, hosts) as line:
        processes = NodeProcesses(place.federation, place.homes(), ensemble, hosts)
        run = KillRun(place, processes, line, narrator, around)
        while place.progress.kills < kills:
            run.part(min(part, kills - place.progress.kills), pause)
    return summary(place)


def summary(place: KillFolder) -> Mapping[str, Any]:
    progress = place.progress
    return {
        "seed": progress.seed,
        "kills": progress.kills,
        "killed": progress.killed,
        "line": progress.line,
        "restarts": progress.restarts,
        "messages": len(place.promised()),
        "packages": progress.packages,
        "logs": {state: size for state, (size, _root) in progress.logs.items()},
    }


@contextmanager
def _network(place: KillFolder, ensemble: Ensemble, hosts: Mapping[str, Home]) -> Iterator[Process]:
    """The parts that the States share, and the lines between them."""
    directory, timestamps = (str(port) for port in place.progress.ports)
    network = str(place.federation.folder)
    shared = [network, directory, timestamps, TSA_STATE]
    services = ensemble.start("services", ["rogatory.exercises.services", *shared])
    homes = [str(place.federation.node(code)) for code in STATES]
    homes += [str(home.path) for home in hosts.values() if "door" in home.processes]
    line = ensemble.start("line", [LAUNCHER, "storms.killing.line", place.storm], *homes)
    ensemble.await_ready([services, line])
    yield line


@dataclass
class KillRun:
    """A place, with everything that runs there."""

    place: KillFolder
    processes: NodeProcesses
    line: Process
    narrator: Narrator
    around: Around = nothing_around

    def part(self, kills: int, pause: float) -> None:
        """A storm with so many kills, the calm after it, and a comparison of both ends' databases."""
        storm = self.place.storm
        clerk = Clerk(self.processes, STATES, Random(f"{storm}/clerk"))  # noqa: S311 - the same storm each time, nothing secret
        packages = SentPackages(
            self.place.federation,
            self.processes.homes,
            clerk,
            self.place.folder / "work",
            Random(f"{storm}/parcels"),  # noqa: S311 - likewise
        )
        killer = Killer(self.processes.victims, Random(f"{storm}/killer"), kills, pause)  # noqa: S311 - likewise
        self._storm(killer, clerk, packages)
        self._calm(clerk, packages)
        accounts = {code: self.processes.ask(code, "account") for code in STATES}
        self._judge(accounts)
        self._note(killer, packages, accounts)
        self._narrate(clerk)

    def _storm(self, killer: Killer, clerk: Clerk, packages: SentPackages) -> None:
        """Officers continue to work, whichever process is killed meanwhile."""
        self._come_up()
        chance = Random(f"{self.place.storm}/officers")  # noqa: S311 - likewise
        self.line.write_line("storm")
        killer.start()
        try:
            with self.around(killer.share):
                while not killer.is_done:
                    self.processes.revive()
                    state = chance.choice(STATES)
                    with suppress(Unreachable):
                        about = packages if chance.random() < SHARE_OF_PACKAGES else clerk
                        self._promise(about.act(state))
                    time.sleep(SECONDS_BETWEEN_ACTS)
        finally:
            killer.stop()
        self.line.write_line("calm")

    def _calm(self, clerk: Clerk, packages: SentPackages) -> None:
        """Let officers finish what they had begun, and everything arrive."""
        self._come_up()
        for state in STATES:
            while clerk.unsent(state):
                self._promise(clerk.act(state))
        for sent in packages.finish():
            self._promise(sent)
        hurried = float(SECONDS_TO_REST)
        for left in polled(SECONDS_TO_REST, every=0.5):
            self.processes.revive()
            if all(self.processes.ask(state, "is_at_rest") for state in STATES):
                return
            if hurried - left > SECONDS_BETWEEN_HURRIES:
                hurried = left
                for state in STATES:
                    self.processes.ask(state, "hurry")
        raise self._too_slow(SECONDS_TO_REST, "everything has come to rest")

    def _come_up(self) -> None:
        """Wait until every process is ready, and an officer sits at each terminal."""
        for _left in polled(SECONDS_TO_COME_UP):
            self.processes.revive()
            with suppress(Unreachable):  # the terminal was the last one that was killed
                if self.processes.is_up():
                    for state in STATES:
                        self.processes.ask(state, "is_at_rest")
                    return
        raise self._too_slow(SECONDS_TO_COME_UP, "every node is up")

    def _promise(self, sent: SentMessage | None) -> None:
        if sent is not None:
            self.place.promise(sent)

    def _judge(self, accounts: Mapping[str, TrafficAccount]) -> None:
        found = [
            *problems(accounts, self.place.promised()),
            *_rewritten(self.place, accounts),
            *_spoiled(self.processes, accounts),
        ]
        storm = self.place.storm
        refuse_if_any(refusals.SIEGE_LOST.because(seed=storm, problem=Theirs(one)) for one in found)

    def _note(
        self, killer: Killer, packages: SentPackages, accounts: Mapping[str, TrafficAccount]
    ) -> None:
        progress = self.place.progress
        self.line.write_line("report")
        reported: dict[str, int] = json.loads(self.line.read_line(SECONDS_TO_REPORT))
        progress.line = dict(Counter(progress.line) + Counter(reported))
        progress.killed = dict(Counter(progress.killed) + killer.killed)
        progress.kills += killer.killed.total()
        progress.restarts += self.processes.restarts
        self.processes.restarts = 0
        progress.packages += packages.sent
        progress.parts += 1
        progress.logs = {
            state: [len(each["roots"]) - 1, each["roots"][-1]] for state, each in accounts.items()
        }
        self.place.save()

    def _narrate(self, clerk: Clerk) -> None:
        progress = self.place.progress
        self.narrator.fact(
            f"{progress.kills} killed, {len(self.place.promised())} messages, {progress.packages} "
            "packages: nothing lost, nothing twice, all ends alike"
        )
        refused = Counter(f"{kind}: {', '.join(codes)}" for kind, codes in clerk.refused)
        for what, times in refused.most_common(3):
            self.narrator.text(f"    refused {times} times: {what}")

    def _too_slow(self, seconds: int, what: str) -> Unreachable:
        logs = str(self.place.federation.folder / "nodes")
        return Unreachable(TOO_SLOW.because(seconds=seconds, what=what, logs=logs))


def _rewritten(place: KillFolder, accounts: Mapping[str, TrafficAccount]) -> Iterator[str]:
    """A log that is no continuation of what it was when the part before had come to rest."""
    for state, (size, root) in place.progress.logs.items():
        if accounts[state]["roots"][size : size + 1] != [root]:
            yield f"the log of {state} had another root at size {size}"


def _spoiled(processes: NodeProcesses, accounts: Mapping[str, TrafficAccount]) -> Iterator[str]:
    """Packages whose bytes are not the same at both ends."""
    digests: dict[str, set[str]] = {}
    for state, account in accounts.items():
        for seal in account["packages"]:
            digests.setdefault(seal, set()).add(_digest(processes.homes[state], seal))
    for seal, found in digests.items():
        if len(found) > 1:
            yield f"package {seal} is not the same everywhere"


def _digest(home: Home, seal: str) -> str:
    """Return the SHA-256 of a complete package, from the disk or the object store that keeps it."""
    with tempfile.TemporaryDirectory(dir=home.run) as folder:
        path = Path(folder) / "package.age"
        objects_of(home).hand_out_package(seal, str(path))
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
