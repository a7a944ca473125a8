# SPDX-License-Identifier: Apache-2.0
"""`rogatory emergency`: claimed emergencies, and whether their State confirms them."""

from rogatory.cli.tree import LateGroup

emergency = LateGroup(
    "emergency",
    help="Emergencies addressed to your State: which are waiting, who was called "
    "back, what was decided. Confirming an emergency of your own State needs an "
    "officer's passkey, and is done on the console.",
    epilog="Example:  rogatory emergency list /srv/rogatory/xb",
    places={
        "list": "rogatory.cli.emergencies.acts:list_open",
        "call-back": "rogatory.cli.emergencies.acts:call_back",
        "decide": "rogatory.cli.emergencies.acts:decide",
    },
)
