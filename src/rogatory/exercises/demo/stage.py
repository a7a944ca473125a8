# SPDX-License-Identifier: Apache-2.0
"""The demo's stage: its folder, the network in it, the processes that run, who acts.

network/      the federation (see `federation`)
seizure/      what the demo generated when no --evidence was given
work/         what the examiners of Borealia and Arcadia made
bundle/       what goes to court
logs/         one file a process
demo.json     what was chosen when the story began
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rogatory.bootstrap.free_ports import claim, free_port
from rogatory.bootstrap.home import read_home
from rogatory.bootstrap.processes import CHILDREN, ready_file
from rogatory.disk import PartialFolder, replace
from rogatory.errors import Refused, Unreachable
from rogatory.exercises import refusals
from rogatory.exercises.cast import STATES, Player
from rogatory.exercises.demo.narrator import Narrator
from rogatory.exercises.federation import Addresses, Federation, found_federation, stated_parties
from rogatory.exercises.processes import Ensemble, Process, Terminal, polled

CODES = ("XA", "XB", "XT")
TSA_STATE = "XT"

SECONDS_TO_RECEIPT = 120
"""Delivery takes well under a second; a restarted node must have time to come back."""

SECONDS_TO_FETCH = 1800
"""A disk image over loopback moves at some hundred megabytes a second."""

SECONDS_TO_LISTEN = 60

BEGUN = "demo.json"

PASSWORD = "harbour-lights-exercise"  # noqa: S105 - told to everybody who plays the demo


@dataclass
class Stage:
    home: Path
    narrator: Narrator
    begun: Mapping[str, Any]
    ensemble: Ensemble
    terminals: dict[str, Terminal] = field(default_factory=dict)

    @property
    def federation(self) -> Federation:
        return Federation(self.home / "network")

    @property
    def work(self) -> Path:
        return self.home / "work"

    @property
    def bundle(self) -> Path:
        return self.home / "bundle"

    def now(self) -> datetime:
        return datetime.now(UTC)

    def approval(self, state: str, player: Player, content: str) -> dict[str, str]:
        """What an officer's passkey gives for a document, by its content digest."""
        from rogatory.seal.approval_document import encode_approvals

        authenticator = self.federation.authenticator(state, player)
        approval = authenticator.approve(player.known_as(state), "approve", content)
        given: dict[str, str] = json.loads(encode_approvals([approval]))["approvals"][0]
        return given

    def command(self, *arguments: str | Path) -> dict[str, Any]:
        """Run `rogatory …` as an examiner would, in a process of its own; gives its JSON."""
        words = [str(argument) for argument in arguments]
        answer = subprocess.run(
            [sys.executable, "-I", "-m", "rogatory.main", *words, "--json"],
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        told = answer.stdout.decode()
        if answer.returncode:
            raise Refused(
                refusals.COMMAND_FAILED.because(
                    command=f"rogatory {' '.join(words[:3])} …",
                    status=answer.returncode,
                    told=_reasons_in(told),
                )
            )
        found: dict[str, Any] = json.loads(told)
        return found

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


def begin(home: Path, evidence: Path | None, narrator: Narrator) -> dict[str, Any]:
    """What the story in this home began with; begins it if there is none."""
    path = home / BEGUN
    if path.exists():
        begun: dict[str, Any] = json.loads(path.read_text())
        if evidence is not None and str(evidence.absolute()) != begun["evidence"]:
            raise Refused(
                refusals.OTHER_EVIDENCE.because(home=str(home), path=str(begun["evidence"]))
            )
        narrator.text(f"Going on with the story in {home}, which began {begun['began']}.")
        return begun
    if evidence is not None and not os.access(evidence, os.R_OK):
        raise Refused(refusals.NO_EVIDENCE.because(path=str(evidence)))
    if home.exists() and any(home.iterdir()):
        raise Refused(refusals.NOT_OURS.because(path=str(home)))
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    begun = {
        "began": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        "evidence": str(evidence.absolute()) if evidence else None,
        "ports": [free_port(), free_port()],
    }
    replace(path, json.dumps(begun, indent=1).encode())
    return begun


def found(home: Path, begun: Mapping[str, Any]) -> bool:
    """Make the network, unless it is there; whether it was made now."""
    network = home / "network"
    if network.exists():
        return False
    directory, timestamps = begun["ports"]
    with PartialFolder(network, private=True, remove_leftover=True) as partial:
        now = datetime.now(UTC)
        found_federation(
            Path(os.fsdecode(partial.path)),
            [STATES[code] for code in CODES],
            Addresses(f"http://127.0.0.1:{directory}", f"http://127.0.0.1:{timestamps}"),
            tsa_state=TSA_STATE,
            instruments={code: stated_parties(code) for code in CODES},
            at=now,
            random=os.urandom,
        )
    return True


def raise_curtain(stage: Stage) -> None:
    """Start directory, timestamp authority and the three nodes, and wait until they answer."""
    federation, ensemble = stage.federation, stage.ensemble
    directory, timestamps = (str(port) for port in stage.begun["ports"])
    services = ensemble.start(
        "services",
        ["rogatory.exercises.services", str(federation.folder), directory, timestamps, TSA_STATE],
    )
    ensemble.await_ready([services])
    homes = [read_home(federation.node(code)) for code in CODES]
    for home in homes:
        for url in (home.node_url, home.console_url):
            claim(home.address(url)[1])
    ready = [ready_file(home, name) for home in homes for name in CHILDREN]
    for file in ready:
        file.unlink(missing_ok=True)
    for home in homes:
        name = f"node-{home.state.lower()}"
        ensemble.start(name, ["rogatory.bootstrap.supervise", str(home.path)])
    stage.wait(
        "every node is ready", SECONDS_TO_LISTEN, lambda: all(file.exists() for file in ready)
    )
    terminals = {code: _terminal(stage, code) for code in CODES}
    ensemble.await_ready(list(terminals.values()))
    stage.terminals = {code: Terminal(code, process) for code, process in terminals.items()}
    for terminal in stage.terminals.values():
        terminal.ask("open_accounts", password=PASSWORD)


def _terminal(stage: Stage, code: str) -> Process:
    home = str(stage.federation.node(code))
    return stage.ensemble.start(f"desk-{code.lower()}", ["rogatory.exercises.terminal", home])


def _reasons_in(told: str) -> str:
    try:
        reasons: Sequence[Mapping[str, str]] = json.loads(told)["reasons"]
    except (ValueError, KeyError):
        return told.strip()[-500:] or "it said nothing"
    return "; ".join(f"[{one['code']}] {one['what']} {one['remedy']}" for one in reasons)
