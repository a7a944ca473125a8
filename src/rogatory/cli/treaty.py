# SPDX-License-Identifier: Apache-2.0
"""`rogatory treaty`: the law as this State's node has it, and how its ministry corrects it."""

from rogatory.cli.tree import LateGroup

treaty = LateGroup(
    "treaty",
    epilog="Example:  rogatory treaty status /srv/rogatory/xb --state XM",
    help="The law as this node has it: who is bound, which basis serves, grounds and offences; and "
    "its corrections by the ministry, which a second person reviews.",
    places={
        "status": "rogatory.cli.treaty_show:status",
        "forecast": "rogatory.cli.treaty_show:forecast",
        "basis": "rogatory.cli.treaty_show:basis",
        "grounds": "rogatory.cli.treaty_lists:grounds",
        "offences": "rogatory.cli.treaty_lists:offences",
        "questions": "rogatory.cli.treaty_lists:questions",
        "correct": "rogatory.cli.treaty_correct:correct",
        "import": "rogatory.cli.treaty_correct:import_table",
        "review": "rogatory.cli.treaty_correct:review",
        "history": "rogatory.cli.treaty_correct:history",
    },
)
