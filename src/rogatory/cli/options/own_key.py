# SPDX-License-Identifier: Apache-2.0
"""Commands that decide for two officers, or release what a check holds back: the officer signs with an own key."""

import functools
from pathlib import Path
from typing import Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.need_to_know import SIGNED, command_name
from rogatory.cli.options.passphrases import first_line
from rogatory.cli.tree import Command
from rogatory.disk import read_file
from rogatory.wire.digests import sha256

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def by_own_key(command: Command) -> Command:
    """Require below `reported` that the command's `officer` owns the key that signs what it was
    given.
    """

    @click.option(
        "--own-key",
        required=True,
        type=_FOLDER,
        help="Who acts: the officer's own key folder, as `rogatory keys officer` made it.",
    )
    @click.option(
        "--passphrase-file",
        type=_FILE,
        help="First line: the officer's passphrase; else it is asked for.",
    )
    @functools.wraps(command)
    def run(own_key: Path, passphrase_file: Path | None, **given: Any) -> None:
        officer = _officer(own_key, passphrase_file, given)
        click.get_current_context().meta[SIGNED] = True
        command(officer=officer, **given)

    return run


def _officer(own_key: Path, passphrase_file: Path | None, given: dict[str, Any]) -> str:
    from rogatory.node.officers.own_signature import OwnWord, check_word
    from rogatory.node.workstation.keys.officer_keys import open_officer_folder

    def ask() -> str:
        if passphrase_file is not None:
            return first_line(passphrase_file)
        typed: str = click.prompt("The officer's passphrase", hide_input=True, err=True)
        return typed

    node, folder = connections.node_at(given["home"]), open_officer_folder(own_key)
    at = node.clock.now().replace(microsecond=0)
    word = OwnWord(node.network, command_name(), _signed_values(given), folder.officer, at)
    check_word(node, word, folder.keys_in_force(at, ask).sign(word.encode(), at))
    return folder.officer


def _signed_values(given: dict[str, Any]) -> dict[str, str]:
    """Return the values of a command as they are signed: a file by its digest, since its name says
    nothing.
    """
    from rogatory.node.postal.transcription import LARGEST_ORIGINAL

    return {
        name: sha256(read_file(value, limit=LARGEST_ORIGINAL))
        if isinstance(value, Path) and value.is_file()
        else str(value)
        for name, value in given.items()
        if name not in {"home", "as_json"}
    }
