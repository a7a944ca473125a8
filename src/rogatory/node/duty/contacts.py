# SPDX-License-Identifier: Apache-2.0
"""Where an officer is reached: known inside his State only, and never part of a message."""

from collections.abc import Iterable

from rogatory.errors import refuse_if_any
from rogatory.node.context import Node
from rogatory.node.duty import refusals
from rogatory.node.duty.addresses import is_address
from rogatory.node.officers.register import officer_reasons
from rogatory.node.permissions import Permission
from rogatory.node.repositories.duty import OfficerContact
from rogatory.wire.identifiers import uuid7

MOST_ADDRESSES = 4
"""An office, a telephone's mail, a substitute's: each call goes to all of them."""


def keep_contact(node: Node, officer: str, mail: Iterable[str], by: str) -> OfficerContact:
    """Write down where an officer is called; what was written before counts no more.

    1. The officer may answer calls; another one writes it only if he may set rosters.
    2. Each address is one, and there are not too many.

    Raises:
        Refused: with every reason; nothing is written.
    """
    at, view, addresses = node.clock.now(), node.register.view(), tuple(dict.fromkeys(mail))
    permission = Permission.KEEP_CONTACT if by == officer else Permission.WRITE_ROSTER
    refuse_if_any(
        [
            *officer_reasons(view, by, None, permission, at),  # 1
            *officer_reasons(view, officer, None, Permission.ACKNOWLEDGE_PAGE, at),
            *(
                refusals.ADDRESS_FORM.because(address=ascii(one)[1:-1][:81], limit=MOST_ADDRESSES)
                for place, one in enumerate(addresses)
                if place >= MOST_ADDRESSES or not is_address(one)
            ),  # 2
        ]
    )
    record = OfficerContact(uuid7(at, node.random(10)), officer, addresses, by, at)
    with node.store.transaction():
        node.store.add_contact(record)
    return record
