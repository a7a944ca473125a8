# SPDX-License-Identifier: Apache-2.0
"""One process at a time in a folder."""

import fcntl
import os
from types import TracebackType
from typing import Self

from rogatory.disk.faults import faults_at
from rogatory.disk.paths import Location, within
from rogatory.disk.temporary import SECRET


class FolderLock:
    """`with FolderLock(folder): ...` holds the lock file `.lock` in it.

    The kernel lets go of it when the process ends, however it ends; the file stays, since
    removing it would let two processes lock two files of one name.
    """

    def __init__(self, folder: Location, *, wait: bool = False) -> None:
        self._folder = folder
        self._wait = wait

    def __enter__(self) -> Self:
        """Refuse (`disk-folder-locked`) a folder that another process holds, or waits for it."""
        path = within(self._folder, b".lock")
        with faults_at(path):
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, SECRET)
        try:
            with faults_at(self._folder):
                fcntl.flock(self._fd, fcntl.LOCK_EX | (0 if self._wait else fcntl.LOCK_NB))
        except BaseException:
            os.close(self._fd)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._fd)
