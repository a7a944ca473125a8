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
from rogatory.errors import Phrase, Refused
from rogatory.storage.files import refusals
from rogatory.storage.files.package_layout import Layout
from rogatory.wire.words import P_, FilledText

_CANNOT_LINK = frozenset({errno.EXDEV, errno.EPERM, errno.EMLINK, errno.EOPNOTSUPP})


def adopt(source: Path, target: Path, seal: str, layout: Layout | None) -> None:
    """Give `source` the name `target`, in place of what has it, durably.

    Raises:
        Refused: the file's header or size is not that of `layout`.
    """
    with faults_at(source), source.open("rb") as file:
        if layout is not None:
            _refuse_other(file.read(len(layout.header)), os.fstat(file.fileno()), seal, layout)
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


def _refuse_other(header: bytes, status: os.stat_result, seal: str, layout: Layout) -> None:
    problem: Phrase | None = None
    if header != layout.header:
        problem = P_("begins with another header than its seal states")
    elif status.st_size != layout.file_size:
        problem = FilledText(
            P_("has {size} bytes; its seal states {sealed}"),
            size=status.st_size,
            sealed=layout.file_size,
        )
    if problem:
        raise Refused(refusals.PACKAGE_DIFFERS.because(seal=seal, problem=problem))


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
