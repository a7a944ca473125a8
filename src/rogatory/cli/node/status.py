# SPDX-License-Identifier: Apache-2.0
"""`rogatory node status`: which processes of a node run, on which machines, and whether it is in maintenance."""

from pathlib import Path

import click

from rogatory.bootstrap.doctor.database_facts import maintenance
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

    A process elsewhere that has given no sign for 20 seconds counts as ended. Further lines state whether the node is in
    maintenance, and which command closed it to all processes of before, if one did.
    """
    read = read_home(home)
    found, maintained = machines(read), maintenance(read)
    if as_json:
        print_json({**plain(found), "maintenance": plain(maintained)})
        return
    for one in found.processes:
        print_text(
            f"{one['name']}: {STATES[one['state'].value]},"
            f" since {format_moment(one['begun'])}, last seen {format_moment(one['seen'])}"
        )
    if not found.processes:
        print_text("No process of the node runs.")
    if maintained is not None:
        print_text(
            f"In maintenance since {format_moment(maintained.since)}; {maintained.by} began it."
            f" End it: rogatory node maintenance off {home}"
        )
    if found.raised is not None:
        print_text(f"Processes from before {format_moment(found.raised)} end: {found.command}")
