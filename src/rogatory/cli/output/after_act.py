# SPDX-License-Identifier: Apache-2.0
"""Lines and fields after an act at a workstation: warnings, and a record that the node does not have yet."""

from pathlib import Path

import click

from rogatory.errors import Reason


def print_warnings(warnings: tuple[Reason, ...]) -> None:
    """Print what the conditions ask that nothing here enforces."""
    for reason in warnings:
        click.echo(f"! [{reason.code.id}] {reason.sentence()}", err=True)


def print_not_handed_in(reasons: tuple[Reason, ...], journal: Path, machine: bool) -> None:
    """Say that the act is recorded, but not in the node's log; exit 4, since it may work later."""
    if not reasons:
        return
    if not machine:
        for reason in reasons:
            click.echo(f"! [{reason.code.id}] {reason.sentence()}", err=True)
        click.echo(
            f"! What was done is recorded in the journal {journal}, which the node does not have yet.  "
            "Later:  rogatory custody submit",
            err=True,
        )
    raise SystemExit(4)


def reasons_json(reasons: tuple[Reason, ...]) -> list[dict[str, object]]:
    """Return the reasons as `--json` prints them."""
    return [reason.as_json() for reason in reasons]
