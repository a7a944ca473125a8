# SPDX-License-Identifier: Apache-2.0
"""Names that are the same at every node: States, authorities, and UUIDs of version 7."""

import re
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Refused
from rogatory.wire import refusals

_STATE_FORM = re.compile(r"[A-Z]{2}\Z")
_AUTHORITY_FORM = re.compile(r"([a-z]{2})/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\Z")
OFFICER_FORM = re.compile(r"[a-z]{2}-[0-9]{4,8}\Z")
_UUID7_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")

LONGEST_AUTHORITY = 64
"""Authority names become folder names and certificate common names, which end at 64 (X.520)."""


def parse_state(text: object) -> str:
    """Return a State's ISO 3166-1 alpha-2 code (or a user-assigned one, or EU), in capitals."""
    if not isinstance(text, str) or not _STATE_FORM.match(text):
        raise Refused(refusals.STATE_CODE.because(text=ascii(text)[:40]))
    return text


@dataclass(frozen=True, slots=True, order=True)
class Authority:
    """An office of a State that signs and receives, written `xa/contact-point`."""

    state: str
    office: str

    def __str__(self) -> str:
        return f"{self.state.lower()}/{self.office}"


def parse_authority(text: object) -> Authority:
    """Return the authority of that name; refuses capitals, other separators and names over the
    limit.
    """
    match = _AUTHORITY_FORM.match(text) if isinstance(text, str) else None
    if match is None or len(match[0]) > LONGEST_AUTHORITY:
        raise Refused(refusals.AUTHORITY_NAME.because(text=ascii(text)[:80]))
    return Authority(match[1].upper(), match[2])


def parse_officer(text: object) -> str:
    """Return the number of an officer, `xa-0003`: his State in small letters and 4 to 8 digits."""
    if not isinstance(text, str) or not OFFICER_FORM.match(text):
        raise Refused(refusals.OFFICER_NUMBER.because(text=ascii(text)[:40]))
    return text


def uuid7(at: datetime, random: bytes) -> str:
    """Return a UUID of version 7 (RFC 9562 5.7) for a moment, from ten random bytes."""
    if len(random) != 10:
        raise ValueError("a UUID of version 7 takes ten random bytes")
    milliseconds = int(at.timestamp() * 1000)
    value = milliseconds << 80 | int.from_bytes(random)
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    digits = f"{value:032x}"
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def parse_uuid7(text: object) -> str:
    if not isinstance(text, str) or not _UUID7_FORM.match(text):
        raise Refused(refusals.IDENTIFIER.because(text=ascii(text)[:80]))
    return text


def spoken_reference(identifier: str) -> str:
    """Return the end of a request's identifier, `F950-4415`, by which officers call it on the telephone."""
    return f"{identifier[-8:-4]}-{identifier[-4:]}".upper()
