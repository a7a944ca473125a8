# SPDX-License-Identifier: Apache-2.0
"""`rogatory witness`: who cosigns this State's log, whose logs it cosigns, and proofs against liars."""

from rogatory.cli.tree import LateGroup

witness = LateGroup(
    "witness",
    epilog="Example:  rogatory witness show /srv/rogatory/xb",
    help="Witnesses: other States' nodes that cosign the custody log, so that nobody can rewrite "
    "it unseen; what this node saw of theirs; and proofs of misbehaviour.",
    places={
        "show": "rogatory.cli.witnesses.show:command",
        "keys": "rogatory.cli.witnesses.keys:command",
        "policy": "rogatory.cli.witnesses.policy:command",
        "verify": "rogatory.cli.witnesses.verify:command",
        "proof": "rogatory.cli.witnesses.proof:command",
        "check": "rogatory.cli.witnesses.check:command",
        "new-epoch": "rogatory.cli.witnesses.epoch:command",
        "accept-epoch": "rogatory.cli.witnesses.accept:command",
    },
)
