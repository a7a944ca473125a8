# SPDX-License-Identifier: Apache-2.0
"""Write the withdrawal of an order to a provider: from the end recorded in the case file, signed at the workstation."""

from datetime import datetime
from pathlib import Path

from rogatory.errors import refuse_if_any
from rogatory.node.case_files.ordering import order_in
from rogatory.node.context import Node
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.given_withdrawal import read_withdrawal
from rogatory.node.provider_orders.layout import OF_WITHDRAWAL, WITHDRAWAL
from rogatory.node.provider_orders.recorded_order import case_file_of_signer, kind_reasons
from rogatory.node.provider_orders.signed_folder import (
    FolderSigner,
    WrittenFolder,
    write_signed_folder,
)
from rogatory.node.provider_orders.signed_form import SignedForm, refuse_unsigned
from rogatory.node.provider_orders.withdrawal import WithdrawalDocument, parse_withdrawal


def withdrawal_document(
    node: Node, thread: str, order: str, *, officer: str, signer: str, at: datetime
) -> WithdrawalDocument:
    """Return the withdrawal of a recorded order whose end is recorded.

    1. The officer may record orders in this case file, and the signer is the authority in charge of it.
    2. The order is of a kind for providers, and its end is recorded.

    Raises:
        Refused: with every reason of 1, else of 2.
    """
    case_file = case_file_of_signer(node, thread, officer=officer, signer=signer)  # 1
    found = order_in(case_file, order)
    reasons = [*kind_reasons(found)]
    if found.ended is None:
        reasons.append(refusals.NOT_ENDED.because(order=order))
    refuse_if_any(reasons)  # 2
    assert found.ended is not None
    document = WithdrawalDocument(
        network=node.network,
        authority=signer,
        officer=officer,
        order=found.id,
        signed=at.replace(microsecond=0),
        since=found.ended.at.replace(microsecond=0),
        provider=found.custodian.name,
        reference=found.reference,
    )
    return parse_withdrawal(document.encode())


def write_withdrawal(
    document: WithdrawalDocument, signer: FolderSigner, out: Path, *, at: datetime
) -> WrittenFolder[WithdrawalDocument]:
    """Sign a withdrawal and write it at `out`, if a provider can read it and its signatures hold.

    Raises:
        Refused: with every reason; nothing is left at `out` then.
    """
    view = signer.directory.view(at)

    def refuse_failing(folder: Path) -> None:
        given = read_withdrawal(folder, view.network)
        refuse_if_any(given.faults)
        form = SignedForm(WITHDRAWAL, given.data, given.signatures, document)
        refuse_unsigned(form, view, signer.directory, at)

    return write_signed_folder(
        document, OF_WITHDRAWAL, signer, out, at=at, refuse_failing=refuse_failing
    )
