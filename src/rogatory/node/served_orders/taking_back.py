# SPDX-License-Identifier: Apache-2.0
"""A signed folder that an officer brings back from the workstation: proved, compared with the record, then kept.

Nothing is signed on a node (decision 135): the authority's key is on its workstation. The node keeps what was signed there,
so that the next officer sees which form of the order the provider has.
"""

from collections.abc import Mapping
from datetime import datetime

from rogatory.errors import Refused, refuse_if_any
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.journal import Acting, JournalLine, Recorded, case_file_for, record
from rogatory.node.case_files.ordering import order_in
from rogatory.node.case_files.orders import DomesticOrder
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.provider_orders.check import check_order
from rogatory.node.provider_orders.document import LARGEST_ORDER, OrderDocument
from rogatory.node.provider_orders.given_withdrawal import read_withdrawal, refuse_other_withdrawal
from rogatory.node.provider_orders.layout import (
    OF_ORDER,
    OF_WITHDRAWAL,
    ORDER,
    OrderFolder,
)
from rogatory.node.provider_orders.order_verification import CURRENT, DIRECTORY, SIGNED
from rogatory.node.provider_orders.signed_form import SignedForm, refuse_unsigned
from rogatory.node.provider_orders.withdraw import withdrawal_document
from rogatory.node.provider_orders.withdrawal import WithdrawalDocument
from rogatory.node.provider_orders.write import OrderTerms, order_document
from rogatory.node.repositories.case_files import EntryKind
from rogatory.node.served_orders import refusals
from rogatory.node.served_orders.archive import pack, unpack
from rogatory.node.served_orders.kept import last_signed, trusted_root
from rogatory.wire.canonical import Json, decode_object
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_, P_, TextsInTurn

_UNDECIDED: Mapping[str, str] = {
    DIRECTORY: P_("it has no copy of the directory"),
    CURRENT: P_("its copy of the directory is not current"),
    SIGNED: P_("no directory lists the keys of its signatures"),
}
"""The lack for which a check by the network's first root cannot be decided."""

_MEMBER_TITLES: Mapping[str, str] = {
    "authority": N_("Authority"),
    "categories": N_("Category of data"),
    "ends": N_("Ends"),
    "independent": N_("independent decision"),
    "issued": N_("Issued"),
    "issuer": N_("Issued by"),
    "kind": N_("Kind"),
    "network": N_("Network"),
    "provider": N_("Custodian"),
    "reference": N_("Reference"),
    "renewals": N_("Renewed"),
    "scope": N_("Scope"),
    "secret": N_("Secrecy"),
    "secret_until": N_("Secrecy until"),
    "since": N_("Ended"),
    "starts": N_("Starts"),
}
"""The members in which a signed order or withdrawal can differ from the record, as the case file's page calls them."""


def keep_signed_order(node: Node, thread: str, order: str, data: bytes, officer: str) -> Recorded:
    """Keep the signed folder of an order, given as a zip.

    1. The officer may record orders in this case file, and the order is in it.
    2. The zip is one of a folder and of nothing else, and a provider's check of it holds: each check, by the first root
       of this node's network.
    3. The keys are in force by this node's directory too, which may know more than the copy in the folder.
    4. The order says what the case file has recorded.
    5. It is not kept already.

    Raises:
        Refused: with every reason of 1, else of 2, 3, 4 or 5; nothing is kept.
    """
    _order_for(node, thread, order, officer)  # 1
    folder = unpack(data, OF_ORDER)
    found = _proved_order(node, folder)  # 2, 3
    _refuse_differing(_recorded_now(node, thread, order, found), found)  # 4
    return _keep(node, thread, order, officer, folder, EntryKind.ORDER_SIGNED, found)


def keep_signed_withdrawal(
    node: Node, thread: str, order: str, data: bytes, officer: str
) -> Recorded:
    """Keep the signed folder of a withdrawal, given as a zip.

    1. The officer may record orders in this case file, and the order is in it with a signed folder that is kept.
    2. The zip is one of a withdrawal and of nothing else, which withdraws that order by this node's directory.
    3. It says what the case file has recorded.
    4. It is not kept already.

    Raises:
        Refused: with every reason of 1, else of 2, 3 or 4; nothing is kept.
    """
    ordered = last_signed(node, _order_for(node, thread, order, officer)).order()  # 1
    folder = unpack(data, OF_WITHDRAWAL)
    given = read_withdrawal(folder, node.network)
    view, now = node.register.view(), node.clock.now()
    found = refuse_other_withdrawal(given, ordered, view, trusted_root(node), now)  # 2
    wanted = withdrawal_document(
        node, thread, order, officer=found.officer, signer=found.authority, at=found.signed
    )
    _refuse_differing(wanted, found)  # 3
    return _keep(node, thread, order, officer, folder, EntryKind.WITHDRAWAL_SIGNED, found)


def _proved_order(node: Node, folder: OrderFolder) -> OrderDocument:
    """Return the order of a folder that a provider's check accepts, by the first root of this node's network.

    Raises:
        Refused: with every reason of every check that fails; else naming what could not be decided; else the keys
            are not in force by this node's directory.
    """
    now = node.clock.now()
    found = check_order(folder, trusted=trusted_root(node), now=now)
    refuse_if_any(found.failing)
    if found.outcome != "holds":
        lacks = (_UNDECIDED.get(one.name, one.name) for one in found.unproved)
        raise Refused(refusals.UNDECIDED.because(problem=TextsInTurn.of(lacks)))
    order = found.order
    assert order is not None  # else its form failed
    refuse_unsigned_today(node, folder, order, now)
    return order


def refuse_unsigned_today(
    node: Node, folder: OrderFolder, order: OrderDocument, now: datetime
) -> None:
    """Refuse an order whose signature does not hold by this node's directory, with every reason."""
    data = folder.bytes_of(ORDER, LARGEST_ORDER)
    form = SignedForm(ORDER, data, folder.signatures(), order)
    refuse_unsigned(form, node.register.view(), trusted_root(node), now)


def _order_for(node: Node, thread: str, order: str, officer: str) -> DomesticOrder:
    return order_in(case_file_for(node, thread, officer, Permission.RECORD_ORDER), order)


def _recorded_now(node: Node, thread: str, order: str, found: OrderDocument) -> OrderDocument:
    """Return what would be signed now from the record, with the terms that the signed order added."""
    terms = OrderTerms(
        authorised_by=found.authorised_by,
        reply_to=found.reply_to,
        accounts=found.accounts,
        legal_basis=found.legal_basis,
        data_from=found.data_from,
        data_until=found.data_until,
        due=found.due,
    )
    return order_document(
        node,
        thread,
        order,
        terms,
        officer=found.officer,
        signer=found.authority,
        at=found.signed,
    )


def _refuse_differing(
    wanted: OrderDocument | WithdrawalDocument, found: OrderDocument | WithdrawalDocument
) -> None:
    first, second = decode_object(wanted.encode()), decode_object(found.encode())
    if members := [name for name in sorted(first) if first[name] != second[name]]:
        titles = TextsInTurn.of((_MEMBER_TITLES.get(one, one) for one in members), ", ")
        raise Refused(refusals.DIFFERS.because(members=titles))


def _keep(
    node: Node,
    thread: str,
    order: str,
    officer: str,
    folder: OrderFolder,
    kind: EntryKind,
    document: OrderDocument | WithdrawalDocument,
) -> Recorded:
    archive = node.objects.put(pack(folder))
    fields: dict[str, Json] = {
        "order": order,
        "sha256": sha256(document.encode()),
        "signed": format_moment(document.signed),
        "archive": archive,
    }

    def act(case_file: CaseFile, _acting: Acting) -> JournalLine:
        now = order_in(case_file, order)
        kept = now.signed if kind is EntryKind.ORDER_SIGNED else now.withdrawals
        if any(one.archive == archive for one in kept):
            raise Refused(refusals.KEPT_ALREADY.because())
        return JournalLine(kind, fields)

    return record(node, thread, officer, Permission.RECORD_ORDER, act)
