# SPDX-License-Identifier: Apache-2.0
"""`rogatory backup`: backups of a node, while it runs."""

from rogatory.cli.tree import LateGroup

backup = LateGroup(
    "backup",
    help="Write encrypted backups of a node, while it runs; try, list and remove them. node.toml states where they are "
    "([backup]).",
    epilog="Example:  rogatory backup run /srv/rogatory/xb",
    places={
        "run": "rogatory.cli.backup.run:command",
        "list": "rogatory.cli.backup.show:list_all",
        "check": "rogatory.cli.backup.show:check",
        "prune": "rogatory.cli.backup.prune:command",
        "escrow": "rogatory.cli.backup.escrow:command",
        "drill": "rogatory.cli.backup.drill:command",
    },
)
