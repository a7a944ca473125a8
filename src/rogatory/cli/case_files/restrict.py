# SPDX-License-Identifier: Apache-2.0
"""`rogatory matter restrict`: who needs to know of a request."""

import functools
from pathlib import Path
from typing import Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import on_a_request, print_recorded
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.options.own_key import by_own_key
from rogatory.cli.output.reporting import as_json, reported
from rogatory.cli.tree import Command


def _names_or_opening(command: Command) -> Command:
    """Require the one or the other, and not both, before anything is asked of the node."""

    @functools.wraps(command)
    def run(**given: Any) -> None:
        if bool(given["readers"]) == given["opens"]:
            raise click.UsageError("Name officers with --to, or say --open.")
        command(**given)

    return run


@click.command(
    "restrict",
    epilog="Example:  rogatory matter restrict /srv/rogatory/xb 0198… --to xb-0010 --to xb-0011"
    ' --reason "An officer is a suspect" --own-key head',
)
@on_a_request
@click.option("--to", "readers", multiple=True, metavar="OFFICER", help="Who may read it.")
@click.option("--open", "opens", is_flag=True, help="All who read requests may read it again.")
@click.option(
    "--reason", required=True, metavar="TEXT", help="Reason, for the journal of the case file."
)
@as_json
@reported
@_names_or_opening
@by_own_key
@for_officer(reveals_nothing=True)
def command(
    home: Path,
    thread: str,
    officer: str,
    readers: tuple[str, ...],
    opens: bool,
    reason: str,
    as_json: bool,
) -> None:
    """Restrict the request of THREAD to named officers, or open it again.

    For all others it appears in no list; its page names whom to ask, and the attempt is recorded.
    """
    from rogatory.node.case_files.restricting import restrict

    recorded = restrict(
        connections.node_at(home), thread, None if opens else readers, officer, reason
    )
    named = recorded.case_file.readers
    who = "all who read requests" if named is None else ", ".join(named)
    print_recorded(recorded, f"The request is open to {who}.", machine=as_json)
