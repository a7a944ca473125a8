# SPDX-License-Identifier: Apache-2.0
"""`rogatory treaty terms`: the terms of time that an instrument sets, as a request states them."""

from datetime import datetime
from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.law.options import day_of, home, on
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported


@click.command(
    "terms",
    epilog="Example:  rogatory treaty terms /srv/rogatory/xb --kind preservation --to XA --instrument ets-185",
)
@home
@click.option("--kind", required=True, help="The kind of request, such as preservation.")
@click.option("--to", "peer", required=True, metavar="XA", help="The State that is asked.")
@click.option("--instrument", required=True, help="By its id in the data.")
@on
@as_json
@reported
def terms(
    home: Path, kind: str, peer: str, instrument: str, on: datetime | None, as_json: bool
) -> None:
    """Show the terms of time that an instrument sets for a request; with --json as the body states them."""
    from rogatory.node.law.request_terms.terms import terms_towards

    found = terms_towards(connections.node_at(home), kind, peer.upper(), instrument, day_of(on))
    if as_json:
        print_json(found)
        return
    for one in found:
        ends = f"{one['days']} days" if "days" in one else str(one.get("until", "as stated"))
        starts = ", ".join(map(str, one["from"]))
        print_text(f"{one['id']}  {ends} from the later of {starts} (article {one['article']})")
