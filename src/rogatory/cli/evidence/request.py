# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence request`: the request that evidence is collected under, for the examiner."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options import evidence as options
from rogatory.cli.options.typed_number import typed_officer
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.errors import Refused
from rogatory.node.audit.at_terminal import as_officer
from rogatory.node.messages.take_out_message import take_out_message
from rogatory.node.officers.refusals import THREAD_UNKNOWN

if TYPE_CHECKING:
    from rogatory.node.context import Node


@click.command(
    "request",
    epilog="Example:  rogatory evidence request 01938f3e-… --node /srv/rogatory/xb --officer xb-0010 --out request",
)
@click.argument("what", metavar="THREAD|MESSAGE")
@click.option(
    "--node",
    "home",
    required=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="HOME",
    help="The home of your State's node: it has the messages.",
)
@typed_officer("Who takes it, such as xb-0010.")
@options.out("The request as files: a folder that does not exist yet.")
@as_json
@reported
def command(what: str, home: Path, officer: str, target: Path, as_json: bool) -> None:
    """Write the request that opened THREAD, or any MESSAGE by its digest, byte for byte as it was signed.

    `evidence collect --request` reads the folder: the collected bag then names its request.
    """
    node = connections.node_at(home)
    digest = what if re.fullmatch(r"[0-9a-f]{64}", what) else _opening(node, what)
    with as_officer(node, officer, "evidence request", {"message": digest}, reads=True):
        take_out_message(node, digest, target)
    if as_json:
        print_json({"message": digest, "out": str(target)})
        return
    print_text(f"The request is in {target}, with its signatures and approvals.")
    print_text(f"  Digest   {grouped(digest)}")


def _opening(node: "Node", thread: str) -> str:

    transcript = node.store.transcript(thread)
    if not transcript:
        raise Refused(THREAD_UNKNOWN.because(thread=ascii(thread)[:40]))
    return transcript[0].digest
