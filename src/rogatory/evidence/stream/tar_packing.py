# SPDX-License-Identifier: Apache-2.0
"""The members of the tar stream, one after the other: head, data, tail, table, locator."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from rogatory.evidence.bag.tag_files import TagFile
from rogatory.evidence.layout import DATA_FOLDER, OFFSETS
from rogatory.evidence.pipeline.file_reading import open_stack
from rogatory.evidence.pipeline.packer import Packer
from rogatory.evidence.spool import Spool
from rogatory.evidence.stream.stream_contents import Outgoing
from rogatory.evidence.stream.tar_format import END, Locator, member_header, offset_line, padding


class Offsets(Protocol):
    """Takes the lines of the table of offsets."""

    @property
    def size(self) -> int: ...
    def write(self, data: bytes) -> None: ...


@dataclass(frozen=True, slots=True)
class PackedCount:
    """Members so far, and which part of the table lists the payload."""

    members: int
    data_start: int
    data_size: int


def pack_data(outgoing: Outgoing, packer: Packer, offsets: Offsets) -> PackedCount:
    """Pack head and data."""
    for tag in outgoing.head:
        _tag(outgoing, packer, offsets, tag)
    packer.put(member_header(f"{outgoing.top}/{DATA_FOLDER}", 0, folder=True))
    start = offsets.size
    with open_stack(outgoing.source) as stack:
        for planned in outgoing.plan:
            if planned.is_data:
                _header(outgoing, packer, offsets, DATA_FOLDER + planned.path, planned.size)
                packer.add(stack, planned)
                packer.put(bytes(padding(planned.size)))
            else:
                packer.note(planned)
    members = len(outgoing.head) + 1 + outgoing.plan.files
    return PackedCount(members, start, offsets.size - start)


def pack_tail(
    outgoing: Outgoing,
    packer: Packer,
    offsets: Spool,
    counted: PackedCount,
    take_tail: Callable[[], Iterable[TagFile]],
) -> None:
    """Pack everything behind the data, when it is there to be taken."""
    members = counted.members + 1
    for tag in take_tail():
        _tag(outgoing, packer, offsets, tag)
        members += 1
    packer.put(member_header(f"{outgoing.top}/{OFFSETS}", offsets.size))
    start, size = packer.position, offsets.size
    for block in offsets.blocks():
        packer.put(block)
    packer.put(bytes(padding(size)))
    packer.put(END)
    packer.put(Locator(start, size, counted.data_start, counted.data_size, members).encode())
    packer.finish()


def _tag(outgoing: Outgoing, packer: Packer, offsets: Offsets, tag: TagFile) -> None:
    _header(outgoing, packer, offsets, tag.path, tag.size)
    for block in tag.blocks():
        packer.put(block)
    packer.put(bytes(padding(tag.size)))


def _header(outgoing: Outgoing, packer: Packer, offsets: Offsets, path: str, size: int) -> None:
    packer.put(member_header(f"{outgoing.top}/{path}", size))
    offsets.write(offset_line(path, packer.position, size))
