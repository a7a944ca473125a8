# SPDX-License-Identifier: Apache-2.0
"""`rogatory backup run`: a backup of a node, and the removal of old ones."""

from pathlib import Path

import click

from rogatory.cli.backup.options import contents, manifest_json, print_step, silent
from rogatory.cli.options.peers import home
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment


@click.command("run", epilog="Example:  rogatory backup run /srv/rogatory/xb")
@home
@click.option(
    "--due", is_flag=True, help="Only if the newest backup is older than every_hours in node.toml."
)
@click.option("--no-prune", is_flag=True, help="Remove no old backup afterwards.")
@click.option(
    "--new-place", is_flag=True, help="Begin in an empty place, although backups were in this one."
)
@as_json
@reported
def command(home: Path, *, due: bool, no_prune: bool, new_place: bool, as_json: bool) -> None:
    """Write a backup of the node of HOME, which may run meanwhile, then remove the backups that node.toml does not keep.

    It is encrypted to the recipients that node.toml names, or to the recovery recipients that the directory lists.
    Keys are never in it: rogatory backup escrow keeps these. Objects and packages that an earlier backup has are not
    written again.
    """
    from rogatory.bootstrap.backup.run import BackupRun, back_up, back_up_if_due

    how = BackupRun(report=silent if as_json else print_step, new_place=new_place)
    done = (back_up_if_due if due else back_up)(home, how, prunes=not no_prune)
    if as_json:
        print_json(
            {"due": False}
            if done is None
            else manifest_json(done.manifest) | {"removed": list(done.removed)}
        )
        return
    if done is None:
        print_text("No backup is due yet.")
        return
    found = done.manifest
    print_text(f"Backup {found.id}: the node as of {format_moment(found.at)}")
    print_text(f"  {contents(found)}")
    print_text(f"  {found.written / 1e6:,.1f} MB written, {found.size / 1e6:,.1f} MB in all")
    if done.removed:
        print_text(f"  Old backups removed: {', '.join(done.removed)}")
