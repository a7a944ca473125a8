# SPDX-License-Identifier: Apache-2.0
"""The law's rules on a domestic order: its length, the decision it needs, its reach and its
purpose.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from rogatory.errors import Reason
from rogatory.node.case_files import refusals
from rogatory.node.case_files.orders import ORDERS, CustodianPresence, DomesticOrder, OrderKind
from rogatory.node.case_files.promise import Promise
from rogatory.node.context import Node
from rogatory.node.provisions.request_law import law_of_known
from rogatory.treaty.regimes import cite_row, limit_of
from rogatory.treaty.tables.limits import Limit
from rogatory.wire.moments import format_moment

DOMESTIC_ORDER = "domestic-order"
"""The id of the limit in the data of the law."""

LIMITED = frozenset({OrderKind.PRESERVATION, OrderKind.PARTIAL_DISCLOSURE})
"""Orders that preserve: article 26 preserves under article 25, whose limit is theirs."""

COVERING = LIMITED
"""Orders that keep what a hold promises; what a search has secured is kept without one."""

_TRAFFIC = frozenset({"traffic", "user_identification"})
"""Categories that partial disclosure reaches: traffic data, whatever they are asked for (article 2(c))."""

SECURING = frozenset({OrderKind.PRODUCTION, OrderKind.SEARCH_SEIZURE})
"""Orders whose execution brings the data here, so that no custodian need keep them."""


def order_limit(node: Node, thread: str) -> Limit | None:
    """Return how long one period of preservation may be, by the instrument of the request of a
    thread: a ministry may correct it. None where the instrument sets no limit.
    """
    about = law_of_known(node, thread)
    found = None if about is None else limit_of(about.regime, DOMESTIC_ORDER, about.kind)
    if about is None or found is None:
        return None
    return replace(found, article=cite_row(about.regime, found))


def period_reasons(
    limit: Limit | None, kind: OrderKind, starts: datetime, ends: datetime
) -> Iterator[Reason]:
    """Yield why a period is too long (article 25(2)). Line 29 of the law's list."""
    if (
        kind not in LIMITED
        or limit is None
        or limit.days is None
        or ends - starts <= timedelta(days=limit.days)
    ):
        return
    yield refusals.ORDER_TOO_LONG.because(
        days=-(-(ends - starts) // timedelta(days=1)),
        most=limit.days,
        article=limit.article,
        certainty=limit.certainty,
    )


def independence_reasons(kind: OrderKind, *, independent: bool) -> Iterator[Reason]:
    """Yield why an intrusive measure may not be recorded. Line 39 of the law's list (article
    24(2)).
    """
    facts = ORDERS[kind]
    if facts.intrusive and not independent:
        yield refusals.ORDER_NOT_INDEPENDENT.because(title=facts.title)


def reach_warnings(order: DomesticOrder) -> Iterator[Reason]:
    """Warn that an order reaches further than its article. Line 13 of the law's list (article 27)."""
    if (
        order.kind is OrderKind.PRODUCTION
        and order.custodian.presence is CustodianPresence.OFFERING_SERVICES
    ):
        beyond = [each for each in order.categories if each != "subscriber"]
        if beyond:
            yield refusals.PRODUCTION_BEYOND.because(categories=", ".join(beyond))
    if order.kind is OrderKind.PARTIAL_DISCLOSURE:
        beyond = [each for each in order.categories if each not in _TRAFFIC]
        if beyond:
            yield refusals.DISCLOSURE_BEYOND.because(categories=", ".join(beyond))


def secrecy_warnings(order: DomesticOrder, *, is_secret: bool) -> Iterator[Reason]:
    """Warn that a custodian need not keep a secret request secret, or not long enough. Line 44 of
    the law's list (article 25(3)).
    """
    if is_secret and not order.secret:
        yield refusals.SECRECY_MISSING.because(custodian=order.custodian.name)
    elif order.secret and order.secret_until is not None and order.secret_until < order.until:
        yield refusals.SECRECY_SHORT.because(
            custodian=order.custodian.name,
            secret_until=format_moment(order.secret_until),
            ends=format_moment(order.until),
        )


def _without_order(promise: Promise, until: str, authority: str) -> Reason:
    """Return that a promise rests on no order, with the day until which it is, or the event."""
    known = {"peer": promise.peer, "authority": authority}
    if not until:
        return refusals.HOLD_OPEN_WITHOUT_ORDER.because(known)
    return refusals.HOLD_WITHOUT_ORDER.because(known, until=until)


def cover_warnings(
    orders: Iterable[DomesticOrder], promise: Promise | None, authority: str, at: datetime
) -> Iterator[Reason]:
    """Warn that what was promised abroad outlasts the orders at home. Line 29 of the law's list.

    The order that ends last is the one to be renewed; with none that runs, and nothing secured by
    another measure, the promise rests on nothing that is recorded.
    """
    if promise is None or (promise.until is not None and promise.until <= at):
        return
    standing = [one for one in orders if one.ended is None and one.until > at]
    covering = [one for one in standing if one.kind in COVERING]
    until = "" if promise.until is None else format_moment(promise.until)
    if not covering:
        if not any(one.kind in SECURING for one in orders):
            yield _without_order(promise, until, authority)
        return
    last = max(covering, key=lambda one: one.until)
    fields = {
        "peer": promise.peer,
        "ends": format_moment(last.until),
        "authority": authority,
    }
    if promise.until is None:
        yield refusals.HOLD_OPEN_NOT_COVERED.because(fields)
    elif last.until < promise.until:
        yield refusals.HOLD_NOT_COVERED.because(fields, until=until)
