# SPDX-License-Identifier: Apache-2.0
"""A file under a temporary name, in the folder where it will get its real one.

While it is written its process holds a lock on it; so what a killed process left behind can be
distinguished from what another one is writing, and `remove_leftovers` removes only the former.
"""

import errno
import fcntl
import os
import re
import secrets
from collections.abc import Callable
from datetime import datetime

from rogatory.disk import kernel
from rogatory.disk.faults import faults_at
from rogatory.disk.paths import Location, folder_and_name

_PREFIX = b".rogatory-new-"
_LEFTOVER = re.compile(re.escape(_PREFIX) + rb"[0-9a-f]{16}\Z")
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})

OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_PROBE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC

ANYONE = 0o666
"""Less the process's umask, as any program creates files."""

SECRET = 0o600
"""From the first moment: a key that others could read for an instant is a key they have."""


class Temporary:
    """Open for writing from construction; ends by `publish`, `replace` or `discard`."""

    def __init__(self, path: Location, *, secret: bool) -> None:
        self.path = path
        folder, self._final = folder_and_name(path)
        self._name = _PREFIX + secrets.token_hex(8).encode()
        with faults_at(folder):
            self._folder = os.open(folder, OPEN_FOLDER)
        with faults_at(path):
            try:
                self.fd = os.open(
                    self._name, CREATE, SECRET if secret else ANYONE, dir_fd=self._folder
                )
            except OSError:
                os.close(self._folder)
                raise
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Write all of `data`."""
        with faults_at(self.path):
            write_all(self.fd, data)

    def taken(self) -> bool:
        """Decide whether the final name exists already."""
        try:
            os.lstat(self._final, dir_fd=self._folder)
        except FileNotFoundError:
            return False
        return True

    def publish(self) -> None:
        """Give the file its final name, durably; refuses if the name is taken."""
        self._end(self._link)

    def replace(self) -> None:
        """Give the file its final name, durably, in place of what has it."""
        self._end(self._rename)

    def discard(self) -> None:
        """Leave nothing; harmless where the temporary name is gone already."""
        try:
            os.unlink(self._name, dir_fd=self._folder)
        except FileNotFoundError:
            pass
        finally:
            os.close(self.fd)
            os.close(self._folder)

    def _end(self, give_name: Callable[[], None]) -> None:
        try:
            with faults_at(self.path):
                # The content before the name: a crash between them leaves no name, never a
                # name without its content. The folder last: then the name is safe, too.
                os.fsync(self.fd)
                give_name()
                os.fsync(self._folder)
        finally:
            self.discard()

    def _link(self) -> None:
        try:
            os.link(
                self._name,
                self._final,
                src_dir_fd=self._folder,
                dst_dir_fd=self._folder,
                follow_symlinks=False,
            )
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # A courier's disk (FAT, exFAT) knows no links, but renames without replacing.
            kernel.rename_new(self._folder, self._name, self._final)

    def _rename(self) -> None:
        os.replace(self._name, self._final, src_dir_fd=self._folder, dst_dir_fd=self._folder)


def write_all(fd: int, data: bytes | bytearray | memoryview) -> None:
    """Call `os.write` until nothing is left."""
    rest = memoryview(data).cast("B")
    while rest:
        rest = rest[os.write(fd, rest) :]


def remove_leftovers(folder: Location, *, before: datetime | None = None) -> int:
    """Remove the temporary files that killed processes left in a folder; how many there were. Where processes
    write meanwhile, only those that were last changed `before` a moment go: a file that was just
    begun has no lock for an instant.
    """
    limit = None if before is None else before.timestamp()
    removed = 0
    with faults_at(folder):
        fd = os.open(folder, OPEN_FOLDER)
        try:
            with os.scandir(fd) as entries:
                names = [e.name for e in entries if _LEFTOVER.match(os.fsencode(e.name))]
            for name in names:
                removed += _remove_unlocked(name, fd, limit)
        finally:
            os.close(fd)
    return removed


def _remove_unlocked(name: str, folder: int, before: float | None) -> bool:
    try:
        fd = os.open(name, _PROBE, dir_fd=folder)
    except FileNotFoundError:
        return False
    try:
        if before is not None and os.fstat(fd).st_mtime > before:
            return False
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(name, dir_fd=folder)
    except (BlockingIOError, FileNotFoundError):
        return False
    finally:
        os.close(fd)
    return True
