# SPDX-License-Identifier: Apache-2.0
"""`rogatory order`: orders to providers."""

from rogatory.cli.tree import LateGroup

order = LateGroup(
    "order",
    help="Orders to providers: sign one from a case file; check one as a provider, without an account.",
    epilog="Example:  rogatory order check order --trust 5f70…",
    places={
        "write": "rogatory.cli.provider_orders.write:command",
        "withdraw": "rogatory.cli.provider_orders.withdraw:command",
        "check": "rogatory.cli.provider_orders.check:command",
        "letter": "rogatory.cli.provider_orders.letter:command",
        "report": "rogatory.cli.provider_orders.report:command",
        "etsi": "rogatory.cli.provider_orders.etsi:command",
        "etsi-read": "rogatory.cli.provider_orders.etsi_read:command",
    },
)
