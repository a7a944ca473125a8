# SPDX-License-Identifier: Apache-2.0
"""`rogatory queue`: work of a node that failed, why, and how it runs again."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import home_argument
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.repositories.queue import TroubledJob


@click.group(epilog="Example:  rogatory queue list /srv/rogatory/xb")
def queue() -> None:
    """Show the work that a node set aside after repeated failures, and what it will try again."""


@queue.command("list", epilog="Example:  rogatory queue list /srv/rogatory/xb")
@home_argument
@as_json
@reported
def show(home: Path, as_json: bool) -> None:
    """List the work that was set aside, and the work that waits for another attempt, with its reason."""
    found = connections.node_at(home).queue.troubled()
    if as_json:
        print_json({"jobs": found})
        return
    for job in found:
        _print(job)
    if not found:
        print_text("Nothing was set aside, and nothing waits for a further try.")


@queue.command("replay", epilog="Example:  rogatory queue replay /srv/rogatory/xb --all")
@home_argument
@click.argument("keys", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="All that was set aside.")
@as_json
@reported
def replay(home: Path, keys: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Run the work of these KEYS again now; with --all, all work that was set aside.

    Do this once the cause is fixed: the disk has space, the new version runs. Work that fails as
    before is set aside as before.
    """
    if bool(keys) == everything:
        raise click.UsageError("Name the keys, or --all.")
    from rogatory.node.peer_health.dead_letters import replay as replay_job

    node = connections.node_at(home)
    wanted = keys or [job.key for job in node.queue.troubled() if job.since is not None]
    for key in wanted:
        replay_job(node, key)
    if as_json:
        print_json({"ok": True, "replayed": list(wanted)})
    else:
        for key in wanted:
            print_text(f"Runs again: {key}")
        if not wanted:
            print_text("Nothing was set aside.")


def _print(job: "TroubledJob") -> None:
    if job.since is not None:
        when = f"set aside {format_moment(job.since)}"
    else:
        when = f"runs again {format_moment(job.run_at)}" if job.run_at else "runs"
    print_text(f"{job.key}")
    print_text(f"    {when}, {counted(job.attempts, 'try')}: {job.problem}")
