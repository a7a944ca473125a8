# SPDX-License-Identifier: Apache-2.0
"""`rogatory peer counterpart`: the register of States that have no node, kept by two officers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.workstation import connections
from rogatory.cli.options.own_key import by_own_key
from rogatory.cli.options.peers import (
    FILE,
    authority,
    home,
    proposal_json,
    read_object,
    reason,
)
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.cli.tree import LateGroup

if TYPE_CHECKING:
    from rogatory.node.peers.counterparts import CounterpartRecord

command = LateGroup(
    "counterpart",
    epilog="Example:  rogatory peer counterpart list /srv/rogatory/xb",
    help="The register of States that have no node: authorities, channels, languages, address, "
    "source and date. Never a State that the directory lists.",
    places={
        "propose": "rogatory.cli.peers.counterpart:propose",
        "confirm": "rogatory.cli.peers.counterpart:confirm",
        "decline": "rogatory.cli.peers.counterpart:decline",
        "list": "rogatory.cli.peers.counterpart:list_all",
    },
)


@click.command(
    "propose",
    epilog="Example:  rogatory peer counterpart propose /srv/rogatory/xb meridia.json --authority "
    "xb/central-authority --own-key lawyer",
)
@home
@click.argument("entry", type=FILE)
@authority
@as_json
@reported
@by_own_key
def propose(home: Path, entry: Path, authority: str, officer: str, as_json: bool) -> None:
    """Propose an entry of the register, or its next version, from a JSON file.

    Its members: state, name, authorities (name by id), channels (post, email, interpol, diplomatic,
    courier), languages, address, contacts, source, verified (the date).
    """
    from rogatory.node.peers.counterparts import parse_counterpart, propose_counterpart

    found = parse_counterpart(read_object(entry))
    made = propose_counterpart(
        connections.node_at(home), found, authority=authority, officer=officer
    )
    _print(made, as_json)


@click.command(
    "confirm",
    epilog="Example:  rogatory peer counterpart confirm /srv/rogatory/xb ID --own-key lawyer "
    "--reason 'Called back'",
)
@home
@click.argument("entry")
@reason
@as_json
@reported
@by_own_key
def confirm(home: Path, entry: str, reason: str, officer: str, as_json: bool) -> None:
    """Confirm an entry: the State can be written to, and its letters transcribed."""
    _decide(home, entry, officer, reason, accept=True, machine=as_json)


@click.command(
    "decline",
    epilog="Example:  rogatory peer counterpart decline /srv/rogatory/xb ID --own-key lawyer "
    "--reason 'No such office'",
)
@home
@click.argument("entry")
@reason
@as_json
@reported
@by_own_key
def decline(home: Path, entry: str, reason: str, officer: str, as_json: bool) -> None:
    """Decline an entry. It stays in the history."""
    _decide(home, entry, officer, reason, accept=False, machine=as_json)


@click.command("list", epilog="Example:  rogatory peer counterpart list /srv/rogatory/xb")
@home
@as_json
@reported
def list_all(home: Path, as_json: bool) -> None:
    """List the register: each version of each State, the oldest first."""
    from rogatory.node.peers.counterparts import register_history

    found = register_history(connections.node_at(home))
    if as_json:
        print_json({"register": [proposal_json(one.proposal) for one in found]})
        return
    for one in found:
        _print(one, machine=False)


def _decide(
    home: Path, entry: str, officer: str, reason: str, *, accept: bool, machine: bool
) -> None:
    from rogatory.node.peers.counterparts import decide_counterpart

    _print(
        decide_counterpart(connections.node_at(home), entry, officer, accept=accept, reason=reason),
        machine,
    )


def _print(one: "CounterpartRecord", machine: bool) -> None:
    if machine:
        print_json(proposal_json(one.proposal))
        return
    found, proposal = one.counterpart, one.proposal
    stands = {None: "waits for a second officer", True: "confirmed", False: "declined"}
    print_text(f"{found.state} {found.name}: {stands[proposal.accepted]}")
    for name, address in found.authorities.items():
        print_text(f"    {name}  {address}")
    print_text(f"    by {', '.join(one.value for one in found.channels)}; {found.address}")
    print_text(f"    source: {found.source}, verified {found.verified.isoformat()}")
    print_text(f"    entry {proposal.id} by {proposal.proposed_by}")
