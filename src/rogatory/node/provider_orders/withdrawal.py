# SPDX-License-Identifier: Apache-2.0
"""`withdrawal.json`: that an authority withdraws an order to a provider."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rogatory.directory.entry.fields import AUTHORITY, DIGEST, MOMENT
from rogatory.errors import Phrase, Reason
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.document import LINE, OFFICER, ORDER_ID, OrderDocument
from rogatory.node.provider_orders.document_form import DocumentForm
from rogatory.wire import canonical
from rogatory.wire.fields import Fields
from rogatory.wire.forms import Integer
from rogatory.wire.moments import format_moment
from rogatory.wire.words import P_

NAME = "withdrawal.json"
VERSION = 1

LARGEST_WITHDRAWAL = 16 << 10
"""Bytes of `withdrawal.json`, which is parsed whole: every text at its limit stays below."""


@dataclass(frozen=True, slots=True)
class WithdrawalDocument:
    """The contents of `withdrawal.json`. It withdraws every form of the order that was signed before it."""

    network: str
    authority: str
    officer: str
    """The number of the officer who had it signed, as the authority states."""
    order: str
    """The id of the order, which its renewals keep."""
    signed: datetime
    since: datetime
    """From when the order binds nobody, not after `signed`."""
    provider: str
    reference: str
    """Of the order, for people."""

    def encode(self) -> bytes:
        return canonical.encode(
            {
                "version": VERSION,
                "network": self.network,
                "authority": self.authority,
                "officer": self.officer,
                "withdraws": self.order,
                "signed": format_moment(self.signed),
                "since": format_moment(self.since),
                "provider": self.provider,
                "reference": self.reference,
            }
        )


def withdrawal_reasons(withdrawal: WithdrawalDocument, order: OrderDocument) -> Iterator[Reason]:
    """Yield why the withdrawal is none of this order, by its contents."""
    if withdrawal.order != order.order:
        yield refusals.WITHDRAWS_ANOTHER.because(found=withdrawal.order, wanted=order.order)
    if withdrawal.authority != order.authority:
        yield refusals.WITHDRAWN_BY_ANOTHER.because(
            found=withdrawal.authority, wanted=order.authority
        )
    if withdrawal.signed < order.signed:
        yield refusals.WITHDRAWN_EARLIER.because(
            at=format_moment(withdrawal.signed), order=format_moment(order.signed)
        )


def _read(of: Fields) -> WithdrawalDocument:
    of.read("version", Integer(VERSION, VERSION))
    return WithdrawalDocument(
        network=of.read("network", DIGEST),
        authority=of.read("authority", AUTHORITY),
        officer=of.read("officer", OFFICER),
        order=of.read("withdraws", ORDER_ID),
        signed=of.read("signed", MOMENT),
        since=of.read("since", MOMENT),
        provider=of.read("provider", LINE),
        reference=of.read("reference", LINE),
    )


def _contradictions(withdrawal: WithdrawalDocument) -> Iterator[Phrase]:
    if withdrawal.officer[:2] != withdrawal.authority[:2]:
        yield P_("the officer is of another State than the authority")
    if withdrawal.since > withdrawal.signed:
        yield P_("it takes effect after it was signed")


_FORM = DocumentForm(NAME, LARGEST_WITHDRAWAL, refusals.WITHDRAWAL_FORM, _read, _contradictions)


def parse_withdrawal(data: bytes) -> WithdrawalDocument:
    """Return the withdrawal of these bytes.

    Raises:
        Refused: as `DocumentForm.parse`.
    """
    return _FORM.parse(data)
