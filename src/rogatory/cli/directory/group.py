# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory`: the register of States: its ceremonies, its publisher, its readers."""

from rogatory.cli.tree import LateGroup

directory = LateGroup(
    "directory",
    help="The register of whom to trust: founded and changed by several holders "
    "together, published at once, read by every node.",
    places={
        "key": "rogatory.cli.directory.key:command",
        "create": "rogatory.cli.directory.create:command",
        "enrol": "rogatory.cli.directory.states:enrol",
        "delegate": "rogatory.cli.directory.states:delegate",
        "rotate": "rogatory.cli.directory.holders:rotate",
        "revoke": "rogatory.cli.directory.holders:revoke",
        "replace-threshold": "rogatory.cli.directory.holders:replace_threshold",
        "replace-publisher": "rogatory.cli.directory.holders:replace_publisher",
        "renew": "rogatory.cli.directory.holders:renew",
        "depositary": "rogatory.cli.directory.states:depositary",
        "sign": "rogatory.cli.directory.sign:sign",
        "combine": "rogatory.cli.directory.sign:combine",
        "publish": "rogatory.cli.directory.publish:publish",
        "copy": "rogatory.cli.directory.publish:copy",
        "publisher": "rogatory.cli.directory.serve:publisher",
        "serve": "rogatory.cli.directory.serve:serve",
        "show": "rogatory.cli.directory.show:show",
        "check": "rogatory.cli.directory.show:check",
        "refresh": "rogatory.cli.directory.node:refresh",
        "confirm": "rogatory.cli.directory.node:confirm",
        "own-key": "rogatory.cli.directory.node:own_key",
    },
)
