# SPDX-License-Identifier: Apache-2.0
"""Passphrases come from a file or a prompt, never from the command line, which others can read."""

from collections.abc import Callable
from pathlib import Path

import click

_PIN_FILE = "rogatory.pin-file"

passphrase_file = click.option(
    "--passphrase-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File whose first line is the passphrase of identity.txt.",
)


def ask_passphrase(file: Path | None, of: str = "identity.txt") -> Callable[[], str]:
    """Return how to get the passphrase of an identity, or of another key, when one is needed."""

    def ask() -> str:
        if file is not None:
            return first_line(file)
        answer: str = click.prompt(f"Passphrase of {of}", hide_input=True, err=True)
        return answer

    return ask


def _keep_pin_file(context: click.Context, _option: click.Parameter, file: Path | None) -> None:
    context.meta[_PIN_FILE] = file


pin_file = click.option(
    "--pin-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    callback=_keep_pin_file,
    expose_value=False,
    help="File whose first line is the PIN of the token with the signing key (also /dev/fd/N).",
)


def ask_pin() -> Callable[[str], str]:
    """Return how to get the PIN of a token: from `--pin-file` of the command that runs, else a
    prompt.
    """
    context = click.get_current_context(silent=True)
    file: Path | None = context.meta.get(_PIN_FILE) if context else None

    def ask(token: str) -> str:
        if file is not None:
            return first_line(file)
        answer: str = click.prompt(f"PIN of the token {token}", hide_input=True, err=True)
        return answer

    return ask


def first_line(file: Path) -> str:
    """Return the first line of a file, or of what comes through a descriptor (`/dev/fd/3`)."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file} is no text in UTF-8.") from error
    return lines[0] if lines else ""
