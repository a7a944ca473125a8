# SPDX-License-Identifier: Apache-2.0
"""Write an order to a provider: from the record in the case file, signed at the authority's workstation."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.errors import refuse_if_any
from rogatory.node.case_files.ordering import running_order
from rogatory.node.context import Node
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.check import check_order
from rogatory.node.provider_orders.document import (
    Authoriser,
    OrderDocument,
    OrderedAccount,
    OrderRenewal,
    parse_order,
)
from rogatory.node.provider_orders.layout import CARD, OF_ORDER
from rogatory.node.provider_orders.recorded_order import case_file_of_signer, kind_reasons
from rogatory.node.provider_orders.signed_folder import (
    FolderSigner,
    WrittenFolder,
    write_signed_folder,
)
from rogatory.wire.moments import format_moment


@dataclass(frozen=True, slots=True)
class OrderTerms:
    """The statements of an order that the case file does not have, as the officer gives them."""

    authorised_by: Authoriser
    reply_to: str
    accounts: tuple[OrderedAccount, ...] = ()
    legal_basis: str | None = None
    data_from: datetime | None = None
    data_until: datetime | None = None
    due: datetime | None = None


def order_document(
    node: Node,
    thread: str,
    order: str,
    terms: OrderTerms,
    *,
    officer: str,
    signer: str,
    at: datetime,
) -> OrderDocument:
    """Return the document of a recorded order that runs.

    1. The officer may record orders in this case file, and the signer is the authority in charge of it.
    2. The order runs, has not ended, and is of a kind for providers.
    3. What the terms add is in its form.

    Raises:
        Refused: with every reason of 1, else of 2, else of 3.
    """
    case_file = case_file_of_signer(node, thread, officer=officer, signer=signer)  # 1
    found = running_order(case_file, order)
    reasons = [*kind_reasons(found)]
    if found.until <= at:
        reasons.append(refusals.ENDED.because(at=format_moment(found.until)))
    refuse_if_any(reasons)  # 2
    document = OrderDocument(
        network=node.network,
        authority=signer,
        officer=officer,
        order=found.id,
        signed=at.replace(microsecond=0),
        kind=found.kind,
        provider=found.custodian.name,
        reference=found.reference,
        issuer=found.issuer,
        authorised_by=terms.authorised_by,
        independent=found.independent,
        issued=found.issued,
        starts=found.starts,
        ends=found.until,
        renewals=tuple(
            OrderRenewal(one.reference, one.issuer, one.issued, one.ends) for one in found.renewals
        ),
        legal_basis=terms.legal_basis,
        scope=found.scope,
        categories=found.categories,
        accounts=terms.accounts,
        data_from=terms.data_from,
        data_until=terms.data_until,
        due=terms.due,
        secret=found.secret,
        secret_until=found.secret_until,
        reply_to=terms.reply_to,
    )
    # A provider reads it so; here its faults are the officer's to correct.
    return parse_order(document.encode(), refusal=refusals.TERMS)  # 3


def write_order(
    document: OrderDocument,
    signer: FolderSigner,
    out: Path,
    *,
    card: bytes | None = None,
    at: datetime,
) -> WrittenFolder[OrderDocument]:
    """Sign an order and write it at `out`, with the State's card where one is given, if it passes the provider's check
    against the directory.

    Raises:
        Refused: with every reason; nothing is left at `out` then.
    """

    def refuse_failing(folder: Path) -> None:
        refuse_if_any(check_order(folder, trusted=signer.directory, now=at).failing)

    others = {} if card is None else {CARD: card}
    return write_signed_folder(
        document, OF_ORDER, signer, out, at=at, refuse_failing=refuse_failing, others=others
    )
