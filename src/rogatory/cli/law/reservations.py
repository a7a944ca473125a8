# SPDX-License-Identifier: Apache-2.0
"""`rogatory treaty reservations`: what a State reserved and declared, by instrument."""

from datetime import datetime
from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.law.options import day_of, home, on, plain
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported


@click.command(
    "reservations", epilog="Example:  rogatory treaty reservations /srv/rogatory/xb --state XT"
)
@home
@click.option("--state", metavar="XA", help="Only this State.")
@click.option("--instrument", help="Only this instrument, by its id in the data.")
@on
@as_json
@reported
def reservations(
    home: Path, state: str | None, instrument: str | None, on: datetime | None, as_json: bool
) -> None:
    """Show the reservations and declarations of States, each with its effect and whether it is in force."""
    from rogatory.node.provisions.law_data import law_in_force
    from rogatory.treaty.parties.reservations import (
        effective_days,
        reservation_rule,
        standing_of,
    )

    law, day = law_in_force(connections.node_at(home)), day_of(on)
    one_state = state.upper() if state else None
    made = [
        one
        for one in law.reservations
        if one_state in {None, one.state} and instrument in {None, one.instrument}
    ]
    declared = [
        one
        for one in law.declarations
        if one_state in {None, one.state} and instrument in {None, one.instrument}
    ]
    if as_json:
        standings = {one.id: standing_of(law, one, day).value for one in made}
        print_json(plain({"reservations": made, "standings": standings, "declarations": declared}))
        return
    for one in made:
        changed = f" {', '.join(one.articles)}" if one.articles else ""
        print_text(
            f"{one.state}  {one.instrument}  article {one.article}: {one.effect or 'no effect recorded'}"
            f"{changed} ({standing_of(law, one, day).value}; certainty: {one.certainty})"
        )
        for objection in one.objections:
            precluding = ", not in force between the two" if objection.precludes else ""
            print_text(f"      objection of {objection.state} on {objection.made}{precluding}")
        if one.gap:
            print_text(f"      gap: {one.gap}")
    for stated in declared:
        start, end = effective_days(reservation_rule(law, stated.instrument), stated)
        print_text(
            f"{stated.state}  {stated.instrument}  article {stated.article}: declares "
            f"{stated.matter} {stated.value or ''} (from {start}{f' until {end}' if end else ''}; "
            f"certainty: {stated.certainty})"
        )
