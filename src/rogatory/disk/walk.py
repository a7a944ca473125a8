# SPDX-License-Identifier: Apache-2.0
"""Everything beneath a folder, once, in byte order of paths, following no links.

Memory is bounded by `MOST_NAMES_HELD` names a level, open files by `DEEPEST_FOLDERS`.
"""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from rogatory.disk import refusals
from rogatory.disk.faults import coded, faults_at
from rogatory.disk.held_names import HeldNames
from rogatory.disk.paths import DEEPEST_FOLDERS, Location, shown
from rogatory.disk.sorted_names import MOST_NAMES_HELD, sorted_names
from rogatory.disk.temporary import OPEN_FOLDER
from rogatory.errors import Reason, Refused, RogatoryError

type ReportProblem = Callable[[bytes, OSError], None]
"""Receives the path of what could not be read, and why."""


@dataclass(frozen=True, slots=True)
class PathEntry:
    """The object at one path, as `lstat` saw it.

    `path` is relative to the walked folder, and `place` the same as the disk has it, where that
    holds names under others. `folder` is the open folder that holds `name`; it
    stays open until the walk leaves it, so open by `os.open(name, ..., dir_fd=folder)`, with
    O_NOFOLLOW, before asking for the next entry.
    """

    path: bytes
    name: bytes
    folder: int
    status: os.stat_result
    place: bytes

    @property
    def is_file(self) -> bool:
        return stat.S_ISREG(self.status.st_mode)

    @property
    def is_folder(self) -> bool:
        return stat.S_ISDIR(self.status.st_mode)


@dataclass(slots=True)
class _Level:
    prefix: bytes
    fd: int
    names: Iterator[bytes]
    place: bytes
    held: HeldNames


def walk(
    folder: Location,
    *,
    problem: ReportProblem | None = None,
    faults: list[Reason] | None = None,
    above: int = 0,
    spill: Location | None = None,
    held: int = MOST_NAMES_HELD,
    known_as: HeldNames | None = None,
) -> Iterator[PathEntry]:
    """Yield files, links, folders (before what they hold) and all else beneath a folder.

    A folder has its place in the order as if its path ended with a slash, which makes the order of
    the files that of their paths' bytes. What cannot be read (vanished, denied) is reported to
    `problem` and passed over; without one it is raised, coded. With `faults` the reasons go there
    instead, also those against folders too deep. `known_as` gives the true names of
    names on disk; paths and their order are then the true ones. The folder lies `above` levels
    below the one whose depth is limited.

    Raises:
        Refused: a folder more than `DEEPEST_FOLDERS` levels down, without `faults`.
    """
    if (top := _opened(folder, faults)) is None:
        return
    problem = problem if faults is None else _collector(faults)
    names = known_as or HeldNames()

    def level(prefix: bytes, place: bytes, fd: int) -> _Level:
        known = partial(names.known, prefix.rstrip(b"/")) if len(names) else None
        found = sorted_names(fd, spill=spill, held=held, known_as=known)
        return _Level(prefix, fd, found, place, names)

    levels = [level(b"", b"", top)]
    try:
        while levels:
            entry = _next(levels[-1], problem)
            if entry is None:
                os.close(levels.pop().fd)
                continue
            yield entry
            if entry.is_folder and above + len(levels) > DEEPEST_FOLDERS:
                reason = refusals.TOO_DEEP.because(path=shown(entry.path), limit=DEEPEST_FOLDERS)
                if faults is None:
                    raise Refused(reason)
                faults.append(reason)
            elif entry.is_folder and (fd := _open(entry, problem)) is not None:
                levels.append(level(entry.path + b"/", entry.place + b"/", fd))
    finally:
        for each in levels:
            os.close(each.fd)


def _opened(folder: Location, faults: list[Reason] | None) -> int | None:
    try:
        with faults_at(folder):
            return searchable(os.open(folder, OPEN_FOLDER))
    except RogatoryError as error:
        if faults is None:
            raise
        faults += error.reasons
        return None


def _next(level: _Level, problem: ReportProblem | None) -> PathEntry | None:
    while (marked := _listed(level, problem)) is not None:
        path = level.prefix + marked.removesuffix(b"/")
        name = level.held.held(path)
        try:
            status = os.lstat(name, dir_fd=level.fd)
        except OSError as error:
            _report(path, error, problem)
        else:
            return PathEntry(path, name, level.fd, status, level.place + name)
    return None


def _listed(level: _Level, problem: ReportProblem | None) -> bytes | None:
    try:
        return next(level.names, None)
    except OSError as error:
        _report(level.prefix.rstrip(b"/") or b".", error, problem)
        return None


def _collector(faults: list[Reason]) -> ReportProblem:
    """Return what puts the coded reasons of the kernel's errors into a list."""

    def report(path: bytes, error: OSError) -> None:
        failure = coded(error, path)
        if failure is None:
            raise error
        faults.extend(failure.reasons)

    return report


def _open(entry: PathEntry, problem: ReportProblem | None) -> int | None:
    try:
        return searchable(os.open(entry.name, OPEN_FOLDER | os.O_NOFOLLOW, dir_fd=entry.folder))
    except OSError as error:
        _report(entry.path, error, problem)
        return None


def searchable(fd: int) -> int:
    """Return an open folder that can be searched, not listed alone; raises what the kernel says of another."""
    try:
        os.stat(b".", dir_fd=fd)
    except OSError:
        os.close(fd)
        raise
    return fd


def _report(path: bytes, error: OSError, problem: ReportProblem | None) -> None:
    if problem is not None:
        problem(path, error)
        return
    raise coded(error, path) or error from error
