# SPDX-License-Identifier: Apache-2.0
"""`rogatory treaty`: the law as this State's node has it, and how its ministry corrects it."""

from rogatory.cli.tree import LateGroup

treaty = LateGroup(
    "treaty",
    epilog="Example:  rogatory treaty status /srv/rogatory/xb --state XM",
    help="The law as this node applies it: who is bound, which basis applies, grounds "
    "and offences; and corrections by the ministry, which a second person "
    "reviews.",
    places={
        "status": "rogatory.cli.law.show:status",
        "forecast": "rogatory.cli.law.show:forecast",
        "basis": "rogatory.cli.law.show:basis",
        "terms": "rogatory.cli.law.terms:terms",
        "reservations": "rogatory.cli.law.reservations:reservations",
        "grounds": "rogatory.cli.law.lists:grounds",
        "offences": "rogatory.cli.law.lists:offences",
        "questions": "rogatory.cli.law.lists:questions",
        "correct": "rogatory.cli.law.correct:correct",
        "import": "rogatory.cli.law.correct:import_table",
        "proposed": "rogatory.cli.law.correct:proposed",
        "review": "rogatory.cli.law.correct:review",
        "sheet": "rogatory.cli.law.verification:sheet",
        "progress": "rogatory.cli.law.verification:progress",
        "new-bilateral": "rogatory.cli.law.bilateral:new_bilateral",
        "load": "rogatory.cli.law.bilateral:load",
        "history": "rogatory.cli.law.correct:history",
    },
)
