# SPDX-License-Identifier: Apache-2.0
"""An order as a message of ETSI TS 103 120 (HI-1): authorisation, document and tasks.

The message has no signature of ours. It refers to the order by its identifier and digest, and what it says
counts only as far as it is what is written from that order.
"""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from uuid import UUID, uuid5
from xml.sax.saxutils import XMLGenerator

from rogatory.errors import Refused
from rogatory.node.case_files.orders import OrderKind
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.document import (
    LONGEST_LINE,
    AccountKind,
    OrderDocument,
    OrderedAccount,
)
from rogatory.node.provider_orders.etsi_names import (
    ETSI,
    ETSI_VERSION,
    LONGEST_SHORT,
    OWN,
    PREFIXES,
    PROFILE_OWNER,
    PROFILE_VERSION,
)
from rogatory.wire.digests import sha256
from rogatory.wire.forbidden_characters import refuse_hidden
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.moments import format_moment
from rogatory.wire.words import P_

CHECK_THE_ORDER = (
    "This message has no signature of the authority. The order is order.json with the SHA-256 digest {digest}; "
    "check its signatures with: rogatory order check. Call back before releasing anything."
)
NO_TASK = (
    "This order is for preservation. TS 103 120 {version} has no task for it, so that this message has none: "
    "nothing is to be disclosed."
)

_TASK_TYPES: Mapping[str, tuple[str, str]] = {
    "subscriber": (ETSI, "SubscriberData"),
    "traffic": (ETSI, "TrafficData"),
    "content": (ETSI, "StoredContentData"),
    "unspecified": (OWN, "unspecified"),
}
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~\-]+@{_LABEL}(?:\.{_LABEL})*")
_INTERNATIONAL_EMAIL = re.compile(r"[^\s@]+@[^\s@]+")
_ENDPOINT = re.compile(r"([A-Z]{2})/(\S(?:[^\n]*\S)?)")
_E164 = re.compile(r"\+([1-9][0-9]{1,14})")
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Hi1Endpoint:
    """An end of the interface, as the two have agreed on: a country and an identifier in it."""

    country: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Hi1Envelope:
    """The statements of a message that its order does not have."""

    receiver: Hi1Endpoint
    transaction: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class _Element:
    name: str
    content: "str | tuple[_Element, ...]"
    kind: str | None = None
    """The type of an object, for `xsi:type`."""


def parse_endpoint(text: str) -> Hi1Endpoint:
    """Return the endpoint of a text such as `XB/MAIL01`.

    Raises:
        Refused: it has another form.
    """
    found = _ENDPOINT.fullmatch(text)
    if found is None or len(found[2]) > LONGEST_LINE or _NOT_IN_XML.search(text):
        raise Refused(refusals.ETSI_ENDPOINT.because(found=text))
    refuse_hidden(text, "--receiver")
    return Hi1Endpoint(found[1], found[2])


def write_hi1(order: OrderDocument, envelope: Hi1Envelope) -> bytes:
    """Return an order as an HI-1 message. The same order and envelope give the same bytes.

    Raises:
        Refused: a text of the order has a character that XML cannot carry.
    """
    if _NOT_IN_XML.search(order.encode().decode()):
        raise Refused(
            refusals.ETSI_NOT_WRITTEN.because(
                problem=P_("a text of it has a character that XML cannot carry")
            )
        )
    out = StringIO()
    writer = XMLGenerator(out, "utf-8", short_empty_elements=True)
    writer.startDocument()
    _put(writer, _message(order, envelope), root=True)
    writer.endDocument()
    return f"{out.getvalue()}\n".encode()


def _put(writer: XMLGenerator, element: _Element, *, depth: int = 0, root: bool = False) -> None:
    spaces = {f"xmlns:{name}" if name else "xmlns": uri for name, uri in PREFIXES.items()}
    kind = {} if element.kind is None else {"xsi:type": element.kind}
    writer.startElement(element.name, (spaces if root else {}) | kind)  # type: ignore[arg-type]
    if isinstance(element.content, str):
        writer.characters(element.content)
    else:
        for child in element.content:
            writer.ignorableWhitespace("\n" + " " * (depth + 1))
            _put(writer, child, depth=depth + 1)
        writer.ignorableWhitespace("\n" + " " * depth)
    writer.endElement(element.name)


def _message(order: OrderDocument, envelope: Hi1Envelope) -> _Element:
    objects = [
        _authorisation(order, envelope.receiver),
        _document(order),
        *_tasks(order, envelope.receiver),
    ]
    actions = tuple(
        _Element(
            "ActionRequest",
            (
                _Element("ActionIdentifier", str(number)),
                _Element("CREATE", (one,)),
            ),
        )
        for number, one in enumerate(objects)
    )
    at = envelope.at.astimezone(UTC)
    header = _Element(
        "Header",
        (
            _endpoint("SenderIdentifier", sender_of(order)),
            _endpoint("ReceiverIdentifier", envelope.receiver),
            _Element("TransactionIdentifier", str(envelope.transaction)),
            _Element("Timestamp", at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
            _Element(
                "Version",
                (
                    _Element("ETSIVersion", ETSI_VERSION),
                    _Element("NationalProfileOwner", PROFILE_OWNER),
                    _Element("NationalProfileVersion", PROFILE_VERSION),
                ),
            ),
        ),
    )
    payload = _Element("RequestPayload", (_Element("ActionRequests", actions),))
    return _Element("HI1Message", (header, _Element("Payload", (payload,))))


def sender_of(order: OrderDocument) -> Hi1Endpoint:
    """Return the authority as the sender of a message."""
    return Hi1Endpoint(parse_authority(order.authority).state, order.authority)


def _endpoint(name: str, endpoint: Hi1Endpoint) -> _Element:
    return _Element(
        name,
        (
            _Element("CountryCode", endpoint.country),
            _Element("UniqueIdentifier", endpoint.identifier),
        ),
    )


def _entry(name: str, owner: str, dictionary: str, value: str) -> _Element:
    return _Element(
        name,
        (
            _Element("common:Owner", owner),
            _Element("common:Name", dictionary),
            _Element("common:Value", value),
        ),
    )


def _object(
    order: OrderDocument, kind: str, identifier: str, children: tuple[_Element, ...]
) -> _Element:
    sender = sender_of(order)
    associated = (
        ()
        if identifier == order.order
        else (_Element("AssociatedObjects", (_Element("AssociatedObject", order.order),)),)
    )
    return _Element(
        "HI1Object",
        (
            _Element("ObjectIdentifier", identifier),
            _Element("CountryCode", sender.country),
            _Element("OwnerIdentifier", sender.identifier),
            *associated,
            *children,
        ),
        kind,
    )


def _timespan(name: str, prefix: str, start: datetime, end: datetime) -> _Element:
    return _Element(
        name,
        (
            _Element(f"{prefix}:StartTime", format_moment(start)),
            _Element(f"{prefix}:EndTime", format_moment(end)),
        ),
    )


def _authorisation(order: OrderDocument, receiver: Hi1Endpoint) -> _Element:
    cspid = (_endpoint("auth:CSPID", receiver),)
    statement = CHECK_THE_ORDER.format(digest=sha256(order.encode()))
    if order.kind is OrderKind.PRESERVATION:
        statement += f" {NO_TASK.format(version=ETSI_VERSION)}"
    children = (
        _Element("auth:AuthorisationReference", order.reference),
        _entry("auth:AuthorisationLegalType", OWN, "OrderKind", order.kind.value),
        _entry(
            "auth:AuthorisationDesiredStatus", ETSI, "AuthorisationDesiredStatus", "SubmittedToCSP"
        ),
        _timespan("auth:AuthorisationTimespan", "auth", order.starts, order.ends),
        _Element("auth:AuthorisationCSPID", cspid),
        *_approvals(order),
        _Element("auth:AuthorisationManualInformation", statement),
    )
    return _object(order, "auth:AuthorisationObject", order.order, children)


def _approvals(order: OrderDocument) -> Iterator[_Element]:
    role = order.authorised_by.value
    decided = "yes" if order.independent else "no"
    yield _approval(
        "order",
        order.reference,
        order.issuer,
        order.issued,
        role,
        f"Independent decision: {decided}",
    )
    for one in order.renewals:
        ends = f"Until {format_moment(one.ends)}"
        yield _approval("renewal", one.reference, one.issuer, one.issued, None, ends)


def _approval(
    kind: str, reference: str, issuer: str, at: datetime, role: str | None, description: str
) -> _Element:
    approver = [_Element("common:ApproverName", issuer)]
    if role is not None:
        approver.append(_Element("common:ApproverRole", role))
    return _Element(
        "auth:AuthorisationApprovalDetails",
        (
            _Element("common:ApprovalType", kind),
            _Element("common:ApprovalDescription", description),
            _Element("common:ApprovalReference", reference),
            _Element("common:ApproverDetails", tuple(approver)),
            _Element("common:ApprovalTimestamp", format_moment(at)),
        ),
    )


def _document(order: OrderDocument) -> _Element:
    """Return the document object: every statement that the other objects have no place for, and the order's digest.

    It does not contain the order: without its signatures a copy would only be taken for it.
    """
    properties = tuple(
        _Element(
            "doc:DocumentProperty",
            (
                _entry("doc:PropertyType", OWN, "OrderProperty", name),
                _Element("doc:PropertyValue", value),
            ),
        )
        for name, value in _properties(order)
    )
    body = (
        _Element("doc:ContentType", "application/json"),
        _Element("doc:Checksum", sha256(order.encode())),
        _Element("doc:ChecksumType", "SHA-256"),
    )
    children = (
        _Element("doc:DocumentReference", order.reference),
        _Element("doc:DocumentName", "order.json"),
        _timespan("doc:DocumentTimespan", "doc", order.starts, order.ends),
        _entry("doc:DocumentType", OWN, "DocumentType", "order"),
        _Element("doc:DocumentProperties", properties),
        _Element("doc:DocumentBody", body),
    )
    return _object(order, "doc:DocumentObject", str(uuid5(UUID(order.order), "document")), children)


def _properties(order: OrderDocument) -> Iterator[tuple[str, str]]:
    yield "network", order.network
    yield "officer", order.officer
    yield "signed", format_moment(order.signed)
    yield "provider", order.provider
    yield "authorised_by", order.authorised_by.value
    yield "scope", order.scope
    yield "categories", " ".join(order.categories)
    for account in order.accounts:
        yield f"account {account.kind.value}", account.value
    for name, at in (
        ("data_from", order.data_from),
        ("data_until", order.data_until),
        ("due", order.due),
        ("secret_until", order.secret_until),
    ):
        if at is not None:
            yield name, format_moment(at)
    yield "secret", "yes" if order.secret else "no"
    if order.legal_basis is not None:
        yield "legal_basis", order.legal_basis
    yield "reply_to", order.reply_to


def _tasks(order: OrderDocument, receiver: Hi1Endpoint) -> Iterator[_Element]:
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
) -> _Element:
    owner, value = _TASK_TYPES[category]
    details = [_entry("task:Type", owner, "RequestType", value)]
    if order.data_from is not None:
        details.append(_Element("task:StartTime", format_moment(order.data_from)))
    if order.data_until is not None:
        details.append(_Element("task:EndTime", format_moment(order.data_until)))
    if account is not None:
        details.append(_Element("task:RequestValues", (_request_value(account),)))
    sender = sender_of(order)
    children = [
        _Element("task:Reference", f"{sender.country}-{order.authority}-{order.order}.{number}"),
        _entry("task:DesiredStatus", ETSI, "LDTaskDesiredStatus", "AwaitingDisclosure"),
        _Element("task:RequestDetails", tuple(details)),
    ]
    if len(order.reply_to) <= LONGEST_SHORT and _EMAIL.fullmatch(order.reply_to):
        address = _Element("task:EmailAddress", order.reply_to)
        destination = _Element(
            "task:LDDeliveryDestination", (_Element("task:DeliveryAddress", (address,)),)
        )
        children.append(_Element("task:DeliveryDetails", (destination,)))
    children.append(_endpoint("task:CSPID", receiver))
    identifier = str(uuid5(UUID(order.order), f"task {number}"))
    return _object(order, "task:LDTaskObject", identifier, tuple(children))


def _request_value(account: OrderedAccount) -> _Element:
    owner, name, value = _format(account)
    kind = (_Element("task:FormatOwner", owner), _Element("task:FormatName", name))
    return _Element(
        "task:RequestValue", (_Element("task:FormatType", kind), _Element("task:Value", value))
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
