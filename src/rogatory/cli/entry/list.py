# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry list`: the list of contact points and authorities that goes round each year."""

from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.entry.options import now
from rogatory.cli.letters import print_written, write
from rogatory.cli.options.evidence import discard_unfinished, out, report_languages
from rogatory.cli.output.reporting import as_json, reported
from rogatory.wire.digests import parse_digest


@click.command(
    "list", epilog="Example:  rogatory entry list --home /srv/rogatory/xb --language fr --out list"
)
@click.option(
    "--home",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A node's home: its copy of the directory, and its register of States without a node.",
)
@click.option("--from", "place", metavar="URL|FOLDER", help="A directory, or a copy of it.")
@click.option("--network", metavar="SHA-256", help="With --from: the network's first root.")
@out("A folder for the list; it must not exist yet.")
@report_languages
@discard_unfinished
@as_json
@reported
def command(
    home: Path | None,
    place: str | None,
    network: str | None,
    target: Path,
    languages: tuple[str, ...],
    pdf: bool,
    discard_unfinished: bool,
    as_json: bool,
) -> None:
    """Print every office of every State as CSV, HTML and PDF: the list circulated under article 41(2).

    Offices not verified, or not for a year, are marked. Contents of cards are not included.
    """
    from rogatory.node.letters.member_list import list_csv, list_json, list_letter, member_list

    if (home is None) == (place is None) or (place is None) != (network is None):
        raise click.UsageError("name --home, or --from with --network")
    if home is not None:
        from rogatory.node.peers.counterparts import counterparts

        node = connections.node_at(home)
        found = member_list(node.register.view(), counterparts(node), now())
    else:
        from rogatory.bootstrap.ports.directory_line import read_from
        from rogatory.directory.view.as_of import read_view

        view = read_view(read_from(str(place)), network=parse_digest(network), at=now())
        found = member_list(view, {}, now())
    letters = [list_letter(found, language, pdf=pdf) for language in languages]
    beside = {"list.csv": list_csv(found).encode()}
    write(target, "list", letters, discard_unfinished=discard_unfinished, beside=beside)
    print_written(target, "list", letters, machine=as_json, list=list_json(found))
