# SPDX-License-Identifier: Apache-2.0
"""The rules between fields on property: how it is identified, a measure on it, its confiscation, its return."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from rogatory.errors import Reason
from rogatory.requests import refusals
from rogatory.requests.contents.parts import Body, listed, part_missing
from rogatory.requests.kinds.kind import MessageKind
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_


def property_identified(_: MessageKind, body: Body) -> Iterator[Reason]:
    """Require that a virtual asset is identified by chain and address, by a transaction, or by an account at
    an exchange.
    """
    for index, item in enumerate(listed(body.get("property"))):
        if not isinstance(item, Mapping):
            continue
        if item["sort"] == "virtual_asset" and not _is_on_chain_or_exchange(item):
            yield refusals.VIRTUAL_ASSET_UNNAMED.because(field=f"property.{index}.identifiers")
        if "exchange" in item and item["sort"] != "virtual_asset":
            problem = P_("only a virtual asset is kept at an exchange")
            yield refusals.CONTENT_FORM.because(field=f"property.{index}.exchange", problem=problem)


def _is_on_chain_or_exchange(item: Body) -> bool:
    identifiers = listed(item.get("identifiers"))
    types = {one.get("type") for one in identifiers if isinstance(one, Mapping)}
    return bool(types & {"wallet", "transaction"}) or ("exchange" in item and "account" in types)


def measure_in_order(_: MessageKind, body: Body) -> Iterator[Reason]:
    start, end = body.get("measure_start"), body.get("measure_end")
    if isinstance(start, str) and isinstance(end, str) and end < start:
        yield refusals.PERIOD_BACKWARDS.because(field="measure_end")


_OF_THE_ORDER = ("order", "final", "notified", "extent")
"""Parts that a request states of an order to be enforced, and of none to be obtained."""


def order_to_be_enforced(kind: MessageKind, body: Body) -> Iterator[Reason]:
    """Require that an order which is to be enforced is stated with its court, whether it is final, how persons
    concerned were notified and heard, and to which extent it is to be enforced.
    """
    sought = body.get("confiscation_sought")
    if not isinstance(sought, Mapping):
        return
    for part in _OF_THE_ORDER:
        if sought["way"] == "enforce_order" and part not in sought:
            yield part_missing(kind, f"confiscation_sought.{part}")
        if sought["way"] == "obtain_order" and part in sought:
            problem = P_("an order is to be obtained, and none is to be enforced")
            yield refusals.CONTENT_FORM.because(
                field=f"confiscation_sought.{part}", problem=problem
            )


def shares_within(_: MessageKind, body: Body) -> Iterator[Reason]:
    """Require that shares and costs come to no more than the value of the property, where every item of it is valued
    in one currency. Amounts in another one are compared with nothing.
    """
    items = [_amount(one) for one in listed(body.get("property"))]
    worth = [one for one in items if one is not None]
    currencies = {currency for currency, _sum in worth}
    if len(worth) < len(items) or len(currencies) != 1:
        return
    (currency,) = currencies
    taken = map(_amount, (*listed(body.get("shares")), body.get("deducted")))
    given = [one[1] for one in taken if one is not None and one[0] == currency]
    if sum(given) > sum(of_item for _currency, of_item in worth):
        yield refusals.SHARES_EXCEED.because(field="shares", currency=currency)


def _amount(item: Json) -> tuple[str, Fraction] | None:
    """Return the currency and the sum of what states an amount."""
    amount = item.get("amount") if isinstance(item, Mapping) else None
    if not isinstance(amount, Mapping):
        return None
    return str(amount["currency"]), Fraction(str(amount["sum"]))


def rest_stated(kind: MessageKind, body: Body) -> Iterator[Reason]:
    """Require that a report which is not all of what was requested says what is outstanding, and no other one."""
    if body.get("complete") is False and "outstanding" not in body:
        yield part_missing(kind, "outstanding")
    if body.get("complete") is True and "outstanding" in body:
        problem = P_("nothing is outstanding where this is all")
        yield refusals.CONTENT_FORM.because(field="outstanding", problem=problem)
