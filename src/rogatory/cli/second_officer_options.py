# SPDX-License-Identifier: Apache-2.0
"""Options by which a second officer agrees that protected material comes out: `--second-key`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.passphrases import first_line

if TYPE_CHECKING:
    from rogatory.node.workstation.authority_folder import AuthorityFolder
    from rogatory.node.workstation.second_officer import SecondOfficer
    from rogatory.node.workstation.trust import Trusted

type Decorated = Callable[..., Any]


def by_two(function: Decorated) -> Decorated:
    """`--second-key` and `--second-passphrase-file`."""
    function = click.option(
        "--second-passphrase-file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="First line: the second officer's passphrase; else it is asked for.",
    )(function)
    return click.option(
        "--second-key",
        "second_folder",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="For material of articles 14 to 16: the second officer's own key folder, as "
        "`rogatory keys officer` made it.",
    )(function)


def second_of(
    folder: "AuthorityFolder", given: Mapping[str, Any], trusted: "Trusted | None", now: datetime
) -> "SecondOfficer | None":
    """The second officer, if one was named."""
    if given["second_folder"] is None:
        if given["second_passphrase_file"]:
            raise click.UsageError("--second-passphrase-file goes with --second-key.")
        return None
    from rogatory.node.workstation.officer_keys import open_officer_folder
    from rogatory.node.workstation.second_officer import SecondOfficer
    from rogatory.node.workstation.trust import TrustedDirectory

    file: Path | None = given["second_passphrase_file"]

    def ask() -> str:
        if file is not None:
            return first_line(file)
        told = "Passphrase of the second officer, unseen by the first"
        typed: str = click.prompt(told, hide_input=True, err=True)
        return typed

    return SecondOfficer(
        open_officer_folder(given["second_folder"]),
        ask,
        folder,
        trusted.view(now) if isinstance(trusted, TrustedDirectory) else None,
    )
