# SPDX-License-Identifier: Apache-2.0
"""`rogatory letter`: a message, a draft or a referral as a formal letter."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.evidence import discard_unfinished, out, report_languages
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import PartialFolder
from rogatory.node.court.placing import place_files
from rogatory.node.letters.write import letter_of_values

if TYPE_CHECKING:
    from rogatory.node.letters.write import WrittenLetter


@click.command(
    "letter",
    epilog="Example:  rogatory letter /srv/rogatory/xa 019ab4d2-7c00-7000-8000-000000000001 "
    "--language fr --language ar --out letters",
)
@click.argument("home", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("name", metavar="MESSAGE|DRAFT")
@click.option(
    "--referral",
    metavar="NUMBER",
    help="Print the letter of this referral; name the thread instead of a message.",
)
@click.option(
    "--signatory",
    default="",
    metavar="NAME",
    help="Who signs this print, instead of the name that the approving officer entered.",
)
@click.option("--title", default="", metavar="TITLE", help="The title of --signatory.")
@out("A folder for the letters; it must not exist yet.")
@report_languages
@discard_unfinished
@as_json
@reported
def command(
    home: Path,
    name: str,
    referral: str | None,
    signatory: str,
    title: str,
    target: Path,
    languages: tuple[str, ...],
    pdf: bool,
    discard_unfinished: bool,
    as_json: bool,
) -> None:
    """Print a MESSAGE (by its SHA-256) or DRAFT (by its number) of the node in HOME as a letter.

    Texts written by people are printed as they are, and marked with their language, together with a
    valid signed translation if there is one. The same letter always has the same bytes.
    """
    from rogatory.node.letters.of_node import signed_by, values_of
    from rogatory.node.letters.of_referral import values_of_referral

    node = connections.node_at(home)
    values = values_of(node, name) if referral is None else values_of_referral(node, name, referral)
    values = signed_by(values, signatory, title)
    letters = [letter_of_values(values, language, pdf=pdf) for language in languages]
    write(target, "letter", letters, discard_unfinished=discard_unfinished)
    print_written(target, "letter", letters, machine=as_json)


def write(
    target: Path,
    stem: str,
    letters: "list[WrittenLetter]",
    *,
    discard_unfinished: bool,
    beside: dict[str, bytes] | None = None,
) -> None:
    """Write all files of a command at once, or none."""
    files = dict(beside or {})
    for one in letters:
        files[f"{stem}.{one.language}.html"] = one.html
        if one.pdf is not None:
            files[f"{stem}.{one.language}.pdf"] = one.pdf
    with PartialFolder(target.absolute(), remove_leftover=discard_unfinished) as partial:
        place_files(Path(os.fsdecode(partial.path)), files)


def print_written(
    target: Path, stem: str, letters: "list[WrittenLetter]", *, machine: bool, **more: object
) -> None:
    names = [f"{stem}.{one.language}.html" for one in letters]
    names += [f"{stem}.{one.language}.pdf" for one in letters if one.pdf is not None]
    if machine:
        fonts = {font.path.name: font.sha256 for one in letters for font in one.fonts}
        print_json({"folder": str(target), "files": sorted(names), "fonts": fonts, **more})
        return
    for name in sorted(names):
        print_text(f"  {target / name}")
