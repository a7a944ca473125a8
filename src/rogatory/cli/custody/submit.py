# SPDX-License-Identifier: Apache-2.0
"""`rogatory custody submit`: a journal kept offline goes into the node's log."""

from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options import evidence as options
from rogatory.cli.options.passphrases import pin_file
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.custody.journal.journal import Journal
from rogatory.node.workstation.acting import submit_journal
from rogatory.node.workstation.journals.folders import journal_folder


@click.command(
    "submit",
    epilog="Example:  rogatory custody submit bag --node /srv/rogatory/xb --key keys-xb",
)
@click.argument(
    "path", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--node", required=True, metavar="URL|HOME", help="The own State's node.")
@click.option(
    "--key",
    "key_folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The authority's key folder; needed where the node is named by its address.",
)
@pin_file
@options.trust
@as_json
@reported
def command(
    path: Path, node: str, key_folder: Path | None, trust_path: Path | None, as_json: bool
) -> None:
    """Hand the journal of DIR (a bag, a sealed package, or the journal's folder) to the node.

    Only events without a proof are sent, so the command may be repeated. The proofs that are
    returned are stored with their events.
    """
    journal = Journal(journal_folder(path))
    folder = options.authority_folder(key_folder) if key_folder else None
    if connections.is_address(node) and folder is None:
        raise click.UsageError("A node named by its address wants --key: the line is signed.")
    state = folder.authority.state if folder else connections.node_state(Path(node))
    count = submit_journal(journal, state, connections.submitter(node, folder, trust_path))
    left = len(journal.not_logged())
    if as_json:
        print_json({"journal": str(journal.folder), "submitted": count, "without_proof": left})
        return
    print_text(
        f"{counted(count, f'event of {state} was', f'events of {state} were')} handed in; each has its proof beside it."
    )
    if left:
        print_text(
            f"{counted(left, 'event of another State has', 'events of other States have')} no proof; their own nodes can give it."
        )
