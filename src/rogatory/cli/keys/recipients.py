# SPDX-License-Identifier: Apache-2.0
"""`rogatory keys recipients`: who can open what is sealed to an authority."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from rogatory.cli.options.passphrases import ask_pin, pin_file
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.keys.key_files import read_public
from rogatory.node.workstation.keys.recipient_file import RecipientFile, read_recipient_file
from rogatory.node.workstation.keys.recipients import Change, change_recipients
from rogatory.wire.digests import parse_digest, sha256


@click.command(
    "recipients",
    epilog="Example:  rogatory keys recipients keys-xa --add lab-2/recipient.json --end workstation",
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--add",
    "added",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="recipient.json of a further workstation of this authority. May be repeated.",
)
@click.option(
    "--end",
    "ended",
    multiple=True,
    metavar="LABEL",
    help="Remove one from the list. May be repeated.",
)
@click.option(
    "--network",
    metavar="DIGEST",
    help="Sign the list for this network: SHA-256 of its 1.root.json.",
)
@pin_file
@as_json
@reported
def command(
    folder: Path, added: Sequence[Path], ended: Sequence[str], network: str | None, as_json: bool
) -> None:
    """List or change the recipients in the key folder FOLDER.

    A further workstation creates its own keys (rogatory keys new … --label lab-2 --ca STATE-CA), and
    its recipient.json is added here. A lost one is ended, and its successor added. The changed
    recipient.json is signed again; its fingerprint is compared by voice as the first one was.
    """
    authority, at = open_authority_folder(folder, ask_pin()), datetime.now(UTC)
    if added or ended or network:
        change = Change(authority, at)
        if network:
            change = replace(change, network=parse_digest(network.lower()))
        for path in added:
            change = change.joined(read_public(path), str(path))
        for label in ended:
            change = change.ended(label)
        stated = change_recipients(change)
    else:
        stated = read_recipient_file(authority.recipient(), "recipient.json", at)
    if as_json:
        print_json(_as_json(stated))
        return
    print_text(f"Recipients of {stated.authority}:")
    for label, recipient in stated.labelled:
        print_text(f"  {label:20} {grouped(sha256(recipient.encode())[:16])} …")
    print_text(f"  Fingerprint of recipient.json  {grouped(stated.fingerprint)}")
    if added or ended:
        print_text(
            "  Give recipient.json to those who seal to you, and have the directory list this:"
        )
        print_text("  the new ones from now on, those taken off as ended.")
    if ended:
        print_text(
            "  What was sealed to a key that ended can still be opened with it. To open it without:"
        )
        print_text("    rogatory evidence rewrap SEALED --key FOLDER --to recipient.json --out NEW")


def _as_json(stated: RecipientFile) -> dict[str, object]:
    return {
        "authority": str(stated.authority),
        "fingerprint": stated.fingerprint,
        "network": stated.network,
        "recipients": [
            {"label": label, "recipient": recipient} for label, recipient in stated.labelled
        ],
    }
