# SPDX-License-Identifier: Apache-2.0
"""Domestic orders: recorded, renewed before they end, and ended by a person, never by forgetting."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rogatory.errors import CITES, Reason, Refused, refuse_if_any
from rogatory.node.case_files import refusals
from rogatory.node.case_files.case_file import CaseFile
from rogatory.node.case_files.journal import Acting, JournalLine, Recorded, record
from rogatory.node.case_files.letter import is_secret
from rogatory.node.case_files.order_rules import (
    cover_warnings,
    independence_reasons,
    order_limit,
    period_reasons,
    reach_warnings,
    secrecy_warnings,
)
from rogatory.node.case_files.orders import (
    CATEGORIES,
    Custodian,
    DomesticOrder,
    OrderKind,
    Renewal,
)
from rogatory.node.case_files.promise import promise_of
from rogatory.node.case_files.texts import LONGEST_TEXT, stated_reason_reasons, text_reasons
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.provisions.request_law import reasons_in_thread
from rogatory.node.repositories.case_files import EntryKind
from rogatory.node.threads.transcript import envelopes
from rogatory.treaty.tables.limits import Limit
from rogatory.wire.canonical import Json
from rogatory.wire.moments import format_moment
from rogatory.wire.words import N_

RECORDED_SOON = timedelta(days=3)
"""An order recorded later than this after its issue was unwatched meanwhile, and that is said."""


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order as its paper says. `scope` is what data, of whom, where."""

    kind: OrderKind
    custodian: Custodian
    reference: str
    issuer: str
    issued: datetime
    ends: datetime
    scope: str
    categories: tuple[str, ...]
    starts: datetime | None = None
    """The moment of issue, unless the paper says another."""
    independent: bool = False
    secret: bool = False
    secret_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewRenewal:
    reference: str
    issuer: str
    issued: datetime
    ends: datetime
    independent: bool = False


def record_order(node: Node, thread: str, new: NewOrder, officer: str) -> Recorded:
    """Record a domestic order; the order has the entry's id.

    1. Reference, issuer, scope, custodian and categories of data are said.
    2. It has been issued, ends after it begins, and has not ended.
    3. It is no longer than the law allows one period to be (article 25(2)).
    4. Real-time collection and interception rest on an independent decision (article 24(2)).

    Warned of: a production order beyond subscriber information to a provider that only offers
    services here (article 27), a disclosure beyond provider and path (26), missing secrecy
    (25(3)), and an end before that of the hold promised abroad (42(8)).

    Raises:
        Refused: with every reason.
    """

    def act(case_file: CaseFile, acting: Acting) -> JournalLine:
        order = _order(new, acting)
        limit = order_limit(node, thread)
        against = [
            *_text_reasons(new),  # 1
            *_date_reasons(order, acting.at),  # 2
            *period_reasons(limit, order.kind, order.starts, order.ends),  # 3
            *independence_reasons(order.kind, independent=new.independent),  # 4
        ]
        refuse_if_any(reasons_in_thread(node, thread, against))
        opening = envelopes(node.store.transcript(thread)[:1])[0]
        warnings = [
            *reach_warnings(order),
            *secrecy_warnings(order, is_secret=is_secret(opening.body)),
            *cover_warnings(
                (*case_file.orders, order), promise_of(node, thread), case_file.authority, acting.at
            ),
            *_late_warnings(new.issued, acting.at),
        ]
        return JournalLine(EntryKind.ORDERED, _data(order), tuple(warnings))

    return record(node, thread, officer, Permission.RECORD_ORDER, act)


def renew_order(node: Node, thread: str, order: str, new: NewRenewal, officer: str) -> Recorded:
    """Record that an order was renewed.

    1. The order is of this case file and nobody has ended it.
    2. Reference and issuer are given; the renewal has been issued, and before the order ended: a
       later renewal leaves a gap in which nothing was kept (article 25(2)).
    3. It ends later than the order, and the further period is no longer than the law allows.
    4. Real-time collection and interception rest on an independent decision each time.

    Raises:
        Refused: with every reason.
    """

    def act(case_file: CaseFile, acting: Acting) -> JournalLine:
        found = running_order(case_file, order)  # 1
        against = _renewal_reasons(order_limit(node, thread), found, new, acting.at)  # 2, 3, 4
        refuse_if_any(reasons_in_thread(node, thread, against))
        renewed = _renewed(found, new, acting)
        others = tuple(one for one in case_file.orders if one.id != order)
        warnings = [
            *cover_warnings(
                (*others, renewed), promise_of(node, thread), case_file.authority, acting.at
            ),
            *secrecy_warnings(renewed, is_secret=False),
            *_late_warnings(new.issued, acting.at),
        ]
        data = {
            "order": order,
            "reference": new.reference,
            "issuer": new.issuer,
            "issued": format_moment(new.issued),
            "ends": format_moment(new.ends),
        }
        return JournalLine(EntryKind.RENEWED, data, tuple(warnings))

    return record(node, thread, officer, Permission.RECORD_ORDER, act)


def end_order(
    node: Node, thread: str, order: str, officer: str, *, reason: str, at: datetime | None = None
) -> Recorded:
    """Record that an order was lifted or has served its purpose; refuses without a reason, and a
    moment that lies ahead. What it leaves uncovered of a hold promised abroad is said.
    """

    def act(case_file: CaseFile, acting: Acting) -> JournalLine:
        found = running_order(case_file, order)
        ended = at or acting.at
        reasons = list(stated_reason_reasons(reason))
        if ended > acting.at:
            reasons.append(refusals.ORDER_END_AHEAD.because(at=format_moment(ended)))
        refuse_if_any(reasons)
        others = tuple(one for one in case_file.orders if one.id != found.id)
        warnings = cover_warnings(others, promise_of(node, thread), case_file.authority, acting.at)
        data = {"order": order, "at": format_moment(ended), "reason": reason}
        return JournalLine(EntryKind.ORDER_ENDED, data, tuple(warnings))

    return record(node, thread, officer, Permission.RECORD_ORDER, act)


def order_in(case_file: CaseFile, order: str) -> DomesticOrder:
    """Return the order of that id; refuses one that is not in the case file."""
    found = case_file.order(order)
    if found is None:
        raise Refused(refusals.ORDER_UNKNOWN.because(order=order[:40]))
    return found


def running_order(case_file: CaseFile, order: str) -> DomesticOrder:
    """Return the order of that id that nobody has ended; refuses any other."""
    found = order_in(case_file, order)
    if found.ended is not None:
        raise Refused(
            refusals.ORDER_ENDED_ALREADY.because(
                reference=found.reference, until=format_moment(found.ended.at)
            )
        )
    return found


def _order(new: NewOrder, acting: Acting) -> DomesticOrder:
    return DomesticOrder(
        id="",
        kind=new.kind,
        custodian=new.custodian,
        reference=new.reference,
        issuer=new.issuer,
        independent=new.independent,
        issued=new.issued,
        starts=new.starts or new.issued,
        ends=new.ends,
        scope=new.scope,
        categories=tuple(dict.fromkeys(new.categories)),
        secret=new.secret,
        secret_until=new.secret_until,
        recorded=acting.at,
        by=acting.officer,
    )


def _renewed(order: DomesticOrder, new: NewRenewal, acting: Acting) -> DomesticOrder:
    renewal = Renewal(acting.at, acting.officer, new.reference, new.issuer, new.issued, new.ends)
    return replace(order, renewals=(*order.renewals, renewal))


def _data(order: DomesticOrder) -> dict[str, Json]:
    until = order.secret_until
    return {
        "kind": order.kind.value,
        "custodian": {"name": order.custodian.name, "stands": order.custodian.presence.value},
        "reference": order.reference,
        "issuer": order.issuer,
        "independent": order.independent,
        "issued": format_moment(order.issued),
        "starts": format_moment(order.starts),
        "ends": format_moment(order.ends),
        "scope": order.scope,
        "categories": list(order.categories),
        "secret": order.secret,
        "secret_until": None if until is None else format_moment(until),
    }


def _text_reasons(new: NewOrder) -> Iterator[Reason]:
    yield from text_reasons(N_("reference"), new.reference)
    yield from text_reasons(N_("issuer"), new.issuer)
    yield from text_reasons(N_("custodian"), new.custodian.name)
    yield from text_reasons(N_("scope"), new.scope, LONGEST_TEXT)
    known = ", ".join(CATEGORIES)
    if not new.categories:
        yield refusals.ORDER_NO_CATEGORY.because(known=known)
    for category in new.categories:
        if category not in CATEGORIES:
            yield refusals.ORDER_CATEGORY.because(category=category[:40], known=known)


def _date_reasons(order: DomesticOrder, at: datetime) -> Iterator[Reason]:
    if order.issued > at:
        yield refusals.ORDER_AHEAD.because(issued=format_moment(order.issued))
    if order.ends <= order.starts:
        yield refusals.ORDER_BACKWARDS.because(
            starts=format_moment(order.starts), ends=format_moment(order.ends)
        )
    elif order.ends <= at:
        yield refusals.ORDER_OVER.because(ends=format_moment(order.ends))


def _renewal_reasons(
    limit: Limit | None, order: DomesticOrder, new: NewRenewal, at: datetime
) -> Iterator[Reason]:
    yield from text_reasons(N_("reference"), new.reference)
    yield from text_reasons(N_("issuer"), new.issuer)
    if new.issued > at:
        yield refusals.ORDER_AHEAD.because(issued=format_moment(new.issued))
    if new.issued > order.until:
        yield refusals.ORDER_RENEWED_LATE.because(
            {CITES: order.facts.cites},
            issued=format_moment(new.issued),
            until=format_moment(order.until),
        )
    if new.ends <= order.until:
        yield refusals.ORDER_NOT_LONGER.because(
            ends=format_moment(new.ends), until=format_moment(order.until)
        )
    elif new.ends <= at:
        yield refusals.ORDER_OVER.because(ends=format_moment(new.ends))
    yield from period_reasons(limit, order.kind, order.until, new.ends)
    yield from independence_reasons(order.kind, independent=new.independent)


def _late_warnings(issued: datetime, at: datetime) -> Iterator[Reason]:
    if at - issued > RECORDED_SOON:
        yield refusals.RECORDED_LATE.because(issued=format_moment(issued))
