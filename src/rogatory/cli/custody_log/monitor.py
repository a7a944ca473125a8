# SPDX-License-Identifier: Apache-2.0
"""`rogatory log monitor`: do other States' logs continue what they said, and are our receipts in them?"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import home_argument
from rogatory.cli.output.counted import counted
from rogatory.cli.output.plain import plain
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.disk import PartialFolder, write_new
from rogatory.errors import ExitStatus
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.context import Node
    from rogatory.node.followed_logs.follow_schedule import LogWatch


@click.command("monitor", epilog="Example:  rogatory log monitor /srv/rogatory/xb XA")
@home_argument
@click.argument("states", nargs=-1)
@click.option("--kept", is_flag=True, help="Show what is known here; ask no other node.")
@click.option(
    "--proofs",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Write the files that show what a log did not keep to, for a third party, to a new folder.",
)
@as_json
@reported
def command(
    home: Path, states: tuple[str, ...], kept: bool, proofs: Path | None, as_json: bool
) -> None:
    """Follow the custody logs of STATES, or of all others, once, through their doors.

    The node does this automatically every ten minutes. Each checkpoint must continue the last one
    seen, and each receipt held must be in the log that it names. Any difference alerts an officer.
    Exit status 1 if a log is not consistent with its earlier checkpoints, 4 if one did not answer.
    """
    from rogatory.node.followed_logs.follow_schedule import log_watch, others, watch_log

    node = connections.node_at(home)
    wanted = [state.upper() for state in states] or others(node)
    found = [log_watch(node, state) if kept else watch_log(node, state) for state in wanted]
    written = _write_proofs(node, found, proofs) if proofs else []
    status = _status(found)
    if as_json:
        lines = [{**plain(one), "holds": one.holds} for one in found]
        print_json({"ok": status == 0, "states": lines, "proofs": written})
    else:
        for one in found:
            _print(one)
        for path in written:
            print_text(f"Written: {path}")
        if written:
            print_text("Anybody checks each:  rogatory witness check FILE --trust DIRECTORY")
    sys.exit(status)


def _print(one: "LogWatch") -> None:
    print_text(f"{one.state}: {'holds' if one.holds else 'DOES NOT KEEP TO WHAT IT SAID'}")
    print_text(
        f"    receipts: {one.found} found in its log, {one.missing} not found, "
        f"{one.waiting} not looked for yet"
    )
    if one.unreached:
        print_text(f"    did not answer: {one.unreached}")
    for log in one.logs:
        since = format_moment(log.followed) if log.followed else "never"
        print_text(f"    {log.origin}: {counted(log.size, 'entry')}, last followed {since}")
        if log.problem:
            print_text(f"        {log.problem}")
        if log.proof:
            print_text(f"        shown by the file {log.proof[:16]} (--proofs DIR writes it)")
    for missing in one.not_found:
        print_text(f"    message {missing.message}: {missing.problem}")


def _write_proofs(node: "Node", found: "list[LogWatch]", folder: Path) -> list[str]:
    """Return each file under the name of the log that it is about."""
    files = {
        _name_of(log.origin, node.objects.get(log.proof)): node.objects.get(log.proof)
        for one in found
        for log in one.logs
        if log.proof
    }
    with PartialFolder(folder, private=True, remove_leftover=True) as partial:
        for name, data in files.items():
            write_new(Path(partial.path.decode()) / name, data)
    return [str(folder / name) for name in files]


def _name_of(origin: str, proof: bytes) -> str:
    from rogatory.node.misbehaviour.kinds import stated_kind, suffix_of

    return origin.replace("/", "-") + suffix_of(str(stated_kind(proof)))


def _status(found: "list[LogWatch]") -> int:
    if not all(one.holds for one in found):
        return int(ExitStatus.REFUSED)
    return int(ExitStatus.UNREACHABLE) if any(one.unreached for one in found) else 0
