# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence open`: decrypt a sealed package into a bag, or refuse it whole."""

from pathlib import Path
from typing import Any

import click

from rogatory.cli.evidence.salvage import print_salvage
from rogatory.cli.options import evidence as options
from rogatory.cli.options.passphrases import passphrase_file
from rogatory.cli.options.recovery import recovering
from rogatory.cli.options.sealed_package import unlocked_package
from rogatory.cli.options.two_officers import by_two
from rogatory.cli.output import after_act
from rogatory.cli.output.checks import checks_json
from rogatory.cli.output.counted import counted
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.node.workstation.consent.document import kept_beside
from rogatory.node.workstation.open import open_sealed
from rogatory.node.workstation.progress import ResultWriting
from rogatory.node.workstation.salvage import salvage_sealed
from rogatory.wire.spoken_digest import spoken


@click.command(
    "open",
    epilog="\b\nExamples:\n"
    "  rogatory evidence open sealed --key keys-xa --out opened --officer xa-0005\n"
    "  rogatory evidence open sealed --key keys-xa --out rest --salvage",
)
@click.argument("sealed", type=click.Path(exists=True, file_okay=False, path_type=Path))
@options.key(required=True)
@options.out("The bag: a folder that does not exist yet.")
@options.trust
@passphrase_file
@recovering
@by_two
@options.acting
@options.for_proceedings
@options.discard_unfinished
@click.option(
    "--salvage",
    "salvaging",
    is_flag=True,
    help="Keep what holds of a damaged package, in OUT-not-evidence and marked so.",
)
@click.option(
    "--unproved",
    is_flag=True,
    help="With --salvage: even where the seal does not show who sealed the package.",
)
@as_json
@reported
def command(
    sealed: Path,
    key_folder: Path,
    target: Path,
    trust_path: Path | None,
    passphrase_file: Path | None,
    discard_unfinished: bool,
    salvaging: bool,
    unproved: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Verify the sealed package SEALED and write its bag to OUT.

    A package that does not verify is refused completely, with every reason. The custody journal
    continues in OUT-custody. With --salvage, the valid parts of a damaged package are kept instead,
    to find out what is missing; they are not evidence, and the exit status is 3.
    """
    if unproved and not salvaging:
        raise click.UsageError("--unproved goes with --salvage.")
    if salvaging and given["proceedings"]:
        raise click.UsageError("What is salvaged is no evidence for any proceedings.")

    act = "salvaged" if salvaging else "opened"
    package = unlocked_package(sealed, key_folder, trust_path, passphrase_file, given, act=act)
    if salvaging:
        with kept_beside(package.own.consent, target), progress_bar("Salvaging") as progress:
            kept = salvage_sealed(
                sealed,
                target,
                opening=package.opening,
                by=package.by,
                writing=ResultWriting(discard_unfinished=discard_unfinished, progress=progress),
                unproved=unproved,
            )
        print_salvage(kept, machine=as_json)
    with kept_beside(package.own.consent, target), progress_bar("Opening") as progress:
        done = open_sealed(
            sealed,
            target,
            opening=package.opening,
            by=package.by,
            allowed=options.allowed_by(given, given["proceedings"]),
            writing=ResultWriting(discard_unfinished=discard_unfinished, progress=progress),
            folder=package.folder,
        )
    opened = done.opened
    if as_json:
        print_json(
            {
                "bag": opened.bag,
                "bytes": opened.bytes,
                "checks": checks_json((*opened.checks, *done.custody)),
                "compared": package.compared,
                "consent": str(done.consent) if done.consent else None,
                "files": opened.files,
                "folder": str(opened.folder),
                "held_names": opened.held_names,
                "journal": str(done.journal),
                "not_handed_in": after_act.reasons_json(done.not_handed_in),
                "package": opened.package,
                "seal": opened.seal_digest,
                "sealed_by": opened.sealed_by,
                "sender": opened.seal.sender,
                "warnings": after_act.reasons_json(done.warnings),
            }
        )
    else:
        print_text(
            f"Opened {counted(opened.files, 'file')}, {counted(opened.bytes, 'byte')}, into {opened.folder}."
        )
        print_text(f"  Sealed by          {opened.sealed_by}")
        if opened.seal.replaces:
            print_text(f"  Re-wrapped by      {opened.seal.sender}")
        print_text(f"  Digest of the bag  {grouped(opened.bag)}")
        print_text(f"  By telephone       {spoken(opened.bag)}")
        if opened.held_names:
            print_text(
                f"  This disk holds {counted(opened.held_names, 'name under another', 'names under others')}: see "
                f"{opened.folder}-names.json, which belongs to the folder."
            )
        if done.consent:
            print_text(f"  Opened by two officers; their consent: {done.consent}")
        if not package.compared:
            print_text("  Judged by the package's own certificates, not compared with a directory.")
        after_act.print_warnings(done.warnings)
    after_act.print_not_handed_in(done.not_handed_in, done.journal, as_json)
