# SPDX-License-Identifier: Apache-2.0
"""Which bytes of a file somebody wants: `0-511`, `512+4096`, `1048576-`."""

import re
from dataclasses import dataclass

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.wire.words import P_, FilledText

_FORM = re.compile(r"(\d{1,16})(?:-(\d{1,16})?|\+(\d{1,16}))\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class ByteRange:
    """From `start`, counted from 0; `length` bytes, or to the file's end."""

    start: int
    length: int | None

    def within(self, size: int) -> tuple[int, int]:
        """Start and length in a file of that size; refuses what reaches beyond its end."""
        length = size - self.start if self.length is None else self.length
        if length < 1 or self.start + length > size:
            problem = FilledText(P_("the file has {size} bytes"), size=size)
            raise Refused(refusals.RANGE.because(range=str(self), problem=problem))
        return self.start, length

    def __str__(self) -> str:
        return f"{self.start}-" if self.length is None else f"{self.start}+{self.length}"


def parse_range(text: str) -> ByteRange:
    """Parse `START-END`, both counted from 0 and both taken (as HTTP does); `START-`; `START+LENGTH`."""
    match = _FORM.match(text)
    if match is None:
        problem = P_("it is not START-END, START- or START+LENGTH")
        raise Refused(refusals.RANGE.because(range=ascii(text)[1:-1][:40], problem=problem))
    start = int(match[1])
    length: int | None = None
    if match[2]:
        length = int(match[2]) - start + 1
    elif match[3]:
        length = int(match[3])
    if length is not None and length < 1:
        problem = P_("it holds no byte")
        raise Refused(refusals.RANGE.because(range=text, problem=problem))
    return ByteRange(start, length)
