# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry edit`: the part of an entry that people write, as a text in an editor."""

from pathlib import Path

import click

from rogatory.cli.entry.options import FILE, folder, now, print_reasons
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.directory.draft.text import LARGEST_TEXT, read_text, write_text
from rogatory.disk import read_file, write_new
from rogatory.errors import Refused


@click.command("edit", epilog="Example:  rogatory entry edit entry-xa")
@folder
@click.option("--out", type=click.Path(path_type=Path), help="Only write the text to this file.")
@click.option("--from", "source", type=FILE, help="Read the text from this file; open no editor.")
@as_json
@reported
def command(folder: Path, out: Path | None, source: Path | None, as_json: bool) -> None:
    """Edit the entry of FOLDER in your editor ($EDITOR): names, offices, hours, languages.

    Errors are shown with every reason, and the editor opens again with your text. The draft changes
    only once all of it can be read.
    """
    from rogatory.directory.draft.folder import keep_entry, read_draft
    from rogatory.directory.draft.review import review

    draft = read_draft(folder)
    text = write_text(draft.entry)
    if out is not None:
        write_new(out, text.encode())
        return
    if source is not None:
        written = read_file(source, limit=4 * LARGEST_TEXT).decode("utf-8", "replace")
        keep_entry(draft, read_text(written, draft.entry))
    else:
        while True:
            edited = click.edit(text, extension=".toml")
            if edited is None:
                print_text("Nothing was changed.")
                return
            text = edited
            try:
                keep_entry(draft, read_text(text, draft.entry))
                break
            except Refused as error:
                print_reasons(error.reasons, "✗", "red")
                if not click.confirm("Edit it again?", default=True):
                    raise
    found = review(read_draft(folder), now())
    if as_json:
        print_json({"reasons": [one.as_json() for one in found.reasons]})
        return
    print_text(f"The draft in {folder} is kept.")
    print_reasons(found.reasons, "!", "yellow")
