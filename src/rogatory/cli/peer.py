# SPDX-License-Identifier: Apache-2.0
"""`rogatory peer`: other States: policies towards them, and those that have no node."""

from rogatory.cli.tree import LateGroup

peer = LateGroup(
    "peer",
    epilog="Example:  rogatory peer show /srv/rogatory/xb XA",
    help="Other States: by which road each is reached, this State's policy towards it, and threads "
    "by letter with those that have no node.",
    places={
        "show": "rogatory.cli.peer_show:command",
        "line": "rogatory.cli.peer_line:command",
        "policy": "rogatory.cli.peer_policy:command",
        "counterpart": "rogatory.cli.peer_counterpart:command",
        "transcribe": "rogatory.cli.peer_transcribe:command",
        "dispatch": "rogatory.cli.peer_dispatch:command",
    },
)
