# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence extract`: one file out of a sealed package."""

from pathlib import Path
from typing import Any

import click

from rogatory.cli import evidence_options as options
from rogatory.cli.passphrases import ask_passphrase, passphrase_file
from rogatory.cli.progress import progress_bar
from rogatory.cli.reporting import as_json, grouped, reported, tell, tell_json
from rogatory.cli.telling_checks import checks_json


@click.command(
    "extract",
    epilog="Example:  rogatory evidence extract sealed Mail/0001.eml --key keys-xa --out 0001.eml",
)
@click.argument("sealed", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("path")
@options.key(required=True)
@options.out("The file to write; nothing is replaced.")
@options.trust
@passphrase_file
@options.acting
@as_json
@reported
def command(
    sealed: Path,
    path: str,
    key_folder: Path,
    target: Path,
    trust_path: Path | None,
    passphrase_file: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Take the file PATH out of the sealed package SEALED, without decrypting the rest.

    Checks the seal's signature, the manifest and this file's digest; nothing else.
    """
    from rogatory.node.workstation.authority_folder import open_authority_folder
    from rogatory.node.workstation.journals import sealed_journal
    from rogatory.node.workstation.open import extract_from
    from rogatory.node.workstation.seal_trust import trust_for_sealed
    from rogatory.node.workstation.trust import read_trust

    folder = open_authority_folder(key_folder)
    trusted = read_trust(trust_path) if trust_path else None
    trust = trust_for_sealed(sealed, trusted, options.now())
    network = trust.seal.network if trust.seal else None
    with progress_bar("Extracting") as progress:
        done = extract_from(
            sealed,
            path,
            target,
            identities=folder.identities(ask_passphrase(passphrase_file)),
            trust=trust,
            actor=options.actor_of(folder, given, network=network, directory=trust_path),
            reason=given["reason"],
            progress=progress,
        )
    found = done.extracted
    if as_json:
        tell_json(
            {
                "checks": checks_json(found.checks),
                "file": str(found.file),
                "not_handed_in": options.reasons_json(done.not_handed_in),
                "package": found.package,
                "path": found.path,
                "remark": found.remark,
                "sha256": found.sha256,
                "size": found.size,
            }
        )
    else:
        tell(f"Wrote {found.path}, {found.size:,} bytes, to {found.file}.")
        tell(f"  SHA-256  {grouped(found.sha256)}")
        tell(f"  Note: {found.remark}.")
    options.tell_not_handed_in(done.not_handed_in, sealed_journal(sealed), as_json)
