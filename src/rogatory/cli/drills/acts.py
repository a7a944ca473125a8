# SPDX-License-Identifier: Apache-2.0
"""`rogatory drill send` and `rogatory drill acknowledge`."""

from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.case_files import home_argument, officer_option, thread_argument
from rogatory.cli.options.need_to_know import for_officer
from rogatory.cli.options.typed_number import noted_at_terminal
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.node.repositories.drafts import Draft


@click.command("send", epilog="Example:  rogatory drill send /srv/rogatory/xa XB --officer xa-0001")
@home_argument
@click.argument("state")
@click.option(
    "--to", "authority", metavar="AUTHORITY", help="Which contact point; else one is drawn."
)
@officer_option
@as_json
@reported
@noted_at_terminal()
def send(home: Path, state: str, authority: str | None, officer: str, as_json: bool) -> None:
    """Drill a contact point of STATE now, if that is inside the window that its entry states."""
    from rogatory.node.drill_runs.send import send_drill

    sent = send_drill(
        connections.node_at(home), state.upper(), authority=authority, officer=officer
    )
    if as_json:
        print_json({"thread": sent.thread, "message": sent.digest})
    else:
        print_text(f"The drill is on its way to {sent.peer}: thread {sent.thread}")


@click.command(
    "acknowledge",
    epilog="Example:  rogatory drill acknowledge /srv/rogatory/xb 019aaf00-3c00-7c5e-8d11-4f2a9b7c6d50"
    " --officer xb-0001",
)
@home_argument
@thread_argument
@officer_option
@as_json
@reported
@for_officer()
def acknowledge(home: Path, thread: str, officer: str, as_json: bool) -> None:
    """Acknowledge the drill THREAD: an officer on duty has read it."""
    from rogatory.node.drill_runs.acknowledge import acknowledge_drill

    sent = acknowledge_drill(connections.node_at(home), thread, officer)
    waits = isinstance(sent, Draft)
    if as_json:
        print_json({"thread": sent.thread, "waits_for_approval": waits})
    elif waits:
        print_text("The acknowledgement waits for a second officer, as this State's entry demands.")
    else:
        print_text("The drill is acknowledged.")
