# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory sign` and `combine`: each holder signs on a machine of their own."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.cli.directory.options import FILE, FOLDER, key_option, open_key, print_fingerprint
from rogatory.cli.directory.proposal_text import print_proposal, print_standing, proposal_json
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.directory.ceremony import refusals
from rogatory.disk import faults_at, read_file, replace, write_new
from rogatory.errors import refuse_if_any

if TYPE_CHECKING:
    from rogatory.directory.publish.ceremony_files import CeremonyStep
    from rogatory.directory.publish.current_metadata import StandingDirectory

in_option = click.option(
    "--in",
    "copy",
    type=FOLDER,
    help="The directory as it is, or a copy of it; needed for all but a founding.",
)


@click.command(
    "sign",
    epilog="Example:  rogatory directory sign ceremony/4.targets.json --key /media/safe/targets-1 --in copy",
)
@click.argument("files", nargs=-1, required=True, type=FILE)
@key_option
@in_option
@click.option(
    "--fingerprint",
    "agreed",
    multiple=True,
    metavar="HEX",
    help="What the holders agreed on; once for each file. Without it you are shown all and asked.",
)
@as_json
@reported
def sign(
    files: tuple[Path, ...],
    key: Path,
    passphrase_file: Path | None,
    copy: Path | None,
    agreed: tuple[str, ...],
    as_json: bool,
) -> None:
    """Sign what was prepared, in its FILES, with one holder's key.

    Shows the content, the changes, and the fingerprint, which every holder must see alike. Where root
    and targets metadata belong together, name both; the key signs those in which it has a part.
    """
    from rogatory.directory.publish.ceremony_files import read_steps, sign_files

    # Read once: what is signed is what was shown, whatever becomes of the files meanwhile.
    given, standing = _read(files), _standing(copy)
    steps = read_steps(given, standing)
    if not as_json:
        for step in steps:
            print_proposal(step.proposal)
    _agree(steps, agreed)
    opened = open_key(key, passphrase_file)
    made = sign_files(given, standing, opened)
    signed: list[Path] = []
    for path, data in zip(files, made, strict=True):
        if data is not None:
            replace(path, data)
            signed.append(path)
    after = read_steps([new or old for new, old in zip(made, given, strict=True)], standing)
    if as_json:
        step_documents = [proposal_json(one.proposal, one.standings) for one in after]
        print_json({"signed": [str(path) for path in signed], "steps": step_documents})
        return
    for path in signed:
        print_text(f"Signed: {path}, by")
        print_fingerprint(opened.keyid)
    for step in after:
        _print_standings(step)


@click.command(
    "combine",
    epilog="Example:  rogatory directory combine from-xa/4.targets.json from-xb/4.targets.json --in copy --out both",
)
@click.argument("files", nargs=-1, required=True, type=FILE)
@in_option
@click.option(
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder for the combined files; made if need be.",
)
@as_json
@reported
def combine(files: tuple[Path, ...], copy: Path | None, out: Path, as_json: bool) -> None:
    """Combine the copies that holders signed, and show who is still missing.

    `publish` does the same when it is given several copies.
    """
    from rogatory.directory.publish.ceremony_files import read_steps

    steps = read_steps(_read(files), _standing(copy))
    with faults_at(out):
        out.mkdir(parents=True, exist_ok=True)
    for step in steps:
        write_new(out / f"{step.proposal.version}.{step.kind}.json", step.data)
    if as_json:
        print_json({"steps": [proposal_json(one.proposal, one.standings) for one in steps]})
        return
    for step in steps:
        print_proposal(step.proposal)
        _print_standings(step)


def _read(files: Sequence[Path]) -> list[bytes]:
    from rogatory.directory.ceremony.metadata import size_limit

    return [read_file(path, limit=size_limit("targets")) for path in files]


def _standing(copy: Path | None) -> "StandingDirectory | None":
    from rogatory.directory.publish.current_metadata import read_standing

    return read_standing(copy) if copy else None


def _agree(steps: "Sequence[CeremonyStep]", agreed: Sequence[str]) -> None:
    """Refuse what the holders have not agreed on; asks where nothing was given."""
    if not agreed:
        click.confirm(
            "Do all holders see these fingerprints, and do you agree?", abort=True, err=True
        )
        return
    given = {"".join(one.split()).lower() for one in agreed}
    refuse_if_any(
        refusals.NOT_AGREED.because(found=step.proposal.digest)
        for step in steps
        if step.proposal.digest not in given
    )


def _print_standings(step: "CeremonyStep") -> None:
    print_text(f"{step.kind} version {step.proposal.version}:")
    for standing in step.standings:
        print_standing(standing)
