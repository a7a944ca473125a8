# SPDX-License-Identifier: Apache-2.0
"""`rogatory backup list` and `check`: which backups there are, and whether their files are what was written."""

from pathlib import Path

import click

from rogatory.cli.backup.options import LINES_EVERY, manifest_json
from rogatory.cli.options.peers import home
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment


@click.command("list", epilog="Example:  rogatory backup list /srv/rogatory/xb")
@home
@as_json
@reported
def list_all(home: Path, *, as_json: bool) -> None:
    """List the complete backups of the node of HOME, the newest last, and when two persons last restored one."""
    from rogatory.bootstrap.backup.looking import backups_of

    found = backups_of(home)
    if as_json:
        print_json(
            {
                "place": found.place,
                "backups": [manifest_json(one) for one in found.backups],
                "verified": found.verified,
            }
        )
        return
    print_text(f"Backups in {found.place}:")
    for one in found.backups:
        print_text(f"  {one.id}  {format_moment(one.at)}  {one.rows} rows, {one.objects} objects")
    if found.verified is None:
        print_text("No backup was restored in a drill yet: rogatory backup drill.")
    else:
        print_text(f"Restored in a drill last: {found.verified['id']}, on {found.verified['at']}")


@click.command("check", epilog="Example:  rogatory backup check /srv/rogatory/xb")
@home
@click.option("--backup", metavar="ID", help="Which backup; unless given, the newest.")
@as_json
@reported
def check(home: Path, backup: str | None, *, as_json: bool) -> None:
    """Read every file of a backup of the node of HOME, and compare it with what was written.

    Nobody's identity is needed. Shared files that are damaged or missing are removed from the place of the backups: the
    next backup writes them again. Whether a backup can be opened and restored, the drill shows.
    """
    from rogatory.bootstrap.backup.looking import check_backup

    def report(number: int) -> None:
        if not as_json and number % LINES_EVERY == 0:
            print_text(f"Files compared: {number}")

    found, count = check_backup(home, backup, report)
    if as_json:
        print_json(manifest_json(found) | {"files": count})
    else:
        print_text(f"Backup {found.id}: {counted(count, 'file')} compared, all as written.")
