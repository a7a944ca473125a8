# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness`: who cosigns this State's log, whose logs it cosigns, and proofs against liars."""

from rogatory.cli.tree import LateGroup

witness = LateGroup(
    "witness",
    epilog="Example:  rogatory witness show /srv/rogatory/xb",
    help="Witnesses: other States' nodes that cosign the custody log, so that nobody can rewrite "
    "it unseen; what this node saw of theirs; and proofs of misbehaviour.",
    places={
        "show": "rogatory.cli.witness_show:command",
        "keys": "rogatory.cli.witness_keys:command",
        "policy": "rogatory.cli.witness_policy:command",
        "verify": "rogatory.cli.witness_verify:command",
        "proof": "rogatory.cli.witness_proof:command",
        "check": "rogatory.cli.witness_check:command",
        "new-epoch": "rogatory.cli.witness_epoch:command",
        "accept-epoch": "rogatory.cli.witness_accept:command",
    },
)
