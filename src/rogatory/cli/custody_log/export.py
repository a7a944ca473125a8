# SPDX-License-Identifier: Apache-2.0
"""`rogatory log export`: the node's own log as files that any C2SP program reads."""

from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import home_argument
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported


@click.command("export", epilog="Example:  rogatory log export /srv/rogatory/xb --out xb-log")
@home_argument
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="A folder that is not there yet."
)
@click.option(
    "--events",
    is_flag=True,
    help="Include the events with their salts and signatures: for use inside the State only.",
)
@as_json
@reported
def command(home: Path, out: Path, events: bool, as_json: bool) -> None:
    """Write the custody log of the node in HOME to a new folder: checkpoint, tiles, entries.

    One folder per epoch, named as in C2SP's tlog-tiles. Without --events the folder does not reveal
    what was logged: entries are salted commitments.
    """
    from rogatory.node.followed_logs.export import export_log

    written = export_log(connections.node_at(home), out, with_events=events)
    if as_json:
        print_json({"ok": True, "folder": str(out), "epochs": written})
        return
    for one in written:
        print_text(
            f"{one.origin}: {counted(one.size, 'entry')} in {counted(one.tiles, 'tile')}, root {one.root}"
        )
        if not one.entries:
            print_text("    without entries: what this epoch began with is not kept here")
        if events:
            print_text(
                f"    with {counted(one.events, 'event')}, salts and signatures: keep this folder apart"
            )
    print_text(f"Check it with: rogatory log verify {out}")
