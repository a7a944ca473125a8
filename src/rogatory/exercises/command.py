# SPDX-License-Identifier: Apache-2.0
"""`rogatory exercise`: cases for trainers."""

import click

from rogatory.cli.tree import LateGroup

COMMANDS = {
    "list": "rogatory.exercises.scenarios.command:list_scenarios",
    "play": "rogatory.exercises.scenarios.command:play",
    "provider": "rogatory.exercises.provider_command:provider",
    "enrol": "rogatory.exercises.enrol_command:enrol",
}


@click.group(cls=LateGroup, places=COMMANDS)
def exercise() -> None:
    """Play cases for training: fictional States, real keys, real messages."""
