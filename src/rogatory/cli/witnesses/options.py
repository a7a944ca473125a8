# SPDX-License-Identifier: Apache-2.0
"""The common options of commands on witnesses: a copy of the directory as of a day, and a
policy.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.cli.options.peers import UtcMoment
from rogatory.disk import read_file, shown
from rogatory.errors import Refused
from rogatory.node.witnesses.refusals import POLICY_UNSTATED
from rogatory.node.workstation.refusals import TRUST_UNKNOWN
from rogatory.wire.witness_policy import LARGEST_POLICY, Policy, parse_policy
from rogatory.wire.words import P_

if TYPE_CHECKING:
    from datetime import datetime

    from rogatory.directory.view.view import DirectoryView

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

trust = click.option(
    "--trust",
    "trust_path",
    required=True,
    type=click.Path(exists=True, path_type=Path),
    help="A copy of the directory, a court bundle's `directory` folder, or a node's home.",
)
at = click.option(
    "--at", type=UtcMoment(), help="The day as of which the copy is read; by default, now."
)
policy_file = click.option("--policy", "policy_path", type=FILE, help="A policy file of one's own.")


def view_of(trust_path: Path, at: "datetime | None") -> "DirectoryView":
    """Return the directory of a copy as of a moment; refuses what is none, or had expired."""
    from rogatory.node.workstation.verification.trust import TrustedDirectory, read_trust

    trusted = read_trust(trust_path)
    if not isinstance(trusted, TrustedDirectory):
        problem = P_("it is no copy of the directory")
        raise Refused(TRUST_UNKNOWN.because(path=shown(trust_path), problem=problem))
    return trusted.view(at or SystemClock().now())


def policy_for(view: "DirectoryView", state: str, policy_path: Path | None) -> Policy:
    """Return the policy of a file, or else the one that a State's entry states for its logs.

    Raises:
        Refused: it is malformed, or there is none.
    """
    from rogatory.node.witnesses.trust import witness_policy

    if policy_path is not None:
        return parse_policy(read_file(policy_path, limit=LARGEST_POLICY).decode(errors="replace"))
    policy = witness_policy(view, state)
    if policy is None:
        raise Refused(POLICY_UNSTATED.because(state=state))
    return policy
