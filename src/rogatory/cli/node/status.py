# SPDX-License-Identifier: Apache-2.0
"""`rogatory node status`: which processes of a node run, and on which machines."""

from pathlib import Path

import click

from rogatory.bootstrap.doctor.machines import machines
from rogatory.bootstrap.home.folder import read_home
from rogatory.cli.options.peers import home
from rogatory.cli.output.plain import plain
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment

STATES = {
    "here": "runs here",
    "elsewhere": "runs",
    "silent": "did not end in order",
}
"""How the state of a process is printed."""


@click.command("status", epilog="Example:  rogatory node status /srv/rogatory/xb")
@home
@as_json
@reported
def command(home: Path, *, as_json: bool) -> None:
    """List the processes of the node of HOME on all its machines, as the database has them. Changes nothing.

    A process elsewhere that has given no sign for 20 seconds counts as ended. The last line names the command that
    closed the node to all processes of before, if there was one.
    """
    found = machines(read_home(home))
    if as_json:
        print_json(plain(found))
        return
    for one in found.processes:
        print_text(
            f"{one['name']}: {STATES[one['state'].value]},"
            f" since {format_moment(one['begun'])}, last seen {format_moment(one['seen'])}"
        )
    if not found.processes:
        print_text("No process of the node runs.")
    if found.raised is not None:
        print_text(f"Processes from before {format_moment(found.raised)} end: {found.command}")
