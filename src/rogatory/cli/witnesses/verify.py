# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness verify`: a proof of an event, and which policy its checkpoint meets."""

import sys
from datetime import datetime
from pathlib import Path

import click

from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.cli.witnesses.options import FILE, at, policy_file, policy_for, trust, view_of
from rogatory.custody.events.event import LARGEST_EVENT
from rogatory.disk import read_file
from rogatory.errors import ExitStatus


@click.command(
    "verify",
    epilog="Example:  rogatory witness verify 0001.tlog-proof 0001.json --trust bundle/directory",
)
@click.argument("proof", type=FILE)
@click.argument("event", type=FILE)
@trust
@at
@policy_file
@as_json
@reported
def command(
    proof: Path,
    event: Path,
    trust_path: Path,
    at: datetime | None,
    policy_path: Path | None,
    as_json: bool,
) -> None:
    """Verify, offline, that EVENT is in the log of its State by PROOF, and show who cosigned.

    Exit status 0 if the policy is met (that of the State's entry, or of --policy), 3 if the proof holds
    and its policy is not met: then only that State vouches for it.
    """
    from rogatory.custody.log.epoch import parse_origin
    from rogatory.custody.log.proof import LARGEST_PROOF, refuse_foreign, verify_proof
    from rogatory.custody.log.quorum import witnessed_by
    from rogatory.node.witnesses.trust import witness_keys

    view = view_of(trust_path, at)
    data, about = read_file(proof, limit=LARGEST_PROOF), read_file(event, limit=LARGEST_EVENT)
    origin = refuse_foreign(data, about)
    log = parse_origin(origin)
    logs = view.entry(log.state).logs
    vkeys = [key for one in logs if one.origin == origin for key in one.vkeys]
    found = verify_proof(data, about, origin=origin, vkeys=vkeys)
    policy = policy_for(view, log.state, policy_path)
    counted = witnessed_by(found.checkpoint.note, witness_keys(view, view.states))
    met = policy.met_by({one.state for one in counted})
    if as_json:
        print_json(
            {
                "origin": origin,
                "index": found.index,
                "size": found.checkpoint.checkpoint.size,
                "policy": str(policy),
                "met": met,
                "cosigned": [one.state for one in counted],
            }
        )
    else:
        print_text(f"Entry {found.index} of {found.checkpoint.checkpoint.size} in {origin}")
        print_text(f"Cosigned by: {', '.join(one.state for one in counted) or 'nobody'}")
        print_text(f"Policy: {policy}: {'met' if met else 'not met'}")
    sys.exit(int(ExitStatus.HOLDS if met else ExitStatus.NOT_CHECKED))
