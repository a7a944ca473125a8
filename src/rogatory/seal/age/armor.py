# SPDX-License-Identifier: Apache-2.0
"""ASCII armor: a strict subset of PEM (RFC 7468) around an age file, for texts and e-mail.

White space may precede and follow, and lines may end with CRLF; nothing else is lenient.
"""

import binascii

from rogatory.errors import Refused
from rogatory.seal.age import refusals

BEGIN = b"-----BEGIN AGE ENCRYPTED FILE-----"
END = b"-----END AGE ENCRYPTED FILE-----"
_COLUMNS = 64
_BYTES = 48
_AROUND = b" \t\r\n"


def is_armored(data: bytes) -> bool:
    """Decide whether the data are meant as armor; a binary age file never begins like it."""
    return data.lstrip(_AROUND).startswith(b"-----BEGIN")


def encode(data: bytes) -> bytes:
    lines = [
        binascii.b2a_base64(data[start : start + _BYTES]) for start in range(0, len(data), _BYTES)
    ]
    return BEGIN + b"\n" + b"".join(lines) + END + b"\n"


def decode(text: bytes) -> bytes:
    """Return the bytes in the armor; refuses any form but the one, with the line where it departs."""
    lines = [line.removesuffix(b"\r") for line in text.strip(_AROUND).split(b"\n")]
    if lines[0] != BEGIN:
        raise Refused(refusals.ARMOR_BEGIN.because())
    if lines[-1] != END:
        raise Refused(refusals.ARMOR_END.because())
    body = lines[1:-1]
    data = bytearray()
    for number, line in enumerate(body, 2):
        part = _line(line)
        if part is None or (len(part) < _BYTES and number <= len(body)):
            raise Refused(refusals.ARMOR_LINE.because(line=number))
        data += part
    return bytes(data)


def _line(line: bytes) -> bytes | None:
    """Return the bytes of one line of canonical, padded base64, or None."""
    if not 0 < len(line) <= _COLUMNS:
        return None
    try:
        part = binascii.a2b_base64(line, strict_mode=True)
    except binascii.Error:
        return None
    return part if binascii.b2a_base64(part, newline=False) == line else None
