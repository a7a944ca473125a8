# SPDX-License-Identifier: Apache-2.0
"""Opening and creating beneath a folder, whatever the names say and whatever links are put there.

Every folder on the way is opened by itself, relative to the one before and without following
links, so no name leads out and no link that somebody slips in is taken. Folders on the way to
the last name stay open: the next name in the same folder costs one call.
"""

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from rogatory.disk import refusals
from rogatory.disk.faults import faults_at
from rogatory.disk.paths import Location, parts_beneath, shown
from rogatory.disk.temporary import ANYONE, CREATE, OPEN_FOLDER, SECRET
from rogatory.errors import Refused

_OPEN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC


class Beneath:
    """A folder, and what lies beneath it by plain relative paths.

    The folder itself may be named by any path, links and all. Descriptors that methods return
    are the caller's to close. One thread uses one.
    """

    def __init__(self, folder: Location) -> None:
        with faults_at(folder):
            self.fd = os.open(folder, OPEN_FOLDER)
        self._way: list[tuple[bytes, int]] = []

    def open_read(self, path: Location) -> int:
        """Return a regular file, open for reading; refuses links, pipes, devices and folders."""
        parts = parts_beneath(path)
        with faults_at(path):
            fd = os.open(parts[-1], _OPEN_FILE, dir_fd=self._folder(parts[:-1], make=False))
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise Refused(refusals.NOT_A_FILE.because(path=shown(path)))
        return fd

    def reopen(self, path: Location) -> int:
        """Return a regular file of ours, open for reading and writing, to go on with; refuses as
        `open_read`.
        """
        parts = parts_beneath(path)
        with faults_at(path):
            flags = _OPEN_FILE & ~os.O_ACCMODE | os.O_RDWR
            fd = os.open(parts[-1], flags, dir_fd=self._folder(parts[:-1], make=False))
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise Refused(refusals.NOT_A_FILE.because(path=shown(path)))
        return fd

    def create(self, path: Location, *, secret: bool = False) -> int:
        """Return a new file, open for reading and writing; folders on the way are made.

        Refuses a name that is taken, also by a link.
        """
        parts = parts_beneath(path)
        with faults_at(path):
            folder = self._folder(parts[:-1], make=True)
            return os.open(parts[-1], CREATE, SECRET if secret else ANYONE, dir_fd=folder)

    def make_folder(self, path: Location) -> None:
        """Make a folder, and those on the way; one that is there already is fine, a link is not."""
        self._folder(parts_beneath(path), make=True)

    def remove(self, path: Location) -> None:
        """Take away a file, or a link as itself."""
        parts = parts_beneath(path)
        with faults_at(path):
            os.unlink(parts[-1], dir_fd=self._folder(parts[:-1], make=False))

    def move(self, old: Location, new: Location) -> None:
        """Give a file another path; folders on the way are made. What has that path is replaced."""
        before, after = parts_beneath(old), parts_beneath(new)
        source = os.dup(self._folder(before[:-1], make=False))
        try:
            target = self._folder(after[:-1], make=True)
            with faults_at(new):
                os.rename(before[-1], after[-1], src_dir_fd=source, dst_dir_fd=target)
        finally:
            os.close(source)

    def status(self, path: Location) -> os.stat_result:
        """Return what lies at a path, a link as itself."""
        parts = parts_beneath(path)
        with faults_at(path):
            return os.lstat(parts[-1], dir_fd=self._folder(parts[:-1], make=False))

    def has_folder(self, path: Location) -> bool:
        """Decide whether a folder lies at a path; a link to one is none."""
        try:
            return stat.S_ISDIR(self.status(path).st_mode)
        except Refused:
            return False

    def has_other(self, path: Location, *, folder: bool = False) -> bool:
        """Decide whether something else than a file, or than a `folder`, lies at a path."""
        try:
            mode = self.status(path).st_mode
        except Refused:
            return False
        return not (stat.S_ISDIR(mode) if folder else stat.S_ISREG(mode))

    def close(self) -> None:
        self._step_back(0)
        os.close(self.fd)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _folder(self, parts: Sequence[bytes], *, make: bool) -> int:
        """Return the folder at the end of a way, open; it stays so until the next call."""
        common = 0
        for (name, _), part in zip(self._way, parts, strict=False):
            if name != part:
                break
            common += 1
        self._step_back(common)
        for end in range(common, len(parts)):
            self._step(parts[: end + 1], make=make)
        return self._way[-1][1] if self._way else self.fd

    def _step(self, parts: Sequence[bytes], *, make: bool) -> None:
        name, path = parts[-1], b"/".join(parts)
        before = self._way[-1][1] if self._way else self.fd
        with faults_at(path):
            if make:
                with suppress(FileExistsError):
                    os.mkdir(name, dir_fd=before)
            try:
                fd = os.open(name, OPEN_FOLDER | os.O_NOFOLLOW, dir_fd=before)
            except NotADirectoryError:
                if stat.S_ISLNK(os.lstat(name, dir_fd=before).st_mode):
                    raise Refused(refusals.LINK.because(path=shown(path))) from None
                raise
        self._way.append((name, fd))

    def _step_back(self, length: int) -> None:
        while len(self._way) > length:
            os.close(self._way.pop()[1])
