# SPDX-License-Identifier: Apache-2.0
"""Passphrases come from a file or a prompt, never from the command line, which others can read."""

from collections.abc import Callable
from pathlib import Path

import click

passphrase_file = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File whose first line is the passphrase of identity.txt.",
)


def ask_passphrase(file: Path | None) -> Callable[[], str]:
    """How to get the passphrase of an identity when one is needed."""

    def ask() -> str:
        if file is not None:
            return first_line(file)
        answer: str = click.prompt("Passphrase of identity.txt", hide_input=True, err=True)
        return answer

    return ask


def first_line(file: Path) -> str:
    return file.read_text(encoding="utf-8").splitlines()[0] if file.stat().st_size else ""
