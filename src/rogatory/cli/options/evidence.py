# SPDX-License-Identifier: Apache-2.0
"""Options that several evidence commands have, and what is made of them."""

import functools
import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
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
from rogatory.evidence.collecting.source import piped_at
from rogatory.evidence.hashing import FURTHER
from rogatory.evidence.options import Tolerance
from rogatory.node.law.use_limits import IntendedUse, threads_of_package
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.workstation import refusals
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.collect import Describing
from rogatory.node.workstation.conditions import conditions_of
from rogatory.node.workstation.consent.officers_listed import refuse_unlisted
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.node.workstation.keys.listed_keys import refuse_ended_keys
from rogatory.node.workstation.request_folder import MESSAGE, read_request
from rogatory.node.workstation.under_conditions import Allowed
from rogatory.node.workstation.verification.trust import (
    TrustedDirectory,
    fingerprint_in,
    read_trust,
)
from rogatory.requests.envelope import Envelope, parse_message
from rogatory.wire.identifiers import parse_officer, parse_state

if TYPE_CHECKING:
    from rogatory.evidence.collecting.source import Piped
    from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
    from rogatory.node.workstation.return_scope import StatedScope


_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
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
        type=_FOLDER,
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

_PIPED = (
    click.option("--name", metavar="NAME", help="With - as SOURCE: the name of the file."),
    click.option(
        "--size",
        type=click.IntRange(min=0),
        metavar="BYTES",
        help="With - as SOURCE: how many bytes must come; another number is refused.",
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

_DESCRIBING = (
    click.option(
        "--request",
        "request_folder",
        type=_FOLDER,
        help="Folder with the request that is answered: message.json, signatures, approvals.json.",
    ),
    click.option("--case", metavar="TEXT", help="Name or number of the case."),
    click.option("--authorisation", metavar="TEXT", help="What allows the act under your law."),
    click.option("--place", metavar="TEXT", help="Where the source was."),
    click.option("--source-is", "source_is", metavar="TEXT", help="What the source is, in words."),
    click.option("--device", metavar="TEXT", help="Make, model and serial number of the device."),
    click.option("--exhibit", metavar="NUMBER", help="The number that the evidence is kept under."),
    click.option("--write-blocker", metavar="TEXT", help="The write blocker used."),
    click.option("--notes", metavar="TEXT", help="Anything else worth recording."),
    click.option(
        "--hash",
        "hashes",
        multiple=True,
        type=click.Choice(tuple(FURTHER)),
        help="A further digest for every file, in addition to SHA-256; may be repeated.",
    ),
    click.option("--allow-unreadable", is_flag=True, help="List what cannot be read, and go on."),
    click.option("--allow-changed", is_flag=True, help="List what changes while read, and go on."),
    click.option(
        "--allow-damaged",
        is_flag=True,
        help="Collect a disk image that is damaged or lacks a file, report what is "
        "wrong, and continue.",
    ),
    click.option(
        "--return",
        "provider_return",
        is_flag=True,
        help="SOURCE is what a provider sent, a zip or tar: list and hash what is in it.",
    ),
    click.option("--purpose", metavar="TEXT", help="Condition: the purpose it may be used for."),
    click.option("--proceedings", metavar="TEXT", help="Condition: the proceedings it is for."),
    click.option(
        "--onward-transfer",
        type=click.Choice(["with-consent", "forbidden", "free"]),
        help="Condition: whether it may be handed on.",
    ),
    click.option("--secret", "secrecy", is_flag=True, help="Condition: to be kept secret."),
    click.option(
        "--retain-until",
        type=click.DateTime(["%Y-%m-%d"]),
        help="Condition: to be destroyed after this day.",
    ),
    click.option(
        "--police-information-only",
        is_flag=True,
        help="Condition: not to be used as evidence.",
    ),
    click.option(
        "--protected",
        "protected",
        multiple=True,
        metavar="PATH",
        help="A file or folder with protected material, which two officers open; may be repeated.",
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
piped = all_of(_PIPED)
report_languages = all_of(_REPORTS)
describing = all_of(_DESCRIBING)


def authority_folder(path: Path) -> "AuthorityFolder":
    """Return the key folder, which asks for the PIN where its signing key is on a token."""
    return open_authority_folder(path, ask_pin())


def source_of(path: Path, given: Mapping[str, Any]) -> "Path | Piped":
    """Return the source that was named: a path, or standard input."""
    if str(path) != "-":
        if given["name"] is not None or given["size"] is not None:
            raise click.UsageError("--name and --size are for standard input: give - as SOURCE.")
        return path
    if given["name"] is None:
        raise click.UsageError("Standard input has no name: give --name.")

    return piped_at(0, given["name"], given["size"])


def describing_of(
    given: Mapping[str, Any], authorised: "StatedScope | None" = None
) -> "Describing":
    """Return a person's statements about the evidence, from the options in `describing`, with the authorised scope."""
    retain: datetime | None = given["retain_until"]
    until: date | None = None if retain is None else retain.date()
    folder: Path | None = given["request_folder"]
    return Describing(
        case=given["case"],
        authorisation=given["authorisation"],
        source=given["source_is"],
        place=given["place"],
        device=given["device"],
        exhibit=given["exhibit"],
        write_blocker=given["write_blocker"],
        notes=given["notes"],
        conditions=conditions_of(
            purpose=given["purpose"],
            proceedings=given["proceedings"],
            onward_transfer=given["onward_transfer"],
            secrecy=given["secrecy"],
            retain_until=until,
            police_information_only=given["police_information_only"],
            protected_items=given["protected"],
        ),
        request=None if folder is None else read_request(folder),
        reason=given["reason"],
        hashes=given["hashes"],
        tolerance=Tolerance(
            unreadable=given["allow_unreadable"],
            changed=given["allow_changed"],
            damaged=given["allow_damaged"],
        ),
        provider_return=given["provider_return"],
        authorised=authorised,
    )


def request_of(given: Mapping[str, Any]) -> Envelope | None:
    """Return the message in the folder of the request that is answered, if one was given and this version
    reads it: whether it is signed by whom it says is not decided here.
    """
    folder: Path | None = given["request_folder"]
    if folder is None:
        return None
    try:
        return parse_message(read_request(folder).files[MESSAGE])
    except Refused:
        return None


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
