# SPDX-License-Identifier: Apache-2.0
"""`rogatory peer dispatch`: that a signed letter went out, by which channel and when."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.options.peers import FILE, UtcMoment, home, officer, read_attachment
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.cli.postal.transcribe import CHANNELS
from rogatory.cli.tree import LateGroup
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from datetime import datetime

command = LateGroup(
    "dispatch",
    epilog="Example:  rogatory peer dispatch list /srv/rogatory/xb",
    help="Letters to States without a node: those that wait, and the record that one went out. That "
    "it arrived is never claimed.",
    places={
        "list": "rogatory.cli.postal.dispatch:list_all",
        "record": "rogatory.cli.postal.dispatch:record",
    },
)


@click.command("list", epilog="Example:  rogatory peer dispatch list /srv/rogatory/xb")
@home
@as_json
@reported
def list_all(home: Path, as_json: bool) -> None:
    """List the signed letters that were not dispatched yet."""
    from rogatory.node.threads.postal_threads import letters_waiting

    found = [one.message for one in letters_waiting(connections.node_at(home))]
    if as_json:
        documents = [
            {"message": one.digest, "thread": one.thread, "kind": one.kind, "to": one.peer}
            for one in found
        ]
        print_json({"to_dispatch": documents})
        return
    for one in found:
        print_text(f"{one.kind} to {one.peer}, signed {format_moment(one.at)}")
        print_text(f"    {one.digest}")


@click.command(
    "record",
    epilog="Example:  rogatory peer dispatch record /srv/rogatory/xb MESSAGE --channel post --on "
    "2026-11-25T09:00:00Z --reference 'RR 123 456 789 XB' --officer xb-0010",
)
@home
@click.argument("message")
@click.option("--channel", required=True, type=click.Choice(CHANNELS))
@click.option("--on", "dispatched", required=True, type=UtcMoment(), help="When it went out.")
@click.option("--reference", required=True, metavar="TEXT", help="Its number on that channel.")
@click.option("--proof", type=FILE, help="The proof of posting.")
@officer
@as_json
@reported
@for_officer(message="message")
def record(
    home: Path,
    message: str,
    channel: str,
    dispatched: "datetime",
    reference: str,
    proof: Path | None,
    officer: str,
    as_json: bool,
) -> None:
    """Record that the letter MESSAGE was dispatched. It may be dispatched again by another channel."""
    from rogatory.node.postal.dispatch_letter import dispatch_letter
    from rogatory.node.postal.transcription import LARGEST_ORIGINAL
    from rogatory.node.repositories.peers import Channel

    made = dispatch_letter(
        connections.node_at(home),
        message,
        channel=Channel(channel),
        dispatched=dispatched,
        reference=reference,
        officer=officer,
        proof=None if proof is None else read_attachment(proof, LARGEST_ORIGINAL),
    )
    if as_json:
        print_json(
            {
                "id": made.id,
                "message": made.message,
                "channel": made.channel.value,
                "dispatched": format_moment(made.dispatched),
                "reference": made.reference,
                "proof": None if made.proof is None else dict(made.proof),
                "arrived": None,
            }
        )
    else:
        print_text(f"Dispatched by {made.channel.value}. That it arrived is not known.")
