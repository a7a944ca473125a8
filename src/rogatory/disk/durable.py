# SPDX-License-Identifier: Apache-2.0
"""Whole trees made durable."""

import os
from itertools import islice

from rogatory.disk import kernel
from rogatory.disk.faults import faults_at
from rogatory.disk.paths import Location
from rogatory.disk.temporary import OPEN_FOLDER
from rogatory.disk.walk import PathEntry, walk

_FEW = 64
"""Up to so many are synced one by one, which waits for nobody else's writes; more of them cost
more than syncing the file system once."""


def sync_tree(folder: Location, fd: int) -> None:
    """Make a folder and all beneath it durable.

    `fd` is the folder, open since before anything was written, so that a write which failed
    meanwhile is reported here.
    """
    with faults_at(folder):
        if len(list(islice(walk(folder), _FEW + 1))) > _FEW and _sync_file_system(fd):
            return
        for entry in walk(folder):
            if entry.is_file or entry.is_folder:
                _sync(entry)
        os.fsync(fd)


def sync_file_system(path: Location, fd: int) -> None:
    """Make durable what was written to the file system of `fd`, however many files it was."""
    with faults_at(path):
        if not _sync_file_system(fd):
            os.sync()


def sync_folder(path: Location) -> None:
    """Make the names in a folder durable."""
    with faults_at(path):
        fd = os.open(path, OPEN_FOLDER)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


def _sync_file_system(fd: int) -> bool:
    try:
        kernel.sync_file_system(fd)
    except OSError as error:
        if error.errno not in kernel.UNSUPPORTED:
            raise
        return False
    return True


def _sync(entry: PathEntry) -> None:
    flags = OPEN_FOLDER if entry.is_folder else os.O_RDONLY | os.O_CLOEXEC
    fd = os.open(entry.name, flags | os.O_NOFOLLOW, dir_fd=entry.folder)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
