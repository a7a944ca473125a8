# SPDX-License-Identifier: Apache-2.0
"""`rogatory keys`: an authority's keys and a State's CA."""

from rogatory.cli.tree import LateGroup

keys = LateGroup(
    "keys",
    help="Make the keys of an authority, or the certification office of a State.",
    places={
        "issue": "rogatory.cli.keys.issue:command",
        "list": "rogatory.cli.keys.list:command",
        "renew": "rogatory.cli.keys.renew:command",
        "new": "rogatory.cli.keys.new:command",
        "recipients": "rogatory.cli.keys.recipients:command",
        "recovery": "rogatory.cli.keys.recovery:recovery",
        "officer": "rogatory.cli.keys.officer:command",
        "state-ca": "rogatory.cli.keys.state_ca:command",
        "revocation-list": "rogatory.cli.keys.revocation_list:command",
    },
)
