# SPDX-License-Identifier: Apache-2.0
"""The inventory: one canonical JSON line for each thing that was found at the source.

Files, folders, symbolic links, sockets, fifos and devices each have a line; only files have
data. Times, inode and device numbers exceed the integers of canonical JSON and are decimal
text; names and link targets that are bytes to the file system are base64.
"""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from rogatory.errors import Phrase, Refused
from rogatory.evidence import refusals
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.member_forms import list_of, natural, pair_of_naturals
from rogatory.evidence.names import is_plain_path
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest
from rogatory.wire.words import P_, FilledText, problem_of, reasons_text

LONGEST_LINE = 1 << 20
"""Bytes of one line without its LF; extended attributes and extents are cut to stay far below it."""

KINDS = frozenset(
    {"file", "folder", "link", "socket", "fifo", "character-device", "block-device", "unknown"}
)

type FileFacts = dict[str, Any]
"""Facts from the file system: the optional fields of a line, as written there."""

_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
"""Writes what `wire.canonical` writes for ASCII names, safe integers and NFC text, ten times
as fast; a property test holds the two together."""


@dataclass(slots=True)
class Item:
    """One line: where it is stored (below `data/`), its kind, and what else is known of it."""

    path: str
    kind: str
    size: int | None = None
    sha256: str | None = None
    facts: FileFacts | None = None
    changed: tuple[str, ...] = ()
    unreadable: str | None = None

    def line(self) -> bytes:
        fields: dict[str, Any] = {"path": self.path, "kind": self.kind}
        if self.facts:
            fields.update(self.facts)
        if self.size is not None:
            fields["size"] = self.size
        if self.sha256 is not None:
            fields["sha256"] = self.sha256
        if self.changed:
            fields["changed"] = list(self.changed)
        if self.unreadable is not None:
            fields["unreadable"] = self.unreadable
        return (_encode(fields) + "\n").encode()

    @property
    def has_data(self) -> bool:
        return self.sha256 is not None


def base64_text(data: bytes) -> str:
    return base64.b64encode(data).decode()


MOST_EXTENTS = 1000
"""Runs of data of a sparse file: a file of holes without number must not fill an inventory."""

_TIME_FIELDS = frozenset({"mtime_ns", "ctime_ns", "atime_ns"})
_TEXT_FIELDS = frozenset({*_TIME_FIELDS, "inode", "device", "device_number", "unreadable"})
_BASE64_FIELDS = frozenset({"name", "target"})
_INTEGER_FIELDS = frozenset({"mode", "uid", "gid", "links", "allocated"})
_OTHER_FIELDS = frozenset({"path", "kind", "size", "sha256", "changed", "xattrs", "extents"})
_FIELDS = _TEXT_FIELDS | _BASE64_FIELDS | _INTEGER_FIELDS | _OTHER_FIELDS
_NANOSECONDS = re.compile(r"0|-?[1-9]\d*", re.ASCII)
_DEVICE_NUMBER = re.compile(r"\d+:\d+", re.ASCII)


def parse_line(line: bytes, number: int) -> Item:
    """Return the item of one line (with its newline); refuse what `Item.line` would not write."""
    try:
        return _item(_fields_of(line))
    except Refused as refused:
        problem: Phrase = reasons_text(refused.reasons[:1])
        raise Refused(refusals.INVENTORY_FORM.because(line=number, problem=problem)) from refused
    except ValueError as error:
        problem = problem_of(error)
        raise Refused(refusals.INVENTORY_FORM.because(line=number, problem=problem)) from error


def _fields_of(line: bytes) -> dict[str, Any]:
    if not line.endswith(b"\n"):
        raise ValueError(FilledText(P_("it does not end in a newline")))
    return canonical.decode_object(line[:-1], limit=LONGEST_LINE)


def _item(fields: dict[str, Any]) -> Item:
    _check_fields(fields)
    path, kind, size, digest = (fields.pop(n, None) for n in ("path", "kind", "size", "sha256"))
    if not isinstance(path, str) or not is_plain_path(DATA_FOLDER + path):
        raise ValueError(FilledText(P_("the path is not plain")))
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(FilledText(P_("the kind is unknown")))
    if size is not None and (type(size) is not int or size < 0):
        raise ValueError(FilledText(P_("the size is no size")))
    if digest is not None:
        parse_digest(digest)
        if kind != "file" or size is None:
            raise ValueError(FilledText(P_("only a file of a known size has a digest")))
    changed, unreadable = fields.pop("changed", []), fields.pop("unreadable", None)
    if not isinstance(changed, list) or not all(isinstance(c, str) for c in changed):
        raise ValueError(FilledText(P_("the changes are no list of texts")))
    return Item(path, kind, size, digest, fields, tuple(changed), unreadable)


def _check_fields(fields: dict[str, Any]) -> None:
    unknown = sorted(set(fields) - _FIELDS)
    if unknown:
        raise ValueError(FilledText(P_("the field {name} is unknown"), name=ascii(unknown[0])))
    for name, value in fields.items():
        if value is None:
            raise ValueError(FilledText(P_("{name} is null instead of absent"), name=name))
        if name in _INTEGER_FIELDS and not natural(value):
            raise ValueError(FilledText(P_("{name} is no integer"), name=name))
        if name in _TEXT_FIELDS | _BASE64_FIELDS and not isinstance(value, str):
            raise ValueError(FilledText(P_("{name} is no text"), name=name))
        if name in _BASE64_FIELDS:
            _check_base64(name, value)
        if name in _TIME_FIELDS and not _NANOSECONDS.fullmatch(value):
            raise ValueError(FilledText(P_("{name} is no number of nanoseconds"), name=name))
    if not _DEVICE_NUMBER.fullmatch(fields.get("device_number", "0:0")):
        raise ValueError(FilledText(P_("{name} is no number of a device"), name="device_number"))
    _check_extents(fields.get("extents", []))
    _check_attributes(fields.get("xattrs", {}))


def _check_extents(found: Any) -> None:
    if not list_of(pair_of_naturals)(found) or len(found) > MOST_EXTENTS:
        problem = FilledText(
            P_("{name} is no list of at most {limit} pairs of offset and length"),
            name="extents",
            limit=MOST_EXTENTS,
        )
        raise ValueError(problem)


def _check_attributes(found: Any) -> None:
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise ValueError(FilledText(P_("{name} is no list of names with values"), name="xattrs"))
    for value in found.values():
        _check_base64("xattrs", value)


def _check_base64(name: str, value: str) -> None:
    try:
        data = base64.b64decode(value, validate=True)
    except ValueError as error:
        raise ValueError(FilledText(P_("{name} is not base64"), name=name)) from error
    if base64_text(data) != value:
        raise ValueError(FilledText(P_("{name} is not in the one form of base64"), name=name))


def read_lines(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield the lines of an inventory, none longer than the limit."""
    number = 0
    while line := stream.readline(LONGEST_LINE + 2):
        number += 1
        if len(line.removesuffix(b"\n")) > LONGEST_LINE:
            problem = FilledText(P_("it is longer than {limit} bytes"), limit=LONGEST_LINE)
            raise Refused(refusals.INVENTORY_FORM.because(line=number, problem=problem))
        yield line


def read_items(lines: Iterable[bytes]) -> Iterator[Item]:
    """Yield the items of an inventory, in order of path and so each path once."""
    last = b""
    for number, line in enumerate(lines, 1):
        item = parse_line(line, number)
        key = ordering(item.path, item.kind)
        if key <= last:
            problem = P_("it is out of order or names a path again")
            raise Refused(refusals.INVENTORY_FORM.because(line=number, problem=problem))
        last = key
        yield item


def ordering(path: str, kind: str) -> bytes:
    """Return the key by which lines are ordered: a folder counts as `path/`, right before its
    contents.
    """
    return f"{path}/".encode() if kind == "folder" else path.encode()
