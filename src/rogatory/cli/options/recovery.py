# SPDX-License-Identifier: Apache-2.0
"""Opening with the recovery identity instead of the workstation's own: `--recovery`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.options.passphrases import ask_passphrase, first_line
from rogatory.cli.tree import Command
from rogatory.node.workstation import refusals

if TYPE_CHECKING:
    from rogatory.node.workstation.acting import Actor
    from rogatory.node.workstation.consent.document import Consent
    from rogatory.node.workstation.consent.signing import TwoOfficers
    from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
    from rogatory.node.workstation.keys.recovery import RecoveryIdentities


passphrase_files = click.option(
    "--recovery-passphrase-file",
    "passphrase_files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with the first person's passphrase, and once more with the second's; else both are "
    "asked for.",
)


def recovering(function: Command) -> Command:
    """Return `--recovery` and the passphrases of both persons."""
    function = passphrase_files(function)
    return click.option(
        "--recovery",
        type=click.Path(exists=True, path_type=Path),
        help="Open with the recovery identity in this file or folder; two officers consent to it "
        "with --first-key and --second-key.",
    )(function)


def ask_both(files: Sequence[Path], *, choosing: bool) -> tuple[Callable[[], str], ...]:
    """Return how to get the passphrase of the first person and of the second, one after the other."""
    if len(files) not in {0, 2}:
        raise click.UsageError("Give --recovery-passphrase-file twice: one for each person.")

    def ask(number: int, who: str) -> Callable[[], str]:
        def answer() -> str:
            if files:
                return first_line(files[number])
            text = f"Passphrase of the {who} person, unseen by the other"
            typed: str = click.prompt(text, hide_input=True, confirmation_prompt=choosing, err=True)
            return typed

        return answer

    return ask(0, "first"), ask(1, "second")


@dataclass(frozen=True, slots=True)
class Unlocked:
    """With what is opened. `consent` is that of two officers to the use of the recovery identity."""

    identities: "RecoveryIdentities"
    actor: "Actor"
    consent: "Consent | None" = None


def unlocked(
    folder: "AuthorityFolder",
    given: dict[str, Any],
    passphrase_file: Path | None,
    actor: "Actor",
    officers: "TwoOfficers | None",
    *,
    act: str,
    bag: str | None,
    items: Sequence[str] | None = None,
) -> Unlocked:
    """Return the identities to open with: the workstation's own or, with `--recovery`, that of two
    persons, to which two officers consent first. `items` are named if not everything comes out.
    """
    if given["recovery"] is None:
        if given["passphrase_files"]:
            raise click.UsageError("--recovery-passphrase-file goes with --recovery.")
        return Unlocked(folder.identities(ask_passphrase(passphrase_file)), actor)
    from rogatory.node.workstation.consent.signing import Responsible, agreed, with_recovery
    from rogatory.node.workstation.keys.recovery import open_recovery

    consent = agreed(
        Responsible(actor, given["reason"], officers),
        act=act,
        bag=bag,
        items=items,
        what=str(given["recovery"]),
        identity="recovery",
        missing=refusals.RECOVERY_OFFICERS,
    )
    first, second = ask_both(given["passphrase_files"], choosing=False)
    found = open_recovery(given["recovery"], first=first, second=second)
    return Unlocked(found, with_recovery(actor, consent), consent)
