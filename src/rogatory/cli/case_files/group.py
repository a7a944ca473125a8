# SPDX-License-Identifier: Apache-2.0
"""`rogatory matter`: the work inside one's own State, which no message mentions."""

from rogatory.cli.tree import LateGroup

case_files = LateGroup(
    "matter",
    help="Case files: work inside your own State on a request: own number, "
    "assignment, notes, referrals, domestic orders and their deadlines. Nothing "
    "in a case file is sent outside the State.",
    epilog="Example:  rogatory matter show /srv/rogatory/xb 0198… --officer xb-0001",
    places={
        "list": "rogatory.cli.case_files.show:list_case_files",
        "show": "rogatory.cli.case_files.show:show",
        "number": "rogatory.cli.case_files.work:give_number",
        "assign": "rogatory.cli.case_files.work:give_to",
        "note": "rogatory.cli.case_files.work:write_note",
        "restrict": "rogatory.cli.case_files.restrict:command",
        "stage": "rogatory.cli.case_files.work:say_stage",
        "refer": "rogatory.cli.case_files.refer:refer_it",
        "letter": "rogatory.cli.case_files.refer:keep_letter",
        "result": "rogatory.cli.case_files.refer:keep_result",
        "recall": "rogatory.cli.case_files.refer:recall",
        "similar": "rogatory.cli.case_files.similar:command",
        "export": "rogatory.cli.case_files.export:command",
        "order": "rogatory.cli.case_files.order:order",
        "renew": "rogatory.cli.case_files.order:renew",
        "end": "rogatory.cli.case_files.order:end",
    },
)
