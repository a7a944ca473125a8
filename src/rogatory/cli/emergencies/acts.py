# SPDX-License-Identifier: Apache-2.0
"""`rogatory emergency list`, `call-back` and `decide`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import home_argument, on_a_request, on_case_file
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.options.own_key import by_own_key
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.node.emergencies.open_ones import OpenEmergency
    from rogatory.wire.canonical import Json


@click.command("list", epilog="Example:  rogatory emergency list /srv/rogatory/xb")
@home_argument
@as_json
@reported
def list_open(home: Path, as_json: bool) -> None:
    """List the emergencies that are waiting for this State, each with the state of its confirmation."""
    from rogatory.node.emergencies.open_ones import open_emergencies

    found = list(open_emergencies(connections.node_at(home)))
    if as_json:
        print_json({"emergencies": [_json(one) for one in found]})
        return
    for one in found:
        summary, confirmation = one.summary, one.confirmation
        may = "data may be given" if confirmation.allows else "nothing may be given yet"
        print_text(
            f"{format_moment(summary.opened)}  {summary.peer}  {summary.title}  {summary.thread}"
        )
        print_text(f"    call-back: {confirmation.outcome.value}; {may}")
        for awaited in confirmation.call_backs:
            answer = awaited.outcome or "no answer"
            print_text(
                f"    asked {awaited.message.addressee}, {format_moment(awaited.message.issued)}: {answer}"
            )
    if not found:
        print_text("No emergency waits for this State.")


@click.command(
    "call-back",
    epilog="Example:  rogatory emergency call-back /srv/rogatory/xb "
    "019aaf00-3c00-7c5e-8d11-4f2a9b7c6d50 --officer xb-0001",
)
@on_case_file
@as_json
@reported
@for_officer()
def call_back(home: Path, thread: str, officer: str, as_json: bool) -> None:
    """Ask the requesting State for confirmation, where the node has not done so automatically."""
    from rogatory.node.call_back.ask import ask_back

    sent = ask_back(connections.node_at(home), thread, officer=officer)
    if as_json:
        print_json({"thread": sent.thread, "message": sent.digest})
    else:
        print_text(f"The call-back is on its way to {sent.peer}.")


@click.command(
    "decide",
    epilog="Example:  rogatory emergency decide /srv/rogatory/xb 019aaf00-3c00-7c5e-8d11-4f2a9b7c6d50 "
    '--own-key duty --answer go-on --number "+999 1 5550100" --spoke-with "the duty officer" '
    '--said "It is ours." --reason "He knew the case."',
)
@on_a_request
@click.option(
    "--answer", required=True, type=click.Choice(["go-on", "stop"]), help="Give data, or not."
)
@click.option("--number", required=True, help="The number telephoned: one of the State's card.")
@click.option("--spoke-with", required=True, help="Who answered.")
@click.option("--said", "statement", required=True, help="Content of the conversation.")
@click.option("--source", default="", help="Where the number is from, if this node holds no card.")
@click.option("--reason", required=True, help="Why this is decided.")
@as_json
@reported
@by_own_key
@for_officer()
def decide(
    home: Path,
    thread: str,
    officer: str,
    answer: str,
    number: str,
    spoke_with: str,
    statement: str,
    source: str,
    reason: str,
    as_json: bool,
) -> None:
    """Decide although the call-back was not answered, after a telephone call. A second officer reviews it."""
    from rogatory.node.call_back.not_reached import Telephoned, decide_not_reached

    taken = decide_not_reached(
        connections.node_at(home),
        thread,
        answer=answer,
        call=Telephoned(number, spoke_with, statement, source),
        reason=reason,
        officer=officer,
    )
    if as_json:
        print_json({"decision": taken.id, "answer": taken.answer})
    else:
        print_text("The decision is recorded; a second officer must review it.")


def _json(one: "OpenEmergency") -> "dict[str, Json]":
    confirmation = one.confirmation
    return {
        "thread": one.summary.thread,
        "state": one.summary.peer,
        "kind": one.summary.kind,
        "opened": format_moment(one.summary.opened),
        "call_back": confirmation.outcome.value,
        "allows": confirmation.allows,
        "asked": [
            {
                "authority": str(awaited.message.addressee),
                "at": format_moment(awaited.message.issued),
                "outcome": awaited.outcome,
            }
            for awaited in confirmation.call_backs
        ],
    }
