# SPDX-License-Identifier: Apache-2.0
"""`rogatory keys new`: an authority's signing keys, certificates and decryption identity."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from rogatory.cli.passphrases import first_line
from rogatory.cli.reporting import as_json, grouped, reported, tell, tell_json
from rogatory.node.workstation.keys_new import new_authority_keys
from rogatory.wire.identifiers import parse_authority

from rogatory.wire.spoken import spoken

@click.command("new", epilog="Example:  rogatory keys new xa/central-authority --out keys-xa")
@click.argument("authority", metavar="STATE/AUTHORITY")
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="A folder that does not exist yet.",
)
@click.option(
    "--ca",
    "state_ca",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The State CA's folder. Without it a State CA is made for this authority alone.",
)
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Protect identity.txt by the passphrase on the first line of this file.",
)
@as_json
@reported
def command(
    authority: str, folder: Path, state_ca: Path | None, passphrase_file: Path | None, as_json: bool
) -> None:
    """Make the keys of an authority such as xa/central-authority.

    Writes signing keys (ECDSA P-256 and ML-DSA-65) with their certificates, identity.txt (the age
    identity that opens what is sealed to the authority) and recipient.json (what others seal to).
    """
    made = new_authority_keys(
        parse_authority(authority.lower()),
        folder,
        state_ca=state_ca,
        passphrase=first_line(passphrase_file) if passphrase_file else None,
        at=datetime.now(UTC),
        random=os.urandom,
    )
    if as_json:
        tell_json(
            {
                "authority": str(made.authority),
                "folder": str(made.folder),
                "fingerprint": made.fingerprint,
                "recipient": made.recipient,
                "made_state_ca": made.made_state_ca,
            }
        )
        return
    tell(f"Keys of {made.authority} are in {made.folder}.")
    tell(f"  Others seal to  {made.folder / 'recipient.json'}")
    tell(f"  Fingerprint     {grouped(made.fingerprint)}")
    tell(f"  Keep secret     {made.folder / 'identity.txt'} and the .key files")
    if made.made_state_ca:
        tell("  No State CA was named, so one was made for this authority alone (state-ca/).")
        tell("  Give --ca with the State's own before a directory lists these keys.")
    tell(f"  By telephone    {spoken(made.fingerprint)}")
