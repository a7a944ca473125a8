# SPDX-License-Identifier: Apache-2.0
"""`rogatory custody show`: who did what, when, and what of it is proved."""

from pathlib import Path

import click

from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.custody.events.act_text import normative_text


@click.command("show", epilog="Example:  rogatory custody show opened")
@click.argument(
    "path", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@as_json
@reported
def command(path: Path, as_json: bool) -> None:
    """Show the custody journal of DIR, oldest first. Nothing is verified: that is `evidence verify`."""
    from rogatory.node.workstation.journals.folders import (
        journal_files,
        journal_folder,
        read_journals,
    )
    from rogatory.node.workstation.journals.timeline import destroyed, destroyed_as_json, timeline

    journals = read_journals(journal_files(journal_folder(path)))
    lines, gone = timeline(journals), destroyed(journals)
    if as_json:
        print_json(
            {
                "events": [line.as_json() for line in lines],
                "destroyed": [destroyed_as_json(one) for one in gone],
            }
        )
        return
    for line in lines:
        who = f"{line.authority}, officer {line.officer}" if line.officer else line.authority
        print_text(f"{line.occurred} (claimed)  {line.title}")
        print_text(f"    by {who}: {normative_text(line.event)}")
        if line.index is None:
            print_text("    not in a log yet: the time is claimed only")
        else:
            print_text(f"    in the log {line.log} at place {line.index}")
    for one in gone:
        print_text(f"Destroyed: an event of {one.authority}, digest {one.digest}")
        print_text(
            f"    its commitment is at place {one.index} of the log {one.log}; what it said is gone"
        )
