# SPDX-License-Identifier: Apache-2.0
"""`rogatory peer`: other States: policies towards them, and those that have no node."""

from rogatory.cli.tree import LateGroup

peer = LateGroup(
    "peer",
    epilog="Example:  rogatory peer show /srv/rogatory/xb XA",
    help="Other States: how each is reached, this State's policy towards it, and "
    "requests by letter with those that have no node.",
    places={
        "show": "rogatory.cli.peers.show:command",
        "line": "rogatory.cli.peers.health:command",
        "policy": "rogatory.cli.peers.policy:command",
        "counterpart": "rogatory.cli.peers.counterpart:command",
        "transcribe": "rogatory.cli.postal.transcribe:command",
        "dispatch": "rogatory.cli.postal.dispatch:command",
    },
)
