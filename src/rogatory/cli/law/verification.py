# SPDX-License-Identifier: Apache-2.0
"""`rogatory treaty sheet|progress`: the sheet in which a lawyer reads the law, and how far that is."""

from pathlib import Path

import click

from rogatory.bootstrap.settings.page_words import page_words
from rogatory.bootstrap.workstation import connections
from rogatory.cli.law.options import home, plain
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import write_new
from rogatory.node.printing.languages import LANGUAGES

_NEW = click.Path(dir_okay=False, path_type=Path)


@click.command("sheet", epilog="Example:  rogatory treaty sheet /srv/rogatory/xb sheet.csv")
@home
@click.argument("file", type=_NEW)
@click.option("--instrument", metavar="ID", help="Only its lines; by default, those of all.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Of a page or PDF; a table is the same in every language.",
)
@as_json
@reported
def sheet(home: Path, file: Path, instrument: str | None, language: str, as_json: bool) -> None:
    """Write FILE with every line of the law that nobody has seen in the official text.

    A name that ends in .html or .pdf gives a document to print and fill in by hand; any other a table (CSV),
    which comes back with `rogatory treaty correct` once it is filled in.
    """
    from rogatory.node.provisions.law_data import corrected_law
    from rogatory.treaty.instruments import instrument as known_instrument
    from rogatory.treaty.verification.sheet import csv_sheet, lines_to_read

    node = connections.node_at(home)
    law = corrected_law(node)
    if instrument is not None:
        known_instrument(law, instrument)
    lines = lines_to_read(law, instrument)
    form = file.suffix.lower()
    if form in {".html", ".pdf"}:
        from rogatory.node.letters.verification_sheet import SheetPlace, written_sheet

        place = SheetPlace(law, node.clock.now())
        made = written_sheet(lines, place, language, page_words(language), pdf=form == ".pdf")
        data = made.html if made.pdf is None else made.pdf
    else:
        data = csv_sheet(lines)
    write_new(file, data)
    if as_json:
        print_json({"file": str(file), "lines": len(lines), "law": law.version})
        return
    print_text(f"wrote {file}: {len(lines)} lines to read")


@click.command("progress", epilog="Example:  rogatory treaty progress /srv/rogatory/xb")
@home
@as_json
@reported
def progress(home: Path, as_json: bool) -> None:
    """Show how many lines of each instrument were seen in its text, wait for review and are left."""
    from rogatory.node.corrections.verification import verification_progress

    found = verification_progress(connections.node_at(home))
    if as_json:
        print_json([plain(one) | {"left": one.left} for one in found])
        return
    for one in found:
        print_text(
            f"{one.instrument}: {one.seen} of {one.lines} lines seen, {one.left} left; "
            f"{one.waiting} wait for review, {one.differing} differ and are to be corrected"
        )
