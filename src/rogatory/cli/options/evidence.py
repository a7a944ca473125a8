# SPDX-License-Identifier: Apache-2.0
"""Options that several evidence commands have, and what is made of them."""

import functools
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.passphrases import ask_pin, pin_file
from rogatory.cli.options.typed_number import typed_officer
from rogatory.cli.output.locale_language import locale_language
from rogatory.cli.tree import Command
from rogatory.custody.events.values import UNDETERMINED
from rogatory.errors import Refused
from rogatory.node.law.use_limits import IntendedUse, threads_of_package
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.workstation import refusals
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.consent.officers_listed import refuse_unlisted
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.keys.listed_keys import refuse_ended_keys
from rogatory.node.workstation.under_conditions import Allowed
from rogatory.node.workstation.verification.trust import (
    TrustedDirectory,
    fingerprint_in,
    read_trust,
)
from rogatory.wire.identifiers import parse_officer, parse_state

if TYPE_CHECKING:
    from rogatory.node.workstation.keys.authority_folder import AuthorityFolder


FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_PATH = click.Path(path_type=Path)


def now() -> datetime:
    return datetime.now(UTC)


def out(help: str) -> Callable[[Command], Command]:
    return click.option("--out", "target", required=True, type=_PATH, help=help)


def key(*, required: bool) -> Callable[[Command], Command]:
    folder = click.option(
        "--key",
        "key_folder",
        required=required,
        type=FOLDER,
        help="The authority's key folder, as `rogatory keys new` made it.",
    )
    return all_of((folder, pin_file))


_TRUST = (
    "What you trust, from elsewhere, of one kind: a copy of the directory (folder) and a root of it (JSON); or "
    "States' entries (JSON) and certificates of other States' CAs (PEM)."
)


def _once(
    _context: click.Context, _parameter: click.Parameter, given: tuple[Path, ...]
) -> Path | None:
    """Refuse a second one, instead of silently ignoring the first."""
    if len(given) > 1:
        raise click.BadParameter(
            "give it once: a copy of the directory, or one PEM file with all State CAs. "
            "`rogatory evidence verify` takes several."
        )
    return given[0] if given else None


trust = click.option(
    "--trust",
    "trust_path",
    multiple=True,
    callback=_once,
    type=click.Path(exists=True, path_type=Path),
    help=_TRUST,
)


class _Trusted(click.Path):
    """A file or folder that exists, or the fingerprint of a root."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and fingerprint_in(value) is not None:
            return Path(value)
        return super().convert(value, param, ctx)


trusts = click.option(
    "--trust",
    "trust_paths",
    multiple=True,
    type=_Trusted(exists=True, path_type=Path),
    help=f"{_TRUST} Or the fingerprint of the first root. May be repeated: each speaks for what it says.",
)

discard_unfinished = click.option(
    "--discard-unfinished",
    is_flag=True,
    help="Remove what an interrupted run left at the output.",
)


def _each_once(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    return tuple(dict.fromkeys(given)) or ("en",)


_REPORTS = (
    click.option(
        "--language",
        "languages",
        multiple=True,
        type=click.Choice(["en", "fr", "es", "ar", "ru", "zh"]),
        callback=_each_once,
        help="Language to print in, English if none is given; may be given several times.",
    ),
    click.option(
        "--pdf/--no-pdf",
        default=True,
        help="Write PDF as well, or only HTML (which needs no fonts).",
    ),
)

reason_language = click.option(
    "--reason-language",
    metavar="TAG",
    default=lambda: locale_language(os.environ),
    help="Language of the reason, such as fr or zh-Hans; that of your locale if not given.",
)

_ACTING = (
    typed_officer("Who acts, such as xb-0003.", required=False),
    click.option("--reason", metavar="TEXT", help="Why, for the custody journal."),
    reason_language,
    click.option(
        "--node",
        metavar="URL|HOME",
        help="Hand the journal at once to the node at this address or in this folder.",
    ),
)

_FOR = (
    click.option(
        "--proceedings",
        metavar="TEXT",
        help="Other proceedings than those it was given for; --node HOME decides whether they are "
        "allowed. Without it: those that the State that gave it recorded.",
    ),
)


def all_of(options: tuple[Callable[[Command], Command], ...]) -> Callable[[Command], Command]:
    def decorate(function: Command) -> Command:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


acting = all_of(_ACTING)
for_proceedings = all_of(_FOR)
report_languages = all_of(_REPORTS)


def authority_folder(path: Path) -> "AuthorityFolder":
    """Return the key folder, which asks for the PIN where its signing key is on a token."""
    return open_authority_folder(path, ask_pin())


def actor_of(
    folder: "AuthorityFolder",
    given: Mapping[str, Any],
    *,
    network: str | None = None,
    directory: Path | None = None,
) -> "Actor":
    """Return who acts, from the options in `acting`."""
    _refuse_unlisted(folder, given["officer"], given["node"], directory)
    submit = None
    if given["node"]:
        submit = connections.submitter(given["node"], folder, directory)
    return Actor(
        keys=folder.keys_in_force(now()),
        clock=now,
        random=os.urandom,
        officer=given["officer"],
        network=network,
        submit=submit,
        language=given.get("reason_language", UNDETERMINED),
    )


def stated_officer(given: Mapping[str, Any]) -> str | None:
    """Return the officer named, for what has no key and so nobody who acts; refuses what is no
    number.
    """
    officer: str | None = given["officer"]
    return None if officer is None else officer_typed(officer)


def officer_typed(text: str) -> str:
    """Return the number of an officer as somebody typed it.

    Raises:
        Refused: it is no such number; who typed it must correct it, and no authority its document.
    """
    try:
        return parse_officer(text.strip())
    except Refused as error:
        raise Refused(refusals.OFFICER_TYPED.because(text=ascii(text)[:40])) from error


def refuse_ended(folder: "AuthorityFolder", view: Any) -> None:
    """Refuse to make a package with keys that the directory given does not list as in force."""
    refuse_ended_keys(folder.keys_in_force(now()), view, now())


def _refuse_unlisted(
    folder: "AuthorityFolder", officer: str | None, node: str | None, directory: Path | None
) -> None:
    """Refuse a number that the register of officers does not list, where a register is at hand."""
    if officer is None:
        return

    officer_typed(officer)
    view = None
    if directory is not None and isinstance(trusted := read_trust(directory), TrustedDirectory):
        view = trusted.view(now())
    elif node and not connections.is_address(node):
        view = connections.node_at(Path(node)).register.view()
    refuse_unlisted(officer, str(folder.authority), view, now())


def allowed_by(
    given: Mapping[str, Any],
    proceedings: str | None = None,
    recipient: str | None = None,
    organisation: str | None = None,
) -> "Allowed":
    """Return what is wanted beyond the conditions of use, and what the messages in the own node
    allow.
    """
    state, home = parse_state(recipient.upper()) if recipient else None, given["node"]
    use = IntendedUse(proceedings or None, state, organisation or None)
    if home is None or connections.is_address(home):
        return Allowed(use)
    node = connections.node_at(Path(home))
    return Allowed(use, functools.partial(threads_of_package, node), law_in_force(node))
