# SPDX-License-Identifier: Apache-2.0
"""`rogatory drill show` and `rogatory drill statistics`."""

import csv
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import MOMENT, home_argument
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.drills.record import DrillRecord
    from rogatory.node.statistics.drills import DrillStatistics

COLUMNS = (
    *("authority", "own", "drills", "reached", "acknowledged", "missed"),
    *("median_minutes", "p90_minutes"),
)


@click.command("show", epilog="Example:  rogatory drill show /srv/rogatory/xb --days 30")
@home_argument
@click.option("--days", type=click.IntRange(1, 3660), default=30, show_default=True)
@as_json
@reported
def show(home: Path, days: int, as_json: bool) -> None:
    """List the drills of the last days: whom, when, and what came of each."""
    from rogatory.node.statistics.drills import counted_drills

    node = connections.node_at(home)
    now = node.clock.now()
    found = list(counted_drills(node, now - timedelta(days=days), now + timedelta(seconds=1)))
    if as_json:
        print_json({"drills": found})
        return
    for one in found:
        print_text(_words(one))
    if not found:
        print_text("No drill that was agreed to.")


@click.command(
    "statistics",
    epilog="Example:  rogatory drill statistics /srv/rogatory/xb --from 2026-01-01 --until 2027-01-01 --csv",
)
@home_argument
@click.option("--from", "since", required=True, type=MOMENT, help="Drills from this day on.")
@click.option("--until", required=True, type=MOMENT, help="And before this day.")
@click.option("--csv", "as_csv", is_flag=True, help="Rows for a spreadsheet.")
@as_json
@reported
def statistics(home: Path, since: datetime, until: datetime, as_csv: bool, as_json: bool) -> None:
    """Show reachability and response times (median, 90th percentile, misses) by contact point.

    This State's own are shown in full. Of other States no time of fewer than five drills is shown: it
    would identify single officers.
    """
    from rogatory.node.statistics.drills import drill_statistics

    found = drill_statistics(connections.node_at(home), since, until)
    if as_json:
        print_json(found)
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("state", "from", "until", *COLUMNS))
        for row in _rows(found):
            writer.writerow((found.state, format_moment(since), format_moment(until), *row))
    else:
        for row in _rows(found):
            figures = dict(zip(COLUMNS, row, strict=True))
            print_text(
                "{authority}: {told_drills}, {reached} reached, {acknowledged} acknowledged in time, "
                "{missed} missed; minutes to a human: median {median_minutes}, "
                "90th percentile {p90_minutes}".format(
                    told_drills=counted(int(figures["drills"]), "drill"), **figures
                )
            )
        if not found.points:
            print_text("No completed drills.")


def _rows(found: "DrillStatistics") -> list[tuple[str, ...]]:
    return [
        (
            one.authority,
            "yes" if one.is_own else "no",
            str(one.drills),
            str(one.reached),
            str(one.acknowledged),
            str(one.missed),
            "-" if one.median_minutes is None else str(one.median_minutes),
            "-" if one.p90_minutes is None else str(one.p90_minutes),
        )
        for one in found.points
    ]


def _words(one: "DrillRecord") -> str:
    took = "" if one.took is None else f" after {one.took.total_seconds() / 60:.1f} minutes"
    by = f" by {one.officer}" if one.officer else ""
    return f"{format_moment(one.at)}  {one.sender} drills {one.drilled}: {one.result.value}{took}{by}  {one.thread}"
