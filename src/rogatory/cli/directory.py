# SPDX-License-Identifier: Apache-2.0
"""`rogatory directory`: the register of States: its ceremonies, its publisher, its readers."""

from rogatory.cli.tree import LateGroup

directory = LateGroup(
    "directory",
    help="The register that says whom to trust: founded and changed by several holders together, "
    "published at once, read by every node.",
    places={
        "key": "rogatory.cli.directory_key:command",
    },
)
