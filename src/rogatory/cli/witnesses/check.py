# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness check`: what a proof against a log shows, offline, for its recipient."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.cli.witnesses.options import FILE, at, trust, view_of
from rogatory.disk import read_file
from rogatory.errors import ExitStatus, Refused
from rogatory.node.misbehaviour.refusals import PROOF_UNCHECKED
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rogatory.custody.log.checkpoint import SignedCheckpoint
    from rogatory.directory.view.view import DirectoryView


@click.command(
    "check",
    epilog="Example:  rogatory witness check xa.misbehaviour.json --trust directory",
)
@click.argument("proof", type=FILE)
@trust
@at
@as_json
@reported
def command(proof: Path, trust_path: Path, at: datetime | None, as_json: bool) -> None:
    """Decide what PROOF shows, by the keys that the directory lists: that a log contradicted itself
    (*.misbehaviour.json) or a receipt of its node (*.unlogged.json), or that the directory's publisher
    signed two contents of one version (*.split.json).

    Exit 0 if that is proved; 1 if nothing is shown; 3 if both checkpoints are the log's and nothing
    yet says whether the one follows the other.
    """
    from rogatory.directory.view import split
    from rogatory.node.misbehaviour.kinds import LARGEST_PROOF, stated_kind
    from rogatory.node.misbehaviour.unlogged import KIND

    as_of = at or SystemClock().now()
    view = view_of(trust_path, as_of)
    data = read_file(proof, limit=LARGEST_PROOF)
    kind = stated_kind(data)
    if kind == split.KIND:
        _print_split(data, view, as_json=as_json)
    elif kind == KIND:
        _print_not_kept(data, view, as_of, as_json=as_json)
    else:
        _print_contradiction(data, view, as_json=as_json)


def _print_split(data: bytes, view: "DirectoryView", *, as_json: bool) -> None:
    from rogatory.directory.view.split import check_split

    if view.published is None:
        raise Refused(PROOF_UNCHECKED.because())
    found = check_split(data, view.published.keys, view.network)
    in_force = not view.published.in_force.isdisjoint(found.keyids)
    if as_json:
        print_json(
            {
                "network": found.network,
                "kind": "split-view",
                "proves": True,
                "version": found.version,
                "snapshots": list(found.digests),
                "keys": list(found.keyids),
                "in_force": in_force,
            }
        )
        return
    print_text(f"The publisher signed two contents of version {found.version} of the directory.")
    print_text(f"The network: {found.network}")
    for digest in found.digests:
        print_text(f"  snapshot {digest}")
    for keyid in found.keyids:
        print_text(f"  both signed by the key {keyid}")
    if in_force:
        print_text(
            "The newest root still lists that key: replace it (rogatory directory replace-publisher)."
        )
    else:
        print_text("The newest root does not list that key any more.")


def _print_contradiction(data: bytes, view: "DirectoryView", *, as_json: bool) -> None:
    from rogatory.custody.log.misbehaviour import check_misbehaviour, origin_of

    origin = origin_of(data)
    vkeys = [
        vkey
        for state in view.states
        for record in view.entry(state).logs
        if record.origin == origin
        for vkey in record.vkeys
    ]
    found = check_misbehaviour(data, vkeys)
    shown = _shown(view, (found.first, found.second))
    kind = found.contradiction
    if as_json:
        print_json({"origin": origin, "kind": kind.value, "proves": kind.proves, "signed": shown})
    else:
        print_text(f"{kind.title}.")
        _print_signed(origin, shown)
        if not kind.proves:
            print_text(
                "This proves nothing yet: ask its State for a consistency proof between the two."
            )
    sys.exit(int(ExitStatus.HOLDS if kind.proves else ExitStatus.NOT_CHECKED))


def _print_not_kept(data: bytes, view: "DirectoryView", at: datetime, *, as_json: bool) -> None:
    from rogatory.node.misbehaviour.unlogged import KIND, check_unlogged

    found = check_unlogged(data, view, at)
    receipt, entry = found.receipt, found.entry
    shown, received = _shown(view, (found.signed,)), format_moment(receipt.received)
    if as_json:
        print_json(
            {
                "origin": entry.origin,
                "kind": KIND,
                "proves": True,
                "state": receipt.node,
                "message": receipt.message,
                "received": received,
                "index": entry.index,
                "signed": shown,
            }
        )
        return
    print_text(
        f"The node of {receipt.node} signed a receipt, and its log has another entry in that place."
    )
    print_text(f"The receipt: of {received}, for the message {receipt.message}")
    print_text(f"  names the entry {entry.index}")
    _print_signed(entry.origin, shown)


def _shown(view: "DirectoryView", signed: "Sequence[SignedCheckpoint]") -> list[dict[str, Any]]:
    from rogatory.custody.log.quorum import witnessed_by
    from rogatory.node.witnesses.trust import witness_keys

    keys = witness_keys(view, view.states)
    return [
        {
            "size": one.checkpoint.size,
            "root": one.checkpoint.root.hex(),
            "cosigned": [each.state for each in witnessed_by(one.note, keys)],
        }
        for one in signed
    ]


def _print_signed(origin: str, shown: list[dict[str, Any]]) -> None:
    print_text(f"The log: {origin}")
    for one in shown:
        print_text(f"  signed: {counted(one['size'], 'entry')}, root {one['root']}")
        print_text(f"          cosigned by {', '.join(one['cosigned']) or 'nobody'}")
