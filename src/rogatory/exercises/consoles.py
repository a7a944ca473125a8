# SPDX-License-Identifier: Apache-2.0
"""The consoles of an exercise: where to log in, and serving them until somebody has seen enough."""

import shlex
import threading

import click

from rogatory.bootstrap.home.folder import read_home
from rogatory.exercises.cast import DUTY, HEAD_OF_DUTY, HEAD_OF_LAW, LAWYER, STATES
from rogatory.exercises.processes import Ensemble
from rogatory.exercises.stage import PASSWORD, ExerciseStage

SECONDS_BETWEEN_LOOKS = 1.0
"""How often is looked whether somebody has seen enough."""


def print_consoles(stage: ExerciseStage) -> None:
    """Print where the officers of each State log in, and as whom."""
    narrator = stage.narrator
    narrator.text()
    narrator.text("The consoles (demo log-ins; password for all: " + PASSWORD + "):")
    for code in stage.codes:
        home = read_home(stage.federation.node(code))
        officers = ", ".join(
            f"{player.known_as(code)} ({player.title})"
            for player in (DUTY, HEAD_OF_DUTY, LAWYER, HEAD_OF_LAW)
        )
        narrator.text(f"   {STATES[code].name:10} {home.console_url}   {officers}")
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
