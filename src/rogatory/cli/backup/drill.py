# SPDX-License-Identifier: Apache-2.0
"""`rogatory backup drill`: two persons restore a backup into an empty folder, and everything is compared."""

from collections.abc import Sequence
from pathlib import Path

import click

from rogatory.cli.backup.options import (
    by_two,
    contents,
    identities,
    identity_in,
    manifest_json,
    opening,
    print_step,
    silent,
)
from rogatory.cli.options.peers import home
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment


@click.command(
    "drill",
    epilog="Example:  rogatory backup drill /srv/rogatory/xb --escrow escrow.age --first-identity first.txt "
    "--second-identity second.txt --recovery recovery-xb",
)
@home
@by_two(required=True)
@opening
@click.option("--backup", metavar="ID", help="Which backup; unless given, the newest.")
@click.option(
    "--within",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the folder is made and removed again; it needs the space of the whole node. Unless given, in HOME.",
)
@as_json
@reported
def command(
    home: Path,
    escrow: Path,
    first_identity: Path,
    second_identity: Path,
    identity: Path | None,
    recovery: Path | None,
    passphrase_files: Sequence[Path],
    backup: str | None,
    within: Path | None,
    *,
    as_json: bool,
) -> None:
    """Restore a backup of the node of HOME into an empty folder, and compare it with the node, which may run meanwhile.

    Two persons open the escrow, which must be what HOME has; the backup is opened with --recovery or --identity. Every row,
    object and segment is compared; the log that was restored is the beginning of the node's own. The folder is removed
    afterwards. A backup that passed is kept until another one has.
    """
    from rogatory.bootstrap.backup.drill import DrillKeys, drill
    from rogatory.bootstrap.backup.outcome import RestoreRun

    keys = DrillKeys(
        escrow,
        identity_in(first_identity),
        identity_in(second_identity),
        identities(identity, recovery, passphrase_files),
    )
    how = RestoreRun(backup=backup, report=silent if as_json else print_step)
    done = drill(home, keys, how, within)
    if as_json:
        print_json(manifest_json(done.manifest) | {"verified": format_moment(done.at)})
        return
    found = done.manifest
    print_text(f"Backup {found.id} was restored and compared: {contents(found)}.")
    print_text(f"Its log has {counted(found.log_size, 'entry')}.")
