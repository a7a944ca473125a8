# SPDX-License-Identifier: Apache-2.0
"""The common parts of the commands on duty: whose node, which authority, how a watch is printed."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from rogatory.cli.options.typed_number import typed_officer
from rogatory.cli.output.reporting import print_text
from rogatory.node.duty.timetable import DutyBasis
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.context import Node
    from rogatory.node.duty.duty_view import AuthorityDuty, HandOverView, OpenCall
    from rogatory.node.duty.on_duty import OnDuty
    from rogatory.node.duty.roster import Shift
    from rogatory.node.repositories.duty import CallAttempt, HandOver

home_argument = click.argument(
    "home", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
authority_option = click.option(
    "--authority", metavar="AUTHORITY", help="Of this authority, such as xb/contact-point."
)
officer_option = typed_officer("Who acts, such as xb-0001.")
reason_option = click.option("--reason", required=True, metavar="TEXT", help="Why, for the record.")


def authorities_of(node: "Node", named: str | None) -> tuple[str, ...]:
    """Return the authority named, or every one of the State's that has a roster, or all that it
    lists.
    """
    from rogatory.node.duty.duty_view import own_authorities

    if named:
        return (named,)
    return tuple(node.store.rostered()) or own_authorities(node) or (one_authority(node, None),)


def one_authority(node: "Node", named: str | None) -> str:
    """Return the authority named, or the one that calls of no thread come to: the contact point."""
    from rogatory.node.duty.responsible import responsible_authority

    if named is not None:
        return str(parse_authority(named))
    return responsible_authority(node, None, node.clock.now())


def watch_json(watch: "OnDuty") -> dict[str, Any]:
    return {
        "authority": watch.authority,
        "at": format_moment(watch.at),
        "officer": watch.officer,
        "by": watch.source.value,
        "substitute": watch.substitute,
        "heads": list(watch.heads),
        "until": moment_or_none(watch.until),
        "next": watch.next,
        "roster_ends": moment_or_none(watch.runs_out),
    }


def duty_json(duty: "AuthorityDuty") -> dict[str, Any]:
    return watch_json(duty.on_duty) | {
        "time_zone": duty.time_zone,
        "shifts": [shift_json(one) for one in duty.shifts],
        "test_alert": None
        if duty.test is None
        else {
            "at": format_moment(duty.test.at),
            "failed": duty.test.failed,
            "attempts": [attempt_json(one) for one in duty.test.attempts],
        },
        "gaps": [[format_moment(start), format_moment(end)] for start, end in duty.gaps],
        "waits": {level.value: list(minutes) for level, minutes in duty.waits.items()},
        "hand_overs": [hand_over_json(one) for one in duty.hand_overs],
    }


def shift_json(shift: "Shift") -> dict[str, Any]:
    return {
        "start": format_moment(shift.start),
        "end": format_moment(shift.end),
        "officer": shift.officer,
        "substitute": shift.substitute,
    }


def hand_over_json(one: "HandOver | HandOverView") -> dict[str, Any]:
    return {
        "id": one.id,
        "authority": one.authority,
        "digest": one.digest,
        "by": one.by,
        "at": format_moment(one.at),
        "confirmed_by": one.confirmed_by,
        "confirmed": moment_or_none(one.confirmed),
        "remark": one.remark,
    }


def call_json(call: "OpenCall") -> dict[str, Any]:
    return {
        "call": call.page.id,
        "at": format_moment(call.page.at),
        "urgency": call.page.urgency,
        "thread": call.page.thread,
        "reason": call.page.reason,
        "attempts": [attempt_json(one) for one in call.attempts],
    }


def attempt_json(one: "CallAttempt") -> dict[str, Any]:
    return {
        "at": format_moment(one.at),
        "step": one.step,
        "rung": one.rung.value,
        "officer": one.officer,
        "means": one.means,
        "target": one.target,
        "delivered": one.delivered,
        "problem": one.problem,
    }


def moment_or_none(at: datetime | None) -> str | None:
    return None if at is None else format_moment(at)


def local(at: datetime, zone: str) -> str:
    """Return a moment on an authority's own wall, with the zone's short name or distance."""
    return at.astimezone(ZoneInfo(zone)).strftime("%a %d %b %Y %H:%M %Z")


def print_watch(watch: "OnDuty", zone: str) -> None:
    """Print who has duty, in a few lines."""
    by = {
        DutyBasis.SHIFT: "",
        DutyBasis.STAND_IN: " (substitute)",
        DutyBasis.DEFAULT: " (default officer: no shift covers this moment)",
        DutyBasis.NOBODY: "",
    }[watch.source]
    if watch.officer is None:
        mark = click.style("!", fg="yellow")
        print_text(f"{watch.authority}: {mark} nobody is named; every officer of it is called")
    else:
        print_text(f"{watch.authority}: {click.style(watch.officer, bold=True)}{by}")
    if watch.until is not None:
        print_text(f"  until {local(watch.until, zone)}, then {watch.next or 'nobody'}")
    if watch.substitute:
        print_text(f"  substitute {watch.substitute}")
    if watch.heads:
        print_text(f"  head of unit {', '.join(watch.heads)}")
    if watch.runs_out is not None:
        print_text(f"  the roster ends {local(watch.runs_out, zone)}")
    elif watch.officer is not None:
        mark = click.style("!", fg="yellow")
        print_text(f"  {mark} no roster covers this moment: the next one must be set")
