# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence hand-over`: a sealed package goes to the own State's node, which serves it."""

from functools import partial
from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options import evidence as options
from rogatory.cli.options import own_node as own
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.custody.journal.journal import Journal
from rogatory.node.audit.at_terminal import as_officer
from rogatory.node.workstation.acting import submit_journal
from rogatory.node.workstation.journals.folders import journal_folder
from rogatory.node.workstation.persistence import persisting
from rogatory.wire.canonical import Json


@click.command(
    "hand-over",
    epilog="Example:  rogatory evidence hand-over sealed --node https://node.xb.example --key keys-xb "
    "--trust directory",
)
@click.argument(
    "sealed", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="SEALED"
)
@own.node
@own.officer
@click.option("--thread", metavar="THREAD", help="For which request, where the seal names none.")
@click.option(
    "--reason",
    metavar="TEXT",
    help="Why, for the log: the officer's own words; with a home.",
)
@options.key(required=False)
@options.trust
@as_json
@reported
def command(
    sealed: Path,
    node: str,
    officer: str | None,
    thread: str | None,
    reason: str | None,
    key_folder: Path | None,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Hand over the sealed package SEALED to the own State's node, which keeps it for the other State.

    The node checks the seal, its recipients and every segment, and logs the handover. Over the network
    it accepts only what it lacks, so an interrupted run may be repeated. The output is what a
    `delivery` message states about the package; the console fills it in automatically.
    """
    at_home = own.home_of(node, officer)
    if at_home:
        facts = _at_home(sealed, *at_home, thread, reason)
    else:
        if thread is not None:
            raise click.UsageError("Over the line a package is for the thread that its seal names.")
        facts = _over_the_line(sealed, node, key_folder, trust_path)
    if as_json:
        print_json(dict(facts))
        return
    print_text(f"The node has the whole package: {own.size_of(facts)}.")
    print_text(f"  Seal     {grouped(str(facts['seal']))}")
    print_text("  Next: deliver it by a message in its thread, on the console.")


def _at_home(
    sealed: Path, home: Path, officer: str, thread: str | None, reason: str | None
) -> dict[str, Json]:
    from rogatory.node.packages.hand_over import delivery_facts, hand_over, thread_of_folder

    for_thread = thread or thread_of_folder(sealed)
    if for_thread is None:
        raise click.UsageError("The seal names no thread: --thread says for which request.")
    running = connections.node_at(home)
    with as_officer(running, officer, "evidence hand-over", {"thread": for_thread}):
        return delivery_facts(
            hand_over(running, sealed, thread=for_thread, officer=officer, reason=reason)
        )


def _over_the_line(
    sealed: Path, address: str, key_folder: Path | None, trust_path: Path | None
) -> dict[str, Json]:
    from rogatory.node.packages.hand_over import facts_of_seal
    from rogatory.node.workstation.own_node import hand_to_own_node

    client = own.line_to(address, key_folder, trust_path)
    with progress_bar("Handing over") as progress:
        submit = persisting(client.submit_events, partial(progress, 0, 1))
        submit_journal(Journal(journal_folder(sealed)), client.state, submit)
        found = hand_to_own_node(client, sealed, progress)
    return facts_of_seal(found.seal, found.digest)
