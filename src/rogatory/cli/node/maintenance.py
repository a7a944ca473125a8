# SPDX-License-Identifier: Apache-2.0
"""`rogatory node maintenance`: the node answers *try later* while its operator works on it."""

import os
import pwd
import re
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.peers import home
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.errors import ExitStatus
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.context import Node
    from rogatory.node.maintenance.mode import Maintenance

SECONDS_BETWEEN_LOOKS = 0.5

LONGEST_OPERATOR = 100
"""Characters of account and machine: a long name of a machine must not fill the doctor's line."""

_ACCOUNT = re.compile(r"[A-Za-z0-9._-]{1,32}\Z")


@click.group(
    "maintenance", epilog="Example:  rogatory node maintenance on /srv/rogatory/xb --wait 60"
)
def command() -> None:
    """Have the node of HOME answer peers and officers that they must come again, on all its machines."""


@command.command("on", epilog="Example:  rogatory node maintenance on /srv/rogatory/xb --wait 60")
@home
@click.option(
    "--wait",
    type=click.IntRange(0, 3600),
    default=0,
    metavar="SECONDS",
    help="Wait so long at most until no job is under way. Exit status 4 if one still is.",
)
@as_json
@reported
def on(home: Path, wait: int, as_json: bool) -> None:
    """Begin maintenance, whether or not the node runs. It lasts until `off`, also over restarts.

    Peers get a coded 503 with Retry-After: they keep their messages and try again. Officers get a page. Requests and jobs
    under way are finished; no new job begins. When the command ends, every process has noticed; each writes it into its log.
    """
    from rogatory.node.maintenance.mode import NOTICED_WITHIN, begin_maintenance

    node = connections.node_at(home)
    found = begin_maintenance(node, _operator())
    # Afterwards no process begins anything of which this command would not know.
    time.sleep(NOTICED_WITHIN.total_seconds())
    end = time.monotonic() + wait
    while (running := _running(node)) and time.monotonic() < end:
        time.sleep(SECONDS_BETWEEN_LOOKS)
    if as_json:
        print_json(
            {
                "on": True,
                "since": format_moment(found.since),
                "by": found.by,
                "jobs_under_way": running,
            }
        )
    else:
        print_text(_lasting(node.state, found))
        print_text(_running_text(running))
        print_text(f"End it: rogatory node maintenance off {home}")
    if wait and running:
        sys.exit(int(ExitStatus.UNREACHABLE))


@command.command("off", epilog="Example:  rogatory node maintenance off /srv/rogatory/xb")
@home
@as_json
@reported
def off(home: Path, as_json: bool) -> None:
    """End maintenance. Without one nothing changes."""
    from rogatory.node.maintenance.mode import end_maintenance

    node = connections.node_at(home)
    found = end_maintenance(node)
    if as_json:
        print_json({"on": False, "since": None if found is None else format_moment(found.since)})
    elif found is None:
        print_text(f"The node of {node.state} was not in maintenance.")
    else:
        print_text(f"The maintenance that began {format_moment(found.since)} has ended.")


@command.command("show", epilog="Example:  rogatory node maintenance show /srv/rogatory/xb")
@home
@as_json
@reported
def show(home: Path, as_json: bool) -> None:
    """Show whether the node is in maintenance, and the work that is still under way. Changes nothing."""
    from rogatory.node.maintenance.mode import last_maintenance

    node = connections.node_at(home)
    found, running = last_maintenance(node.store), _running(node)
    is_on = found is not None and found.until is None
    if as_json:
        print_json(
            {
                "on": is_on,
                "since": None if found is None else format_moment(found.since),
                "by": None if found is None else found.by,
                "until": None
                if found is None or found.until is None
                else format_moment(found.until),
                "jobs_under_way": running,
            }
        )
        return
    if found is None:
        print_text(f"The node of {node.state} was never in maintenance.")
    elif found.until is None:
        print_text(_lasting(node.state, found))
    else:
        print_text(
            f"Not in maintenance; the last lasted from {format_moment(found.since)}"
            f" until {format_moment(found.until)}."
        )
    print_text(_running_text(running))


def _operator() -> str:
    """Return the account at this terminal, before `sudo` if that was used, and the machine."""
    account = os.environ.get("SUDO_USER", "")
    if not _ACCOUNT.match(account):
        account = pwd.getpwuid(os.getuid()).pw_name
    return f"{account}@{socket.gethostname()}"[:LONGEST_OPERATOR]


def _lasting(state: str, found: "Maintenance") -> str:
    return (
        f"The node of {state} has been in maintenance since {format_moment(found.since)};"
        f" {found.by} began it."
    )


def _running(node: "Node") -> int:
    """Return the number of jobs that a worker holds now."""
    now = node.clock.now()
    return sum(1 for job in node.queue.waiting() if job.until is not None and job.until > now)


def _running_text(count: int) -> str:
    return "No job is under way." if not count else f"{counted(count, 'job')} under way."
