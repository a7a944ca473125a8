# SPDX-License-Identifier: Apache-2.0
"""`rogatory peer show`: the addresses of other States, and the relations with them."""

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.peers import home, policy_json, print_policy, proposal_json
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.peers.peer_view import PeerView


@click.command("show", epilog="Example:  rogatory peer show /srv/rogatory/xb XA")
@home
@click.argument("state", required=False)
@as_json
@reported
def command(home: Path, state: str | None, as_json: bool) -> None:
    """Show one other STATE, or all: how it is reached, its authorities, the policies in force, its notices."""
    from rogatory.node.peers.peer_view import letter_desk, peer_view, peer_views

    node = connections.node_at(home)
    found = [peer_view(node, state.upper())] if state else peer_views(node)
    desk = letter_desk(node)
    if as_json:
        print_json(
            {
                "states": [_json(one) for one in found],
                "to_compare": [proposal_json(one) for one in desk.to_compare],
                "to_dispatch": [
                    {
                        "message": one.message.digest,
                        "thread": one.message.thread,
                        "kind": one.message.kind,
                        "to": one.message.peer,
                        "since": format_moment(one.since),
                    }
                    for one in desk.to_dispatch
                ],
            }
        )
        return
    for one in found:
        _print(one)
    for proposal in desk.to_compare:
        print_text(f"To be compared: transcription {proposal.id} by {proposal.proposed_by}")
    for letter in desk.to_dispatch:
        print_text(f"To be dispatched: {letter.message.kind} to {letter.message.peer}, message")
        print_text(f"    {letter.message.digest}")
    for ground in found[0].grounds if found else ():
        print_text(f"  {ground.rule} (article {ground.article}, {ground.certainty})")


def _print(one: "PeerView") -> None:
    if one.reached is None:
        channel = "nobody there is known to write to"
    else:
        channel = "by letter" if one.reached.by_letter else "on the line"
    print_text(f"{one.state}: {channel}")
    for name, address in one.reached.authorities.items() if one.reached else ():
        print_text(f"    {name}  {address}")
    for reason in (*one.held, *one.warnings, *one.shows):
        print_text(f"    {reason.sentence()}")
    for policy in one.counts:
        print_policy(policy)


def _json(one: "PeerView") -> dict[str, Any]:
    reached = one.reached
    return {
        "state": one.state,
        "listed": one.is_listed,
        "held": [reason.as_json() for reason in one.held],
        "reached": None
        if reached is None
        else {
            "road": "letter" if reached.by_letter else "line",
            "authorities": dict(reached.authorities),
            "languages": list(reached.languages),
        },
        "counts": [policy_json(each) for each in one.counts],
        "history": [policy_json(each) for each in one.history],
        "notices": [
            {
                "thread": each.thread,
                "verified": each.is_verified,
                "stance": each.terms.stance.value,
                "kinds": list(each.terms.kinds),
                "reason": each.terms.reason,
                "since": format_moment(each.terms.start),
                "channel": each.terms.channel,
            }
            for each in one.notices
        ],
        "warnings": [reason.as_json() for reason in one.warnings],
        "shows": [reason.as_json() for reason in one.shows],
        "register": [proposal_json(each.proposal) for each in one.register],
        "grounds": [dataclasses.asdict(each) for each in one.grounds],
    }
