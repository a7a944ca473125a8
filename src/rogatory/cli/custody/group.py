# SPDX-License-Identifier: Apache-2.0
"""`rogatory custody`: journals of who did what with evidence."""

from rogatory.cli.tree import LateGroup

custody = LateGroup(
    "custody",
    help="Show a custody journal, finish one whose writing was interrupted, or hand one that was kept offline to the node's log.",
    places={
        "submit": "rogatory.cli.custody.submit:command",
        "show": "rogatory.cli.custody.show:command",
        "finish": "rogatory.cli.custody.finish:command",
    },
)
