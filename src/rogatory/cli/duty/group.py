# SPDX-License-Identifier: Apache-2.0
"""`rogatory duty`: who is on duty, who is called when, and how the watch is handed on."""

from rogatory.cli.tree import LateGroup

duty = LateGroup(
    "duty",
    help="Rosters of your own authorities: who is on duty and who is next, who is "
    "alerted when nobody answers, and how duty is handed over.",
    epilog="Example:  rogatory duty on-call /srv/rogatory/xb",
    places={
        "on-call": "rogatory.cli.duty.show:on_call",
        "show": "rogatory.cli.duty.show:show",
        "ladder": "rogatory.cli.duty.show:ladder",
        "roster": "rogatory.cli.duty.roster:roster",
        "import": "rogatory.cli.duty.calendar:take_in",
        "export": "rogatory.cli.duty.calendar:write_out",
        "stand-in": "rogatory.cli.duty.acts:stand_in",
        "hand-over": "rogatory.cli.duty.acts:hand_over",
        "answer": "rogatory.cli.duty.acts:answer",
        "contact": "rogatory.cli.duty.acts:contact",
    },
)
