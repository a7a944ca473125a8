# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory`: the register of States: its ceremonies, its publisher, its readers."""

from rogatory.cli.tree import LateGroup

directory = LateGroup(
    "directory",
    help="The register that says whom to trust: founded and changed by several holders together, "
    "published at once, read by every node.",
    places={
        "key": "rogatory.cli.directory_key:command",
        "create": "rogatory.cli.directory_create:command",
        "enrol": "rogatory.cli.directory_states:enrol",
        "delegate": "rogatory.cli.directory_states:delegate",
        "rotate": "rogatory.cli.directory_holders:rotate",
        "revoke": "rogatory.cli.directory_holders:revoke",
        "replace-threshold": "rogatory.cli.directory_holders:replace_threshold",
        "replace-publisher": "rogatory.cli.directory_holders:replace_publisher",
        "renew": "rogatory.cli.directory_holders:renew",
        "depositary": "rogatory.cli.directory_states:depositary",
        "sign": "rogatory.cli.directory_sign:sign",
        "combine": "rogatory.cli.directory_sign:combine",
        "publish": "rogatory.cli.directory_publish:publish",
        "copy": "rogatory.cli.directory_publish:copy",
        "publisher": "rogatory.cli.directory_serve:publisher",
        "serve": "rogatory.cli.directory_serve:serve",
        "show": "rogatory.cli.directory_show:show",
        "check": "rogatory.cli.directory_show:check",
        "refresh": "rogatory.cli.directory_node:refresh",
        "confirm": "rogatory.cli.directory_node:confirm",
    },
)
