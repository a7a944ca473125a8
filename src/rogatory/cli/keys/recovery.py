# SPDX-License-Identifier: Apache-2.0
"""`rogatory keys recovery`: the identity that two persons open together, should all else be lost."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from rogatory.cli.keys.options import new_folder
from rogatory.cli.options.passphrases import ask_pin, pin_file
from rogatory.cli.options.recovery import ask_both, passphrase_files
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.cli.tree import LateGroup
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.keys.recovery import SHEET, new_recovery
from rogatory.wire.digests import sha256

recovery = LateGroup(
    "recovery",
    help="The recovery identity under two-person custody. It is used by `evidence open`, `extract` "
    "and `rewrap` with --recovery.",
    epilog="Example:  rogatory keys recovery new --key keys-xa --out recovery-xa",
    places={"new": "rogatory.cli.keys.recovery:new"},
)


@click.command("new", epilog="Example:  rogatory keys recovery new --key keys-xa --out recovery-xa")
@click.option(
    "--key",
    "key_folder",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The authority's key folder; its recipient.json is signed again with the new recipient.",
)
@new_folder("A folder that does not exist yet, best on a stick that goes into the safe.")
@passphrase_files
@pin_file
@as_json
@reported
def new(key_folder: Path, folder: Path, passphrase_files: Sequence[Path], as_json: bool) -> None:
    """Create the recovery identity of an authority. Two persons must be present.

    The first person types a passphrase, then the second, each unseen by the other; from then on both
    are needed. The folder has recovery.age, and sheet.txt to be printed for the safe.
    """
    first, second = ask_both(passphrase_files, choosing=True)
    made = new_recovery(
        open_authority_folder(key_folder, ask_pin()),
        folder,
        first=first,
        second=second,
        at=datetime.now(UTC),
        random=os.urandom,
    )
    if as_json:
        print_json(
            {
                "folder": str(made.folder),
                "recipient": made.recipient,
                "recipient_fingerprint": sha256(made.recipient.encode()),
                "fingerprint": made.fingerprint,
            }
        )
        return
    print_text(f"The recovery identity is in {made.folder}. Two persons open it, neither alone.")
    print_text(f"  Print and lock away  {made.folder / SHEET}")
    print_text(f"  Its recipient        {grouped(sha256(made.recipient.encode()))}")
    print_text(f"  recipient.json       {grouped(made.fingerprint)}  (new fingerprint)")
    print_text("  Try it once, now, with both persons: rogatory evidence open … --recovery")
    print_text(
        "  Who seals to you must have the new recipient.json; have the directory list the recipient."
    )
