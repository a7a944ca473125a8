# SPDX-License-Identifier: Apache-2.0
"""The scope of an order to a provider, with which the provider's return is compared."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import timedelta

from rogatory.errors import Refused
from rogatory.evidence.scope.authorised import (
    CATEGORIES,
    AuthorisedScope,
    encode_authorised,
    parse_authorised,
)
from rogatory.evidence.scope.identifiers import AccountIdentifier, is_in_form
from rogatory.node.printing.shown_text import shown_line
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.document import (
    AccountKind,
    OrderDocument,
    OrderedAccount,
    parse_order,
)
from rogatory.wire import canonical

_KINDS: Mapping[AccountKind, str] = {
    AccountKind.ACCOUNT: "id",
    AccountKind.EMAIL: "email",
    AccountKind.TELEPHONE: "phone",
    AccountKind.IP_ADDRESS: "ip",
}
"""The kinds of accounts that records name; a device or another mark is in none that is read."""

_WITHIN = timedelta(seconds=1)
"""The period of an order contains its last second; that of a scope ends before its end."""


def scope_of_order(order: OrderDocument) -> AuthorisedScope:
    """Return what the order authorises; whose order it is, only the check of its signatures shows.

    Raises:
        Refused: the order leaves open what a record would be compared with (each member), or its period is none.
    """
    if left := list(_left_open(order)):
        raise Refused(refusals.SCOPE_OPEN.because(members=", ".join(left)))
    assert order.data_from is not None
    assert order.data_until is not None
    scope = AuthorisedScope(
        tuple(AccountIdentifier(_KINDS[one.kind], one.value) for one in order.accounts),
        frozenset(order.categories),
        order.data_from,
        order.data_until + _WITHIN,
        order.legal_basis or "",
    )
    return parse_authorised(encode_authorised(scope))


def read_scope(data: bytes) -> AuthorisedScope:
    """Return what a file states: that of what was authorised, or an order."""
    return scope_of_order(parse_order(data)) if is_order(data) else parse_authorised(data)


def is_order(data: bytes) -> bool:
    """Decide whether these bytes are meant as an order, not as the file of what was authorised."""
    with suppress(Refused):
        found = canonical.parse(data)
        return isinstance(found, dict) and "order" in found
    return False


def _left_open(order: OrderDocument) -> Iterator[str]:
    if not order.accounts:
        yield "accounts"
    yield from (
        f"account {one.kind.value} {shown_line(one.value)}"
        for one in order.accounts
        if not _is_compared(one)
    )
    if not order.categories or not CATEGORIES.issuperset(order.categories):
        yield "categories"
    for name in ("data_from", "data_until", "legal_basis"):
        if getattr(order, name) is None:
            yield name


def _is_compared(account: OrderedAccount) -> bool:
    kind = _KINDS.get(account.kind)
    return kind is not None and is_in_form(kind, account.value)
