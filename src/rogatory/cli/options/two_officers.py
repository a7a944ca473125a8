# SPDX-License-Identifier: Apache-2.0
"""Options by which two officers agree to an act, each with keys of their own."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.options.passphrases import first_line
from rogatory.cli.tree import Command

if TYPE_CHECKING:
    from rogatory.node.workstation.consent.signing import Hand, TwoOfficers
    from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
    from rogatory.node.workstation.verification.trust import Trusted


_WHO = ("second", "first")
"""In reverse, as decorators are applied."""


def by_two(function: Command) -> Command:
    """Return `--first-key` and `--second-key`, each with a passphrase file."""
    for who in _WHO:
        function = click.option(
            f"--{who}-passphrase-file",
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help=f"First line: the {who} officer's passphrase; else it is asked for.",
        )(function)
        function = click.option(
            f"--{who}-key",
            f"{who}_folder",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help=f"For what two officers must agree to: the {who} officer's own key folder, as "
            "`rogatory keys officer` made it.",
        )(function)
    return function


def two_officers(
    folder: "AuthorityFolder", given: dict[str, Any], trusted: "Trusted | None", now: datetime
) -> "TwoOfficers | None":
    """Return both officers, if one was named; who acts is the first, unless --officer says so."""
    from rogatory.node.workstation.consent.signing import TwoOfficers
    from rogatory.node.workstation.verification.trust import TrustedDirectory

    first, second = _hand(given, "first"), _hand(given, "second")
    if first is None and second is None:
        return None
    if first is not None and given["officer"] is None:
        given["officer"] = first.folder.officer
    view = trusted.view(now) if isinstance(trusted, TrustedDirectory) else None
    return TwoOfficers(first, second, folder, view)


def _hand(given: Mapping[str, Any], who: str) -> "Hand | None":
    from rogatory.node.workstation.consent.signing import Hand
    from rogatory.node.workstation.keys.officer_keys import open_officer_folder

    place, file = given[f"{who}_folder"], given[f"{who}_passphrase_file"]
    if place is None:
        if file is not None:
            raise click.UsageError(f"--{who}-passphrase-file goes with --{who}-key.")
        return None

    def ask() -> str:
        if file is not None:
            return first_line(file)
        text = f"Passphrase of the {who} officer, unseen by the other"
        typed: str = click.prompt(text, hide_input=True, err=True)
        return typed

    return Hand(open_officer_folder(place), ask)
