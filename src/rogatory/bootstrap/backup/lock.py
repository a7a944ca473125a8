# SPDX-License-Identifier: Apache-2.0
"""One process at a time that writes, checks or removes backups of a home."""

from collections.abc import Iterator
from contextlib import contextmanager

from rogatory.bootstrap.backup import refusals
from rogatory.bootstrap.home.folder import Home
from rogatory.disk.folder_lock import FolderLock
from rogatory.errors import Refused, Unreachable


@contextmanager
def one_at_a_time(home: Home) -> Iterator[None]:
    """Hold the lock of a home's backups; refuse if another process has it."""
    home.backup_work.mkdir(mode=0o700, exist_ok=True)
    lock = FolderLock(home.backup_work)
    try:
        lock.__enter__()
    except Unreachable as error:
        if "disk-folder-locked" in error.codes:
            raise Refused(refusals.RUNS.because(path=str(home.path))) from error
        raise
    try:
        yield
    finally:
        lock.__exit__(None, None, None)
