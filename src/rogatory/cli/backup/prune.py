# SPDX-License-Identifier: Apache-2.0
"""`rogatory backup prune`: removing the backups that the rule does not keep."""

from pathlib import Path

import click

from rogatory.cli.options.peers import home
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported


@click.command("prune", epilog="Example:  rogatory backup prune /srv/rogatory/xb --dry-run")
@home
@click.option("--dry-run", is_flag=True, help="Only list what would be removed.")
@as_json
@reported
def command(home: Path, *, dry_run: bool, as_json: bool) -> None:
    """Remove the backups of the node of HOME that node.toml does not keep, and the files that none needs any more.

    The newest backup, the newest of each of the last days, weeks and months (keep_daily, keep_weekly, keep_monthly), and the one that
    two persons restored last are always kept. So is the record of destructions.
    """
    from rogatory.bootstrap.backup.pruning import prune

    found = prune(home, dry=dry_run)
    if as_json:
        print_json({"kept": list(found.kept), "removed": list(found.removed), "files": found.files})
        return
    for one in found.removed:
        print_text(f"{'Would be removed' if dry_run else 'Removed'}: {one}")
    print_text(f"{counted(len(found.kept), 'backup')} kept.")
    if not dry_run:
        print_text(f"{counted(found.files, 'file')} removed that no backup needs.")
