# SPDX-License-Identifier: Apache-2.0
"""Taking over a sealed package's file from a folder on this machine.

By a second name for the same file where the file system can: a terabyte then costs nothing. A
process that may write the first name can still change the bytes, which every fetching State finds
out at once, segment by segment.
"""

import errno
import os
import secrets
import shutil
from pathlib import Path

from rogatory.disk.faults import faults_at
from rogatory.disk.new_file import NewFile
from rogatory.storage.files.package_layout import Layout, refuse_other_file

COPIED = 1 << 20
"""Bytes that are copied at once, where a file cannot have a second name."""

_CANNOT_LINK = frozenset({errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP})


def adopt(source: Path, target: Path, seal: str, layout: Layout) -> None:
    """Give `source` the name `target`, in place of what has it, durably.

    Raises:
        Refused: the file's header or size is not that of `layout`.
    """
    with faults_at(source), source.open("rb") as file:
        header, size = file.read(len(layout.header)), os.fstat(file.fileno()).st_size
        refuse_other_file(seal, header, size, layout)
        # The process that sealed it need not have waited for the disk.
        os.fsync(file.fileno())
    if target.exists() and source.samefile(target):
        return
    temporary = target.with_name(f".adopting-{secrets.token_hex(8)}")
    with faults_at(target):
        try:
            _link_or_copy(source, temporary)
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
        _sync(target.parent)


def hand_out(source: Path, target: Path) -> None:
    """Give `source` the new name `target` as well, or copy it there; refuses a name that is taken."""
    with faults_at(target):
        try:
            target.hardlink_to(source)
        except OSError as error:
            if error.errno not in _CANNOT_LINK:
                raise
            with source.open("rb") as file, NewFile(target) as new:
                while data := file.read(COPIED):
                    new.write(data)


def _link_or_copy(source: Path, temporary: Path) -> None:
    try:
        # The file, not a link to it that may be pointed elsewhere later.
        temporary.hardlink_to(source.resolve())
    except OSError as error:
        if error.errno not in _CANNOT_LINK:
            raise
        shutil.copyfile(source, temporary)
        _sync(temporary)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
