# SPDX-License-Identifier: Apache-2.0
"""The record from which an order to a provider is signed: the case file, who may sign, and the kinds for providers."""

from collections.abc import Iterator

from rogatory.errors import Reason, refuse_if_any
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.journal import case_file_reasons, read_case_file
from rogatory.node.case_files.orders import DomesticOrder
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.document import FOR_PROVIDERS


def case_file_of_signer(node: Node, thread: str, *, officer: str, signer: str) -> CaseFile:
    """Return the case file of a thread, from which this authority signs.

    Raises:
        Refused: with every reason: the thread is not here; else the officer may not record orders in its case file, or
            the signer is not the authority in charge of it.
    """
    case_file = read_case_file(node, thread)
    reasons: list[Reason] = [
        *case_file_reasons(
            node.register.view(), case_file, officer, Permission.RECORD_ORDER, node.clock.now()
        )
    ]
    if signer != case_file.authority:
        reasons.append(refusals.OTHER_AUTHORITY.because(found=signer, wanted=case_file.authority))
    refuse_if_any(reasons)
    return case_file


def is_for_provider(order: DomesticOrder) -> bool:
    """Decide whether an order of that kind is signed for a provider."""
    return order.kind in FOR_PROVIDERS


def kind_reasons(order: DomesticOrder) -> Iterator[Reason]:
    """Yield why an order is of no kind for providers."""
    if not is_for_provider(order):
        kinds = ", ".join(FOR_PROVIDERS)
        yield refusals.NOT_FOR_PROVIDERS.because(kind=order.kind.value, kinds=kinds)
