# SPDX-License-Identifier: Apache-2.0
"""The files at the source, found without reading any of them and without following any link.

A file or a block device is one item; a folder is all that is below it, in byte order of the
stored path. The source itself may be named through a link; nothing below it is followed.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk import open_untouched
from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.inventory import base64_text, ordering
from rogatory.evidence.layout import BAGIT, CONDITIONS, PACKAGE, SEAL
from rogatory.evidence.media.sets import segments_beside
from rogatory.evidence.names import LONGEST_PATH, stored_names
from rogatory.evidence.pipeline.plan import (
    Planned,
    facts_of,
    fingerprint_of,
    kind_of_mode,
    system_error_name,
)
from rogatory.wire.words import P_

DEEPEST_FOLDERS = 250
"""One open folder a level: a tree nested deeper than this is aimed at our file descriptors. A few
less than `disk` follows, for the folders that contain a bag."""

_GIVEN = (
    (BAGIT, CONDITIONS),
    (SEAL, PACKAGE),
    ("disclosure.json", "items.jsonl"),
    ("bundle.json", "bag"),
)
"""Files that lie together in a bag, a sealed package, a disclosure and a bundle of ours."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class CollectionSource:
    """The folder that names are relative to; `only` is set where one file of it is the source,
    `also` names the further files of the image that it is the first of.
    """

    folder: Path
    only: bytes | None
    also: tuple[bytes, ...] = ()

    @property
    def path(self) -> Path:
        return self.folder if self.only is None else self.folder / os.fsdecode(self.only)


@dataclass(frozen=True, slots=True)
class Piped:
    """Data that come by a pipe, under the name that they are to have; `size`, where it is known
    beforehand, is how many bytes must come.
    """

    fd: int
    name: str
    size: int | None = None

    def planned(self, size: int) -> Planned:
        """Return the one file that it is stored as; a pipe knows no times, owner or mode."""
        name = os.fsencode(self.name)
        stored = stored_names([name])[name]
        facts = {} if stored.encode() == name else {"name": base64_text(name)}
        return Planned(stored, name, "file", size, facts, (0, 0, 0, 0))


def piped_at(fd: int, name: str, size: int | None) -> Piped:
    """Return standard input as a source; refuse a terminal, a closed descriptor, and a name in folders."""
    if not name or "/" in name or name in {".", ".."}:
        raise Refused(refusals.STREAM_NAME.because(name=printable_path(name)))
    try:
        terminal = os.isatty(fd) or stat.S_ISDIR(os.fstat(fd).st_mode)
    except OSError as error:
        problem = system_error_name(error)
        missing = refusals.SOURCE_MISSING.because(path="standard input", problem=problem)
        raise Refused(missing) from error
    if terminal:
        raise Refused(refusals.SOURCE_KIND.because(path="standard input", kind="terminal"))
    return Piped(fd, name, size)


def source_at(path: Path) -> CollectionSource:
    """Return the source at a path; refuse what is missing, holds no data, or is evidence already."""
    try:
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except (OSError, RuntimeError) as error:
        problem = (
            system_error_name(error) if isinstance(error, OSError) else P_("links lead in a circle")
        )
        raise Refused(
            refusals.SOURCE_MISSING.because(path=printable_path(path), problem=problem)
        ) from error
    _refuse_given(real)
    if stat.S_ISDIR(mode):
        return CollectionSource(real, None)
    if stat.S_ISREG(mode) or stat.S_ISBLK(mode):
        return CollectionSource(real.parent, os.fsencode(real.name), _also(real))
    raise Refused(refusals.SOURCE_KIND.because(path=printable_path(path), kind=kind_of_mode(mode)))


def _refuse_given(real: Path) -> None:
    """Refuse a package, or part of one: its giver and conditions of use would be left behind."""
    for folder in (real, *real.parents):
        if any(all((folder / name).exists() for name in names) for names in _GIVEN):
            raise Refused(refusals.SOURCE_GIVEN.because(path=printable_path(folder)))


def _also(first: Path) -> tuple[bytes, ...]:
    try:
        return segments_beside(first)
    except OSError:
        return ()  # reading it will show


def printable_path(path: Path | str) -> str:
    """Return a path as text that can be shown and stored, whatever its bytes."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def scan(source: CollectionSource) -> Iterator[Planned]:
    """Yield everything at the source, folders right before what they hold."""
    folder = open_untouched(source.folder, _FOLDER & ~os.O_NOFOLLOW)
    if source.only is None:
        yield from _walk(folder, source)
        return
    try:
        yield from _named(folder, (source.only, *source.also))
    finally:
        os.close(folder)


def _named(folder: int, names: tuple[bytes, ...]) -> Iterator[Planned]:
    stored = stored_names(names)
    for name in sorted(names, key=lambda name: stored[name].encode()):
        yield _single(folder, name, stored[name])


def _single(folder: int, name: bytes, stored: str) -> Planned:
    found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    planned = _planned(folder, name, stored, stored, name, found)
    if stat.S_ISBLK(found.st_mode):
        planned.kind = "file"
        planned.size = _device_size(folder, name)
    return planned


def _device_size(folder: int, name: bytes) -> int:
    device = open_untouched(name, os.O_RDONLY | os.O_CLOEXEC, dir_fd=folder)
    try:
        return os.lseek(device, 0, os.SEEK_END)
    finally:
        os.close(device)


@dataclass(slots=True)
class _Level:
    folder: int
    stored: str
    source: bytes
    entries: Iterator[tuple[bytes, str, os.stat_result]]


def _walk(top: int, source: CollectionSource) -> Iterator[Planned]:
    levels = [_Level(top, "", b"", _entries(top))]
    try:
        while levels:
            level = levels[-1]
            entry = next(level.entries, None)
            if entry is None:
                os.close(levels.pop().folder)
                continue
            name, stored, found = entry
            path, origin = level.stored + stored, level.source + name
            planned = _planned(level.folder, name, stored, path, origin, found)
            below = _enter(level, name, planned) if planned.kind == "folder" else None
            _refuse_deep(path, len(levels), source)
            yield planned
            if below is not None:
                levels.append(below)
    finally:
        for level in levels:
            os.close(level.folder)


def _enter(level: _Level, name: bytes, planned: Planned) -> _Level | None:
    try:
        folder = open_untouched(name, _FOLDER, dir_fd=level.folder)
    except OSError as error:
        planned.unreadable = system_error_name(error)
        return None
    try:
        entries = _entries(folder)
    except OSError as error:
        os.close(folder)
        planned.unreadable = system_error_name(error)
        return None
    return _Level(folder, f"{planned.path}/", planned.source + b"/", entries)


def _refuse_deep(path: str, depth: int, source: CollectionSource) -> None:
    if depth > DEEPEST_FOLDERS or len(path) > LONGEST_PATH or len(path.encode()) > LONGEST_PATH:
        raise Refused(
            refusals.SOURCE_TOO_DEEP.because(
                path=printable_path(source.path), limit=DEEPEST_FOLDERS, bytes=LONGEST_PATH
            )
        )


def _entries(folder: int) -> Iterator[tuple[bytes, str, os.stat_result]]:
    """Name, stored name and status of each entry of an open folder, in stored order."""
    found: dict[bytes, os.stat_result] = {}
    with os.scandir(folder) as listing:
        for entry in listing:
            try:
                found[os.fsencode(entry.name)] = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue  # gone between listing and looking: it was never here
    stored = stored_names(found)
    ordered = sorted(
        found, key=lambda name: ordering(stored[name], kind_of_mode(found[name].st_mode))
    )
    return ((name, stored[name], found[name]) for name in ordered)


def _planned(
    folder: int, name: bytes, stored: str, path: str, origin: bytes, found: os.stat_result
) -> Planned:
    kind = kind_of_mode(found.st_mode)
    facts = facts_of(found)
    if stored.encode() != name:
        facts["name"] = base64_text(name)
    size = found.st_size if kind == "file" else 0
    planned = Planned(path, origin, kind, size, facts, fingerprint_of(found))
    try:
        if kind == "link":
            facts["target"] = base64_text(os.readlink(name, dir_fd=folder))
        elif kind == "file":
            planned.unreadable = _why_unreadable(folder, name)
    except OSError as error:
        planned.unreadable = system_error_name(error)
    return planned


def _why_unreadable(folder: int, name: bytes) -> str | None:
    """Return why the file may not be read, as far as can be known without opening it."""
    # Root may read all that is readable; asking costs a call a file.
    if os.geteuid() == 0 or os.access(name, os.R_OK, dir_fd=folder, effective_ids=True):
        return None
    return "EACCES (Permission denied)"
