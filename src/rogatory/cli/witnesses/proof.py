# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness proof`: a proof of misbehaviour from the store, as a file for others."""

from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.peers import home
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import write_new
from rogatory.errors import Refused
from rogatory.node.misbehaviour.refusals import PROOF_UNKNOWN


@click.command(
    "proof", epilog="Example:  rogatory witness proof /srv/rogatory/xb 5d41402abc4b2a76 --out xa"
)
@home
@click.argument("name", metavar="PROOF")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="The file to write, without its suffix.",
)
@as_json
@reported
def command(home: Path, name: str, out: Path, as_json: bool) -> None:
    """Write the proof of misbehaviour that begins with PROOF to a file that anybody can check."""
    from rogatory.node.misbehaviour.kinds import suffix_of

    kept = [one for one in connections.node_at(home).store.accusations() if one.id.startswith(name)]
    if len(kept) != 1 or not name:
        raise Refused(PROOF_UNKNOWN.because(name=name[:64], count=len(kept)))
    path = out.with_name(out.name + suffix_of(kept[0].kind))
    write_new(path, kept[0].document)
    if as_json:
        print_json({"path": str(path), "id": kept[0].id, "state": kept[0].state or None})
        return
    print_text(f"{path}")
    print_text(f"Anybody checks it:  rogatory witness check {path} --trust DIRECTORY")
