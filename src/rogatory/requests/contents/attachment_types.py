# SPDX-License-Identifier: Apache-2.0
"""The check that a small file is what its name and its media type say, by its first bytes.

Asked of what our own officers attach, so that an order that is really a program leaves no authority under
its seal. What another State's authority signed is not asked: it arrives as it is, is opened by no node and
leaves as a download. Nor is evidence, which must not be touched. Kinds that are not listed have no sign
to look for, and are kept as the bytes that they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rogatory.errors import Reason
from rogatory.requests import refusals

UNDECLARED = "application/octet-stream"
"""The type that a browser gives to a file that it does not know."""

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"


@dataclass(frozen=True, slots=True)
class AttachmentType:
    suffixes: tuple[str, ...]
    begins: tuple[bytes, ...]
    at: int = 0


KNOWN: Mapping[str, AttachmentType] = {
    "application/pdf": AttachmentType((".pdf",), (b"%PDF",)),
    "image/png": AttachmentType((".png",), (b"\x89PNG\r\n\x1a\n",)),
    "image/jpeg": AttachmentType((".jpg", ".jpeg"), (b"\xff\xd8\xff",)),
    "image/gif": AttachmentType((".gif",), (b"GIF87a", b"GIF89a")),
    "image/tiff": AttachmentType((".tif", ".tiff"), (b"II*\0", b"MM\0*")),
    "image/webp": AttachmentType((".webp",), (b"WEBP",), at=8),
    f"{_OFFICE}.wordprocessingml.document": AttachmentType((".docx",), _ZIP),
    f"{_OFFICE}.spreadsheetml.sheet": AttachmentType((".xlsx",), _ZIP),
    f"{_OPEN}.text": AttachmentType((".odt",), _ZIP),
    f"{_OPEN}.spreadsheet": AttachmentType((".ods",), _ZIP),
}


def type_reasons(name: str, media_type: str, data: bytes) -> Iterator[Reason]:
    """Yield 1. A name with a known ending and a media type that says another kind do not fit.
    2. What is said to be of a known kind, by either, begins as that kind does.
    """
    by_name = next((kind for kind, one in KNOWN.items() if name.lower().endswith(one.suffixes)), "")
    declared = media_type if media_type != UNDECLARED else by_name
    if by_name != declared and (by_name or declared in KNOWN):  # 1
        yield refusals.ATTACHMENT_KIND.because(name=ascii(name)[:120], media_type=media_type[:130])
    for kind in {by_name, declared} & KNOWN.keys():  # 2
        known = KNOWN[kind]
        if not data[known.at :].startswith(known.begins):
            yield refusals.ATTACHMENT_CONTENT.because(name=ascii(name)[:120], kind=kind)
