# SPDX-License-Identifier: Apache-2.0
"""`bundle.json`, the signed list of a bundle's files, and `SHA256SUMS`, the same for stock tools.

The list is read entry by entry from its bytes, so that a bundle of a million files costs the
bytes of its list and not an object a file.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.events.values import is_text
from rogatory.errors import Phrase, Refused
from rogatory.evidence.verification.bag_check import HashedFile
from rogatory.node.court import refusals
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest
from rogatory.wire.forbidden_characters import refuse_hidden
from rogatory.wire.identifiers import parse_authority, parse_officer, parse_uuid7
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, FilledText

VERSION = 1

LARGEST_LISTING = 256 << 20
"""A list of a million and a half files; it is held in memory once, as bytes, to be verified."""

_ENTRY = re.compile(
    rb'\{"path":("(?:[^"\\\x00-\x1f]|\\.)*"),"sha256":"([0-9a-f]{64})","size":(0|[1-9]\d{0,15})\}'
)
_OPENING = b'"files":['
_FIELDS = {"authority", "bag", "event", "exported", "files", "network", "officer"} | {
    "package",
    "reason",
    "seal",
    "version",
}
_NOT_CONTENT = re.compile(r"custody/|report\.|(?:SHA256SUMS|check\.sh)\Z")


@dataclass(frozen=True, slots=True)
class BundleHead:
    """The fields of bundle.json beside the list."""

    authority: str
    """The authority that exported and signed."""
    officer: str | None
    reason: str
    exported: datetime
    network: str
    package: str
    bag: str
    seal: str
    event: str
    """Digest of the custody event that records this export."""


def build_listing(head: BundleHead, files: Iterable[HashedFile]) -> bytes:
    """Return the bytes of bundle.json; `files` in byte order of path."""
    whole = {
        "authority": head.authority,
        "bag": head.bag,
        "event": head.event,
        "exported": format_moment(head.exported),
        "files": list[str](),
        "network": head.network,
        "officer": head.officer,
        "package": head.package,
        "reason": head.reason,
        "seal": head.seal,
        "version": VERSION,
    }
    before, after = canonical.encode(whole).split(_OPENING, 1)
    parts = [before, _OPENING]
    for number, (path, digest, size) in enumerate(files):
        comma = b"," if number else b""
        name = json.dumps(path, ensure_ascii=False).encode()
        parts.append(
            b'%s{"path":%s,"sha256":"%s","size":%d}' % (comma, name, digest.encode(), size)
        )
    parts.append(after)
    return b"".join(parts)


def parse_head(data: bytes) -> BundleHead:
    """Return what the list says beside the files; refuses what `build_listing` would not write."""
    start = data.find(_OPENING)
    end = _end_of_files(data, start)
    outside = data[: start + len(_OPENING)] + data[end:]
    found = canonical.decode_object(outside)
    if set(found) != _FIELDS or not canonical.is_version(found["version"], VERSION):
        raise _wrong(P_("its fields are not those of version 1"))
    officer, reason = found["officer"], found["reason"]
    no_text = _wrong(P_("officer or reason is no text"))
    if not isinstance(reason, str):
        raise no_text
    refuse_hidden(reason, "bundle.json")
    if not is_text(reason):
        raise no_text
    return BundleHead(
        authority=str(parse_authority(found["authority"])),
        officer=None if officer is None else parse_officer(officer),
        reason=reason,
        exported=parse_moment(found["exported"]),
        network=parse_digest(found["network"]),
        package=parse_uuid7(found["package"]),
        bag=parse_digest(found["bag"]),
        seal=parse_digest(found["seal"]),
        event=parse_digest(found["event"]),
    )


def files_in(data: bytes) -> Iterator[HashedFile]:
    """Yield the files that the list names, in byte order of path, each once; refuse another form."""
    at = data.find(_OPENING) + len(_OPENING)
    last = b""
    while data[at : at + 1] != b"]":
        match = _ENTRY.match(data, at)
        if match is None:
            raise _wrong(FilledText(P_("there is no file at byte {at}"), at=at))
        path = _path(match[1])
        if path.encode() <= last:
            raise _wrong(FilledText(P_("{path} occurs twice or out of order"), path=ascii(path)))
        last = path.encode()
        yield path, match[2].decode(), int(match[3])
        at = match.end()
        if data[at : at + 1] == b",":
            at += 1
            if data[at : at + 1] == b"]":
                raise _wrong(P_("the list ends in a comma"))


def sums(files: Iterable[HashedFile]) -> bytes:
    """Return `SHA256SUMS` over files, which have no name that `sha256sum` would have to escape."""
    return b"".join(f"{digest}  {path}\n".encode() for path, digest, _ in files)


def content_digest(files: Iterable[HashedFile]) -> str:
    """Return the digest of the exported contents, which the event of the export names.

    It is over the lines of `SHA256SUMS`, without those that come after that event: the bag's
    journal, which contains the event, the reports, which show it, and `SHA256SUMS` itself.
    """
    found = hashlib.sha256()
    for path, digest, _ in files:
        if not _NOT_CONTENT.match(path):
            found.update(f"{digest}  {path}\n".encode())
    return found.hexdigest()


def _path(raw: bytes) -> str:
    try:
        path = json.loads(raw)
    except ValueError as error:
        raise _wrong(P_("a path is no text")) from error
    if not isinstance(path, str) or canonical.encode(path) != raw:
        raise _wrong(P_("a path is not written in the canonical form"))
    if path.startswith("/") or any(part in {"", ".", ".."} for part in path.split("/")):
        raise _wrong(FilledText(P_("{path} is no plain path"), path=ascii(path)))
    return path


def _end_of_files(data: bytes, start: int) -> int:
    """Return the position of the list's closing bracket."""
    if start < 0 or len(data) > LARGEST_LISTING:
        raise _wrong(P_("there is no list of files, or it is too large"))
    at = start + len(_OPENING)
    while (match := _ENTRY.match(data, at)) is not None:
        at = match.end()
        if data[at : at + 1] == b",":
            at += 1
    if data[at : at + 1] != b"]":
        raise _wrong(FilledText(P_("there is no file at byte {at}"), at=at))
    return at


def _wrong(problem: Phrase) -> Refused:
    return Refused(refusals.LISTING_FORM.because(problem=problem))
