# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness policy`: who must have cosigned a State's log; also for other verifiers."""

from datetime import datetime
from pathlib import Path

import click

from rogatory.cli.output.reporting import as_json, print_json, print_text, reported
from rogatory.cli.witnesses.options import at, policy_file, policy_for, trust, view_of


@click.command("policy", epilog="Example:  rogatory witness policy XA --trust directory --c2sp")
@click.argument("state")
@trust
@at
@policy_file
@click.option("--c2sp", is_flag=True, help="Write it as a C2SP tlog-policy file, with all keys.")
@as_json
@reported
def command(
    state: str,
    trust_path: Path,
    at: datetime | None,
    policy_path: Path | None,
    c2sp: bool,
    as_json: bool,
) -> None:
    """Show the policy by which the log of STATE is witnessed: that of its entry, or of a file."""
    from rogatory.custody.log.quorum import to_tlog_policy
    from rogatory.node.witnesses.trust import witness_keys

    code = state.upper()
    view = view_of(trust_path, at)
    policy = policy_for(view, code, policy_path)
    if as_json:
        print_json({"state": code, "policy": str(policy), "states": list(policy.states)})
    elif c2sp:
        logs = [record.vkey for record in view.entry(code).logs]
        print_text(to_tlog_policy(policy, logs, witness_keys(view, policy.states)).rstrip("\n"))
    else:
        print_text(str(policy))
