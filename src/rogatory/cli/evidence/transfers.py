# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence transfers`: how far packages are on their way to and from other States."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.seal_digest import typed_seal
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.packages.transfers import TransferProgress


@click.command(
    "transfers", epilog="Example:  rogatory evidence transfers --node /srv/rogatory/xa --json"
)
@click.argument("seal", required=False)
@click.option(
    "--node",
    "home",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The node's home on this machine.",
)
@click.option("--all", "everything", is_flag=True, help="Include complete ones.")
@as_json
@reported
def command(seal: str | None, home: Path, everything: bool, as_json: bool) -> None:
    """Show packages under way: how much has arrived, the rate, and what is left.

    The remaining time is estimated from the last minute, and not shown where nothing arrives.
    """
    from rogatory.node.packages.transfers import progress

    wanted = None if seal is None else typed_seal(seal)
    found = progress(connections.node_at(home), wanted)
    shown = [one for one in found if everything or seal or not one.is_whole]
    if as_json:
        print_json({"transfers": [_json(one) for one in shown]})
        return
    if not shown:
        print_text("No package is under way.")
    for one in shown:
        print_text(_words(one))


def _words(one: "TransferProgress") -> str:
    way = f"from {one.peer}" if one.direction.value == "in" else f"to {one.peer}"
    text = (
        f"{one.seal[:16]}… {way}: {one.segments:,} of {counted(one.of_segments, 'segment')}, "
        f"{one.size:,} of {counted(one.of_size, 'byte')}"
    )
    if one.is_whole:
        return f"{text}; whole"
    if one.stalled_since:
        text += f"; nothing since {_moment(one.stalled_since)}"
    elif one.rate and one.remaining is not None:
        text += f"; {one.rate:,} bytes/s, about {_left(one.remaining)} left"
    return f"{text}\n  {one.problem}" if one.problem else text


def _left(left: timedelta) -> str:
    return str(timedelta(seconds=round(left.total_seconds())))


def _json(one: "TransferProgress") -> dict[str, object]:
    return {
        "bytes": one.size,
        "bytes_in_all": one.of_size,
        "bytes_per_second": one.rate,
        "direction": one.direction.value,
        "last": _moment(one.last),
        "problem": one.problem,
        "seal": one.seal,
        "seconds_left": None if one.remaining is None else round(one.remaining.total_seconds()),
        "segments": one.segments,
        "segments_in_all": one.of_segments,
        "stalled_since": _moment(one.stalled_since),
        "state": one.peer,
        "whole": one.is_whole,
    }


def _moment(at: datetime | None) -> str | None:

    return None if at is None else format_moment(at.replace(microsecond=0))
