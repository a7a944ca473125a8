# SPDX-License-Identifier: Apache-2.0
"""`rogatory drill`: whether somebody answers at a contact point, measured instead of believed."""

from rogatory.cli.tree import LateGroup

drill = LateGroup(
    "drill",
    help="Drills of the network: each node sends them automatically at random times "
    "in the window that the other State's entry states; an officer on duty "
    "acknowledges. Nothing else depends on them.",
    epilog="Example:  rogatory drill statistics /srv/rogatory/xb --from 2026-01-01 --until 2027-01-01",
    places={
        "send": "rogatory.cli.drills.acts:send",
        "acknowledge": "rogatory.cli.drills.acts:acknowledge",
        "show": "rogatory.cli.drills.show:show",
        "statistics": "rogatory.cli.drills.show:statistics",
    },
)
