# SPDX-License-Identifier: Apache-2.0
"""`rogatory peer line`: whether other States' nodes answer, and how their clocks go."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.peers import home
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.peer_health.health_view import LineView


@click.command("line", epilog="Example:  rogatory peer line /srv/rogatory/xb XA")
@home
@click.argument("state", required=False)
@as_json
@reported
def command(home: Path, state: str | None, as_json: bool) -> None:
    """Show the connection to one other STATE, or to all: who answers, what waits, whose clock is wrong.

    Asks no other node; it shows what the node recorded while it worked.
    """
    from rogatory.node.peer_health.health_view import lines

    found = lines(connections.node_at(home), state.upper() if state else None)
    if as_json:
        print_json(found)
        return
    for one in found.lines:
        _print(one)
    if found.our_error is not None:
        way = "ahead" if found.our_error > 0 else "behind"
        print_text(
            f"Most others agree that the clock here is {counted(abs(found.our_error), 'second')} {way}: set it."
        )


def _print(one: "LineView") -> None:
    line = one.line
    if one.is_silent:
        print_text(
            f"{line.state}: silent since {_moment(line.silent_since)}, {counted(line.failures, 'try')}"
        )
        print_text(f"    next try {_moment(line.next_try)}; {line.problem}")
    elif line.answered is None:
        print_text(f"{line.state}: not asked yet")
    else:
        print_text(f"{line.state}: answered {_moment(line.answered)}")
    if line.heard is not None:
        print_text(f"    knocked here {_moment(line.heard)}")
    if one.waiting:
        print_text(
            f"    {counted(one.waiting, 'message waits', 'messages wait')}, the oldest since {_moment(one.oldest)}"
        )
    if line.skew is not None:
        way = "ahead of" if line.skew > 0 else "behind"
        same = "its clock goes as ours" if one.is_alike else ""
        print_text(f"    {same or f'its clock is {counted(abs(line.skew), "second")} {way} ours'}")
    if line.group is not None:
        print_text(f"    keyed by {line.group} over TLS 1.3")


def _moment(moment: datetime | None) -> str:
    return "-" if moment is None else format_moment(moment)
