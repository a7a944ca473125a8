# SPDX-License-Identifier: Apache-2.0
"""`rogatory keys officer`: the keys with which an officer signs what he himself vouches for."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from rogatory.cli.keys.options import new_folder, print_fingerprints
from rogatory.cli.options.passphrases import first_line
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.identifiers import parse_officer


@click.command(
    "officer", epilog="Example:  rogatory keys officer xb-0003 --ca ca-xb --out keys-xb-0003"
)
@click.argument("number", metavar="NUMBER")
@click.option(
    "--ca",
    "state_ca",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The State CA's folder.",
)
@new_folder()
@click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Protect the keys by the passphrase on the first line of this file; else it is asked for.",
)
@as_json
@reported
def command(
    number: str, state_ca: Path, folder: Path, passphrase_file: Path | None, as_json: bool
) -> None:
    """Create the keys of an officer by their number, such as xb-0003.

    The officer keeps the folder; its keys are encrypted under a passphrase known to nobody else. The
    State's register of officers must list the number before others rely on it.
    """
    from rogatory.node.workstation.keys.officer_keys import new_officer_keys

    officer = parse_officer(number.lower())
    if passphrase_file is not None:
        passphrase = first_line(passphrase_file)
    else:
        passphrase = click.prompt(
            "Passphrase of the officer's keys", hide_input=True, confirmation_prompt=True, err=True
        )
    made = new_officer_keys(
        officer,
        folder,
        state_ca=state_ca,
        passphrase=passphrase,
        at=datetime.now(UTC),
        random=os.urandom,
    )
    if as_json:
        print_json(
            {"fingerprints": made.fingerprints, "folder": str(folder), "officer": made.officer}
        )
        return
    print_text(f"Keys of officer {made.officer} are in {made.folder}.")
    print_fingerprints(made.fingerprints)
    print_text(
        "  They sign certificates of authenticity and consents, no messages. The folder stays with "
        "the officer."
    )
