# SPDX-License-Identifier: Apache-2.0
"""The table of offsets of a stream: where each member's data lie, found from the end."""

from collections.abc import Iterator

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.opening.sorted_lines import Reads, SortedLines
from rogatory.evidence.sealed.sealed_files import LARGEST_SMALL_FILE
from rogatory.evidence.stream.tar_format import BLOCK, Locator, parse_locator, parse_offset_line

type MemberPlace = tuple[str, int, int]
"""Path, where the data start in the stream, size."""


class OffsetsTable:
    """Reads the locator and the few lines of tag files at once, the others when asked."""

    def __init__(self, reader: Reads) -> None:
        self._reader = reader
        if reader.size < BLOCK:
            raise Refused(refusals.LOCATOR.because())
        at = self.locator = parse_locator(reader.read(reader.size - BLOCK, BLOCK))
        self._tags = _tag_lines(reader, at)
        self._data = SortedLines(
            reader, at.offsets_start + at.data_start, at.data_size, _keyed_place
        )

    @property
    def tags(self) -> dict[str, tuple[int, int]]:
        """Start and size of each file outside `data/`."""
        return self._tags

    def find(self, path: str) -> tuple[int, int] | None:
        """Find where the data of a member start, and their size; None if there is none."""
        if path in self._tags:
            return self._tags[path]
        key = path.encode()
        found = next(self._data.between(key, key + b"\0"), None)
        return None if found is None else found[1:]

    def between(self, low: bytes = b"", high: bytes | None = None) -> Iterator[MemberPlace]:
        """Yield the files of `data/` whose paths lie between, in order of path and so of place.

        Raises:
            Refused: the table is out of order, or two files lie in the same bytes.
        """
        end = 0
        for place in self._data.between(low, high):
            if place[1] < end:
                raise Refused(refusals.OFFSETS.because())
            end = place[1] + place[2]
            yield place


def _keyed_place(line: bytes) -> tuple[bytes, MemberPlace]:
    place = parse_offset_line(line)
    return place[0].encode(), place


def _tag_lines(reader: Reads, at: Locator) -> dict[str, tuple[int, int]]:
    """Return the lines before and after those of the payload."""
    behind = at.data_start + at.data_size
    tags: dict[str, tuple[int, int]] = {}
    for start, size in ((0, at.data_start), (behind, at.offsets_size - behind)):
        if size > LARGEST_SMALL_FILE:
            raise Refused(refusals.OFFSETS.because())
        for line in reader.read(at.offsets_start + start, size).splitlines(keepends=True):
            path, member, length = parse_offset_line(line)
            tags[path] = (member, length)
    return tags
