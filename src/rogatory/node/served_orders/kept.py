# SPDX-License-Identifier: Apache-2.0
"""The signed folders that a case file keeps of an order, found again and read."""

from rogatory.errors import Refused
from rogatory.node.case_files.orders import DomesticOrder, KeptFolder
from rogatory.node.context import Node
from rogatory.node.provider_orders.layout import OF_ORDER, OrderFolder
from rogatory.node.served_orders import refusals
from rogatory.node.served_orders.archive import unpack
from rogatory.node.workstation.verification.trust import TrustedFingerprint


def kept_by_digest(order: DomesticOrder, digest: str) -> KeptFolder:
    """Return the folder of an order or of its withdrawal, by the digest of what was signed; refuses one that is not kept."""
    for one in (*order.signed, *order.withdrawals):
        if one.sha256 == digest:
            return one
    raise Refused(refusals.NO_FOLDER.because(folder=ascii(digest)[1:-1][:64]))


def last_signed(node: Node, order: DomesticOrder) -> OrderFolder:
    """Return the folder of an order that was signed last; refuses an order that was not signed."""
    if not order.signed:
        raise Refused(refusals.NOT_SIGNED.because())
    return unpack(node.objects.get(order.signed[-1].archive), OF_ORDER)


def trusted_root(node: Node) -> TrustedFingerprint:
    """Return the first root of this node's network, as something to trust."""
    return TrustedFingerprint(node.network, node.network)
