# SPDX-License-Identifier: Apache-2.0
"""`rogatory custody finish`: sign an event that a killed run left unsigned."""

from pathlib import Path

import click

from rogatory.cli.options import evidence as options
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.custody.events.act_text import normative_text
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.node.workstation.journals.folders import journal_folder
from rogatory.wire.moments import format_moment


@click.command("finish", epilog="Example:  rogatory custody finish sealed --key keys-xa")
@click.argument(
    "path", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@options.key(required=True)
@click.option("--yes", is_flag=True, help="Sign without being asked; for a script that has looked.")
@as_json
@reported
def command(path: Path, key_folder: Path, yes: bool, as_json: bool) -> None:
    """Sign the events in the journal of DIR that were written but not signed.

    An interrupted run leaves such an event; so does an attacker who removes a signature, or inserts
    an event for the authority to sign. Each is shown: sign only what was done.
    """
    journal = Journal(journal_folder(path))
    keys = options.authority_folder(key_folder).keys_in_force(options.now())
    own = [
        event
        for event in (parse_event(entry.event) for entry in journal.interrupted())
        if str(event.authority) == keys.holder
    ]
    for event in own if not as_json else ():
        who = f", officer {event.officer}" if event.officer else ""
        print_text(f"{format_moment(event.occurred)} (claimed)  {event.action.value}{who}")
        print_text(f"    {normative_text(event)}")
    if own and not yes:
        click.confirm(f"Was this done by {keys.holder}, and is it to be signed?", abort=True)
    signed = [entry.number for entry in journal.finish(keys)] if own else []
    if as_json:
        print_json({"authority": keys.holder, "journal": str(journal.folder), "signed": signed})
    elif own:
        print_text(f"Signed {counted(len(signed), 'event')}.")
    else:
        print_text(f"No event of {keys.holder} lacks its signature.")
