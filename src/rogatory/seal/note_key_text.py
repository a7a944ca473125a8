# SPDX-License-Identifier: Apache-2.0
"""Keys of signed notes as text (C2SP signed-note): `name+keyid+base64(type || material)`.

The type byte gives what the key signs, and how. A secret key is the same with `PRIVATE+KEY+` before
it and the seed as material; its key id is that of the public key.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from rogatory.errors import Phrase, Refused
from rogatory.seal import refusals
from rogatory.wire.words import P_

KEY_ID_SIZE = 4

_SECRET_MARK = "PRIVATE+KEY+"  # noqa: S105 - the public prefix of every secret line
_KEY_FORM = re.compile(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})\Z")
_NAME_FORM = re.compile(r"[^\s+]+\Z")


@dataclass(frozen=True, slots=True)
class KeyText:
    """The contents of a key's text; nothing about it is verified but the form."""

    name: str
    key_id: bytes
    kind: bytes
    """The type byte."""
    material: bytes


def key_id(name: str, kind: bytes, public_key: bytes) -> bytes:
    """Return the first 4 bytes of SHA-256(name LF type || public key)."""
    digest = hashlib.sha256(name.encode() + b"\n" + kind + public_key).digest()
    return digest[:KEY_ID_SIZE]


def parse_public_key(text: str) -> KeyText:
    """Return the public key of that text; refuses another form."""
    match = _KEY_FORM.match(text)
    material = from_base64(match[3]) if match else None
    if match is None or material is None:
        raise bad_key(P_("it is not name+keyid+base64"))
    return KeyText(match[1], bytes.fromhex(match[2]), material[:1], material[1:])


def write_key(key: KeyText) -> str:
    return f"{key.name}+{key.key_id.hex()}+{to_base64(key.kind + key.material)}"


def parse_secret_key(text: str) -> KeyText:
    """Return the secret key of that text; refuses one that is public."""
    if not text.startswith(_SECRET_MARK):
        raise bad_key(P_("it does not begin with PRIVATE+KEY+"))
    return parse_public_key(text.removeprefix(_SECRET_MARK))


def write_secret(key: KeyText) -> str:
    return _SECRET_MARK + write_key(key)


def key_name(name: str) -> str:
    """Return the name, if a key may have it."""
    if not _NAME_FORM.match(name):
        raise bad_key(P_("a name is not empty and has neither spaces nor +"))
    return name


def is_key_name(name: str) -> bool:
    return _NAME_FORM.match(name) is not None


def bad_key(problem: Phrase) -> Refused:
    return Refused(refusals.NOTE_KEY.because(problem=problem))


def from_base64(encoded: str) -> bytes | None:
    """Return standard base64 in its one spelling, else None."""
    try:
        found = base64.b64decode(encoded.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return None
    return found if to_base64(found) == encoded else None


def to_base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
