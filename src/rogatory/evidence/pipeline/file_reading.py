# SPDX-License-Identifier: Apache-2.0
"""Opening what was planned, beneath the source and without following links, and noticing change."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rogatory.disk import open_untouched
from rogatory.evidence.inventory import MOST_EXTENTS, base64_text
from rogatory.evidence.pipeline.plan import Planned, system_error_name

MOST_XATTR_BYTES = 64 << 10
"""Extended attributes of one file that the inventory keeps, for the same reason."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY


class FolderStack:
    """The open folders on the way to the current file; paths come in order, so few are opened."""

    def __init__(self, top: Path) -> None:
        self._folders = [open_untouched(top, _FOLDER & ~os.O_NOFOLLOW)]
        self._names: list[bytes] = []
        self._current = b""

    def at(self, folder: bytes) -> int:
        """Return the descriptor of a folder below the top (empty for the top itself)."""
        if folder == self._current:
            return self._folders[-1]
        wanted = folder.split(b"/") if folder else []
        shared = 0
        for mine, other in zip(self._names, wanted, strict=False):
            if mine != other:
                break
            shared += 1
        self._drop(shared)
        for name in wanted[shared:]:
            self._folders.append(open_untouched(name, _FOLDER, dir_fd=self._folders[-1]))
            self._names.append(name)
        self._current = folder
        return self._folders[-1]

    def _drop(self, kept: int) -> None:
        # Forgotten first, so that a failure to open the next leaves no wrong memory.
        self._current = b"/"
        while len(self._names) > kept:
            self._names.pop()
            os.close(self._folders.pop())

    def close(self) -> None:
        self._drop(0)
        os.close(self._folders.pop())


@contextmanager
def open_stack(top: Path) -> Iterator[FolderStack]:
    stack = FolderStack(top)
    try:
        yield stack
    finally:
        stack.close()


def changed_folders(top: Path, folders: Iterable[Planned]) -> Iterator[tuple[str, str]]:
    """Yield, of the folders that are not as they were when they were listed, the path and what
    happened: something was added to them since, taken away or renamed, and so was perhaps not
    collected.
    """
    with open_stack(top) as stack:
        for planned in folders:
            above, _, name = planned.source.rpartition(b"/")
            try:
                found = os.stat(name or b".", dir_fd=stack.at(above), follow_symlinks=False)
            except OSError:
                yield planned.path, "it vanished after it was listed"
                continue
            if (found.st_dev, found.st_ino) != planned.fingerprint[:2]:
                yield planned.path, "another took its place after it was listed"
            elif (found.st_mtime_ns, found.st_ctime_ns) != planned.fingerprint[2:]:
                yield planned.path, "its entries or attributes changed after it was listed"


def open_planned(stack: FolderStack, planned: Planned) -> int | None:
    """Return a descriptor of the file, or None after noting on it why there is none."""
    folder, _, name = planned.source.rpartition(b"/")
    try:
        at = stack.at(folder)
        return open_untouched(name, _FILE, dir_fd=at)
    except (FileNotFoundError, NotADirectoryError):
        planned.changed.append("it vanished before it was read")
    except OSError as error:
        planned.failed = system_error_name(error)
    return None


def note_before(file: int, planned: Planned) -> bool:
    """Compare the open file with what was planned; whether it can be read at all."""
    found = os.fstat(file)
    device, inode, mtime, ctime = planned.fingerprint
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISBLK(found.st_mode)) or (
        (found.st_dev, found.st_ino) != (device, inode)
    ):
        planned.changed.append("another took its place before it was read")
        return stat.S_ISREG(found.st_mode)
    if (found.st_mtime_ns, found.st_ctime_ns) != (mtime, ctime):
        planned.changed.append("its contents or attributes changed before it was read")
    if "allocated" in planned.facts:
        planned.facts["extents"] = _extents(file, planned.size)
    _note_attributes(file, planned)
    return True


def note_after(file: int, planned: Planned, read: int) -> None:
    """Note the changes to the file while it was read."""
    if read < planned.size:
        planned.changed.append(f"it ended after {read} of {planned.size} bytes; zeros follow")
        return
    found = os.fstat(file)
    if stat.S_ISREG(found.st_mode) and found.st_size > planned.size:
        planned.changed.append(f"it grew to {found.st_size}; cut at {planned.size} bytes")
    elif not planned.changed and (found.st_mtime_ns, found.st_ctime_ns) != planned.fingerprint[2:]:
        planned.changed.append("its contents or attributes changed while it was read")


def _note_attributes(file: int, planned: Planned) -> None:
    try:
        names = os.listxattr(file)
        if not names:
            return
        found = {name: os.getxattr(file, name) for name in sorted(names)}
    except OSError:
        return  # a file system without them
    size = 0
    kept: dict[str, str] = {}
    for name, value in found.items():
        size += len(name) + len(value)
        if size <= MOST_XATTR_BYTES and name.isascii():
            kept[name] = base64_text(value)
    planned.facts["xattrs"] = kept


def _extents(file: int, size: int) -> list[list[int]]:
    """Return where a sparse file has data: offset and length of each run, as the file system
    reports.
    """
    extents: list[list[int]] = []
    at = 0
    try:
        while at < size and len(extents) < MOST_EXTENTS:
            start = os.lseek(file, at, os.SEEK_DATA)
            if start >= size:
                break
            at = os.lseek(file, start, os.SEEK_HOLE)
            extents.append([start, min(at, size) - start])
    except OSError:
        pass  # ENXIO: only a hole follows
    os.lseek(file, 0, os.SEEK_SET)
    return extents
