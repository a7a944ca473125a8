# SPDX-License-Identifier: Apache-2.0
"""`rogatory exercise`: cases for trainers, and trials of the program itself."""

import click

from rogatory.cli.tree import LateGroup

COMMANDS = {
    "list": "rogatory.exercises.scenarios.command:list_scenarios",
    "play": "rogatory.exercises.scenarios.command:play",
    "enrol": "rogatory.exercises.enrol_command:enrol",
    "simulate": "rogatory.exercises.simulation.command:simulate",
    "kill": "rogatory.exercises.killing.command:kill",
}


@click.group(cls=LateGroup, places=COMMANDS)
def exercise() -> None:
    """Play cases for training and trial: fictional States, real keys, real messages."""
