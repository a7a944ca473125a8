# SPDX-License-Identifier: Apache-2.0
"""The consoles of an exercise: where to log in, and serving them until somebody has seen enough."""

import shlex
import threading
from collections.abc import Mapping

import click

from rogatory.bootstrap.home.folder import read_home
from rogatory.exercises.cast import ADMINISTERING, HEAD_OF_DUTY, PLAYERS, STATES
from rogatory.exercises.processes import Ensemble
from rogatory.exercises.stage import PASSWORD, ExerciseStage

SECONDS_BETWEEN_LOOKS = 1.0
"""How often is looked whether somebody has seen enough."""

PAGES_OF_ROLE: Mapping[str, str] = {
    "duty": "the duty desk: what comes in, at any hour",
    "approver": "drafts that wait for approval, rosters, policies",
    "lawyer": "requests and answers, the law, orders to providers",
    "examiner": "evidence: what arrived, and what is to be collected",
    "auditor": "the journals of access, and whether the log holds",
    "administrator": "accounts, and the health of the node",
}
"""Where an officer of each role begins."""


def print_consoles(stage: ExerciseStage) -> None:
    """Print where the officers of each State log in, and as whom."""
    narrator = stage.narrator
    narrator.text()
    narrator.text("The consoles:")
    for code in stage.codes:
        home = read_home(stage.federation.node(code))
        narrator.text(f"   {STATES[code].name:10} {home.console_url}   numbers {code.lower()}-…")
    narrator.text()
    narrator.text(f"Log in as, with the password {PASSWORD}:")
    for player in (*PLAYERS, ADMINISTERING):
        number = player.known_as(stage.codes[0])
        narrator.text(f"   {number}   {player.title:29} {PAGES_OF_ROLE[player.roles[0]]}")
    narrator.text()
    narrator.text(
        "To approve what another officer wrote, an officer needs a passkey of their own: log in as"
    )
    approver = HEAD_OF_DUTY.known_as(stage.codes[0])
    narrator.text(
        f"   {approver}, say; add a passkey on your page (the number at the top), then run"
    )
    narrator.text(f"   rogatory exercise enrol {approver} --home {shlex.quote(str(stage.home))}")
    narrator.text("   which lists it in the fictional State's register.")
    narrator.text()
    narrator.text("Serving until you press Ctrl-C.")


def serve(ensemble: Ensemble) -> None:
    """Serve until interrupted, or until a process ends by itself."""
    pause = threading.Event()
    try:
        while not pause.wait(SECONDS_BETWEEN_LOOKS):
            ensemble.check()
    except KeyboardInterrupt:
        click.echo()
