# SPDX-License-Identifier: Apache-2.0
"""The provisions on which the parts of a case file rest, by the instrument of its request."""

from collections.abc import Mapping

from rogatory.errors import PRACTICE, ReasonBasis
from rogatory.node.case_files.orders import ORDERS
from rogatory.node.context import Node
from rogatory.node.provisions.request_law import law_of_known

CHANNEL = "channel"
"""The provision on the authorities through which requests go, by its id in the law's data."""

CUSTODIAN_SECRECY = "custodian_secrecy"
"""The provision by which a custodian keeps an order secret, by its id."""

PARTS: Mapping[str, str | None] = {
    "case_number": "case_number",
    "assignment": None,
    "stage": None,
    "notes": None,
    "referrals": CHANNEL,
    "orders": "preservation_order",
    "promise": "hold",
    "office": "assisting_authority",
}
"""The id that each part of a case file cites; a part that cites nothing is an office's own practice.
`office` is the hand-over from a contact point to the authority that assists. Line 22 of the law's list."""

_CITED = frozenset(
    {
        CUSTODIAN_SECRECY,
        *(one for one in PARTS.values() if one is not None),
        *(facts.cites for facts in ORDERS.values()),
    }
)


def case_provisions(node: Node, thread: str) -> Mapping[str, ReasonBasis]:
    """Return what a case file and the messages and clocks of its thread cite, by id."""
    about = law_of_known(node, thread)
    return dict.fromkeys(_CITED, PRACTICE) if about is None else about.provisions(_CITED)
