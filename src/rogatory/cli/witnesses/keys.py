# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness keys`: the keys by which a node cosigns, for one that was made without."""

from pathlib import Path

import click

from rogatory.bootstrap.home.folder import read_home
from rogatory.cli.options.peers import home
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported


@click.command("keys", epilog="Example:  rogatory witness keys /srv/rogatory/xb")
@home
@as_json
@reported
def command(home: Path, as_json: bool) -> None:
    """Make the witness keys of HOME, one of each kind, and print what the State must list in its
    entry. A node that has them already is left as it is.
    """
    from rogatory.bootstrap.home.keys import own_witness_keys
    from rogatory.bootstrap.home.node_keys import make_witness_keys

    found = read_home(home)
    present = [one.key.vkey for one in own_witness_keys(found)]
    vkeys = present or list(make_witness_keys(found))
    if as_json:
        print_json({"made": not present, "vkeys": vkeys})
        return
    print_text("The State must list these in its entry, among its witnesses:")
    for vkey in vkeys:
        print_text(f"  {vkey}")
    if not present:
        print_text("Start the node again, so that it uses them.")
