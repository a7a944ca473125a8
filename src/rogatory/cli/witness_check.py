# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness check`: what a proof of misbehaviour shows, offline, for whoever is given it."""

import sys
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from rogatory.cli.counted import counted
from rogatory.cli.reporting import as_json, reported, tell, tell_json
from rogatory.cli.witness_options import FILE, at, trust, view_of
from rogatory.errors import ExitStatus


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
    """Decide what PROOF shows of the log that it accuses, by the keys that the directory lists.

    Exit 0 if it proves that the log contradicted itself; 1 if nothing is shown; 3 if both
    checkpoints are the log's and nothing yet says whether the one follows the other.
    """
    from rogatory.custody.misbehaviour import (
        LARGEST_MISBEHAVIOUR,
        check_misbehaviour,
        origin_of,
    )
    from rogatory.custody.quorum import witnessed_by
    from rogatory.disk import read_file
    from rogatory.node.witnesses.trust import witness_keys

    view = view_of(trust_path, at)
    data = read_file(proof, limit=LARGEST_MISBEHAVIOUR)
    origin = origin_of(data)
    vkeys = [
        record.vkey
        for state in view.states
        for record in view.entry(state).logs
        if record.origin == origin
    ]
    found = check_misbehaviour(data, vkeys)
    keys = witness_keys(view, view.states)
    shown: list[dict[str, Any]] = [
        {
            "size": one.checkpoint.size,
            "root": one.checkpoint.root.hex(),
            "cosigned": [each.state for each in witnessed_by(one.note, keys)],
        }
        for one in (found.first, found.second)
    ]
    kind = found.contradiction
    if as_json:
        tell_json({"origin": origin, "kind": kind.value, "proves": kind.proves, "signed": shown})
    else:
        tell(f"{kind.title}.")
        tell(f"The log: {origin}")
        for one in shown:
            tell(f"  signed: {counted(one['size'], 'entry')}, root {one['root']}")
            tell(f"          cosigned by {', '.join(one['cosigned']) or 'nobody'}")
        if not kind.proves:
            tell("This proves nothing yet: ask its State for a consistency proof between the two.")
    sys.exit(int(ExitStatus.HOLDS if kind.proves else ExitStatus.NOT_CHECKED))
