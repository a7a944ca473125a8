# SPDX-License-Identifier: Apache-2.0
"""Small files read whole, within a limit."""

import os
import stat
from pathlib import Path

from rogatory.disk import refusals
from rogatory.disk.faults import faults_at
from rogatory.disk.paths import Location, shown
from rogatory.errors import Reason, Refused, RogatoryError


def is_plain_file(path: Path) -> bool:
    """Decide whether a regular file lies there; what a link leads to is none."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def is_plain_folder(path: Path) -> bool:
    """Decide whether a folder lies there; a link to one is none."""
    try:
        return stat.S_ISDIR(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def names_in(folder: Path, faults: list[Reason] | None = None) -> list[str]:
    """Return the names in a folder, in order; none where it cannot be listed, or not searched, the reason for which
    goes to `faults`.
    """
    try:
        with faults_at(folder):
            os.stat(os.path.join(folder, "."))  # noqa: PTH116, PTH118 - a path drops the dot
            return sorted(each.name for each in folder.iterdir())
    except RogatoryError as error:
        if faults is not None:
            faults += error.reasons
        return []


def read_file(path: Location, *, limit: int) -> bytes:
    """Return the bytes of a regular file, links followed; refuses one larger than `limit`."""
    with faults_at(path):
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    return read_open(fd, path, limit=limit)


def read_open(fd: int, path: Location, *, limit: int) -> bytes:
    """Return the bytes of an open regular file from its present position, and close it."""
    with faults_at(path), os.fdopen(os.dup(_regular(fd, path)), "rb") as file:
        os.close(fd)
        data = file.read(limit + 1)
    if len(data) > limit:
        raise Refused(refusals.TOO_LARGE.because(path=shown(path), limit=limit))
    return data


def _regular(fd: int, path: Location) -> int:
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise Refused(refusals.NOT_A_FILE.because(path=shown(path)))
    return fd
