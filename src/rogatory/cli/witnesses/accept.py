# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness accept-epoch`: an officer accepts an epoch that does not follow what was seen."""

from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.own_key import by_own_key
from rogatory.cli.options.peers import home, reason
from rogatory.cli.options.typed_number import noted_at_terminal
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported


@click.command(
    "accept-epoch",
    epilog="Example:  rogatory witness accept-epoch /srv/rogatory/xb XA 2 --own-key head "
    '--reason "Called the head of unit: their disk was lost"',
)
@home
@click.argument("state")
@click.argument("epoch", type=click.IntRange(2))
@reason
@as_json
@reported
@by_own_key
@noted_at_terminal()
def command(home: Path, state: str, epoch: int, officer: str, reason: str, as_json: bool) -> None:
    """Accept a new EPOCH of the log of STATE although it does not begin with the last checkpoint
    that this node cosigned, because an officer has called that State and knows the reason.

    What the State lost of its log stays lost there, and what was cosigned stays provable here.
    """
    from rogatory.node.witnesses.cosign import accept_epoch

    node = connections.node_at(home)
    found = accept_epoch(node, state.upper(), epoch, officer=officer, reason=reason)
    if as_json:
        print_json({"state": found.state, "epoch": found.epoch, "origin": found.origin})
        return
    print_text(
        f"Epoch {epoch} of {found.state} is accepted; its node may ask for cosignatures again."
    )
