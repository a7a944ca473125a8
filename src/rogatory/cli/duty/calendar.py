# SPDX-License-Identifier: Apache-2.0
"""`rogatory duty import|export`: rosters from and to calendars (iCalendar)."""

from datetime import datetime
from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.duty.options import authority_option, home_argument, one_authority
from rogatory.cli.duty.roster import put
from rogatory.cli.options.case_files import MOMENT
from rogatory.cli.options.typed_number import noted_at_terminal, typed_officer
from rogatory.cli.output.reporting import as_json, print_text, reported
from rogatory.disk.new_file import write_new


@click.command(
    "import",
    epilog="Example:  rogatory duty import /srv/rogatory/xb duty.ics --from 2026-12-01 --until "
    "2027-03-01 --head xb-0002 --officer xb-0002 --reason Winter",
)
@home_argument
@click.argument("calendar", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@authority_option
@click.option("--from", "starts", required=True, type=MOMENT, help="From when it counts (UTC).")
@click.option("--until", "ends", required=True, type=MOMENT, help="Until when it counts (UTC).")
@click.option("--head", "heads", multiple=True, required=True, help="Head of unit; repeatable.")
@click.option("--default", metavar="NUMBER", help="Who covers what no shift covers.")
@click.option("--time-zone", default="Etc/UTC", help="For times that name no zone of their own.")
@click.option(
    "--name", "names", multiple=True, metavar="NAME=NUMBER", help="Whom a name in a title means."
)
@typed_officer("Who puts it in force: an approver.", required=False)
@click.option("--reason", metavar="TEXT", help="Why, for the record.")
@click.option("--check", is_flag=True, help="Only check it; change nothing.")
@as_json
@reported
@noted_at_terminal()
def take_in(
    home: Path,
    calendar: Path,
    authority: str | None,
    starts: datetime,
    ends: datetime,
    heads: tuple[str, ...],
    default: str | None,
    time_zone: str,
    names: tuple[str, ...],
    officer: str | None,
    reason: str | None,
    check: bool,
    as_json: bool,
) -> None:
    """Put the shifts of CALENDAR in force.

    An event is a shift of the first officer whom its title names, by number or by a --name; the
    second one is the substitute. An event of whole days that names nobody is a holiday.
    """
    from rogatory.node.duty.calendars.read_calendar import LARGEST_CALENDAR, roster_of_calendar

    node = connections.node_at(home)
    with calendar.open("rb") as file:
        data = file.read(LARGEST_CALENDAR + 1)
    made = roster_of_calendar(
        data,
        authority=one_authority(node, authority),
        time_zone=time_zone,
        starts=starts,
        ends=ends,
        heads=heads,
        default=default,
        names=dict(_named(one) for one in names),
    )
    put(home, made, officer, reason, check=check, machine=as_json)


@click.command("export", epilog="Example:  rogatory duty export /srv/rogatory/xb -o duty.ics")
@home_argument
@authority_option
@click.option("--officer", metavar="NUMBER", help="Only the shifts of this officer.")
@click.option("--days", default=90, type=click.IntRange(1, 400), help="How far ahead.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="By default: standard output.",
)
@reported
def write_out(
    home: Path, authority: str | None, officer: str | None, days: int, output: Path | None
) -> None:
    """Export the roster from now on, including substitutes, as a calendar."""
    from rogatory.node.duty.calendars.write_calendar import calendar_of

    node = connections.node_at(home)
    data = calendar_of(node, one_authority(node, authority), days=days, officer=officer)
    if output is None:
        click.echo(data, nl=False)
    else:
        write_new(output, data)
        print_text(f"Written: {output}")


def _named(text: str) -> tuple[str, str]:
    name, mark, number = text.rpartition("=")
    if not mark or not name.strip():
        raise click.BadParameter(f"{text!r} is not of the form NAME=NUMBER", param_hint="--name")
    return name.strip(), number.strip()
