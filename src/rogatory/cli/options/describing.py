# SPDX-License-Identifier: Apache-2.0
"""Options by which somebody describes a source and its evidence, and what is made of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.options.evidence import FOLDER, all_of
from rogatory.errors import Refused
from rogatory.evidence.collecting.source import piped_at
from rogatory.evidence.hashing import FURTHER
from rogatory.evidence.options import Tolerance
from rogatory.node.workstation.collect import Describing
from rogatory.node.workstation.conditions import conditions_of
from rogatory.node.workstation.request_folder import MESSAGE, read_request
from rogatory.requests.envelope import Envelope, parse_message

if TYPE_CHECKING:
    from datetime import date, datetime

    from rogatory.evidence.collecting.source import Piped
    from rogatory.node.workstation.return_scope import StatedScope

_PIPED = (
    click.option("--name", metavar="NAME", help="With - as SOURCE: the name of the file."),
    click.option(
        "--size",
        type=click.IntRange(min=0),
        metavar="BYTES",
        help="With - as SOURCE: how many bytes must come; another number is refused.",
    ),
)

_DESCRIBING = (
    click.option(
        "--request",
        "request_folder",
        type=FOLDER,
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

piped = all_of(_PIPED)
describing = all_of(_DESCRIBING)


def source_of(path: Path, given: Mapping[str, Any]) -> "Path | Piped":
    """Return the source that was named: a path, or standard input."""
    if str(path) != "-":
        if given["name"] is not None or given["size"] is not None:
            raise click.UsageError("--name and --size are for standard input: give - as SOURCE.")
        return path
    if given["name"] is None:
        raise click.UsageError("Standard input has no name: give --name.")

    return piped_at(0, given["name"], given["size"])


def describing_of(given: Mapping[str, Any], authorised: "StatedScope | None" = None) -> Describing:
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
