# SPDX-License-Identifier: Apache-2.0
"""`archive.N.json`: what lay beside a seal when it was stamped anew.

A timestamp fades: its authority's certificate ends, an algorithm is broken. Before that, a later
one is put over a list of everything that the earlier proof is made of: the document, its
signatures, earlier timestamps and lists, certificates, revocation lists. The digests in the list
are SHA-512, so that it also renews what rests on SHA-256 alone. The token over it is a plain
RFC 3161 one.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from rogatory.errors import Phrase, Reason, Refused
from rogatory.evidence import refusals
from rogatory.wire import canonical
from rogatory.wire.words import P_, FilledText

if TYPE_CHECKING:
    from rogatory.wire.canonical import Json

ARCHIVE_VERSION = 1

MOST_ARCHIVES = 99
"""Stamped anew each year, a package lasts a century; more is an attack on the reader."""

MOST_ARCHIVED = 2000
"""A seal has dozens of files beside it; a longer list makes its reader hash for hours."""

_NAME = re.compile(r"archive\.([1-9]\d?)\.json\Z", re.ASCII)
_COPY = re.compile(r"(?<=\.json)\.([2-9]|[1-9]\d{1,2})\Z", re.ASCII)
_SHA512 = re.compile(r"[0-9a-f]{128}\Z", re.ASCII)
_BESIDE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}\Z")


@dataclass(frozen=True)
class Documents:
    """Small files by relative path: their names, what they hold, and what they hash to."""

    names: tuple[str, ...]
    read: Callable[[str], bytes] = field(repr=False)
    sha512: Callable[[str], str] = field(repr=False)
    earlier: tuple[str, ...] = ()
    """The folder of earlier seals, if it lies here, and what is in it; a folder ends in a slash."""


@dataclass(frozen=True, slots=True)
class ArchiveList:
    """A list as it was read. `reasons` list where it differs from what lies here."""

    path: str
    data: bytes = field(repr=False)
    files: Mapping[str, str] = field(repr=False)
    reasons: tuple[Reason, ...] = ()

    def covers(self, *paths: str) -> bool:
        """Decide whether all of these are among its files, as they are here."""
        return not self.reasons and all(path in self.files for path in paths)


def archive_names(names: Iterable[str]) -> list[str]:
    """Return the lists among these names, in order of their numbers."""
    return sorted((name for name in names if _NAME.match(name)), key=_number)


def stamps_it(document: str, name: str) -> bool:
    """Decide whether a file of this name beside a document is a token over it, a list, or a token
    over a list.
    """
    stem, _, token = name.rpartition(".tst")
    stem = _COPY.sub("", stem) if stem and not token else name
    return (stem != document and _NAME.match(stem) is not None) or (stem == document != name)


def next_archive(names: Iterable[str]) -> str:
    """Return the name of a further list; refuse one too many."""
    number = 1 + max(map(_number, archive_names(names)), default=0)
    if number > MOST_ARCHIVES:
        problem = FilledText(P_("there are {limit} already"), limit=MOST_ARCHIVES)
        raise Refused(refusals.ARCHIVE_FORM.because(path=f"archive.{number}.json", problem=problem))
    return f"archive.{number}.json"


def build_archive(documents: Documents) -> bytes:
    """Return the bytes of a list of all these files."""
    paths = sorted(documents.names, key=str.encode)
    files: list[Json] = [{"path": path, "sha512": documents.sha512(path)} for path in paths]
    return canonical.encode({"files": files, "version": ARCHIVE_VERSION})


def read_archive(path: str, documents: Documents) -> ArchiveList:
    """Read a list, compared with the files that lie here.

    1. It is canonical JSON with exactly its members, in order of path, each path once.
    2. Every file that it lists lies here and has its digest. More files may lie here.

    Raises:
        Refused: 1 does not hold.
    """
    data = documents.read(path)
    files = _files(path, data)
    here = frozenset(documents.names)
    reasons = tuple(
        refusals.ARCHIVE_CHANGED.because(file=name, path=path)
        for name, digest in files.items()
        if name not in here or documents.sha512(name) != digest
    )
    return ArchiveList(path, data, files, reasons)


def _files(path: str, data: bytes) -> dict[str, str]:
    found = canonical.decode_object(data)
    listed = found.get("files")
    if found.keys() != {"files", "version"}:
        raise _wrong(path, P_("it has other members than a list has"))
    if not canonical.is_version(found["version"], ARCHIVE_VERSION):
        raise _wrong(path, FilledText(P_("its version is not {version}"), version=ARCHIVE_VERSION))
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_ARCHIVED:
        raise _wrong(
            path, FilledText(P_("it lists no files, or more than {limit}"), limit=MOST_ARCHIVED)
        )
    files: dict[str, str] = {}
    for one in listed:
        if not isinstance(one, dict) or one.keys() != {"path", "sha512"}:
            raise _wrong(path, P_("a file in it is not a path with a digest"))
        name, digest = one["path"], one["sha512"]
        if not isinstance(name, str) or not _BESIDE.match(name):
            raise _wrong(path, FilledText(P_("it names {name}"), name=ascii(name)[:80]))
        if not isinstance(digest, str) or not _SHA512.match(digest):
            raise _wrong(path, FilledText(P_("the digest of {name} is invalid"), name=name))
        files[name] = digest
    if list(files) != sorted(files, key=str.encode) or len(files) != len(
        cast("list[Json]", listed)
    ):
        raise _wrong(path, P_("its files are not in order, each once"))
    return files


def _number(name: str) -> int:
    match = _NAME.match(name)
    return int(match[1]) if match else 0


def _wrong(path: str, problem: Phrase) -> Refused:
    return Refused(refusals.ARCHIVE_FORM.because(path=path, problem=problem))
