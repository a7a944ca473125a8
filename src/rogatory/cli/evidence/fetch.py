# SPDX-License-Identifier: Apache-2.0
"""`rogatory evidence fetch`: a sealed package comes out of the own State's node."""

from pathlib import Path

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options import evidence as options
from rogatory.cli.options import own_node as own
from rogatory.cli.options.seal_digest import typed_seal
from rogatory.cli.output.progress import progress_bar
from rogatory.cli.output.reporting import as_json, grouped, print_json, print_text, reported
from rogatory.node.audit.at_terminal import as_officer
from rogatory.wire.canonical import Json


@click.command(
    "fetch",
    epilog="Example:  rogatory evidence fetch 3f0c… --node /srv/rogatory/xa --officer xa-0010 --out sealed",
)
@click.argument("seal", metavar="SEAL")
@own.node
@own.officer
@options.out("The sealed package: a folder that does not exist yet.")
@options.key(required=False)
@options.trust
@as_json
@reported
def command(
    seal: str,
    node: str,
    officer: str | None,
    target: Path,
    key_folder: Path | None,
    trust_path: Path | None,
    as_json: bool,
) -> None:
    """Fetch the package SEAL from the own State's node as a sealed folder, completely or not at all.

    SEAL is the digest shown on the package's page and in its `delivery` message. Nothing is opened: the
    folder is encrypted as it arrived, with its custody journal; `evidence open` or the workstation
    opens it. Over the network, an interrupted transfer continues where it stopped.
    """
    seal = typed_seal(seal)
    at_home = own.home_of(node, officer)
    if at_home:
        facts = _at_home(seal, *at_home, target)
    else:
        facts = _over_the_line(seal, node, target, key_folder, trust_path)
    if as_json:
        print_json({**facts, "out": str(target)})
        return
    print_text(f"The sealed package is in {target}: {own.size_of(facts)}.")
    print_text(f"  Seal     {grouped(str(facts['seal']))}")
    print_text(f"  Next:    rogatory evidence open {target} --key KEYS --out BAG")


def _at_home(seal: str, home: Path, officer: str, target: Path) -> dict[str, Json]:
    from rogatory.node.packages.hand_over import delivery_facts
    from rogatory.node.packages.take_out import take_out

    running = connections.node_at(home)
    with as_officer(running, officer, "evidence fetch", {"seal": seal}, reads=True):
        return delivery_facts(take_out(running, seal, target))


def _over_the_line(
    seal: str, address: str, target: Path, key_folder: Path | None, trust_path: Path | None
) -> dict[str, Json]:
    from rogatory.node.packages.hand_over import facts_of_seal
    from rogatory.node.workstation.own_node import fetch_from_own_node

    client = own.line_to(address, key_folder, trust_path)
    with progress_bar("Fetching") as progress:
        found = fetch_from_own_node(client, seal, target, progress)
    return facts_of_seal(found.seal, found.digest)
