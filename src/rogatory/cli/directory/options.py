# SPDX-License-Identifier: Apache-2.0
"""Options that several commands on the directory have, and how keys are opened and printed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.options.passphrases import ask_passphrase, ask_pin, pin_file
from rogatory.cli.output.reporting import grouped, print_text
from rogatory.wire.spoken_digest import spoken

if TYPE_CHECKING:
    from rogatory.directory.ceremony.keys import DirectoryKey

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

PUBLIC_KEY = click.Path(exists=True, path_type=Path)
"""A holder's `public.json`, or the folder that it lies in."""


timestamp_hours_option = click.option(
    "--timestamp-hours",
    type=click.IntRange(2, 72),
    default=24,
    show_default=True,
    help="How long a timestamp is good for: so long may a revocation be kept from who reads a "
    "mirror. Renewed by the running publisher when half of it is over; give the same to both.",
)


def key_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Return `--key FOLDER`, with its PIN or passphrase; `open_key` opens it."""
    for option in (
        pin_file,
        click.option(
            "--passphrase-file",
            type=FILE,
            help="File whose first line is the key's passphrase (also /dev/fd/N).",
        ),
        click.option(
            "--key",
            "key",
            required=True,
            type=FOLDER,
            help="The key's folder, as `rogatory directory key` made it.",
        ),
    ):
        command = option(command)
    return command


def open_key(folder: Path, passphrase_file: Path | None) -> "DirectoryKey":
    """Return the key that `key_option` names, in a command that has it."""
    from rogatory.directory.ceremony.key_folder import open_key_folder

    ask = ask_passphrase(passphrase_file, f"the key in {folder}")
    return open_key_folder(folder, ask_pin=ask_pin(), ask_passphrase=ask)


def print_fingerprint(fingerprint: str, *, indent: str = "  ") -> None:
    """Print a key id or digest for people: compared by eye, and read out over the telephone."""
    print_text(f"{indent}fingerprint   {grouped(fingerprint)}")
    print_text(f"{indent}by telephone  {spoken(fingerprint)}")
