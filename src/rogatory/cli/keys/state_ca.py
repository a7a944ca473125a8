# SPDX-License-Identifier: Apache-2.0
"""`rogatory keys state-ca`: the certification office of a State."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from rogatory.cli.keys.options import new_folder, print_fingerprints
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.node.workstation.keys.new_keys import STATE_CA_YEARS
from rogatory.node.workstation.keys.state_ca_folder import new_state_ca_folder
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import parse_state


@click.command("state-ca", epilog="Example:  rogatory keys state-ca XA --out state-ca-xa")
@click.argument("state", metavar="STATE")
@new_folder()
@as_json
@reported
def command(state: str, folder: Path, as_json: bool) -> None:
    """Make the State CA, which issues every certificate of its State. Keep it offline."""
    ca = new_state_ca_folder(
        parse_state(state.upper()),
        folder,
        years=STATE_CA_YEARS,
        at=datetime.now(UTC),
        random=os.urandom,
    )
    fingerprints = {name: sha256(der) for name, der in ca.certificates.items()}
    if as_json:
        print_json({"state": ca.state, "folder": str(folder), "fingerprints": fingerprints})
        return
    print_text(f"The State CA of {ca.state} is in {folder}. Keep it offline.")
    print_fingerprints(fingerprints)
