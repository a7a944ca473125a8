# SPDX-License-Identifier: Apache-2.0
"""`rogatory matter`: the work inside one's own State, which no message tells of."""

from rogatory.cli.tree import LateGroup

matter = LateGroup(
    "matter",
    help="The work inside your own State on a thread: own number, assignment, notes, referrals, "
    "domestic orders and their clocks. Nothing of it is told to anybody outside.",
    epilog="Example:  rogatory matter show /srv/rogatory/xb 0198… --officer xb-0001",
    places={
        "list": "rogatory.cli.matter_show:list_matters",
        "show": "rogatory.cli.matter_show:show",
        "number": "rogatory.cli.matter_work:give_number",
        "assign": "rogatory.cli.matter_work:give_to",
        "note": "rogatory.cli.matter_work:write_note",
        "restrict": "rogatory.cli.matter_restrict:command",
        "stage": "rogatory.cli.matter_work:say_stage",
        "refer": "rogatory.cli.matter_refer:refer_it",
        "letter": "rogatory.cli.matter_refer:keep_letter",
        "result": "rogatory.cli.matter_refer:keep_result",
        "recall": "rogatory.cli.matter_refer:recall",
        "similar": "rogatory.cli.matter_similar:command",
        "export": "rogatory.cli.matter_export:command",
        "order": "rogatory.cli.matter_order:order",
        "renew": "rogatory.cli.matter_order:renew",
        "end": "rogatory.cli.matter_order:end",
    },
)
