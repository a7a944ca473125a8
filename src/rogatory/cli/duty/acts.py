# SPDX-License-Identifier: Apache-2.0
"""`rogatory duty stand-in|hand-over|answer|contact`: what officers do about their watch."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.duty.options import (
    authority_option,
    hand_over_json,
    home_argument,
    officer_option,
    one_authority,
    reason_option,
)
from rogatory.cli.options.case_files import MOMENT
from rogatory.cli.options.typed_number import noted_at_terminal, typed_officer
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.cli.tree import LateGroup
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rogatory.node.repositories.duty import HandOver

hand_over = LateGroup(
    "hand-over",
    help="Hand over duty: open work, in a list that the next officer confirms.",
    epilog="Example:  rogatory duty hand-over prepare /srv/rogatory/xb --officer xb-0001",
    places={
        "prepare": "rogatory.cli.duty.acts:prepare",
        "confirm": "rogatory.cli.duty.acts:confirm",
        "show": "rogatory.cli.duty.acts:show_hand_over",
    },
)


@click.command(
    "stand-in",
    epilog="Example:  rogatory duty stand-in /srv/rogatory/xb xb-0003 --until 2026-11-24T20:00:00Z "
    "--officer xb-0002 --reason 'xb-0001 is ill'",
)
@home_argument
@click.argument("who", metavar="NUMBER")
@authority_option
@click.option("--from", "starts", type=MOMENT, help="Start; by default, now.")
@click.option("--until", "ends", required=True, type=MOMENT, help="Until when (UTC).")
@officer_option
@reason_option
@as_json
@reported
@noted_at_terminal()
def stand_in(
    home: Path,
    who: str,
    authority: str | None,
    starts: datetime | None,
    ends: datetime,
    officer: str,
    reason: str,
    as_json: bool,
) -> None:
    """Record officer NUMBER as substitute for a period, whatever the roster contains."""
    from rogatory.node.duty.stand_in import stand_in as give

    node = connections.node_at(home)
    made = give(
        node,
        one_authority(node, authority),
        who,
        starts=starts or node.clock.now().replace(microsecond=0),
        ends=ends,
        by=officer,
        reason=reason,
    )
    if as_json:
        print_json({"ok": True, "id": made.id, "officer": made.officer})
    else:
        print_text(
            f"{made.officer} has the watch of {made.authority} until {format_moment(made.ends)}."
        )


@click.command(
    "prepare", epilog="Example:  rogatory duty hand-over prepare /srv/rogatory/xb --officer xb-0001"
)
@home_argument
@authority_option
@click.option("--note", default="", metavar="TEXT", help="What the next officer should know.")
@officer_option
@as_json
@reported
@noted_at_terminal()
def prepare(home: Path, authority: str | None, note: str, officer: str, as_json: bool) -> None:
    """Record open work for the next officer on duty."""
    from rogatory.node.duty.hand_over import contents_for, prepare_hand_over

    node = connections.node_at(home)
    made = prepare_hand_over(node, one_authority(node, authority), officer, note)
    if as_json:
        contents = dict(contents_for(node, made, officer))
        print_json(hand_over_json(made) | {"contents": contents})
        return
    _print_contents(made, contents_for(node, made, officer))
    print_text(f"Confirm it:  rogatory duty hand-over confirm {home} {made.id} --officer …")


@click.command(
    "confirm",
    epilog="Example:  rogatory duty hand-over confirm /srv/rogatory/xb 0198… --officer xb-0003",
)
@home_argument
@click.argument("hand_over", metavar="HAND-OVER")
@click.option("--remark", default="", metavar="TEXT", help="Your remark.")
@officer_option
@as_json
@reported
@noted_at_terminal()
def confirm(home: Path, hand_over: str, remark: str, officer: str, as_json: bool) -> None:
    """Take over duty, knowing the open work. The list is shown first."""
    from rogatory.node.duty.hand_over import (
        confirm_hand_over,
        contents_for,
        known_hand_over,
    )

    node = connections.node_at(home)
    found = known_hand_over(node, hand_over)
    if not as_json:
        _print_contents(found, contents_for(node, found, officer))
    done = confirm_hand_over(node, hand_over, officer, digest=found.digest, remark=remark)
    if as_json:
        print_json(hand_over_json(done))
    else:
        print_text(f"{officer} has taken over the watch of {done.authority} from {done.by}.")


@click.command("show", epilog="Example:  rogatory duty hand-over show /srv/rogatory/xb 0198…")
@home_argument
@click.argument("hand_over", metavar="HAND-OVER")
@as_json
@reported
def show_hand_over(home: Path, hand_over: str, as_json: bool) -> None:
    """Show a handover as it was written, and who confirmed it.

    The command identifies no officer, so it shows the operator restricted requests as well.
    """
    from rogatory.node.duty.hand_over import contents, known_hand_over

    found = known_hand_over(connections.node_at(home), hand_over)
    if as_json:
        print_json(hand_over_json(found) | {"contents": dict(contents(found))})
        return
    _print_contents(found, contents(found))
    print_text(
        f"  confirmed by {found.confirmed_by}" if found.confirmed_by else "  not confirmed yet"
    )


def _print_contents(found: "HandOver", contents: "Mapping[str, Any]") -> None:
    from rogatory.node.duty.hand_over import hand_over_lines

    print_text(
        f"Hand-over {found.id} of {found.authority} by {found.by}, {format_moment(found.at)}"
    )
    for line in hand_over_lines(contents):
        print_text(f"  {line}")


@click.command(
    "answer",
    epilog="Example:  rogatory duty answer /srv/rogatory/xb request/ab12… --officer xb-0001",
)
@home_argument
@click.argument("call", metavar="CALL")
@officer_option
@as_json
@reported
@noted_at_terminal()
def answer(home: Path, call: str, officer: str, as_json: bool) -> None:
    """Acknowledge an alert, which stops its escalation. CALL is its key or its reference of eight characters."""
    from rogatory.node.duty.answering import answer_call

    done = answer_call(connections.node_at(home), call, officer)
    if as_json:
        print_json({"ok": True, "call": done.id, "answered_by": done.seen_by})
    else:
        print_text(f"Answered by {done.seen_by}: {done.reason}")


@click.command(
    "contact",
    epilog="Example:  rogatory duty contact /srv/rogatory/xb xb-0001 --mail duty@xb.example --officer xb-0001",
)
@home_argument
@click.argument("who", metavar="NUMBER")
@click.option(
    "--mail", multiple=True, metavar="ADDRESS", help="E-mail address of the officer; repeatable."
)
@click.option("--none", "nowhere", is_flag=True, help="No address any more.")
@typed_officer("Who records it; without it, it is only shown.", required=False)
@as_json
@reported
@noted_at_terminal()
def contact(
    home: Path,
    who: str,
    mail: tuple[str, ...],
    nowhere: bool,
    officer: str | None,
    as_json: bool,
) -> None:
    """Set where officer NUMBER is alerted, or show the present addresses. They never leave the State."""
    from rogatory.node.duty.contacts import keep_contact

    node = connections.node_at(home)
    if mail or nowhere:
        if officer is None:
            raise click.UsageError("--officer says who writes it down")
        keep_contact(node, who, () if nowhere else mail, officer)
    found = node.store.contact(who)
    addresses = list(found.mail) if found else []
    if as_json:
        print_json({"officer": who, "mail": addresses})
    else:
        print_text(f"{who}: {', '.join(addresses) or 'no address is written down'}")
