# SPDX-License-Identifier: Apache-2.0
"""`rogatory duty on-call|show|ladder`: who has the watch, what presses, whom a call comes to."""

import sys
from datetime import datetime
from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.duty.options import (
    attempt_json,
    authorities_of,
    authority_option,
    call_json,
    duty_json,
    home_argument,
    local,
    one_authority,
    print_watch,
    watch_json,
)
from rogatory.cli.duty.roster import print_shifts
from rogatory.cli.options.case_files import MOMENT
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.errors import ExitStatus
from rogatory.node.duty.escalation import people_of
from rogatory.node.repositories.duty import Rung

SHIFTS_SHOWN = 10
"""Of the days that `show` looks at: all of them are in `--json`, and in the calendar of `export`."""


@click.command("on-call", epilog="Example:  rogatory duty on-call /srv/rogatory/xb")
@home_argument
@authority_option
@click.option("--at", type=MOMENT, help="At this moment instead of now.")
@as_json
@reported
def on_call(home: Path, authority: str | None, at: datetime | None, as_json: bool) -> None:
    """Show who is on duty, until when, and who is next. Exit status 1 if nobody is named."""
    from rogatory.node.duty.duty_view import duty_of
    from rogatory.node.duty.on_duty import on_duty

    node = connections.node_at(home)
    when = at or node.clock.now()
    found = [on_duty(node, each, when) for each in authorities_of(node, authority)]
    if as_json:
        print_json({"watches": [watch_json(one) for one in found]})
    else:
        for one in found:
            print_watch(one, duty_of(node, one.authority, days=0).time_zone)
    if any(one.officer is None for one in found):
        sys.exit(int(ExitStatus.REFUSED))


@click.command("show", epilog="Example:  rogatory duty show /srv/rogatory/xb")
@home_argument
@authority_option
@as_json
@reported
def show(home: Path, authority: str | None, as_json: bool) -> None:
    """Show who is on duty in the next fourteen days, gaps, handovers, and unanswered alerts."""
    from rogatory.node.duty.duty_view import duty_of, open_calls

    node = connections.node_at(home)
    duties = [duty_of(node, each) for each in authorities_of(node, authority)]
    calls = open_calls(node)
    if as_json:
        print_json(
            {
                "authorities": [duty_json(one) for one in duties],
                "calls": [call_json(one) for one in calls],
            }
        )
        return
    for duty in duties:
        zone = duty.time_zone
        print_watch(duty.on_duty, zone)
        if duty.test is not None:
            result = "reached nobody by any means" if duty.test.failed else "was delivered"
            mark = click.style("✗", fg="red") if duty.test.failed else click.style("✓", fg="green")
            print_text(f"  {mark} the test alert of {local(duty.test.at, zone)} {result}")
        for start, end in duty.gaps:
            mark = click.style("!", fg="yellow")
            print_text(f"  {mark} nobody from {local(start, zone)} until {local(end, zone)}")
        print_shifts(duty.shifts[:SHIFTS_SHOWN], zone)
        for one in duty.hand_overs[:3]:
            state = f"confirmed by {one.confirmed_by}" if one.confirmed_by else "not confirmed"
            print_text(f"  hand-over {one.id} by {one.by}, {local(one.at, zone)}: {state}")
    print_text(f"{counted(len(calls), 'call waits', 'calls wait')} for an answer")
    for call in calls:
        print_text(f"  {call.page.urgency:9} {call.page.id}")
        print_text(f"            {call.page.reason}")
        for attempt in call.attempts:
            sign = "✓" if attempt.delivered else "✗"
            why = f": {attempt.problem}" if attempt.problem else ""
            print_text(f"            {sign} {attempt.officer} by {attempt.means}{why}")


@click.command("ladder", epilog="Example:  rogatory duty ladder /srv/rogatory/xb --try")
@home_argument
@authority_option
@click.option(
    "--try", "try_it", is_flag=True, help="Send a routine test alert now, and show the result."
)
@as_json
@reported
def ladder(home: Path, authority: str | None, try_it: bool, as_json: bool) -> None:
    """Show who is alerted, and after how many minutes, by urgency.

    With --try the officer on duty is really alerted, by every means named in node.toml.
    """
    from rogatory.node.duty.duty_view import duty_of
    from rogatory.node.duty.on_duty import timetable_of
    from rogatory.node.duty.trial_call import make_trial_call

    node = connections.node_at(home)
    where = one_authority(node, authority)
    duty, now = duty_of(node, where, days=0), node.clock.now()
    people = people_of(timetable_of(node, where, now).at(now), duty.everybody)
    attempts = make_trial_call(node, where) if try_it else []
    if as_json:
        print_json(
            {
                "authority": where,
                "people": {rung.value: list(who) for rung, who in people.items()},
                "waits": {level.value: list(waits) for level, waits in duty.waits.items()},
                "attempts": [attempt_json(one) for one in attempts],
            }
        )
    else:
        print_text(f"{where}:")
        for rung, words in (
            (Rung.ON_DUTY, "on duty"),
            (Rung.SUBSTITUTE, "substitute"),
            (Rung.HEAD, "head of unit"),
        ):
            print_text(f"  {words:13} {', '.join(people[rung]) or 'nobody'}")
        for level, (first, second, repeat_after) in duty.waits.items():
            print_text(
                f"  {level.value:13} after {first} min the substitute, after {first + second} min the "
                f"head, then all every {repeat_after} min"
            )
        for one in attempts:
            sign = click.style("✓", fg="green") if one.delivered else click.style("✗", fg="red")
            why = f": {one.problem}" if one.problem else ""
            print_text(f"  {sign} {one.officer} by {one.means} {one.target}{why}")
    if any(not one.delivered for one in attempts):
        sys.exit(int(ExitStatus.UNREACHABLE))
