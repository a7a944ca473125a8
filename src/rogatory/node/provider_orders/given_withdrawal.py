# SPDX-License-Identifier: Apache-2.0
"""A withdrawal that somebody gave beside an order: its folder, and whether it withdraws that order.

It is judged by the directory that judges the order. The copy that comes with it is one more candidate for the newest.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.provider_orders.directory_inside import directory_inside
from rogatory.node.provider_orders.document import OrderDocument
from rogatory.node.provider_orders.layout import (
    OF_WITHDRAWAL,
    WITHDRAWAL,
    FolderPlace,
    read_order_folder,
)
from rogatory.node.provider_orders.signed_form import SignedForm, refuse_unsigned
from rogatory.node.provider_orders.withdrawal import (
    LARGEST_WITHDRAWAL,
    WithdrawalDocument,
    parse_withdrawal,
    withdrawal_reasons,
)
from rogatory.node.workstation.verification.trust import Trusted
from rogatory.seal.signatures import Signatures

if TYPE_CHECKING:
    from rogatory.directory.view.view import DirectoryView


@dataclass(frozen=True, slots=True)
class GivenWithdrawal:
    """A withdrawal as it was given. `document` is None where `faults` say why it cannot be read."""

    document: WithdrawalDocument | None
    data: bytes
    signatures: Signatures
    faults: tuple[Reason, ...]
    brought: "DirectoryView | None"
    """The directory that came with it, where it is of the network that was named; else None."""


def read_withdrawal(path: FolderPlace, network: str | None) -> GivenWithdrawal:
    """Return the withdrawal in a folder. Nothing of it is refused here: its faults are."""
    folder = read_order_folder(path, OF_WITHDRAWAL)
    faults: list[Reason] = []
    document, brought = None, None
    data = folder.bytes_of(WITHDRAWAL, LARGEST_WITHDRAWAL)
    try:
        folder.check_layout()
        document = parse_withdrawal(data)
        inside = directory_inside(folder)
        if inside is not None and inside.network == network:
            brought = inside.newest()
    except Refused as error:
        faults += error.reasons
    return GivenWithdrawal(document, data, folder.signatures(), tuple(faults), brought)


def refuse_other_withdrawal(
    given: GivenWithdrawal,
    order: OrderDocument,
    view: "DirectoryView",
    trusted: Trusted | None,
    now: datetime,
) -> WithdrawalDocument:
    """Return the withdrawal if it withdraws this order.

    1. It can be read.
    2. It names this order and its authority, and was signed after it.
    3. That authority signed it by both algorithms, for the network of the order, with keys in force now and then.

    Raises:
        Refused: with every reason of 1, else of 2 and 3.
    """
    refuse_if_any(given.faults)  # 1
    withdrawal = given.document
    assert withdrawal is not None  # else there is a fault
    reasons: list[Reason] = list(withdrawal_reasons(withdrawal, order))  # 2
    form = SignedForm(WITHDRAWAL, given.data, given.signatures, withdrawal)
    try:
        refuse_unsigned(form, view, trusted, now)  # 3
    except Refused as error:
        reasons += error.reasons
    refuse_if_any(reasons)
    return withdrawal
