# SPDX-License-Identifier: Apache-2.0
"""How a sealed package's age file is laid out: the header, then segments of one size.

The layout is in a small file beside the package, so that a segment's place is known before any
other segment is there.
"""

import base64
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk.new_file import write_new
from rogatory.disk.reading import read_file
from rogatory.errors import Phrase, Refused
from rogatory.evidence.sealed.segments import LARGEST_SEGMENT
from rogatory.storage.files import refusals
from rogatory.wire import canonical
from rogatory.wire.words import P_, FilledText

LARGEST_LAYOUT = 1 << 20
"""An age header has some kilobytes; more would be held in memory with every segment served."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Sizes in bytes. The payload is what follows the header."""

    header: bytes
    payload_size: int
    segment_size: int

    @property
    def file_size(self) -> int:
        return len(self.header) + self.payload_size

    def offset(self, index: int) -> int:
        return len(self.header) + index * self.segment_size

    def size(self, index: int) -> int:
        """Return how many bytes segment `index` has; zero or less if there is no such segment."""
        if index < 0:
            return 0
        return min(self.segment_size, self.payload_size - index * self.segment_size)

    @property
    def segments(self) -> int:
        return -(-self.payload_size // self.segment_size)

    def to_bytes(self) -> bytes:
        return canonical.encode(
            {
                "header": base64.b64encode(self.header).decode("ascii"),
                "payload_size": self.payload_size,
                "segment_size": self.segment_size,
            }
        )


def keep_layout(path: Path, seal: str, layout: Layout) -> None:
    """Write a package's layout once; refuses another one for the same seal."""
    try:
        write_new(path, layout.to_bytes())
    except Refused:
        refuse_other_layout(seal, read_layout(path), layout)


def refuse_other_layout(seal: str, kept: Layout, layout: Layout) -> None:
    """Refuse a layout that is not the one kept of a package."""
    if kept != layout:
        problem = P_("has another header or other sizes than were announced")
        raise Refused(refusals.PACKAGE_DIFFERS.because(seal=seal, problem=problem))


def refuse_other_file(seal: str, header: bytes, size: int, layout: Layout) -> None:
    """Refuse a file handed over whose beginning or size is not that of the layout."""
    problem: Phrase | None = None
    if header != layout.header:
        problem = P_("begins with another header than its seal states")
    elif size != layout.file_size:
        problem = FilledText(
            P_("has {size} bytes; its seal states {sealed}"), size=size, sealed=layout.file_size
        )
    if problem:
        raise Refused(refusals.PACKAGE_DIFFERS.because(seal=seal, problem=problem))


def segment_outside(seal: str, index: int, size: int) -> Refused:
    """Return the refusal of a segment that has no place in its package."""
    return Refused(refusals.SEGMENT_OUTSIDE.because(seal=seal, index=index, size=size))


def read_layout(path: Path) -> Layout:
    return parse_layout(read_file(path, limit=LARGEST_LAYOUT))


def parse_layout(data: bytes) -> Layout:
    """Return the layout in these bytes; refuses, or raises `ValueError` for, what is none."""
    values = canonical.decode_object(data, limit=LARGEST_LAYOUT)
    match values:
        case {"header": str(header), "payload_size": int(payload), "segment_size": int(segment)}:
            if payload >= 0 and 0 < segment <= LARGEST_SEGMENT:
                return Layout(base64.b64decode(header, validate=True), payload, segment)
    raise ValueError("a package's layout has another form")
