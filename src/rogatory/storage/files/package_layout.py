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
from rogatory.errors import Refused
from rogatory.storage.files import refusals
from rogatory.wire import canonical
from rogatory.wire.words import P_

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
        if read_layout(path) != layout:
            problem = P_("has another header or other sizes than were announced")
            raise Refused(refusals.PACKAGE_DIFFERS.because(seal=seal, problem=problem)) from None


def read_layout(path: Path) -> Layout:
    values = canonical.decode_object(read_file(path, limit=LARGEST_LAYOUT), limit=LARGEST_LAYOUT)
    header, payload, segment = values["header"], values["payload_size"], values["segment_size"]
    assert isinstance(header, str)
    assert isinstance(payload, int)
    assert isinstance(segment, int)
    return Layout(base64.b64decode(header), payload, segment)
