# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence list`: what a sealed package or a bag holds, without taking anything out."""

import base64
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.cli.options import evidence as options
from rogatory.cli.options.passphrases import passphrase_file
from rogatory.cli.options.recovery import recovering
from rogatory.cli.options.sealed_package import unlocked_package
from rogatory.cli.options.two_officers import by_two
from rogatory.cli.output import after_act
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import json_text, print_text, reported
from rogatory.disk import shown
from rogatory.errors import Refused
from rogatory.evidence.opening.listing import list_bag
from rogatory.evidence.verification.verify import is_bag, is_sealed
from rogatory.node.workstation.consent.document import kept_beside
from rogatory.node.workstation.listing import listed_sealed
from rogatory.node.workstation.refusals import NEITHER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rogatory.evidence.inventory import Item
    from rogatory.evidence.opening.listing import ListedItem, PackageListing
    from rogatory.node.workstation.listing import ListedHere

_MARKS = {
    "file": "-", "folder": "d", "link": "l", "socket": "s", "fifo": "p",
    "character-device": "c", "block-device": "b", "unknown": "?",
}  # fmt: skip


@click.command(
    "list",
    epilog="\b\nExamples:\n"
    "  rogatory evidence list sealed --key keys-xa --officer xa-0005\n"
    "  rogatory evidence list sealed Mail '**/*.pdf' --key keys-xa --long\n"
    "  rogatory evidence list opened --json",
)
@click.argument("package", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("paths", nargs=-1)
@options.key(required=False)
@click.option("--long", "-l", is_flag=True, help="Times, mode, digest and original names, too.")
@click.option("--tags", is_flag=True, help="The package's own files instead of the evidence.")
@click.option(
    "--journal",
    "elsewhere",
    type=click.Path(path_type=Path),
    help="Folder for the custody event where SEALED cannot be written, such as a disc.",
)
@options.trust
@passphrase_file
@recovering
@by_two
@options.acting
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each thing.")
@reported
def command(
    package: Path,
    paths: tuple[str, ...],
    key_folder: Path | None,
    long: bool,
    tags: bool,
    elsewhere: Path | None,
    trust_path: Path | None,
    passphrase_file: Path | None,
    as_json: bool,
    **given: Any,
) -> None:
    """List the contents of PACKAGE, a sealed package or a bag: all, or PATHS.

    A path is a file, a folder with everything beneath it, or a pattern in quotes: * and ? within a
    name, ** for any folders. The list is that of the signed inventory; whether the files are unchanged
    is checked by `open`, `extract` and `verify`. Names are encrypted, so listing a sealed package is
    recorded in the custody journal before anything is shown.
    """
    if not is_sealed(package):
        if not is_bag(package):
            raise Refused(NEITHER.because(path=shown(package)))
        with list_bag(package, paths) as found:
            _print_all(found, long=long, tags=tags, machine=as_json)
        return
    if key_folder is None:
        raise click.UsageError("A sealed package is listed with --key, the authority's key folder.")
    with _listed(package, paths, key_folder, elsewhere, trust_path, passphrase_file, given) as here:
        _print_all(here.listing, long=long, tags=tags, machine=as_json)
    after_act.print_not_handed_in(here.not_handed_in, here.journal, as_json)


@contextmanager
def _listed(
    sealed: Path,
    paths: tuple[str, ...],
    key_folder: Path,
    elsewhere: Path | None,
    trust_path: Path | None,
    passphrase: Path | None,
    given: dict[str, Any],
) -> "Iterator[ListedHere]":
    package = unlocked_package(
        sealed, key_folder, trust_path, passphrase, given, act="listed", items=paths or None
    )
    with (
        kept_beside(package.own.consent, (elsewhere or sealed).absolute()),
        listed_sealed(
            sealed,
            paths,
            identities=package.own.identities,
            trust=package.opening.trust,
            actor=package.own.actor,
            reason=given["reason"],
            elsewhere=elsewhere,
        ) as found,
    ):
        yield found


def _print_all(found: "PackageListing", *, long: bool, tags: bool, machine: bool) -> None:
    if tags:
        for path, digest in sorted(found.tags.items()):
            line = {"kind": "tag-file", "path": path, "sha256": digest}
            print_text(
                json_text(line, sort_keys=True)
                if machine
                else f"{digest}  {path}"
                if long
                else path
            )
        return
    items = size = 0
    for listed in found.items():
        print_text(
            json_text(_fields(listed), sort_keys=True) if machine else _line(listed, long=long)
        )
        items += 1
        size += listed.item.size or 0 if listed.item.has_data else 0
    if not machine:
        print_text(f"{counted(items, 'item')}, {counted(size, 'byte')}, in package {found.package}")


def _fields(listed: "ListedItem") -> dict[str, Any]:
    """Return the inventory's own fields, the original name as text, and whether it is protected."""
    item = listed.item
    fields: dict[str, Any] = {"kind": item.kind, "path": item.path, "protected": listed.protected}
    fields |= {"size": item.size, "sha256": item.sha256} if item.size is not None else {}
    fields |= item.facts or {}
    fields |= {"changed": list(item.changed)} if item.changed else {}
    fields |= {"unreadable": item.unreadable} if item.unreadable is not None else {}
    original = _original(item)
    return fields | ({"original": original} if original is not None else {})


def _original(item: "Item") -> str | None:

    name = (item.facts or {}).get("name")
    return None if name is None else shown(base64.b64decode(name))


def _line(listed: "ListedItem", *, long: bool) -> str:

    item = listed.item
    size = "" if item.size is None else f"{item.size:,}"
    path = item.path + ("/" if item.kind == "folder" else "")
    line = f"{_MARKS[item.kind]} {size:>18}  "
    if long:
        facts = item.facts or {}
        mode = f"{facts['mode']:04o}" if "mode" in facts else "    "
        line += f"{mode}  {_time(facts.get('mtime_ns')):20}  {item.sha256 or '':64}  "
    line += path
    if long and (original := _original(item)) is not None:
        line += f"  (originally {original})"
    if listed.protected:
        line += "  [protected, arts. 14-16]"
    if item.unreadable is not None:
        line += f"  [could not be read: {shown(item.unreadable)}]"
    if item.changed:
        line += f"  [changed while read: {shown('; '.join(item.changed))}]"
    return line


def _time(nanoseconds: str | None) -> str:
    """Return UTC to the second; what lies outside the calendar as it is."""
    if nanoseconds is None:
        return ""
    try:
        at = datetime.fromtimestamp(int(nanoseconds) // 10**9, UTC)
    except (ValueError, OverflowError, OSError):
        return ascii(nanoseconds)[:20]
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
