# SPDX-License-Identifier: Apache-2.0
"""Options that the commands on backups share."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.cli.options.passphrases import ask_passphrase
from rogatory.cli.options.recovery import ask_both
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import print_text
from rogatory.cli.tree import Command
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.bootstrap.backup.keys import BackupIdentities
    from rogatory.bootstrap.backup.manifest import BackupManifest

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

LINES_EVERY = 100
"""Files between two lines of progress."""

STEPS = {
    "rows": "Parts of rows written",
    "object": "Objects",
    "segment": "Segments",
    "tables": "The database has its tables.",
    "filled": "Parts of rows restored",
    "compared": "Parts of rows compared",
    "objects": "Objects restored",
    "segments": "Segments restored",
    "destroyed": "What was destroyed since is destroyed again.",
    "opened": "The database is ready for rogatory node recover.",
    "done": "Done.",
}
"""The line that is printed of each step."""

COUNTED = ("rows", "object", "segment", "filled", "compared", "objects", "segments")


def opening(function: Command) -> Command:
    """Return the options by which backups are opened: an identity file, or the recovery identity of two persons."""
    for option in (
        click.option(
            "--recovery-passphrase-file",
            "passphrase_files",
            multiple=True,
            type=FILE,
            help="File with the first person's passphrase, and once more with the second's; else both are asked for.",
        ),
        click.option(
            "--recovery",
            type=click.Path(exists=True, path_type=Path),
            help="The recovery identity, in a file or folder, which two persons open.",
        ),
        click.option(
            "--identity",
            type=FILE,
            help="File with the age identity that opens the backups, if it is not a recovery identity.",
        ),
    ):
        function = option(function)
    return function


def by_two(*, required: bool) -> Command:
    """Return the options of the escrow: the file, and the identity of each of the two persons."""

    def options(function: Command) -> Command:
        for name, text in (
            ("--second-identity", "Age identity of the second person of the escrow."),
            ("--first-identity", "Age identity of the first person of the escrow."),
            ("--escrow", "The escrow with settings and keys of the home (rogatory backup escrow)."),
        ):
            function = click.option(name, type=FILE, required=required, help=text)(function)
        return function

    return options


def identities(
    identity: Path | None, recovery: Path | None, passphrase_files: Sequence[Path]
) -> "BackupIdentities":
    """Return the identities that open the backups."""
    if (identity is None) == (recovery is None):
        raise click.UsageError("Give --identity or --recovery.")
    if recovery is not None:
        from rogatory.node.workstation.keys.recovery import open_recovery

        first, second = ask_both(passphrase_files, choosing=False)
        return open_recovery(recovery, first=first, second=second)
    assert identity is not None
    return identity_in(identity)


def identity_in(path: Path) -> "BackupIdentities":
    """Return the identities of a file; its passphrase is asked for, if it has one."""
    from rogatory.bootstrap.backup.keys import identities_in

    return identities_in(path, ask_passphrase(None, path.name))


def print_step(step: str, number: int) -> None:
    """Print a step that was done, or from time to time how many files of it."""
    if step not in COUNTED:
        print_text(STEPS[step])
    elif number == 1 or number % LINES_EVERY == 0:
        print_text(f"{STEPS[step]}: {number}")


def silent(_step: str, _number: int) -> None:
    """Print nothing."""


def manifest_json(found: "BackupManifest") -> dict[str, object]:
    """Return a backup in the form of `--json`."""
    return {
        "backup": found.id,
        "at": format_moment(found.at),
        "rows": found.rows,
        "objects": found.objects,
        "segments": found.segments,
        "log_size": found.log_size,
        "bytes": found.size,
        "bytes_written": found.written,
        "absent": list(found.absent),
    }


def contents(found: "BackupManifest") -> str:
    """Return how much is in a backup, as a line states it."""
    parts = ((found.rows, "row"), (found.objects, "object"), (found.segments, "segment"))
    return ", ".join(counted(number, word) for number, word in parts)
