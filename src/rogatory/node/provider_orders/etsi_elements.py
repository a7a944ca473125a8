# SPDX-License-Identifier: Apache-2.0
"""Elements of an HI-1 message: how they are written, and the parts that all objects have."""

from dataclasses import dataclass
from xml.sax.saxutils import XMLGenerator

from rogatory.node.provider_orders.document import OrderDocument
from rogatory.node.provider_orders.etsi_names import PREFIXES
from rogatory.wire.identifiers import parse_authority


@dataclass(frozen=True, slots=True)
class Hi1Endpoint:
    """An end of the interface, as the two have agreed on: a country and an identifier in it."""

    country: str
    identifier: str


@dataclass(frozen=True, slots=True)
class XmlElement:
    """An element to be written: its text, or the elements in it."""

    name: str
    content: "str | tuple[XmlElement, ...]"
    kind: str | None = None
    """The type of an object, for `xsi:type`."""


def write_element(
    writer: XMLGenerator, element: XmlElement, *, depth: int = 0, root: bool = False
) -> None:
    """Write an element with all in it; the root declares the prefixes."""
    spaces = {f"xmlns:{name}" if name else "xmlns": uri for name, uri in PREFIXES.items()}
    kind = {} if element.kind is None else {"xsi:type": element.kind}
    writer.startElement(element.name, (spaces if root else {}) | kind)  # type: ignore[arg-type]
    if isinstance(element.content, str):
        writer.characters(element.content)
    else:
        for child in element.content:
            writer.ignorableWhitespace("\n" + " " * (depth + 1))
            write_element(writer, child, depth=depth + 1)
        writer.ignorableWhitespace("\n" + " " * depth)
    writer.endElement(element.name)


def sender_of(order: OrderDocument) -> Hi1Endpoint:
    """Return the authority as the sender of a message."""
    return Hi1Endpoint(parse_authority(order.authority).state, order.authority)


def endpoint_of(name: str, endpoint: Hi1Endpoint) -> XmlElement:
    """Return an endpoint as the element of this name."""
    return XmlElement(
        name,
        (
            XmlElement("CountryCode", endpoint.country),
            XmlElement("UniqueIdentifier", endpoint.identifier),
        ),
    )


def entry_of(name: str, owner: str, dictionary: str, value: str) -> XmlElement:
    """Return the value of a dictionary as the element of this name."""
    return XmlElement(
        name,
        (
            XmlElement("common:Owner", owner),
            XmlElement("common:Name", dictionary),
            XmlElement("common:Value", value),
        ),
    )


def hi1_object(
    order: OrderDocument, kind: str, identifier: str, children: tuple[XmlElement, ...]
) -> XmlElement:
    """Return an object of this type. Every one but the order itself is associated with the order."""
    sender = sender_of(order)
    associated = (
        ()
        if identifier == order.order
        else (XmlElement("AssociatedObjects", (XmlElement("AssociatedObject", order.order),)),)
    )
    return XmlElement(
        "HI1Object",
        (
            XmlElement("ObjectIdentifier", identifier),
            XmlElement("CountryCode", sender.country),
            XmlElement("OwnerIdentifier", sender.identifier),
            *associated,
            *children,
        ),
        kind,
    )
