# SPDX-License-Identifier: Apache-2.0
"""`rogatory duty roster`: show what is in force, judge a plan, put it in force."""

from collections.abc import Sequence
from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.duty.options import (
    authorities_of,
    authority_option,
    duty_json,
    home_argument,
    local,
    print_watch,
    shift_json,
)
from rogatory.cli.options.typed_number import noted_at_terminal, typed_officer
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.errors import Refused, refuse_if_any
from rogatory.node.duty import refusals
from rogatory.node.duty.plan import work_out
from rogatory.node.duty.plan_file import LARGEST_PLAN, read_roster_plan
from rogatory.node.duty.roster import Roster, Shift
from rogatory.wire.moments import format_moment
from rogatory.wire.words import P_


@click.command(
    "roster",
    epilog="Example:  rogatory duty roster /srv/rogatory/xb winter.toml --officer xb-0002 --reason Winter",
)
@home_argument
@click.argument(
    "plan", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@authority_option
@typed_officer("Who puts it in force: an approver.", required=False)
@click.option("--reason", metavar="TEXT", help="Why, for the record.")
@click.option("--check", is_flag=True, help="Only check it; change nothing.")
@as_json
@reported
@noted_at_terminal()
def roster(
    home: Path,
    plan: Path | None,
    authority: str | None,
    officer: str | None,
    reason: str | None,
    check: bool,
    as_json: bool,
) -> None:
    """Put the roster of PLAN in force; without one, show the shifts of the next fourteen days.

    PLAN is TOML: authority, time_zone, from, until, heads, default, and tables [[shift]] (days, from,
    to, officers, substitutes, turn), [[once]], [[absence]], [[holiday]], [waits]. Gaps are refused,
    unless `default` names an officer who covers them.
    """
    from rogatory.node.duty.duty_view import duty_of

    node = connections.node_at(home)
    if plan is not None:
        put(
            home,
            work_out(read_roster_plan(_text(plan), authority=authority)),
            officer,
            reason,
            check=check,
            machine=as_json,
        )
        return
    duties = [duty_of(node, each) for each in authorities_of(node, authority)]
    if as_json:
        print_json({"authorities": [duty_json(one) for one in duties]})
        return
    for duty in duties:
        print_watch(duty.on_duty, duty.time_zone)
        for record in duty.rosters:
            print_text(
                f"  roster {record.id} of {format_moment(record.at)} by {record.by}: {record.why}"
            )
        print_shifts(duty.shifts, duty.time_zone)


def put(
    home: Path,
    made: Roster,
    officer: str | None,
    reason: str | None,
    *,
    check: bool,
    machine: bool,
) -> None:
    """Judge a roster and, unless it is only checked, put it in force."""
    from rogatory.node.duty.set_roster import judge_roster, set_roster

    node = connections.node_at(home)
    if check:
        refuse_if_any(judge_roster(node, made, node.clock.now()))
        document = {"ok": True, "shifts": [shift_json(one) for one in made.shifts]}
    else:
        if officer is None or reason is None:
            raise click.UsageError("--officer and --reason say who puts it in force, and why")
        record = set_roster(node, made, officer, reason)
        document = {"ok": True, "id": record.id, "shifts": [shift_json(one) for one in made.shifts]}
    if machine:
        print_json(document)
        return
    verb = "can be put in force" if check else "is in force"
    print_text(
        f"The roster of {made.authority} {verb}: {counted(len(made.shifts), 'shift')}, "
        f"{local(made.starts, made.time_zone)} until {local(made.ends, made.time_zone)}."
    )


def print_shifts(shifts: Sequence[Shift], zone: str) -> None:
    """Print shifts, one a line, on the authority's own wall."""
    for one in shifts:
        other = f" (substitute {one.substitute})" if one.substitute else ""
        print_text(f"  {local(one.start, zone)} – {local(one.end, zone)}  {one.officer}{other}")


def _text(plan: Path) -> str:

    with plan.open("rb") as file:
        data = file.read(LARGEST_PLAN + 1)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(refusals.PLAN_FORM.because(problem=P_("it is not UTF-8"))) from error
