# SPDX-License-Identifier: Apache-2.0
"""`rogatory log`: the custody log looked at from outside itself."""

from rogatory.cli.tree import LateGroup

log = LateGroup(
    "log",
    help="Compute the node's custody log again, export it as files, and follow the logs of other States.",
    places={
        "verify": "rogatory.cli.custody_log.verify:command",
        "export": "rogatory.cli.custody_log.export:command",
        "monitor": "rogatory.cli.custody_log.monitor:command",
    },
)
