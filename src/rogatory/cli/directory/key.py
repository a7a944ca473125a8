# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory key`: a holder's own key, made on the holder's own machine."""

import os
from pathlib import Path
from typing import Any

import click

from rogatory.cli.directory.options import FILE, print_fingerprint
from rogatory.cli.options.passphrases import first_line
from rogatory.cli.options.token import on_token, token_options
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import faults_at


@click.command("key", epilog="Example:  rogatory directory key /media/safe/root-1 --ask-passphrase")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--algorithm",
    type=click.Choice(["ed25519", "ml-dsa-65"]),
    default="ed25519",
    show_default=True,
    help="Kind of a key in a file.",
)
@click.option(
    "--passphrase-file",
    type=FILE,
    help="Protect the key by the passphrase on the first line of this file.",
)
@click.option("--ask-passphrase", is_flag=True, help="Protect the key by a passphrase typed here.")
@click.option(
    "--label",
    metavar="TEXT",
    default="rogatory directory",
    show_default=True,
    help="What a key on a token is called there.",
)
@token_options
@as_json
@reported
def command(
    folder: Path,
    algorithm: str,
    passphrase_file: Path | None,
    ask_passphrase: bool,
    label: str,
    as_json: bool,
    **given: Any,
) -> None:
    """Create a key for the directory in a new FOLDER: of a holder of root or targets, of the
    publisher, or of a State.

    Create it on the machine where it will be used, and hand over only public.json. The recipient
    compares the fingerprint with you: face to face, or by telephone.
    """
    from rogatory.directory.ceremony.key_folder import PLACE, PUBLIC, new_key_folder

    token = on_token(given)
    if token and (passphrase_file or ask_passphrase or algorithm != "ed25519"):
        raise click.UsageError("A key on a token has the token's own kind and PIN.")
    passphrase = first_line(passphrase_file) if passphrase_file else None
    if ask_passphrase and passphrase_file is None:
        passphrase = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    with faults_at(folder.parent):
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = new_key_folder(
        folder,
        algorithm=algorithm,
        passphrase=passphrase,
        on_token=token,
        label=label,
        random=os.urandom,
    )
    kind = key.signer.public_key.scheme
    if as_json:
        print_json(
            {
                "folder": str(folder),
                "keyid": key.keyid,
                "scheme": kind,
                "token": token.token if token else None,
                "protected": passphrase is not None or token is not None,
            }
        )
        return
    print_text(f"A key of the kind {kind} is in {folder}.")
    print_fingerprint(key.keyid)
    print_text(f"  hand over     {folder / PUBLIC}")
    if token:
        print_text(
            f"  on the token  {token.token}: the key, which cannot leave it ({PLACE} says where)"
        )
    else:
        print_text("  keep secret   everything else in the folder")
        if passphrase is None:
            print_text(
                "  It is protected by no passphrase: anybody who copies the folder has the key."
            )
