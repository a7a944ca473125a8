# SPDX-License-Identifier: Apache-2.0
"""The contents of a courier's disk: its places, and its signed list.

    README.txt                     what this is, in plain words
    courier.json                   the list: canonical JSON, signed by the sending State's node
    courier.json.p256.p7s, courier.json.mldsa65.p7s
    segments.b3sum                 the segments, as `b3sum --check` reads them
    segments/ab/<BLAKE3 digest>    a segment, a file; ab are the digest's first two digits
    packages/<seal>/…              the documents of a package, named as in a sealed folder

Names are plain, no file is larger than a segment or the list, no folder has many files, and nothing
is a link, so the disk may be of any file system.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Phrase, Refused
from rogatory.node.packages import package_refusals
from rogatory.node.packages.package_documents import MOST_DOCUMENTS
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest
from rogatory.wire.identifiers import parse_state
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, FilledText

LIST = "courier.json"
SEGMENT_LIST = "segments.b3sum"
README = "README.txt"

VERSION = 1

MOST_ELEMENTS = 1 << 19
"""Of a disk's list: one in sixteen bytes of it."""

LARGEST_LIST = 8 << 20
"""Bytes of courier.json: hundreds of packages with their documents."""

MOST_PACKAGES = 1000
"""Packages on one disk: what is not written on one is for another."""

MOST_SEGMENTS = 400_000
"""Segments on one disk, at 16 MiB some 6 TiB: their list is held in memory by both sides."""

LARGEST_SEGMENT_LIST = 64 << 20
"""Bytes of segments.b3sum with so many."""

_LINE = re.compile(rb"([0-9a-f]{64})  segments/([0-9a-f]{2})/([0-9a-f]{64})\Z")


@dataclass(frozen=True, slots=True)
class CarriedPackage:
    """A package of which documents, and perhaps segments, are on the disk."""

    seal: str
    thread: str | None
    documents: Mapping[str, str]
    """SHA-256 by name."""


@dataclass(frozen=True, slots=True)
class CourierList:
    """`courier.json`."""

    network: str
    sender: str
    """The State whose node wrote it, `XB`."""
    addressee: str
    written: datetime
    packages: tuple[CarriedPackage, ...]
    segments: int
    """Segments on this disk."""
    size: int
    """Their bytes."""
    segment_list: str
    """SHA-256 of segments.b3sum."""
    left: int
    """The requested segments for which this disk had no space."""

    def encode(self) -> bytes:
        return canonical.encode(
            {
                "addressee": self.addressee,
                "left": self.left,
                "network": self.network,
                "packages": [
                    {"documents": dict(one.documents), "seal": one.seal, "thread": one.thread}
                    for one in self.packages
                ],
                "segment_list": self.segment_list,
                "segments": self.segments,
                "sender": self.sender,
                "size": self.size,
                "version": VERSION,
                "written": format_moment(self.written),
            }
        )


def parse_list(data: bytes) -> CourierList:
    """Return the list; refuses any other form."""
    found = canonical.decode_object(data, limit=LARGEST_LIST, elements=MOST_ELEMENTS)
    if found.keys() != _MEMBERS or not canonical.is_version(found["version"], VERSION):
        raise _malformed(P_("it has other members, or is of another version"))
    packages = found["packages"]
    if isinstance(packages, str) or not isinstance(packages, list | tuple):
        raise _malformed(P_("packages is no list"))
    if len(packages) > MOST_PACKAGES:
        raise _malformed(FilledText(P_("more than {limit} packages"), limit=MOST_PACKAGES))
    return CourierList(
        network=parse_digest(found["network"]),
        sender=parse_state(found["sender"]),
        addressee=parse_state(found["addressee"]),
        written=parse_moment(found["written"]),
        packages=tuple(_package(each) for each in packages),
        segments=_count(found["segments"]),
        size=_count(found["size"]),
        segment_list=parse_digest(found["segment_list"]),
        left=_count(found["left"]),
    )


_MEMBERS = {
    "addressee",
    "left",
    "network",
    "packages",
    "segment_list",
    "segments",
    "sender",
    "size",
    "version",
    "written",
}


def segment_path(digest: bytes) -> str:
    name = digest.hex()
    return f"segments/{name[:2]}/{name}"


def document_path(seal: str, name: str) -> str:
    return f"packages/{seal}/{name}"


def segment_lines(digests: Iterable[bytes]) -> bytes:
    """Return the segments.b3sum of these digests."""
    return b"".join(f"{each.hex()}  {segment_path(each)}\n".encode() for each in digests)


def parse_segment_list(data: bytes) -> list[bytes]:
    """Return the digests of segments.b3sum, in order; refuses any other line."""
    found = []
    *lines, rest = data.split(b"\n")
    if rest:
        raise _malformed(P_("segments.b3sum does not end with a line"))
    for line in lines:
        match = _LINE.match(line)
        if match is None or match[1] != match[3] or match[2] != match[1][:2]:
            raise _malformed(
                FilledText(P_("segments.b3sum has the line {line}"), line=ascii(line)[2:90])
            )
        found.append(bytes.fromhex(match[1].decode()))
    return found


def digests_of(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield BLAKE3 digests of a text with one at the beginning of each line, segments.b3sum among
    them.
    """
    for line in lines:
        word = line.split(maxsplit=1)[0] if line.strip() else b""
        if word:
            yield bytes.fromhex(parse_digest(word.decode("ascii", "replace")))


def _package(value: Json) -> CarriedPackage:
    if not isinstance(value, Mapping) or value.keys() != {"documents", "seal", "thread"}:
        raise _malformed(P_("a package has other members"))
    documents, thread = value["documents"], value["thread"]
    if not isinstance(documents, Mapping) or len(documents) > MOST_DOCUMENTS:
        raise _malformed(P_("the documents of a package are no object, or too many"))
    if thread is not None and not isinstance(thread, str):
        raise _malformed(P_("a thread is no text"))
    return CarriedPackage(
        seal=parse_digest(value["seal"]),
        thread=thread,
        documents={name: parse_digest(digest) for name, digest in documents.items()},
    )


def _count(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _malformed(P_("a count is no number"))
    return value


def _malformed(problem: Phrase) -> Refused:
    return Refused(package_refusals.COURIER_MALFORMED.because(problem=problem))
