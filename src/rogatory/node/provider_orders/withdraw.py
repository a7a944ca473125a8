# SPDX-License-Identifier: Apache-2.0
"""Write the withdrawal of an order to a provider: from the end recorded in the case file, signed at the workstation."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.disk import PartialFolder
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.case_files import refusals as case_file_refusals
from rogatory.node.case_files.journal import case_file_reasons, read_case_file
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.document import FOR_PROVIDERS
from rogatory.node.provider_orders.given_withdrawal import read_withdrawal
from rogatory.node.provider_orders.layout import WITHDRAWAL, WITHDRAWAL_SIGNATURES
from rogatory.node.provider_orders.signed_form import SignedForm, refuse_unsigned
from rogatory.node.provider_orders.withdrawal import WithdrawalDocument, parse_withdrawal
from rogatory.node.provider_orders.write import directory_files, put_files
from rogatory.node.workstation.keys.listed_keys import refuse_ended_keys
from rogatory.node.workstation.verification.trust import TrustedDirectory
from rogatory.seal.signatures import SigningKeys
from rogatory.wire.digests import sha256


@dataclass(frozen=True, slots=True)
class WrittenWithdrawal:
    """A withdrawal that lies in a folder."""

    folder: Path
    document: WithdrawalDocument
    digest: str


def withdrawal_document(
    node: Node, thread: str, order: str, *, officer: str, signer: str, at: datetime
) -> WithdrawalDocument:
    """Return the withdrawal of a recorded order whose end is recorded.

    1. The officer may record orders in this case file, and the signer is the authority in charge of it.
    2. The order is of a kind for providers, and its end is recorded.

    Raises:
        Refused: with every reason of 1, else of 2.
    """
    case_file = read_case_file(node, thread)
    reasons: list[Reason] = [
        *case_file_reasons(
            node.register.view(), case_file, officer, Permission.RECORD_ORDER, node.clock.now()
        )
    ]
    if signer != case_file.authority:
        reasons.append(refusals.OTHER_AUTHORITY.because(found=signer, wanted=case_file.authority))
    refuse_if_any(reasons)  # 1
    found = case_file.order(order)
    if found is None:
        raise Refused(case_file_refusals.ORDER_UNKNOWN.because(order=order[:40]))
    if found.kind not in FOR_PROVIDERS:
        kinds = ", ".join(FOR_PROVIDERS)
        reasons.append(refusals.NOT_FOR_PROVIDERS.because(kind=found.kind.value, kinds=kinds))
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
    document: WithdrawalDocument,
    directory: TrustedDirectory,
    out: Path,
    *,
    keys: SigningKeys,
    at: datetime,
) -> WrittenWithdrawal:
    """Sign a withdrawal and write it at `out`, with the directory.

    1. The directory lists the keys as in force, and it holds now.
    2. What was written is read as a provider reads it, and its signatures hold.

    Raises:
        Refused: with every reason; nothing is left at `out` then.
    """
    view = directory.view(at)
    refuse_ended_keys(keys, view, at)  # 1
    data = document.encode()
    signatures = keys.sign(data, document.signed)
    files = {
        WITHDRAWAL: data,
        WITHDRAWAL_SIGNATURES["p256"]: signatures.p256,
        **({WITHDRAWAL_SIGNATURES["mldsa65"]: signatures.mldsa65} if signatures.mldsa65 else {}),
        **directory_files(directory, view, document.authority, at),
    }
    with PartialFolder(out.absolute(), private=True) as partial:
        place = Path(os.fsdecode(partial.path))
        put_files(place, files)
        given = read_withdrawal(place, view.network)
        refuse_if_any(given.faults)
        form = SignedForm(
            WITHDRAWAL,
            given.data,
            given.signatures,
            document.network,
            document.authority,
            document.signed,
        )
        refuse_unsigned(form, view, directory, at)  # 2
    return WrittenWithdrawal(out, document, sha256(data))
