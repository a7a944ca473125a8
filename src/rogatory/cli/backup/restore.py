# SPDX-License-Identifier: Apache-2.0
"""`rogatory restore`: a backup into an empty home, and what follows."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.home.restore_plan import PLAN
from rogatory.cli.backup.options import (
    by_two,
    identities,
    identity_in,
    manifest_json,
    opening,
    print_step,
    silent,
)
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.bootstrap.backup.outcome import Restored

LOST = (
    "drafts and unfinished texts",
    "messages of ours that nobody had receipted",
    "notes, referrals, assignments and orders of case files",
    "rosters, handovers and alert contacts",
    "accounts, passwords and ways to log in",
    "decisions of officers on drafts, policies and the law",
    "custody entries (workstations keep theirs: rogatory custody submit)",
    "packages of ours that were handed in, unless their receiver has them whole",
)
"""Internal work: what only a backup has, and no other State can return."""


@click.command(
    "restore",
    epilog="Example:  rogatory restore /srv/rogatory/xb --escrow escrow.age --first-identity first.txt "
    "--second-identity second.txt --recovery recovery-xb",
)
@click.argument("home", type=click.Path(file_okay=False, path_type=Path))
@by_two(required=False)
@opening
@click.option("--backup", metavar="ID", help="Which backup; unless given, the newest.")
@click.option(
    "--from",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of the backups, if it is not where node.toml says.",
)
@click.option(
    "--record-lost",
    "lost",
    multiple=True,
    metavar="PLACE",
    help="A place of the record of destructions that exists no more. May be repeated.",
)
@as_json
@reported
def command(
    home: Path,
    escrow: Path | None,
    first_identity: Path | None,
    second_identity: Path | None,
    identity: Path | None,
    recovery: Path | None,
    passphrase_files: Sequence[Path],
    backup: str | None,
    folder: Path | None,
    lost: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Restore a backup into HOME: its rows into an empty database, its objects into an empty store, as node.toml says.

    With --escrow HOME is made first, from the settings and keys that two persons release; else HOME has node.toml and
    keys/, and nothing more. Killed, the same command goes on. What was destroyed since the backup is destroyed again. The
    node stays closed until rogatory node recover has asked the other States for what came since.
    """
    from rogatory.bootstrap.backup.outcome import RestoreRun
    from rogatory.bootstrap.backup.places import folder_place
    from rogatory.bootstrap.backup.restore import restore

    given = identities(identity, recovery, passphrase_files)
    if escrow is not None:
        _make_home(home, escrow, first_identity, second_identity)
    how = RestoreRun(
        backup=backup,
        place=None if folder is None else folder_place(folder),
        lost_records=frozenset(lost),
        report=silent if as_json else print_step,
    )
    done = restore(home, given, how)
    if as_json:
        print_json(
            manifest_json(done.manifest)
            | {
                "restored": format_moment(done.at),
                "destroyed": done.destroyed,
                "absent": list(done.absent),
                "lost_since": format_moment(done.manifest.at),
                "lost": list(LOST),
            }
        )
        return
    _print_restored(home, done)


def _make_home(home: Path, escrow: Path, first: Path | None, second: Path | None) -> None:
    from rogatory.bootstrap.backup.escrow import make_home, open_escrow

    if first is None or second is None:
        raise click.UsageError("--escrow takes --first-identity and --second-identity")
    if (home / "restore" / PLAN).exists():
        return  # killed after the home was made: the restore goes on
    make_home(open_escrow(escrow, identity_in(first), identity_in(second)), home)


def _print_restored(home: Path, done: "Restored") -> None:
    found = done.manifest
    print_text(f"Restored: backup {found.id}, the node as of {format_moment(found.at)}.")
    if done.destroyed:
        print_text(f"Destroyed again: {counted(done.destroyed, 'document')}.")
    for one in done.absent:
        print_text(f"Not in this backup, because it was damaged in the node: {one}")
    print_text("Messages with a receipt are not lost: the other States return them. Now:")
    print_text(f"  rogatory node recover {home}")
    print_text(f"Lost for good is what was done between {format_moment(found.at)} and the loss:")
    for one in LOST:
        print_text(f"  {one}")
