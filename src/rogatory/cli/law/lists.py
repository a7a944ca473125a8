# SPDX-License-Identifier: Apache-2.0
"""`rogatory treaty grounds|offences|questions`: the law's lists, each line with its article."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.law.options import home, plain
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.errors import NO_ARTICLE, refuse_if_any

if TYPE_CHECKING:
    from rogatory.treaty.regimes import Regime

_basis = click.option(
    "--basis", default="un-cybercrime", show_default=True, help="The instrument of the request."
)
_other = click.option(
    "--with", "other", metavar="STATE", help="The State that asks: treaties with it count as well."
)


def _regime(home: Path, kind: str, basis: str, other: str | None) -> "Regime":
    """Return the law of a request of a kind that another State makes today; refuses what it does not know."""
    from rogatory.node.provisions.law_data import law_in_force
    from rogatory.treaty.regimes import regime_of, unknown_in

    node = connections.node_at(home)
    law, today = law_in_force(node), node.clock.now().date()
    asking = (other or node.state).upper()
    refuse_if_any(unknown_in(law, basis, kind, asking))
    return regime_of(law, basis, asking, node.state, today)


@click.command("grounds", epilog="Example:  rogatory treaty grounds /srv/rogatory/xb preservation")
@home
@click.argument("kind")
@_basis
@_other
@as_json
@reported
def grounds(home: Path, kind: str, basis: str, other: str | None, as_json: bool) -> None:
    """Show the grounds for refusing or postponing a request of KIND, and what is never one."""
    from rogatory.treaty.grounds import grounds_for, never_grounds_for, postponements_for
    from rogatory.treaty.regimes import is_open

    regime = _regime(home, kind, basis, other)
    lists = {
        "refusal": grounds_for(regime, kind),
        "postponement": postponements_for(regime, kind),
        "never": never_grounds_for(regime, kind),
    }
    if as_json:
        print_json(plain({**lists, "is_open": is_open(regime, kind)}))
        return
    if is_open(regime, kind):
        print_text(
            "the list is open: another ground needs the provision or policy on which it rests"
        )
    for name, found in lists.items():
        print_text(f"{name}:")
        for one in found:
            print_text(
                f"  {one.id}: {one.label} (article {one.citation}; certainty: {one.certainty})"
            )
            for note in filter(
                None, (one.note, one.reservation and f"reservation under {one.reservation}")
            ):
                print_text(f"      {note}")


@click.command("offences", epilog="Example:  rogatory treaty offences /srv/rogatory/xb")
@home
@as_json
@reported
def offences(home: Path, as_json: bool) -> None:
    """List the offences of articles 7 to 17, with the elements that dual criminality compares."""
    from rogatory.node.provisions.law_data import law_in_force

    found = law_in_force(connections.node_at(home)).offences
    if as_json:
        print_json(plain(found))
        return
    for one in found:
        print_text(f"article {one.article}: {one.title} (certainty: {one.certainty})")
        for element in (*one.elements, *one.optional):
            print_text(f"      {element.id}: {element.text}")


@click.command(
    "questions", epilog="Example:  rogatory treaty questions /srv/rogatory/xb mla_stored_data"
)
@home
@click.argument("kind")
@_basis
@_other
@as_json
@reported
def questions(home: Path, kind: str, basis: str, other: str | None, as_json: bool) -> None:
    """Show what an officer answers before a request of KIND is sent, executed or refused."""
    from rogatory.treaty.safeguards import (
        questions_before_executing,
        questions_before_refusing,
        questions_before_sending,
    )

    regime = _regime(home, kind, basis, other)
    lists = {
        "before sending": questions_before_sending(regime, kind),
        "before executing": questions_before_executing(regime, kind),
        "before refusing": questions_before_refusing(regime, kind),
    }
    if as_json:
        print_json(plain(lists))
        return
    for name, found in lists.items():
        print_text(f"{name}:")
        for one in found:
            cited = "" if one.article == NO_ARTICLE else f"article {one.article}; "
            print_text(f"  {one.id}: {one.text} ({cited}certainty: {one.certainty})")
