# SPDX-License-Identifier: Apache-2.0
"""An order as a message of ETSI TS 103 120 (HI-1): authorisation, document and tasks.

The message has no signature of ours. It refers to the order by its identifier and digest, and what it says
counts only as far as it is what is written from that order.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from uuid import UUID, uuid5
from xml.sax.saxutils import XMLGenerator

from rogatory.errors import Refused
from rogatory.node.case_files.orders import OrderKind
from rogatory.node.provider_orders import refusals
from rogatory.node.provider_orders.document import LONGEST_LINE, OrderDocument
from rogatory.node.provider_orders.etsi_elements import (
    Hi1Endpoint,
    XmlElement,
    endpoint_of,
    entry_of,
    hi1_object,
    sender_of,
    write_element,
)
from rogatory.node.provider_orders.etsi_names import (
    ETSI,
    ETSI_VERSION,
    OWN,
    PROFILE_OWNER,
    PROFILE_VERSION,
)
from rogatory.node.provider_orders.etsi_tasks import tasks_of
from rogatory.wire.digests import sha256
from rogatory.wire.forbidden_characters import refuse_hidden
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

_ENDPOINT = re.compile(r"([A-Z]{2})/(\S(?:[^\n]*\S)?)")
_NOT_IN_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Hi1Envelope:
    """The statements of a message that its order does not have."""

    receiver: Hi1Endpoint
    transaction: UUID
    at: datetime


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
    write_element(writer, _message(order, envelope), root=True)
    writer.endDocument()
    return f"{out.getvalue()}\n".encode()


def _message(order: OrderDocument, envelope: Hi1Envelope) -> XmlElement:
    objects = [
        _authorisation(order, envelope.receiver),
        _document(order),
        *tasks_of(order, envelope.receiver),
    ]
    actions = tuple(
        XmlElement(
            "ActionRequest",
            (
                XmlElement("ActionIdentifier", str(number)),
                XmlElement("CREATE", (one,)),
            ),
        )
        for number, one in enumerate(objects)
    )
    at = envelope.at.astimezone(UTC)
    header = XmlElement(
        "Header",
        (
            endpoint_of("SenderIdentifier", sender_of(order)),
            endpoint_of("ReceiverIdentifier", envelope.receiver),
            XmlElement("TransactionIdentifier", str(envelope.transaction)),
            XmlElement("Timestamp", at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
            XmlElement(
                "Version",
                (
                    XmlElement("ETSIVersion", ETSI_VERSION),
                    XmlElement("NationalProfileOwner", PROFILE_OWNER),
                    XmlElement("NationalProfileVersion", PROFILE_VERSION),
                ),
            ),
        ),
    )
    payload = XmlElement("RequestPayload", (XmlElement("ActionRequests", actions),))
    return XmlElement("HI1Message", (header, XmlElement("Payload", (payload,))))


def _timespan(name: str, prefix: str, start: datetime, end: datetime) -> XmlElement:
    return XmlElement(
        name,
        (
            XmlElement(f"{prefix}:StartTime", format_moment(start)),
            XmlElement(f"{prefix}:EndTime", format_moment(end)),
        ),
    )


def _authorisation(order: OrderDocument, receiver: Hi1Endpoint) -> XmlElement:
    cspid = (endpoint_of("auth:CSPID", receiver),)
    statement = CHECK_THE_ORDER.format(digest=sha256(order.encode()))
    if order.kind is OrderKind.PRESERVATION:
        statement += f" {NO_TASK.format(version=ETSI_VERSION)}"
    children = (
        XmlElement("auth:AuthorisationReference", order.reference),
        entry_of("auth:AuthorisationLegalType", OWN, "OrderKind", order.kind.value),
        entry_of(
            "auth:AuthorisationDesiredStatus", ETSI, "AuthorisationDesiredStatus", "SubmittedToCSP"
        ),
        _timespan("auth:AuthorisationTimespan", "auth", order.starts, order.ends),
        XmlElement("auth:AuthorisationCSPID", cspid),
        *_approvals(order),
        XmlElement("auth:AuthorisationManualInformation", statement),
    )
    return hi1_object(order, "auth:AuthorisationObject", order.order, children)


def _approvals(order: OrderDocument) -> Iterator[XmlElement]:
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
) -> XmlElement:
    approver = [XmlElement("common:ApproverName", issuer)]
    if role is not None:
        approver.append(XmlElement("common:ApproverRole", role))
    return XmlElement(
        "auth:AuthorisationApprovalDetails",
        (
            XmlElement("common:ApprovalType", kind),
            XmlElement("common:ApprovalDescription", description),
            XmlElement("common:ApprovalReference", reference),
            XmlElement("common:ApproverDetails", tuple(approver)),
            XmlElement("common:ApprovalTimestamp", format_moment(at)),
        ),
    )


def _document(order: OrderDocument) -> XmlElement:
    """Return the document object: every statement that the other objects have no place for, and the order's digest.

    It does not contain the order: without its signatures a copy would only be taken for it.
    """
    properties = tuple(
        XmlElement(
            "doc:DocumentProperty",
            (
                entry_of("doc:PropertyType", OWN, "OrderProperty", name),
                XmlElement("doc:PropertyValue", value),
            ),
        )
        for name, value in _properties(order)
    )
    body = (
        XmlElement("doc:ContentType", "application/json"),
        XmlElement("doc:Checksum", sha256(order.encode())),
        XmlElement("doc:ChecksumType", "SHA-256"),
    )
    children = (
        XmlElement("doc:DocumentReference", order.reference),
        XmlElement("doc:DocumentName", "order.json"),
        _timespan("doc:DocumentTimespan", "doc", order.starts, order.ends),
        entry_of("doc:DocumentType", OWN, "DocumentType", "order"),
        XmlElement("doc:DocumentProperties", properties),
        XmlElement("doc:DocumentBody", body),
    )
    return hi1_object(
        order, "doc:DocumentObject", str(uuid5(UUID(order.order), "document")), children
    )


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
