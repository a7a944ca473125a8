# SPDX-License-Identifier: Apache-2.0
"""`rogatory log verify`: a whole log computed again, from a node's store or from an export."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.output.checks import checks_json, print_checks
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.errors import ExitStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rogatory.evidence.checks import Check


@click.command(
    "verify",
    epilog="Example:  rogatory log verify /srv/rogatory/xb    or, of what was exported:  "
    "rogatory log verify xb-log --vkey 'NETWORK/xb/1+…'",
)
@click.argument("place", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--vkey",
    "vkeys",
    multiple=True,
    metavar="VKEY",
    help="Of an export: the log's key as the directory lists it. May be repeated, one an epoch.",
)
@click.option(
    "--no-signatures",
    is_flag=True,
    help="For a node: skip the signatures of the events, which take longest.",
)
@as_json
@reported
def command(place: Path, vkeys: tuple[str, ...], no_signatures: bool, as_json: bool) -> None:
    """Recompute the custody log in PLACE: a node's home, or a folder that was exported.

    Entries, tiles, checkpoints, openings of epochs, events with their signatures, and the receipts
    issued must all agree. Exit status 0 if everything holds, 1 if something fails, 3 if something
    could not be checked.
    """
    from rogatory.node.followed_logs.exported import is_export

    if is_export(place):
        document, checks = _exported(place, vkeys)
    elif vkeys:
        raise click.UsageError("--vkey is for an export; a node's home has the directory")
    else:
        document, checks = _own(place, signatures=not no_signatures)
    if as_json:
        print_json({"ok": _status(checks) == 0, "logs": document})
    else:
        for each, made in zip(document, checks, strict=True):
            print_text(f"{each['origin']}: {counted(each['size'], 'entry')}, root {each['root']}")
            print_checks(made)
    sys.exit(_status(checks))


def _own(home: Path, *, signatures: bool) -> "tuple[list[dict[str, Any]], list[Sequence[Check]]]":
    from rogatory.node.followed_logs.own_log import verify_own_log

    found = verify_own_log(connections.node_at(home), signatures=signatures)
    document = {
        "origin": found.origin,
        "epochs": found.epochs,
        "size": found.size,
        "root": found.root,
        "events": found.events,
        "checkpoints": found.checkpoints,
        "receipts": found.receipts,
        "checks": checks_json(found.checks),
    }
    return [document], [found.checks]


def _exported(
    folder: Path, vkeys: tuple[str, ...]
) -> "tuple[list[dict[str, Any]], list[Sequence[Check]]]":
    from rogatory.node.followed_logs.exported import verify_exported

    found = verify_exported(folder, vkeys)
    documents = [
        {
            "origin": each.origin,
            "size": each.size,
            "root": each.root,
            "vkey": each.vkey,
            "checks": checks_json(each.checks),
        }
        for each in found
    ]
    return documents, [each.checks for each in found]


def _status(checks: "list[Sequence[Check]]") -> int:
    outcomes = {check.outcome for each in checks for check in each}
    if "fails" in outcomes:
        return int(ExitStatus.REFUSED)
    return int(ExitStatus.NOT_CHECKED) if "undecided" in outcomes else 0
