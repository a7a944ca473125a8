# SPDX-License-Identifier: Apache-2.0
"""An officer's number as somebody typed it at the node's machine: it proves no person, and the audit says so.

What releases a check (a hold, a restriction, a changed key, data in an emergency) takes no typed number: the
officer signs (`own_key`).
"""

import functools
from collections.abc import Callable
from typing import Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.need_to_know import command_name, is_signed
from rogatory.cli.tree import Command

UNPROVED = "A number as typed: it proves no person, and the records keep it as typed at a terminal."


def typed_officer(who: str, *, required: bool = True) -> Callable[[Command], Command]:
    """Return the option `--officer`, whose help says what a typed number is worth."""
    return click.option("--officer", required=required, metavar="NUMBER", help=f"{who} {UNPROVED}")


def noted_at_terminal(*, reads: bool = False) -> Callable[[Command], Command]:
    """Note in the audit what the officer did."""

    def decorated(command: Command) -> Command:
        @functools.wraps(command)
        def run(**given: Any) -> None:
            from rogatory.node.audit.at_terminal import as_officer

            officer = given["officer"]
            if officer is None:
                command(**given)
                return
            with as_officer(
                connections.node_at(given["home"]),
                officer,
                command_name(),
                {},
                reads=reads,
                signed=is_signed(),
            ):
                command(**given)

        return run

    return decorated
