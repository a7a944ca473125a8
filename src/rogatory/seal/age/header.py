# SPDX-License-Identifier: Apache-2.0
"""The age header: a version line, stanzas, a MAC line. One form, and a parser of nothing else.

Source: the C2SP specification of age v1, sections "Header" and "Recipient stanza".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rogatory.errors import Code, Refused
from rogatory.seal.age import canonical_base64, refusals

_VERSION_LINE = b"age-encryption.org/v1"
_ARGUMENTS = re.compile(rb"-> ([!-~]+(?: [!-~]+)*)\Z")
_COLUMNS = 64
_MAC_BASE64 = 43
_MAC_LINE = len(b"--- ") + _MAC_BASE64 + len(b"\n")
_BEHIND_AUTHENTICATED = _MAC_LINE - len(b"---")

LARGEST_HEADER = 256 << 10
"""160 hybrid recipients. A reader holds a header whole before it can trust a byte of it."""


@dataclass(frozen=True, slots=True)
class Stanza:
    """The file key as one recipient got it: arguments (the first is the kind) and body."""

    arguments: tuple[str, ...]
    body: bytes

    @property
    def kind(self) -> str:
        return self.arguments[0]

    def encode(self) -> bytes:
        """Return the lines of the stanza; the last line of the body is always short, if need be
        empty.
        """
        text = canonical_base64.encode(self.body)
        lines = [text[start : start + _COLUMNS] for start in range(0, len(text) + 1, _COLUMNS)]
        return b"\n".join([b"-> " + " ".join(self.arguments).encode(), *lines, b""])


@dataclass(frozen=True, slots=True)
class Header:
    """A header as parsed: its MAC is read, not checked. `size` is its length in bytes."""

    stanzas: tuple[Stanza, ...]
    mac: bytes
    size: int


def write_unauthenticated(stanzas: Sequence[Stanza]) -> bytes:
    """Return the header up to and with the three hyphens, which is what its MAC covers."""
    lines = b"".join(stanza.encode() for stanza in stanzas)
    return _VERSION_LINE + b"\n" + lines + b"---"


def write_header(stanzas: Sequence[Stanza], mac: bytes) -> bytes:
    return write_unauthenticated(stanzas) + b" " + canonical_base64.encode(mac) + b"\n"


def authenticated_part(header: bytes) -> bytes:
    """Return what the MAC of a well-formed header covers."""
    return header[:-_BEHIND_AUTHENTICATED]


def parse_header(data: bytes) -> Header:
    """Return the header that `data` begins with; what follows it is not looked at.

    Raises:
        Refused: the header is not in its one form, does not end, or is beyond `LARGEST_HEADER`.
    """
    lines = _Lines(data)
    if lines.next() != _VERSION_LINE:
        raise Refused(refusals.VERSION.because())
    stanzas: list[Stanza] = []
    while not (line := lines.next()).startswith(b"---"):
        stanzas.append(_stanza(line, lines))
    mac = canonical_base64.decode(line[4:]) if line.startswith(b"--- ") else None
    if mac is None or len(line) + 1 != _MAC_LINE:
        raise lines.refusal(refusals.MAC_LINE)
    if not stanzas:
        raise Refused(refusals.NO_STANZA.because())
    return Header(tuple(stanzas), mac, lines.position)


def _stanza(first: bytes, lines: "_Lines") -> Stanza:
    match = _ARGUMENTS.match(first)
    if match is None:
        raise lines.refusal(refusals.STANZA_LINE)
    arguments = tuple(match[1].decode("ascii").split(" "))
    body = bytearray()
    while True:
        line = lines.next()
        part = canonical_base64.decode(line)
        if part is None or len(line) > _COLUMNS:
            raise lines.refusal(refusals.STANZA_BODY)
        body += part
        if len(line) < _COLUMNS:
            return Stanza(arguments, bytes(body))


class _Lines:
    """The lines of a header, one after the other, within the limit."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.position = 0
        self._number = 0

    def next(self) -> bytes:
        end = self._data.find(b"\n", self.position, LARGEST_HEADER)
        if end < 0:
            raise self._unfinished()
        line = bytes(self._data[self.position : end])
        self.position = end + 1
        self._number += 1
        return line

    def refusal(self, code: Code) -> Refused:
        return Refused(code.because(line=self._number))

    def _unfinished(self) -> Refused:
        if not self._number and not self._data.startswith(_VERSION_LINE[: len(self._data)]):
            return Refused(refusals.VERSION.because())
        if len(self._data) >= LARGEST_HEADER:
            return Refused(refusals.HEADER_TOO_LARGE.because(limit=LARGEST_HEADER))
        return Refused(refusals.HEADER_INCOMPLETE.because())
