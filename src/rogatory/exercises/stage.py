# SPDX-License-Identifier: Apache-2.0
"""The stage of an exercise: a network in a folder, the processes that run, who acts.

network/      the federation (see `federation`)
logs/         one file a process
"""

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rogatory.bootstrap.home.folder import Home, read_home
from rogatory.bootstrap.home.free_ports import claim
from rogatory.bootstrap.processes.forking import FIRST
from rogatory.bootstrap.processes.loaded import loaded_process
from rogatory.bootstrap.processes.supervisor import CHILDREN, ready_file
from rogatory.disk import PartialFolder
from rogatory.errors import Refused, Unreachable
from rogatory.exercises import refusals
from rogatory.exercises.cast import STATES, Player
from rogatory.exercises.entries import stated_parties
from rogatory.exercises.federation import Addresses, Federation
from rogatory.exercises.founding import found_federation
from rogatory.exercises.narrator import Narrator
from rogatory.exercises.processes import SECONDS_TO_STOP, Ensemble, Process, Terminal, polled
from rogatory.seal.approval_document import encode_approvals

TSA_STATE = "XT"

_ERRORS = 2
"""The descriptor to which a command complains: that of this process."""

SECONDS_TO_LISTEN = 180
"""A loaded machine takes seconds to start twelve processes; longer than this, a node hangs."""

_SEVERAL = 2
"""New nodes from which on their tables are made together: one makes its own as it starts."""

PASSWORD = "harbour-lights-exercise"  # noqa: S105 - known to everybody who plays an exercise


@dataclass
class ExerciseStage:
    """Where an exercise plays: its home, its States by code, the ports of what they share."""

    home: Path
    narrator: Narrator
    ensemble: Ensemble
    codes: Sequence[str]
    ports: Sequence[int]
    terminals: dict[str, Terminal] = field(default_factory=dict)

    @property
    def federation(self) -> Federation:
        return Federation(self.home / "network")

    @property
    def work(self) -> Path:
        return self.home / "work"

    def now(self) -> datetime:
        return datetime.now(UTC)

    def approval(self, state: str, player: Player, content: str) -> dict[str, str]:
        """Return what an officer's passkey gives for a document, by its content digest."""
        return approval_of(self.federation, state, player, content)

    def command(self, *arguments: str | Path) -> dict[str, Any]:
        return run_command(*arguments)

    def wait(self, what: str, seconds: float, happened: Callable[[], bool]) -> None:
        """Wait until something happened; `Unreachable` when it does not, or a process ended."""
        for _left in polled(seconds):
            if happened():
                return
            self.ensemble.check()
        raise Unreachable(
            refusals.TOO_SLOW.because(
                seconds=int(seconds), what=what, logs=str(self.federation.folder / "nodes")
            )
        )


def run_command(*arguments: str | Path) -> dict[str, Any]:
    """Run `rogatory …` as an examiner would, in a process of its own; gives its JSON."""
    words = [str(argument) for argument in arguments]
    status, text = _ran([*FIRST, "-m", "rogatory.main", *words, "--json"])
    if status:
        raise Refused(
            refusals.COMMAND_FAILED.because(
                command=f"rogatory {' '.join(words[:3])} …",
                status=status,
                output=_reasons_in(text),
            )
        )
    found: dict[str, Any] = json.loads(text)
    return found


def _ran(command: Sequence[str]) -> tuple[int, str]:
    """Return how a command ends, and what it prints; it ends with an act that is interrupted."""
    read_by_us, its = os.pipe()
    with os.fdopen(read_by_us, "rb") as output, Path(os.devnull).open("rb") as nothing:
        try:
            process = loaded_process().start(
                command,
                environment=os.environ,
                folder=Path.cwd(),
                descriptors=(nothing.fileno(), its, _ERRORS),
            )
        finally:
            os.close(its)
        try:
            text = output.read().decode()
            return process.wait(), text
        except BaseException:
            process.kill()
            raise


def approval_of(federation: Federation, state: str, player: Player, content: str) -> dict[str, str]:
    """Return what an officer's software authenticator gives for a content digest."""
    authenticator = federation.authenticator(state, player)
    approval = authenticator.approve(player.known_as(state), "approve", content)
    given: dict[str, str] = json.loads(encode_approvals([approval]))["approvals"][0]
    return given


def found_network(home: Path, codes: Iterable[str], ports: Sequence[int]) -> bool:
    """Make the network of these States, unless it is there; whether it was made now."""
    network = home / "network"
    if network.exists():
        return False
    directory, timestamps = ports
    with PartialFolder(network, private=True, remove_leftover=True) as partial:
        found_federation(
            Path(os.fsdecode(partial.path)),
            [STATES[code] for code in codes],
            Addresses(f"http://127.0.0.1:{directory}", f"http://127.0.0.1:{timestamps}"),
            tsa_state=TSA_STATE,
            instruments={code: stated_parties(code) for code in codes},
            at=datetime.now(UTC),
            random=os.urandom,
        )
    return True


def raise_curtain(stage: ExerciseStage, children: Sequence[str] = CHILDREN) -> None:
    """Start directory, timestamp authority and the nodes, and wait until they answer.

    `children` leaves processes out: a case that nobody watches needs no consoles.
    """
    federation, ensemble = stage.federation, stage.ensemble
    directory, timestamps = (str(port) for port in stage.ports)
    services = ensemble.start(
        "services",
        ["rogatory.exercises.services", str(federation.folder), directory, timestamps, TSA_STATE],
    )
    ensemble.await_ready([services])
    homes = [read_home(federation.node(code)) for code in stage.codes]
    _make_tables(homes, ensemble.logs)
    _claim_ports(homes)
    ready = [ready_file(home, name) for home in homes for name in children]
    for file in ready:
        file.unlink(missing_ok=True)
    for home in homes:
        name = f"node-{home.state.lower()}"
        ensemble.start(name, ["rogatory.bootstrap.processes.supervise", str(home.path)], *children)
    stage.wait(
        "every node is ready", SECONDS_TO_LISTEN, lambda: all(file.exists() for file in ready)
    )
    terminals = {code: _terminal(stage, code) for code in stage.codes}
    ensemble.await_ready(list(terminals.values()))
    stage.terminals = {code: Terminal(code, process) for code, process in terminals.items()}
    for code, terminal in stage.terminals.items():
        terminal.ask("open_accounts", password=PASSWORD)
        terminal.ask("bring_own_card", card=federation.card(code).decode())
        terminal.ask("set_rosters")


def _make_tables(homes: Iterable[Home], logs: Path) -> None:
    """Make the tables of nodes that have none yet, in a process of its own: this one opens no database."""
    new = [str(one.path) for one in homes if not (one.database_url or one.database.exists())]
    if len(new) < _SEVERAL:
        return
    making = Process("tables", ["rogatory.exercises.new_tables", *new], logs / "tables.log")
    try:
        making.read_line(SECONDS_TO_LISTEN)
    finally:
        making.stop()
        making.join(SECONDS_TO_STOP)


def _claim_ports(homes: Iterable[Home]) -> None:
    for home in homes:
        for url in (home.node_url, home.console_url):
            claim(home.address(url)[1])


def _terminal(stage: ExerciseStage, code: str) -> Process:
    home = str(stage.federation.node(code))
    return stage.ensemble.start(f"desk-{code.lower()}", ["rogatory.exercises.terminal", home])


def _reasons_in(text: str) -> str:
    try:
        reasons: Sequence[Mapping[str, str]] = json.loads(text)["reasons"]
    except (ValueError, KeyError):
        return text.strip()[-500:] or "it said nothing"
    return "; ".join(f"[{one['code']}] {one['what']} {one['remedy']}" for one in reasons)
