# SPDX-License-Identifier: Apache-2.0
"""How and when a signed order was handed to its provider, and its reply: recorded by an officer, never sent from here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.journal import Acting, JournalLine, Recorded, record
from rogatory.node.case_files.ordering import order_in
from rogatory.node.case_files.orders import DomesticOrder, ProviderReply
from rogatory.node.case_files.texts import LONGEST_TEXT, text_reasons
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.repositories.case_files import EntryKind
from rogatory.node.served_orders import refusals
from rogatory.node.served_orders.kept import kept_by_digest
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_


@dataclass(frozen=True, slots=True)
class NewService:
    """The service of a signed folder: of the order or of its withdrawal, named by its digest."""

    sha256: str
    at: datetime
    means: str


@dataclass(frozen=True, slots=True)
class NewReply:
    """The reply of a provider, in the officer's words."""

    at: datetime
    reply: ProviderReply
    words: str = ""


def record_service(node: Node, thread: str, order: str, new: NewService, officer: str) -> Recorded:
    """Record that a signed folder was handed to its provider.

    1. The folder is one that the case file keeps of this order.
    2. The means are stated, and the moment lies neither ahead nor before the signature.

    Raises:
        Refused: with every reason.
    """

    def act(case_file: CaseFile, acting: Acting) -> JournalLine:
        found = order_in(case_file, order)
        refuse_if_any(_service_reasons(found, new, acting.at))
        data = {
            "order": order,
            "sha256": new.sha256,
            "at": format_moment(new.at),
            "means": new.means,
        }
        return JournalLine(EntryKind.ORDER_SERVED, data)

    return record(node, thread, officer, Permission.RECORD_ORDER, act)


def record_reply(node: Node, thread: str, order: str, new: NewReply, officer: str) -> Recorded:
    """Record the reply of a provider, in an officer's words.

    Raises:
        Refused: the order is not in the case file, the moment lies ahead, or the words cannot be kept.
    """

    def act(case_file: CaseFile, acting: Acting) -> JournalLine:
        order_in(case_file, order)
        refuse_if_any(
            [
                *_ahead(new.at, acting.at),
                *text_reasons(N_("reply"), new.words, LONGEST_TEXT, may_be_empty=True),
            ]
        )
        data = {
            "order": order,
            "at": format_moment(new.at),
            "reply": new.reply.value,
            "words": new.words,
        }
        return JournalLine(EntryKind.PROVIDER_REPLIED, data)

    return record(node, thread, officer, Permission.RECORD_ORDER, act)


def _service_reasons(order: DomesticOrder, new: NewService, now: datetime) -> Iterator[Reason]:
    try:
        signed = kept_by_digest(order, new.sha256).signed
    except Refused as error:
        yield from error.reasons
    else:
        if new.at < signed:
            yield refusals.SERVED_EARLY.because(
                at=format_moment(new.at), signed=format_moment(signed)
            )
    yield from _ahead(new.at, now)
    yield from text_reasons(N_("means"), new.means)


def _ahead(at: datetime, now: datetime) -> Iterator[Reason]:
    if at > now:
        yield refusals.SERVED_AHEAD.because(at=format_moment(at))
