# SPDX-License-Identifier: Apache-2.0
"""Opening with the recovery identity instead of the workstation's own: `--recovery`."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.passphrases import ask_passphrase, first_line

if TYPE_CHECKING:
    from rogatory.node.workstation.authority_folder import AuthorityFolder
    from rogatory.node.workstation.recovery import Identities

type Decorated = Callable[..., Any]

passphrase_files = click.option(
    "--recovery-passphrase-file",
    "passphrase_files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with the first person's passphrase, and once more with the second's; else both are "
    "asked for.",
)


def recovering(function: Decorated) -> Decorated:
    """`--recovery`, `--second-officer` and the passphrases of both."""
    function = passphrase_files(function)
    function = click.option(
        "--second-officer", metavar="NUMBER", help="The other officer, with --recovery."
    )(function)
    return click.option(
        "--recovery",
        type=click.Path(exists=True, path_type=Path),
        help="Open with the recovery identity in this file or folder; takes two officers.",
    )(function)


def ask_both(files: Sequence[Path], *, choosing: bool) -> tuple[Callable[[], str], ...]:
    """How to get the passphrase of the first person and of the second, one after the other."""
    if len(files) not in {0, 2}:
        raise click.UsageError("Give --recovery-passphrase-file twice: one for each person.")

    def ask(number: int, who: str) -> Callable[[], str]:
        def answer() -> str:
            if files:
                return first_line(files[number])
            told = f"Passphrase of the {who} person, unseen by the other"
            typed: str = click.prompt(told, hide_input=True, confirmation_prompt=choosing, err=True)
            return typed

        return answer

    return ask(0, "first"), ask(1, "second")


def identities_for(
    folder: "AuthorityFolder", given: dict[str, Any], passphrase_file: Path | None, act: str
) -> "Identities":
    """The identities to open with: the workstation's own or, with `--recovery`, that of two
    persons; the reason in `given` then tells of both, and `act` stands for one not given.
    """
    if given["recovery"] is None:
        if given["second_officer"] or given["passphrase_files"]:
            raise click.UsageError(
                "--second-officer and --recovery-passphrase-file go with --recovery."
            )
        return folder.identities(ask_passphrase(passphrase_file))
    from rogatory.node.workstation.recovery import open_recovery, said_by_two, two_persons

    officers = two_persons(given["officer"], given["second_officer"])
    first, second = ask_both(given["passphrase_files"], choosing=False)
    found = open_recovery(given["recovery"], first=first, second=second)
    given["reason"] = said_by_two(given["reason"] or act, officers)
    return found
