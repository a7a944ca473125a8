# SPDX-License-Identifier: Apache-2.0
"""`rogatory statistics`: counts and medians for the Conference's review, without anybody's data."""

import csv
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import MOMENT, home_argument
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.statistics.cooperation import Statistics


@click.command(
    "statistics",
    epilog="Example:  rogatory statistics /srv/rogatory/xb --from 2026-01-01 --until 2027-01-01 --csv",
)
@home_argument
@click.option(
    "--from", "since", required=True, type=MOMENT, help="Requests that began from this day on."
)
@click.option("--until", required=True, type=MOMENT, help="And before this day.")
@click.option("--csv", "as_csv", is_flag=True, help="Rows for a spreadsheet.")
@as_json
@reported
def statistics(home: Path, since: datetime, until: datetime, as_csv: bool, as_json: bool) -> None:
    """Show the number of requests by kind and status, and response times (article 57).

    No count or median of fewer than five requests is shown, and nothing that identifies a case, an
    officer or an account. Publish periods that do not overlap: their difference would reveal more.
    """
    from rogatory.node.statistics.cooperation import spreadsheet_rows
    from rogatory.node.statistics.cooperation import statistics as counts

    found = counts(connections.node_at(home), since, until)
    if as_json:
        print_json(found)
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(("state", "from", "until", "role", "table", "key", "value"))
        period = (found.state, format_moment(since), format_moment(until))
        writer.writerows((*period, *row) for row in spreadsheet_rows(found))
    else:
        _print(found)


def _print(found: "Statistics") -> None:
    hidden = f"hidden (fewer than {found.fewest_shown}, or hidden with one)"
    print_text(
        f"{found.state}, {format_moment(found.since)} to {format_moment(found.until)} "
        f"(article {found.article}, {found.certainty})"
    )
    for table in found.tables:
        total = table.counts.total
        print_text(f"{table.title} ({table.role}): {hidden if total is None else total}")
        for key, count in table.counts.cells.items():
            print_text(f"    {key}: {hidden if count is None else count}")
    for one in found.medians:
        print_text(
            f"{one.title} ({one.role}, {one.kind or 'all kinds'}): {counted(one.minutes, 'minute')}"
        )
