# SPDX-License-Identifier: Apache-2.0
"""`rogatory log`: the custody log looked at from outside itself."""

from rogatory.cli.tree import LateGroup

log = LateGroup(
    "log",
    help="Compute the node's custody log again, export it as files, and follow the logs of other States.",
    places={
        "verify": "rogatory.cli.log_verify:command",
        "export": "rogatory.cli.log_export:command",
        "monitor": "rogatory.cli.log_monitor:command",
    },
)
