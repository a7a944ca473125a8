# SPDX-License-Identifier: Apache-2.0
"""DER taken apart without a schema, for tokens that others made.

Common timestamp authorities do not sort the SETs that DER wants sorted, and add certificates,
attributes and lists that our own shape does not know. Walking them by tag reads all that and
still refuses lengths that are indefinite or longer than needed, and data that end too early.
"""

from dataclasses import dataclass

from rogatory.wire.words import P_, FilledText

NULL = 0x05
SEQUENCE = 0x30
SET = 0x31
INTEGER = 0x02
OCTET_STRING = 0x04
OBJECT_IDENTIFIER = 0x06
GENERALIZED_TIME = 0x18

MOST_ELEMENTS = 1024
"""A token has some dozens; a sea of empty elements would only make its reader work."""


@dataclass(frozen=True, slots=True)
class DerElement:
    """One element: its tag byte, its content, and the whole of it as it was."""

    tag: int
    content: bytes
    der: bytes

    def children(self) -> list["DerElement"]:
        """Return the elements within; ValueError when this one is primitive or ends too early."""
        if not self.tag & 0x20:
            raise ValueError(FilledText(P_("an element that ought to hold others is primitive")))
        return elements(self.content)

    def inside(self, tag: int) -> list["DerElement"]:
        """Return the elements within; ValueError when this one has another tag, too."""
        if self.tag != tag:
            raise ValueError(
                FilledText(
                    P_("an element has the tag {tag}, not {wanted}"),
                    tag=format(self.tag, "#x"),
                    wanted=format(tag, "#x"),
                )
            )
        return self.children()

    def one(self, tag: int) -> "DerElement":
        """Return the one element within; ValueError when this one has another tag, or holds more."""
        found = self.inside(tag)
        if len(found) != 1:
            raise ValueError(FilledText(P_("there is not exactly one element")))
        return found[0]

    def integer(self) -> int:
        """Return the number; ValueError for anything but an INTEGER in its shortest form."""
        data = self.content
        long = len(data) > 1 and (data[0], data[1] >> 7) in {(0, 0), (0xFF, 1)}
        if self.tag != INTEGER or not data or long:
            raise ValueError(FilledText(P_("an element is no integer in its shortest form")))
        return int.from_bytes(data, signed=True)

    def first(self) -> "DerElement":
        """Return the first element within; ValueError when there is none."""
        found = self.children()
        if not found:
            raise ValueError(FilledText(P_("an element that ought to hold others is empty")))
        return found[0]


def element(data: bytes) -> DerElement:
    """Return the one element that `data` is; ValueError for anything else."""
    found = elements(data)
    if len(found) != 1:
        raise ValueError(FilledText(P_("there is not exactly one element")))
    return found[0]


def elements(data: bytes) -> list[DerElement]:
    """Return the elements of `data`, which follow one another."""
    found: list[DerElement] = []
    position = 0
    while position < len(data):
        one = _element_at(data, position)
        found.append(one)
        position += len(one.der)
        if len(found) > MOST_ELEMENTS:
            raise ValueError(FilledText(P_("there are too many elements")))
    return found


def _element_at(data: bytes, start: int) -> DerElement:
    if len(data) < start + 2:
        raise ValueError(FilledText(P_("the data end within an element")))
    tag, length, position = data[start], data[start + 1], start + 2
    if tag & 0x1F == 0x1F:
        raise ValueError(FilledText(P_("a tag of several bytes is not allowed in a timestamp")))
    if length >= 0x80:
        size = length & 0x7F
        if not 1 <= size <= 4:
            raise ValueError(FilledText(P_("a length is indefinite or absurd")))
        length = int.from_bytes(data[position : position + size])
        position += size
        if length < 0x80 or length.bit_length() <= 8 * (size - 1):
            raise ValueError(FilledText(P_("a length is written longer than it need be")))
    end = position + length
    if end > len(data):
        raise ValueError(FilledText(P_("the data end within an element")))
    return DerElement(tag, data[position:end], data[start:end])
