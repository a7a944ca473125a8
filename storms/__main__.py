# SPDX-License-Identifier: Apache-2.0
"""`python -m storms simulate | kill`."""

import click

from rogatory.cli.tree import LateGroup

COMMANDS = {
    "simulate": "storms.simulation.command:simulate",
    "kill": "storms.killing.command:kill",
}


@click.group(cls=LateGroup, places=COMMANDS)
def storms() -> None:
    """Try whether anything is lost: fictional States, real keys, real messages."""


if __name__ == "__main__":
    storms(prog_name="python -m storms")
