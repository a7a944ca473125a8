# SPDX-License-Identifier: Apache-2.0
"""`rogatory keys new`: an authority's signing keys, certificates and decryption identity."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from rogatory.cli.keys.options import new_folder
from rogatory.cli.options.passphrases import first_line
from rogatory.cli.options.token import on_token, token_options
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.node.workstation.keys.new_keys import new_authority_keys
from rogatory.wire.digests import parse_digest
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.spoken_digest import spoken


@click.command("new", epilog="Example:  rogatory keys new xa/central-authority --out keys-xa")
@click.argument("authority", metavar="STATE/AUTHORITY")
@new_folder()
@click.option(
    "--ca",
    "state_ca",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The State CA's folder. Without it a State CA is created for this authority only.",
)
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Protect identity.txt by the passphrase on the first line of this file.",
)
@click.option(
    "--label",
    default="workstation",
    show_default=True,
    help="What this workstation is called among the authority's recipients.",
)
@click.option(
    "--network",
    metavar="DIGEST",
    help="The network that recipient.json is signed for: SHA-256 of its 1.root.json.",
)
@token_options
@as_json
@reported
def command(
    authority: str,
    folder: Path,
    state_ca: Path | None,
    passphrase_file: Path | None,
    label: str,
    network: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Make the keys of an authority such as xa/central-authority.

    Writes signing keys (ECDSA P-256 and ML-DSA-65) with their certificates, identity.txt (the age
    identity that opens what is sealed to the authority) and recipient.json (what others seal to).

    With --pkcs11 the ECDSA key is made on a token and never leaves it; its PIN is asked for at
    every use. The ML-DSA key stays in a file, since tokens do not have that algorithm yet.
    """
    token = on_token(given)
    made = new_authority_keys(
        parse_authority(authority.lower()),
        folder,
        state_ca=state_ca,
        passphrase=first_line(passphrase_file) if passphrase_file else None,
        at=datetime.now(UTC),
        random=os.urandom,
        label=label,
        on_token=token,
        network=None if network is None else parse_digest(network.lower()),
    )
    if as_json:
        print_json(
            {
                "authority": str(made.authority),
                "folder": str(made.folder),
                "fingerprint": made.fingerprint,
                "recipient": made.recipient,
                "made_state_ca": made.made_state_ca,
                "token": token.token if token else None,
            }
        )
        return
    print_text(f"Keys of {made.authority} are in {made.folder}.")
    print_text(f"  Others seal to  {made.folder / 'recipient.json'}")
    print_text(f"  Fingerprint     {grouped(made.fingerprint)}")
    print_text(f"  By telephone    {spoken(made.fingerprint)}")
    print_text(f"  Keep secret     {made.folder / 'identity.txt'} and the .key files")
    if token:
        print_text(f"  On the token    {token.token}: the ECDSA key, which cannot leave it")
        print_text("  In a file       signing/mldsa65.key: tokens do not have ML-DSA yet")
    if made.made_state_ca:
        print_text("  No State CA was named, so one was made for this authority alone (state-ca/).")
        print_text("  Give --ca with the State's own before a directory lists these keys.")
