# SPDX-License-Identifier: Apache-2.0
"""The tasks of an HI-1 message: what is to be disclosed, of which account."""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from uuid import UUID, uuid5

from rogatory.node.case_files.orders import OrderKind
from rogatory.node.provider_orders.document import AccountKind, OrderDocument, OrderedAccount
from rogatory.node.provider_orders.etsi_elements import (
    Hi1Endpoint,
    XmlElement,
    endpoint_of,
    entry_of,
    hi1_object,
    sender_of,
)
from rogatory.node.provider_orders.etsi_names import ETSI, LONGEST_SHORT, OWN
from rogatory.wire.moments import format_moment

_TASK_TYPES: Mapping[str, tuple[str, str]] = {
    "subscriber": (ETSI, "SubscriberData"),
    "user_identification": (OWN, "user_identification"),
    "traffic": (ETSI, "TrafficData"),
    "content": (ETSI, "StoredContentData"),
    "unspecified": (OWN, "unspecified"),
}
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~\-]+@{_LABEL}(?:\.{_LABEL})*")
_INTERNATIONAL_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_E164 = re.compile(r"\+([1-9][0-9]{1,14})")


def tasks_of(order: OrderDocument, receiver: Hi1Endpoint) -> Iterator[XmlElement]:
    """Yield a task for each account and category: ETSI's values of one task are read together, and a task has one type.

    A preservation has none: the version's only task for stored data is its disclosure.
    """
    if order.kind is OrderKind.PRESERVATION:
        return
    number = 0
    for account in order.accounts or (None,):
        for category in order.categories:
            number += 1
            yield _task(order, receiver, account, category, number)


def _task(
    order: OrderDocument,
    receiver: Hi1Endpoint,
    account: OrderedAccount | None,
    category: str,
    number: int,
) -> XmlElement:
    owner, value = _TASK_TYPES[category]
    details = [entry_of("task:Type", owner, "RequestType", value)]
    if order.data_from is not None:
        details.append(XmlElement("task:StartTime", format_moment(order.data_from)))
    if order.data_until is not None:
        details.append(XmlElement("task:EndTime", format_moment(order.data_until)))
    if account is not None:
        details.append(XmlElement("task:RequestValues", (_request_value(account),)))
    sender = sender_of(order)
    children = [
        XmlElement("task:Reference", f"{sender.country}-{order.authority}-{order.order}.{number}"),
        entry_of("task:DesiredStatus", ETSI, "LDTaskDesiredStatus", "AwaitingDisclosure"),
        XmlElement("task:RequestDetails", tuple(details)),
    ]
    if len(order.reply_to) <= LONGEST_SHORT and _EMAIL.fullmatch(order.reply_to):
        address = XmlElement("task:EmailAddress", order.reply_to)
        destination = XmlElement(
            "task:LDDeliveryDestination", (XmlElement("task:DeliveryAddress", (address,)),)
        )
        children.append(XmlElement("task:DeliveryDetails", (destination,)))
    children.append(endpoint_of("task:CSPID", receiver))
    identifier = str(uuid5(UUID(order.order), f"task {number}"))
    return hi1_object(order, "task:LDTaskObject", identifier, tuple(children))


def _request_value(account: OrderedAccount) -> XmlElement:
    owner, name, value = _format(account)
    kind = (XmlElement("task:FormatOwner", owner), XmlElement("task:FormatName", name))
    return XmlElement(
        "task:RequestValue", (XmlElement("task:FormatType", kind), XmlElement("task:Value", value))
    )


def _format(account: OrderedAccount) -> tuple[str, str, str]:
    """Return ETSI's format of an account where it is surely in it, else the kind and the value as the order has them."""
    match account.kind:
        case AccountKind.EMAIL if len(account.value) <= LONGEST_SHORT and _EMAIL.fullmatch(
            account.value
        ):
            return ETSI, "EmailAddress", account.value
        case AccountKind.EMAIL if len(
            account.value
        ) <= LONGEST_SHORT and _INTERNATIONAL_EMAIL.fullmatch(account.value):
            return ETSI, "InternationalizedEmailAddress", account.value
        case AccountKind.TELEPHONE if found := _E164.fullmatch(account.value):
            return ETSI, "InternationalE164", found[1]
        case AccountKind.IP_ADDRESS:
            try:
                address = ipaddress.ip_address(account.value)
            except ValueError:
                pass
            else:
                if isinstance(address, ipaddress.IPv4Address):
                    return ETSI, "IPv4Address", str(address)
                if address.scope_id is None:
                    return ETSI, "IPv6Address", address.exploded
    return OWN, account.kind.value, account.value
