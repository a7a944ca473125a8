# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence extract`: files, folders or bytes out of a sealed package."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

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
from rogatory.evidence.opening.byte_range import parse_range
from rogatory.evidence.opening.extract import LISTING, Extracted
from rogatory.node.workstation.consent.document import kept_beside
from rogatory.node.workstation.extract import (
    BytesQuery,
    ExtractedHere,
    RangeHere,
    extract_bytes,
    extract_from,
)
from rogatory.node.workstation.progress import ResultWriting

if TYPE_CHECKING:
    from rogatory.errors import Reason


@click.command(
    "extract",
    epilog="\b\nExamples:\n"
    "  rogatory evidence extract sealed Mail/0001.eml --key keys-xa --out 0001.eml\n"
    "  rogatory evidence extract sealed Mail '**/*.pdf' --key keys-xa --out taken\n"
    "  rogatory evidence extract sealed disk.img --range 0-511 --key keys-xa --out mbr",
)
@click.argument("sealed", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("paths", nargs=-1, required=True)
@options.key(required=True)
@options.out(
    "The file to write; given a folder, a pattern or several paths: a new folder. Nothing is "
    "replaced."
)
@click.option(
    "--range",
    "byte_range",
    metavar="START-END|START+LENGTH",
    help="Only these bytes of one file; START and END count from 0 and are both taken.",
)
@click.option(
    "--check",
    "compare",
    is_flag=True,
    help="With --range: still read the complete file and compare its digest.",
)
@options.trust
@passphrase_file
@recovering
@by_two
@options.acting
@options.for_proceedings
@options.discard_unfinished
@as_json
@reported
def command(
    sealed: Path,
    paths: tuple[str, ...],
    key_folder: Path,
    target: Path,
    byte_range: str | None,
    compare: bool,
    trust_path: Path | None,
    passphrase_file: Path | None,
    discard_unfinished: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Extract PATHS from the sealed package SEALED, without decrypting the rest.

    A path is a file, a folder with everything beneath it, or a pattern in quotes: * and ? within a
    name, ** for any folders. Checks the seal's signature, the manifest and the digest of each
    extracted file, and nothing else. The extraction is recorded in the custody journal.
    """
    if byte_range is not None and len(paths) != 1:
        raise click.UsageError("--range takes bytes of one file.")
    if compare and byte_range is None:
        raise click.UsageError("--check goes with --range; whole files are always compared.")

    wanted = None if byte_range is None else parse_range(byte_range)
    package = unlocked_package(
        sealed, key_folder, trust_path, passphrase_file, given, act="extracted", items=paths
    )
    allowed = options.allowed_by(given, given["proceedings"])
    with kept_beside(package.own.consent, target), progress_bar("Extracting") as progress:
        if wanted is not None:
            taken = extract_bytes(
                sealed,
                BytesQuery(paths[0], wanted, compare),
                target,
                package.opening,
                package.by,
                allowed=allowed,
                writing=ResultWriting(progress=progress),
            )
            _print_range(taken, as_json)
            _print_warnings(taken.warnings, as_json)
            after_act.print_not_handed_in(taken.not_handed_in, taken.journal, as_json)
            return
        done = extract_from(
            sealed,
            paths,
            target,
            opening=package.opening,
            by=package.by,
            allowed=allowed,
            writing=ResultWriting(discard_unfinished=discard_unfinished, progress=progress),
        )
    _print(done, as_json)
    _print_warnings(done.warnings, as_json)
    after_act.print_not_handed_in(done.not_handed_in, done.journal, as_json)


def _print(done: "ExtractedHere", machine: bool) -> None:

    found = done.extracted
    document: dict[str, object] = {
        "checks": checks_json(found.checks),
        "journal": str(done.journal),
        "not_handed_in": after_act.reasons_json(done.not_handed_in),
        "package": found.package,
        "remark": found.remark,
        "warnings": after_act.reasons_json(done.warnings),
    }
    if isinstance(found, Extracted):
        document |= {"file": str(found.file), "path": found.path}
        document |= {"sha256": found.sha256, "size": found.size}
        words = [
            f"Wrote {found.path}, {counted(found.size, 'byte')}, to {found.file}.",
            f"  SHA-256  {grouped(found.sha256)}",
        ]
    else:
        document |= {"bytes": found.bytes, "files": found.files, "folder": str(found.folder)}
        document |= {"list": str(found.folder / LISTING), "list_sha256": found.listing}
        words = [
            f"Wrote {counted(found.files, 'file')}, {counted(found.bytes, 'byte')}, to {found.folder}.",
            f"  Their list, which sha256sum -c reads: {found.folder / LISTING}",
            f"  SHA-256 of the list  {grouped(found.listing)}",
        ]
        document["held_names"] = found.held_names
        if found.held_names:
            beside = f"{found.folder}-names.json"
            words.append(
                f"  This disk holds {counted(found.held_names, 'name under another', 'names under others')}: see {beside}"
            )
    _say(document, [*words, f"  Note: {found.remark}."], machine)


def _print_range(done: "RangeHere", machine: bool) -> None:
    found = done.extracted
    document: dict[str, object] = {
        "checks": checks_json(found.checks),
        "compared": found.compared,
        "file": str(found.file),
        "file_sha256": found.listed,
        "file_size": found.size,
        "journal": str(done.journal),
        "length": found.length,
        "not_handed_in": after_act.reasons_json(done.not_handed_in),
        "package": found.package,
        "path": found.path,
        "remark": found.remark,
        "sha256": found.sha256,
        "start": found.start,
        "warnings": after_act.reasons_json(done.warnings),
    }
    end = found.start + found.length - 1
    where = f"bytes {found.start:,} to {end:,} of {found.path}, which has {found.size:,}"
    computed = "" if found.compared else "  (not computed)"
    words = [
        f"Wrote {where}, to {found.file}.",
        f"  SHA-256 of these bytes        {grouped(found.sha256)}",
        f"  The manifest says of the file {grouped(found.listed)}{computed}",
        f"  Note: {found.remark}.",
    ]
    _say(document, words, machine)


def _print_warnings(warnings: "tuple[Reason, ...]", machine: bool) -> None:
    if not machine:
        after_act.print_warnings(warnings)


def _say(document: dict[str, object], words: list[str], machine: bool) -> None:
    if machine:
        print_json(document)
        return
    for line in words:
        print_text(line)
