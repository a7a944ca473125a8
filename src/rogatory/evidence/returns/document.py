# SPDX-License-Identifier: Apache-2.0
"""`members.jsonl`: what lies in the archives of a package, and a strict reader of it.

A line a member, in the archive's own order; after the last of an archive, a line about it.
"""

import base64
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from rogatory.disk import Beneath
from rogatory.errors import Refused
from rogatory.evidence.inventory import base64_text, read_lines
from rogatory.evidence.member_forms import (
    MemberCheck,
    boolean,
    digest,
    first_not_in_form,
    list_of,
    natural,
    none_or,
    one_of,
    payload_path,
    text,
)
from rogatory.evidence.returns import refusals
from rogatory.evidence.returns.members import stored_name
from rogatory.wire import canonical
from rogatory.wire.words import P_, FilledText, problem_of, reasons_text

MEMBERS = "members.jsonl"

LONGEST_LINE = 1 << 20
"""Bytes of one line: the longest names, each character of them escaped, stay below it."""

ARCHIVE = "archive"

PROBLEMS = frozenset(
    {
        "absolute",
        "damaged",
        "differs-from-local",
        "duplicate",
        "duplicate-by-case",
        "duplicate-by-form",
        "escapes",
        "method-unknown",
        "names-differ",
        "needs-memory",
        "nul-in-name",
        "overlaps",
        "readers-differ",
        "size-differs",
        "target-escapes",
        "too-large",
    }
)

_KINDS = frozenset(
    {"file", "folder", "link", "hard-link", "fifo", "character-device", "block-device", "unknown"}
)


@dataclass(frozen=True, slots=True)
class Archive:
    """One archive: the line that ends its members, whose fields `facts` are."""

    facts: Mapping[str, Any]

    @property
    def path(self) -> str:
        return str(self.facts["archive"])

    @property
    def sha256(self) -> str:
        return str(self.facts["sha256"])

    @property
    def size(self) -> int:
        return int(self.facts["size"])

    @property
    def format(self) -> str:
        return str(self.facts["format"])

    @property
    def members(self) -> int:
        return int(self.facts["members"])

    @property
    def stopped(self) -> str | None:
        """Why the list ends before the archive does, if it does."""
        return self.facts["stopped"]  # type: ignore[no-any-return]  # its form was checked


type ListingLine = Archive | Mapping[str, Any]
"""An archive's own line, or the fields of a member's."""


def archive_line(
    path: str, sha256: str, size: int, found: Mapping[str, Any], *, members: int
) -> Archive:
    """Return the line of an archive; raise ValueError where what a child found is out of form."""
    fields = {
        "archive": path,
        "expanded": found["expanded"],
        "format": found["format"],
        "kind": ARCHIVE,
        "members": members,
        "notes": found["notes"],
        "sha256": sha256,
        "size": size,
        "stopped": found["stopped"],
    }
    _check(fields, _ARCHIVE)
    return Archive(fields)


def encode(fields: Mapping[str, Any]) -> bytes:
    return canonical.encode(fields) + b"\n"


def parse_member(line: bytes) -> ListingLine:
    """Parse a line; raise ValueError or Refused for one that is not in the one form."""
    if not line.endswith(b"\n"):
        raise ValueError(FilledText(P_("it does not end in a newline")))
    fields: dict[str, Any] = canonical.decode_object(line[:-1], limit=LONGEST_LINE)
    if fields.get("kind") == ARCHIVE:
        _check(fields, _ARCHIVE)
        return Archive(fields)
    _check(fields, _MEMBER if "name_bytes" not in fields else _NAMED_MEMBER)
    return fields


def read_members(bag: Beneath) -> Iterator[ListingLine] | None:
    """Return the lines of a bag's record, one after the other; None if it has none.

    Raises:
        Refused: while it is read, at a line that is not in form or out of order.
    """
    try:
        file = bag.open_read(MEMBERS)
    except Refused as refused:
        if "disk-missing" in refused.codes:
            return None
        raise
    return _lines(os.fdopen(file, "rb"))


def _lines(stream: IO[bytes]) -> Iterator[ListingLine]:
    with stream:
        yield from parse_lines(read_lines(stream))


def parse_lines(lines: Iterable[bytes]) -> Iterator[ListingLine]:
    """Parse the lines: members count from 0, belong to the archive whose line follows, and are as
    many as it says.
    """
    number = index = 0
    of: str | None = None
    for number, line in enumerate(lines, 1):
        try:
            found = parse_member(line)
            _check_order(found, of, index)
        except (ValueError, Refused) as error:
            problem = (
                reasons_text(error.reasons[:1]) if isinstance(error, Refused) else problem_of(error)
            )
            raise Refused(refusals.FORM.because(line=number, problem=problem)) from error
        if isinstance(found, Archive):
            of, index = None, 0
        else:
            of, index = found["archive"], index + 1
        yield found
    if of is not None:
        problem = P_("the line about the archive is missing after it")
        raise Refused(refusals.FORM.because(line=number, problem=problem))


def _check_order(line: ListingLine, of: str | None, index: int) -> None:
    archive, number = (
        (line.path, line.members) if isinstance(line, Archive) else (line["archive"], line["index"])
    )
    if of not in {None, archive}:
        raise ValueError(FilledText(P_("it is of another archive than the line before")))
    if number != index:
        raise ValueError(FilledText(P_("it is out of order")))


def _check(fields: Mapping[str, Any], form: Mapping[str, MemberCheck]) -> None:
    if set(fields) != set(form):
        raise ValueError(FilledText(P_("its members are others")))
    if (name := first_not_in_form(fields, form)) is not None:
        raise ValueError(FilledText(P_("the member {name} is not in form"), name=name))
    if "name_bytes" in fields:
        raw = base64.b64decode(fields["name_bytes"], validate=True)
        if base64_text(raw) != fields["name_bytes"]:
            raise ValueError(FilledText(P_("the bytes of the name are of another name")))
        if stored_name(raw) != fields["name"]:
            raise ValueError(FilledText(P_("the bytes of the name are of another name")))


def _problems(value: Any) -> bool:
    return list_of(one_of(PROBLEMS))(value) and value == sorted(set(value))


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?", re.ASCII)


def _moment(value: Any) -> bool:
    """Decide whether it is a second as an archive states it, with `Z` where it says that it is UTC."""
    return text(value) and _MOMENT.fullmatch(value) is not None


_MEMBER: dict[str, MemberCheck] = {
    "archive": payload_path,
    "compressed": none_or(natural),
    "encrypted": boolean,
    "index": natural,
    "kind": one_of(_KINDS),
    "method": none_or(text),
    "mode": none_or(natural),
    "modified": none_or(_moment),
    "name": text,
    "problems": _problems,
    "sha256": none_or(digest),
    "size": none_or(natural),
    "target": none_or(text),
}

_NAMED_MEMBER = {**_MEMBER, "name_bytes": text}

_ARCHIVE: dict[str, MemberCheck] = {
    "archive": payload_path,
    "expanded": natural,
    "format": text,
    "kind": one_of({ARCHIVE}),
    "members": natural,
    "notes": list_of(text),
    "sha256": digest,
    "size": natural,
    "stopped": none_or(text),
}
