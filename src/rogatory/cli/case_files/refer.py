# SPDX-License-Identifier: Apache-2.0
"""`rogatory matter refer|letter|result|recall`: an executing authority that has no account here."""

import mimetypes
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import MOMENT, now, on_case_file, print_recorded
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, reported
from rogatory.disk import read_file, write_new
from rogatory.node.case_files.letter import ReferralInput, letter_lines, read_letter
from rogatory.node.case_files.referrals import ExecutingAuthority

if TYPE_CHECKING:
    from rogatory.node.context import Node

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_referral = click.option(
    "--referral", metavar="ID", help="Which; not needed where only one is open."
)


@click.command(
    "refer",
    epilog='Example:  rogatory matter refer /srv/rogatory/xb 0198… --to "Cybercrime Unit" '
    '--asked "Serve the order" --by 2026-12-08 --officer xb-0001 --out letter.txt',
)
@on_case_file
@click.option("--to", "name", required=True, metavar="NAME", help="The executing authority.")
@click.option("--address", default="", metavar="TEXT", help="Where the letter goes.")
@click.option("--contact", default="", metavar="TEXT", help="Person, telephone, e-mail.")
@click.option("--asked", "requested", required=True, metavar="TEXT", help="What it is asked to do.")
@click.option("--by", "wanted_by", type=MOMENT, help="Until when the result is wanted.")
@click.option("--language", default="en", metavar="CODE", help="Of the letter; default en.")
@click.option(
    "--leave-out", multiple=True, metavar="FIELD", help="Leave this field of the request out."
)
@click.option(
    "--out", "target", type=click.Path(path_type=Path), help="Write the letter's lines there, too."
)
@as_json
@reported
@for_officer()
def refer_it(
    home: Path,
    thread: str,
    officer: str,
    name: str,
    address: str,
    contact: str,
    requested: str,
    wanted_by: datetime | None,
    language: str,
    leave_out: tuple[str, ...],
    target: Path | None,
    as_json: bool,
) -> None:
    """Refer the request of THREAD to an executing authority that has no account.

    The letter contains what execution needs of the request, and no note. Keep what is printed and
    sent with `matter letter`.
    """
    from rogatory.node.case_files.referring import refer

    node = connections.node_at(home)
    to = ExecutingAuthority(name, address, contact)
    given = ReferralInput(to, requested, wanted_by, language, frozenset(leave_out))
    recorded = refer(node, thread, given, officer)
    if target is not None:
        _write_letter(node, str(recorded.entry.data["letter"]), target)
    print_recorded(recorded, f"Referred to {name}.", machine=as_json)


def _write_letter(node: "Node", letter: str, target: Path) -> None:

    lines = (
        f"{'  ' * line.level}{line.label}: {line.value}".rstrip()
        for line in letter_lines(read_letter(node.objects.get(letter)))
    )
    write_new(target, "".join(f"{line}\n" for line in lines).encode())


@click.command(
    "letter",
    epilog="Example:  rogatory matter letter /srv/rogatory/xb 0198… letter.pdf --officer xb-0001",
)
@on_case_file
@click.argument("file", type=_FILE)
@_referral
@as_json
@reported
@for_officer()
def keep_letter(
    home: Path, thread: str, officer: str, file: Path, referral: str | None, as_json: bool
) -> None:
    """Keep FILE as the letter that went out, by its digest."""
    from rogatory.node.case_files.referring import PrintedLetter, letter_printed
    from rogatory.node.case_files.results import LARGEST_FILE

    node = connections.node_at(home)
    data = read_file(file, limit=LARGEST_FILE)
    printed = PrintedLetter(file.name, _media_type(file), data)
    recorded = letter_printed(node, thread, _which(node, thread, referral), printed, officer)
    print_recorded(recorded, f"Kept {file.name} ({counted(len(data), 'byte')}).", machine=as_json)


@click.command(
    "result",
    epilog="Example:  rogatory matter result /srv/rogatory/xb 0198… --file answer.pdf "
    '--brought-by "Officer Lindgren" --officer xb-0001',
)
@on_case_file
@_referral
@click.option("--brought-by", required=True, metavar="NAME", help="Who delivered it.")
@click.option("--received", type=MOMENT, help="Time of arrival; by default, now.")
@click.option("--summary", default="", metavar="TEXT", help="What it is, in a sentence.")
@click.option("--file", "files", type=_FILE, multiple=True, help="A paper that came; repeatable.")
@click.option(
    "--package", "packages", metavar="SEAL", multiple=True, help="A sealed package with evidence."
)
@click.option("--part", "is_part", is_flag=True, help="More is awaited.")
@as_json
@reported
@for_officer()
def keep_result(
    home: Path,
    thread: str,
    officer: str,
    referral: str | None,
    brought_by: str,
    received: datetime | None,
    summary: str,
    files: tuple[Path, ...],
    packages: tuple[str, ...],
    is_part: bool,
    as_json: bool,
) -> None:
    """Keep what an executing authority sent back. Evidence is sealed on a workstation instead."""
    from rogatory.node.case_files.results import (
        LARGEST_FILE,
        BroughtFile,
        RecordedResult,
        record_result,
    )

    node = connections.node_at(home)
    brought = RecordedResult(
        received=received or now(),
        brought_by=brought_by,
        summary=summary,
        files=tuple(
            BroughtFile(each.name, _media_type(each), read_file(each, limit=LARGEST_FILE))
            for each in files
        ),
        packages=packages,
        is_final=not is_part,
    )
    recorded = record_result(node, thread, _which(node, thread, referral), brought, officer)
    print_recorded(recorded, "Kept; more is awaited." if is_part else "Kept.", machine=as_json)


@click.command(
    "recall",
    epilog='Example:  rogatory matter recall /srv/rogatory/xb 0198… --reason "Executed by us" '
    "--officer xb-0001",
)
@on_case_file
@_referral
@click.option("--reason", required=True, metavar="TEXT", help="Why nothing is awaited any more.")
@as_json
@reported
@for_officer()
def recall(
    home: Path, thread: str, officer: str, referral: str | None, reason: str, as_json: bool
) -> None:
    """Recall a referral, from which nothing more is expected."""
    from rogatory.node.case_files.referring import recall_referral

    node = connections.node_at(home)
    named = _which(node, thread, referral)
    recorded = recall_referral(node, thread, named, officer, reason=reason)
    print_recorded(recorded, "Recalled.", machine=as_json)


def _which(node: "Node", thread: str, referral: str | None) -> str:
    """Return the referral named, or the only one that is open."""
    from rogatory.node.case_files.journal import read_case_file
    from rogatory.node.case_files.referring import only_open

    if referral is not None:
        return referral
    found = only_open(read_case_file(node, thread))
    if found is None:
        raise click.UsageError("Not exactly one referral is open: name one with --referral.")
    return found.id


def _media_type(file: Path) -> str:
    return mimetypes.guess_type(file.name)[0] or "application/octet-stream"
