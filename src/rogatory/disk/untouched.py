# SPDX-License-Identifier: Apache-2.0
"""Opening what must not change by being read: evidence where it was found."""

import os
from pathlib import Path


def open_untouched(path: bytes | str | Path, flags: int, *, dir_fd: int | None = None) -> int:
    """Open a file or folder so that reading it leaves its time of access alone, where the system lets
    us: to the owner and to root, and not for links. The time before is in the inventory in any case.
    """
    try:
        return os.open(path, flags | os.O_NOATIME, dir_fd=dir_fd)
    except PermissionError:
        return os.open(path, flags, dir_fd=dir_fd)
