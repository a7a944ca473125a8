# SPDX-License-Identifier: Apache-2.0
"""How far an order to a provider has come, and what is missing: from the record, the folders kept, and today's directory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rogatory.directory.entry.card import LARGEST_CARD
from rogatory.errors import Reason, Refused
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.orders import DomesticOrder, KeptFolder
from rogatory.node.context import Node
from rogatory.node.provider_orders.call_back_numbers import CallBackNumbers, numbers_to_call
from rogatory.node.provider_orders.document import OrderDocument
from rogatory.node.provider_orders.layout import CARD, OrderFolder
from rogatory.node.served_orders import refusals
from rogatory.node.served_orders.kept import last_signed
from rogatory.node.served_orders.taking_back import refuse_unsigned_today
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_, reasons_text


class OrderStage(StrEnum):
    """How far an order has come on its way to the provider."""

    RECORDED = "recorded"
    SIGNED = "signed"
    SERVED = "served"
    REPLIED = "replied"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


ORDER_STAGE_TITLES = {
    OrderStage.RECORDED: N_("Recorded, not signed"),
    OrderStage.SIGNED: N_("Signed"),
    OrderStage.SERVED: N_("Served"),
    OrderStage.REPLIED: N_("Replied to"),
    OrderStage.ENDED: N_("Ended"),
    OrderStage.WITHDRAWN: N_("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """An order as its page shows it. `document` is what was signed last, None where nothing was."""

    stage: OrderStage
    missing: tuple[Reason, ...]
    document: OrderDocument | None
    call_back: CallBackNumbers
    """The numbers that a provider is shown who checks the folder, by the card in it and this node's directory."""
    confirming: tuple[str, ...]
    """The authorities that the State's entry names for calling back."""


def stage_of(order: DomesticOrder) -> OrderStage:
    """Return how far an order has come, from the record alone."""
    if order.withdrawals:
        return OrderStage.WITHDRAWN
    if order.ended is not None:
        return OrderStage.ENDED
    if order.replies:
        return OrderStage.REPLIED
    if order.services:
        return OrderStage.SERVED
    return OrderStage.SIGNED if order.signed else OrderStage.RECORDED


def standing_of(node: Node, case_file: CaseFile, order: DomesticOrder) -> OrderStanding:
    """Return how far an order has come, what is missing, and whom its provider calls back."""
    now = node.clock.now()
    entry = node.register.view().entry(parse_authority(case_file.authority).state)
    stage, confirming = stage_of(order), entry.call_back
    if not order.signed:
        unsigned = () if order.ended is not None else (refusals.NOT_SIGNED.because(),)
        return OrderStanding(stage, unsigned, None, CallBackNumbers(), confirming)
    folder = last_signed(node, order)
    document = folder.order()
    call_back = CallBackNumbers()
    missing: list[Reason] = []
    if order.ended is None:
        missing += _signature_reasons(node, folder, document, order, now)
    card = folder.bytes_of(CARD, LARGEST_CARD)
    if card:
        try:
            call_back = numbers_to_call(entry, card, document.authority)
        except Refused as error:
            missing += error.reasons
    missing += _service_reasons(order, document, now)
    return OrderStanding(stage, tuple(missing), document, call_back, confirming)


def _signature_reasons(
    node: Node, folder: OrderFolder, document: OrderDocument, order: DomesticOrder, now: datetime
) -> Iterator[Reason]:
    """Yield why the folder that was signed last is none that a provider accepts, or is not what is recorded."""
    try:
        refuse_unsigned_today(node, folder, document, now)
    except Refused as error:
        yield refusals.KEY_ENDED.because(problem=reasons_text(error.reasons))
    if document.ends != order.until or len(document.renewals) != len(order.renewals):
        yield refusals.RECORD_CHANGED.because(until=format_moment(document.ends))
    if document.legal_basis is None:
        yield refusals.NO_BASIS.because()


def _is_served(order: DomesticOrder, folder: KeptFolder) -> bool:
    return any(one.sha256 == folder.sha256 for one in order.services)


def _service_reasons(
    order: DomesticOrder, document: OrderDocument, now: datetime
) -> Iterator[Reason]:
    """Yield what is missing of the service, the reply or the withdrawal."""
    if order.ended is None:
        if not _is_served(order, order.signed[-1]):
            yield refusals.NOT_SERVED.because()
        due = document.due
        if due is not None and due <= now and order.services and not order.replies:
            yield refusals.NO_REPLY.because(due=format_moment(due))
        return
    if not order.services or document.ends <= now:
        return
    if not order.withdrawals:
        yield refusals.WITHDRAWAL_MISSING.because()
    elif not _is_served(order, order.withdrawals[-1]):
        yield refusals.NOT_SERVED.because()
